"""The world is built once, and everybody in it signs in once; each request is undone after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from fristad.server.site import middleware
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.permissions.places import ROLES, Somebody, World
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.emptying import emptied


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Give one database to all these tests, empty again in the end. The name tells pytest-django what is needed.

    On SQLite it is one transaction that is undone. On PostgreSQL what is written is really written: in one transaction
    of ten thousand undone parts nothing that is over can be tidied up, and each request would be slower than the last.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            yield
            emptied()
        else:
            with undone():
                yield


@pytest.fixture(scope="package", autouse=True)
def bare_problems() -> Iterator[None]:
    """Answer what is not there with its title alone: most cells of the table are the same page, and it is slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "_rendered", lambda _request, problem, *_more: str(problem.title))
        yield


@pytest.fixture(scope="package")
def world(db: None) -> Iterator[World]:
    """Give the world, with open keys."""
    keyring.put([OperationKeys.new(OPERATION), OperationKeys.new(ELSEWHERE)])
    yield World()
    keyring.clear()


@pytest.fixture(scope="package")
def people(world: World) -> dict[str, Somebody]:
    """Give one person for each role and scope."""
    return {f"{role.value}, {scope.value}": world.somebody(role, scope) for role, scope in ROLES}


def undone() -> Any:
    """Return a transaction that never happened. As in Django's own test cases, acts may be durable inside it."""
    return _Undone()


class _Undone(transaction.Atomic):
    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, *raised: Any) -> None:
        if raised[0] is None:
            transaction.set_rollback(True)
        super().__exit__(*raised)
