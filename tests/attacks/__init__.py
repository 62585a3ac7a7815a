"""Attacks on the server, each seen to fail."""
