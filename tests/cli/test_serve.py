"""`fristad serve` refuses what would be unsafe, in one sentence, before anything is started."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from fristad.cli.serve import Plan, ServeError


def plan(tmp_path: Path, **more: object) -> Plan:
    given = {"demo": False, "home": tmp_path / "home", "keys": tmp_path / "keys", "run": tmp_path / "run", **more}
    return Plan(**given)  # type: ignore[arg-type]


def test_a_demonstration_listens_on_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match="this machine only"):
        plan(tmp_path, demo=True, address="0.0.0.0").check()  # noqa: S104 - what is refused


def test_live_keys_do_not_lie_beside_the_data(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match="must not lie beside its data"):
        plan(tmp_path, keys=tmp_path / "home" / "keys").check()


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ServeError, match=r"Address already in use. Choose another with --port"):
            plan(tmp_path, demo=True, port=taken.getsockname()[1]).check()
