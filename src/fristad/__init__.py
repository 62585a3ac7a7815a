"""Fristad: what a person's answers amount to under published trafficking indicators, why, and what to ask next."""

__version__ = "0.1.0"
