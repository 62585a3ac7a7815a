"""What the office of the demo keeps beside its cases: the places of Norland, and people who interpret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from fristad.server.cases.services.interpreters import interpreter_add, interpreter_end
from fristad.server.cases.services.places import places_import
from fristad.server.site.demo.office import Office
from fristad.server.site.demo.stories import data

_PLAIN = ("name", "dialects", "sex", "employer", "ties", "words")


def make_registers(office: Office, day: date) -> None:
    """Import the places and write the register of interpreters, as those would whose work it is."""
    table = files(__package__).joinpath("data", "places.csv").read_bytes()
    places_import(office.actors["hanna"], table)
    for told in data("interpreters"):
        made = interpreter_add(office.actors[told["by"]], _interpreter(told, day))
        if "ended" in told:
            interpreter_end(office.actors[told["by"]], made, answer=told["ended"], read_version=made.version)


def _interpreter(told: Mapping[str, Any], day: date) -> dict[str, Any]:
    signed = (day - timedelta(days=told["signed"])).isoformat() if "signed" in told else None
    return {
        **{name: told.get(name, "") for name in _PLAIN},
        "languages": told["languages"],
        "contact": told["contact"].replace(" ", ""),
        "conduct_signed_on": signed,
    }
