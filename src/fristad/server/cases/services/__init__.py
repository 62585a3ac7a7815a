"""The writes. Each is one act: a transaction whose last statement is its entry in the log."""
