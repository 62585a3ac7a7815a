"""Ceremonies: unlock and lock, keys and their recovery copies, backups, erasure, and the running of it all."""
