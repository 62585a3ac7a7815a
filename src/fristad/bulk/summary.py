"""The summary of a run: exact counts and what was read, as plain data. Internal; the report suppresses what is
small.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import Any

import fristad
from fristad.bulk.counting import InstrumentTally, Tally
from fristad.bulk.request import Request
from fristad.bulk.statements import Statements
from fristad.engine.instrument import Instrument
from fristad.library import load_catalogue, load_texts

SCHEMA = "fristad-summary/1"


def summarise(request: Request, made: Statements, tally: Tally, *, explained: int) -> dict[str, Any]:
    """`rows` is screened and rejected together: rows of the table, or persons where the mapping unites a person's
    rows.
    """
    return {
        "schema": SCHEMA,
        "fristad": fristad.__version__,
        "table": _readable_name(request.table),
        "engine": request.engine,
        "day": made.today.isoformat(),
        "unit": "person" if made.binding.person else "row",
        **_rows(tally, explained),
        **_by_instrument(tally.instruments),
        "mapping": _mapping(made),
        **_columns(made),
        "answered": {key: _answered(made, key, counts) for key, counts in tally.answered.items()},
        "unlisted_values": tally.unlisted,
        "unreadable_cells": tally.unreadable,
    }


def _readable_name(table: str) -> str:
    """The name of the table, where signs that are no text are shown as replaced."""
    return os.fsencode(PurePath(table).name).decode(errors="replace")


def _rows(tally: Tally, explained: int) -> dict[str, int]:
    return {
        "rows": tally.screened + tally.rejected,
        "table_rows": tally.table_rows,
        "screened": tally.screened,
        "rejected": tally.rejected,
        "conversations": tally.offered,
        "conversations_explained": explained,
    }


def _by_instrument(tallies: Sequence[InstrumentTally]) -> dict[str, dict[str, Any]]:
    made: dict[str, Callable[[InstrumentTally], Any]] = {
        "instruments": InstrumentTally.results,
        "classifications": InstrumentTally.classifications,
        "classes_by_result": InstrumentTally.classes_by_result,
        "dimensions": InstrumentTally.dimensions,
        "keeps_open": _keeps_open,
        "about_instruments": _about,
    }
    return {name: {t.instrument.id: of(t) for t in tallies} for name, of in made.items()}


def _mapping(made: Statements) -> dict[str, Any]:
    return {
        "id": made.mapping.id,
        "title": made.mapping.title,
        "source": made.mapping.source,
        "hash": made.mapping.hash,
        "notes": list(made.mapping.notes),
        "row_id": made.binding.row_id,
        "columns": [_column(made, bound) for bound in made.binding.bound],
    }


def _columns(made: Statements) -> dict[str, Any]:
    binding, used = made.binding, set(made.keys)
    unread = [key for bound in binding.bound for key in bound.column.keys if key not in used]
    return {
        "columns_ignored": dict(binding.ignored),
        "columns_never_mapped": list(binding.never_mapped),
        "columns_not_in_table": list(binding.not_in_table),
        "answers_not_used": list(dict.fromkeys(unread)),
    }


def _keeps_open(tally: InstrumentTally) -> dict[str, Any]:
    """Which dimension keeps most rows open: `rows` in which it is unknown, `alone` in which nothing else is."""
    by_dimension = tally.keeps_open()
    most = max(by_dimension, key=lambda name: by_dimension[name]["rows"], default=None)
    return {"most": most if most and by_dimension[most]["rows"] else None, "dimensions": by_dimension}


def _about(tally: InstrumentTally) -> dict[str, Any]:
    instrument = tally.instrument
    return {
        "title": instrument.title,
        "version": instrument.version,
        "hash": instrument.hash,
        "use_level": instrument.use_level,
        "verification": dict(instrument.verification),
        "labels": {d.id: d.label for d in instrument.dimensions},
        "sources": [dict(source) for source in instrument.sources],
    }


def _column(made: Statements, bound: Any) -> dict[str, Any]:
    return {
        "column": bound.column.name,
        "read": list(bound.read),
        "answers": list(bound.column.keys),
        "why": bound.column.why,
    }


def _answered(made: Statements, key: str, counts: tuple[int, int, int]) -> dict[str, Any]:
    answered, no_answer, not_asked = counts
    label = label_of(key, made.instruments)
    return {"label": label, "answered": answered, "reason_given": no_answer, "not_asked": not_asked}


def label_of(key: str, instruments: Iterable[Instrument]) -> str:
    """A key in words, as staff know it; with its phase where the same thing may happen in several."""
    for instrument in instruments:
        item = instrument.item.get(key)
        if item is not None and item.leaf is None:
            return item.label
    label = load_texts("en").label(key)
    concept = load_catalogue().concepts.get(key.partition("@")[0])
    return f"{label} ({key.partition('@')[2]})" if concept and len(concept.phases) > 1 else label
