"""The office in which these tests happen."""

import pytest

from fristad.server.vault.keyring import OperationKeys
from tests.server.office import Office, make_office


@pytest.fixture
def office(db: None, open_vault: OperationKeys) -> Office:
    """Give an invented office with open keys."""
    return make_office()
