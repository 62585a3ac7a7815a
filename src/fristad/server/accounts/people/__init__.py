"""The pages on which people, their roles, teams and focal points are managed."""
