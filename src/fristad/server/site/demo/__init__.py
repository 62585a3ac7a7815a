"""The demo operation: Norby reception in Norland. Everybody in it is invented; the words are data (`data/`)."""
