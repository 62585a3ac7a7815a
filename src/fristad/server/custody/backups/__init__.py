"""Backups: data and keys apart. A restore takes any data with the newest keys; what was erased stays erased.

The data hold every table but that of the record keys: alone they open nothing, not even for the key holders. The keys
hold the record keys (wrapped), the certificates of erasure and the key store: small, made each time, and kept for 35
days at most. A record that was erased has no key in the newest one, so that no data backup brings it back.
"""
