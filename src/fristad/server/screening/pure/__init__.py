"""What needs no database and no Django: the order of a conversation and what of it counts."""
