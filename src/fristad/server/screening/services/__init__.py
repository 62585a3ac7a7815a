"""Writing: each act with its entry in the log, or not at all."""
