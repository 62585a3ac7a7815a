"""Screening a whole table for planning: taking it in, naming its columns, working it out, what of it may be shown."""
