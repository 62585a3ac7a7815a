"""The folders of this installation, as the ceremonies use them."""

from pathlib import Path

from django.conf import settings

from fristad.server.vault.keystore import KeyStore

SOCKET = "keys.sock"
DEMO_KEY = "demo.key"


def socket() -> Path:
    """Return where the key holder listens."""
    return Path(settings.RUN) / SOCKET


def key_store() -> KeyStore:
    """Return the key store of this installation."""
    return KeyStore(Path(settings.KEYS))


def demo_key() -> Path:
    """Return the key that lies beside the database of a demonstration."""
    return Path(settings.HOME) / DEMO_KEY


def access_log() -> Path:
    """Return the log of what was asked for."""
    return Path(settings.HOME) / "access.log"


def begun() -> Path:
    """Return the file that names what `fristad init` is making. It is there while that goes on, or when it broke."""
    return Path(settings.HOME) / "init.begun"


def is_demo() -> bool:
    """Whether this installation is a demonstration."""
    return bool(settings.KIND == "demo")
