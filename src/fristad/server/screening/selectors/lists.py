"""The lists of an interview, in the text it was begun on."""

from __future__ import annotations

from fristad.engine.instrument import Instrument
from fristad.library import load_instrument
from fristad.library.keeping import instrument_from, is_current
from fristad.server.screening.models import Interview


def older(interview: Interview) -> dict[str, Instrument]:
    """Return the lists that the library has changed, or lets nobody use, since the interview was begun."""
    begun = (interview.told or {})["instruments"]
    return {
        name: instrument_from(name, interview.kept[name])
        for name, fingerprint in begun.items()
        if not is_current(name, fingerprint) and name in (interview.kept or {})
    }


def instruments(interview: Interview) -> list[Instrument]:
    """Return the lists that the interview is finished on."""
    changed = older(interview)
    return [changed.get(name) or load_instrument(name) for name in (interview.told or {})["instruments"]]
