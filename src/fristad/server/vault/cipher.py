"""The ciphers, each behind one function. Nothing else in Fristad imports `cryptography` or `argon2` for secrecy.

- fields: AES-256-GCM-SIV (RFC 8452), which keeps its secrecy even if a random nonce should ever repeat
- keys under keys: AES key wrap (RFC 3394)
- one key for each purpose: HKDF with SHA-256 (RFC 5869)
- tags and chains: HMAC with SHA-256 (RFC 2104)
- passphrases: Argon2id (RFC 9106)
- files for people that open with a passphrase: scrypt (RFC 7914) and ChaCha20-Poly1305 (RFC 8439), as age writes them
"""

import hashlib
import hmac
import os

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
NONCE_BYTES = 12
#: Argon2id as RFC 9106 (section 4) recommends where memory is short: 3 passes over 64 MiB in 4 lanes.
ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES = 3, 64 * 1024, 4


class DoesNotOpenError(Exception):
    """The value was sealed with another key, for another place, or was changed."""


def new_key() -> bytes:
    """Return 32 random bytes from the operating system."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, value: bytes, bound_to: bytes) -> bytes:
    """Return nonce and ciphertext with tag. It opens only with the same key and the same `bound_to`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCMSIV(key).encrypt(nonce, value, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Return the value. Raises `DoesNotOpenError`."""
    try:
        return AESGCMSIV(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpenError from error


def wrap(outer: bytes, key: bytes) -> bytes:
    """Return `key` wrapped under `outer`: 40 bytes for a key of 32."""
    return aes_key_wrap(outer, key)


def unwrap(outer: bytes, wrapped: bytes) -> bytes:
    """Return the wrapped key. Raises `DoesNotOpenError`."""
    try:
        return aes_key_unwrap(outer, wrapped)
    except (InvalidUnwrap, ValueError) as error:
        raise DoesNotOpenError from error


def subkey(key: bytes, purpose: str) -> bytes:
    """Return the key that belongs to one purpose, so that no key ever serves two."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"fristad/1/{purpose}".encode()).derive(key)


def mac(key: bytes, *parts: bytes) -> bytes:
    """Return 32 bytes that only a holder of `key` can compute. Each part's length is part of it."""
    made = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare in a time that does not tell where two values differ."""
    return hmac.compare_digest(one, other)


def stretch(passphrase: str, salt: bytes) -> bytes:
    """Return a key from a passphrase. Slow on purpose: about a tenth of a second and 64 MiB."""
    return hash_secret_raw(passphrase.encode(), salt, ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES, KEY_BYTES, type=Type.ID)


def chacha(key: bytes, nonce: bytes, value: bytes) -> bytes:
    """Return ciphertext with tag. The caller never uses a nonce of 12 bytes twice with one key."""
    return ChaCha20Poly1305(key).encrypt(nonce, value, None)


def scrypt(passphrase: str, salt: bytes, log_n: int) -> bytes:
    """Return a key of 32 bytes, with 2^(log_n + 10) bytes of memory."""
    memory = 128 * 8 * 2**log_n
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=2**log_n, r=8, p=1, maxmem=memory + 2**20, dklen=KEY_BYTES)


def expand(key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    """Return a key of 32 bytes by HKDF, named as another format names it. Our own keys come from `subkey`."""
    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=info).derive(key)


def hmac_sha256(key: bytes, value: bytes) -> bytes:
    """Return the bare HMAC, as another format writes it. Our own come from `mac`."""
    return hmac.new(key, value, hashlib.sha256).digest()
