"""What the journeys share with the server's tests."""

from tests.server.conftest import open_vault

__all__ = ["open_vault"]
