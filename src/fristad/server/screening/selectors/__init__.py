"""Reading, always of something that was reached through a door."""
