"""The office and the keys of the server's tests, for attacks too."""

from tests.attacks.installing import disk, founded
from tests.server.cases.conftest import office
from tests.server.conftest import open_vault

__all__ = ["disk", "founded", "office", "open_vault"]
