"""Instruments ready to be computed, or one sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import Instrument
from fristad.library.building import build
from fristad.library.check_instrument import instrument_problems
from fristad.library.files import SHIPPED, Files, rows


class UnknownInstrumentError(InstrumentError):
    """An id that no file of the library has."""


def instrument_ids() -> tuple[str, ...]:
    """The ids of all instruments in the order of their files, also of those that do not load."""
    return tuple(SHIPPED.instrument_files)


def load_instrument(instrument_id: str) -> Instrument:
    """An instrument ready to be computed. Raises InstrumentError with the reason, or with ids near an unknown one."""
    return instrument_of(SHIPPED, instrument_id)


@lru_cache(maxsize=256)
def instrument_of(files: Files, instrument_id: str) -> Instrument:
    """The same from one library folder. What `library check` would report stops it, in what it borrows from too."""
    data = data_of(files, instrument_id)
    for name in (instrument_id, *(str(row.get("instrument")) for row in rows(data, "borrows"))):
        if name in files.instrument_files:
            for problem in instrument_problems(files, files.instrument_files[name]):
                raise InstrumentError(f"{instrument_id} is refused. {problem}")
    if data["use_level"] == "none":
        raise InstrumentError(refusal(data))
    return build(files, data)


def is_per_leg(instrument_id: str) -> bool:
    """Whether this list speaks of one leg of a journey, so that each leg is worked out for itself."""
    return data_of(SHIPPED, instrument_id).get("unit") == "journey_leg"


def data_of(files: Files, instrument_id: str) -> Mapping[str, Any]:
    """The data of an instrument, loadable or not. Raises InstrumentError with near matches for an unknown id."""
    if instrument_id in files.instrument_files:
        return files.instrument(instrument_id)
    near = get_close_matches(instrument_id, files.instrument_files, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See `fristad library list`."
    raise UnknownInstrumentError(f"There is no instrument '{instrument_id[:80]}'. {hint}")


def refusal(data: Mapping[str, Any]) -> str:
    """Why an instrument with `use_level: none` must not be used."""
    reason = str(data.get("reason") or data["verification"]["note"]).strip()
    return f"{data['id']} must not be used: {reason}"
