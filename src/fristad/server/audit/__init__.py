"""The log: who did or read what, when and why. Append-only, chained with a key that the database lacks."""
