"""Keys and sealed values. The only module of Fristad that names a cipher (`cipher.py`, `envelopes.py`)."""
