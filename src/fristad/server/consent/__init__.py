"""What a person agreed to, refused and took back: a ledger of events, never overwritten."""
