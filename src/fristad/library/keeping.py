"""The text of an instrument, to be kept with a conversation so that it is finished on what it was begun on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import Instrument
from fristad.library.building import build
from fristad.library.files import HOME, SHIPPED, Files, rows
from fristad.library.loading import data_of, load_instrument


@dataclass(frozen=True)
class _Kept(Files):
    """The library as it is, but with instruments as they were."""

    texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False, compare=False)

    def instrument(self, instrument_id: str) -> Mapping[str, Any]:
        return self.texts[instrument_id]


def text_of(instrument_id: str) -> dict[str, Any]:
    """The data of an instrument and of what it borrows from, as JSON values: {"hash", "texts": {id: data}}.

    Raises InstrumentError for one that is unknown or must not be used.
    """
    data = data_of(SHIPPED, instrument_id)
    names = [instrument_id, *(str(row["instrument"]) for row in rows(data, "borrows"))]
    texts = {name: data_of(SHIPPED, name) for name in names}
    return {"hash": load_instrument(instrument_id).hash, "texts": texts}


def is_current(instrument_id: str, fingerprint: str) -> bool:
    """Whether the library still has this text of an instrument, and lets it be used."""
    try:
        return load_instrument(instrument_id).hash == fingerprint
    except InstrumentError:
        return False


def instrument_from(instrument_id: str, kept: Mapping[str, Any]) -> Instrument:
    """The instrument that `text_of` kept, under its old fingerprint. Its questions are those of the catalogue now."""
    files = _Kept(HOME, texts=kept["texts"])
    return replace(build(files, files.instrument(instrument_id)), hash=str(kept["hash"]))
