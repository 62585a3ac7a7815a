"""Bringing in a caseload from another system, and finding doubles in a whole register."""
