"""Persons, families, journeys and cases: the file that a protection team works in."""
