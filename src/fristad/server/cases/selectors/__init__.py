"""The reads. Each takes an actor and goes through a door."""
