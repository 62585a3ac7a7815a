"""A determination as plain data: what the answers amount to, why, what is open, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fristad.engine.answers import Answers, Vocabulary
from fristad.engine.errors import AnswerError
from fristad.engine.evaluation import Determination, determine_frame
from fristad.engine.explanation import Explanation, explain
from fristad.engine.frame import Frame
from fristad.engine.instrument import NO_INDICATION, Instrument
from fristad.engine.questioning import Choice, Interview
from fristad.engine.truth import AnswerValue, Truth
from fristad.library.catalogue import load_catalogue, vocabulary
from fristad.library.journey import Account, read_journey
from fristad.library.loading import is_per_leg, load_instrument
from fristad.library.texts import Texts, load_texts

#: The instrument whose reading stands beside any other that consults less than it shows.
PRIMARY = "palermo_art3"
BANNER = (
    "For training and pilots only, until a person has checked this list against the original publication. "
    "Not for decisions about people."
)
_PRESENCE = {Truth.MET: "present", Truth.NOT_MET: "absent", Truth.UNKNOWN: "unknown"}


def determine(instrument_id: str, answers: Mapping[str, Any], lang: str = "en") -> dict[str, Any]:
    """What one person's answers amount to under one instrument; `statement` for several. Raises FristadError."""
    found = statement([instrument_id], answers, lang)
    if len(found) > 1:
        raise AnswerError(
            f"{instrument_id} is worked out for each leg, and these answers have {len(found)}. Use `statement`."
        )
    return found[0]


def statement(
    instrument_ids: Iterable[str],
    raw_answers: Mapping[str, Any],
    lang: str = "en",
    kept: Mapping[str, Instrument] | None = None,
) -> list[dict[str, Any]]:
    """One object per instrument, shaped as `schema/determination-1.json` says, in the order of the ids given; for an
    instrument that speaks of one leg of a journey, one per leg where the answers have `legs`.

    `raw_answers` maps indicator ids, `concept@phase` or `person.*` to a value, or to an object with `value`, `time`,
    `source` and `who_said`; `legs` to a list of objects with `id` and `answers`. `next` is the next topic of the one
    conversation that feeds all of the instruments (of one leg, where the instrument speaks of one), null for an
    instrument whose word nothing can change any more. `kept` are instruments in an older text (`library.keeping`)
    that take the place of the library's. Raises AnswerError for answers that cannot be read,
    InstrumentError for an instrument that is unknown or must not be used, LibraryError for a language without texts.
    """
    older = kept or {}
    instruments = [older.get(name) or load_instrument(name) for name in dict.fromkeys(instrument_ids)]
    texts = load_texts(lang)
    per_leg = [instrument for instrument in instruments if is_per_leg(instrument.id)]
    keys = {key for instrument in per_leg for key in instrument.leaves if not key.startswith("person.")}
    journey = read_journey(raw_answers, vocabulary(), keys)
    if not journey.legs:
        return _said(instruments, journey.whole, texts)
    found = _said([instrument for instrument in instruments if instrument not in per_leg], journey.whole, texts)
    for leg in journey.legs:
        found += _said(per_leg, leg, texts)
    order = [instrument.id for instrument in instruments]
    return sorted(found, key=lambda said: order.index(said["instrument"]))


def _said(instruments: Sequence[Instrument], account: Account, texts: Texts) -> list[dict[str, Any]]:
    """What one account amounts to under each instrument, as one conversation."""
    interview = Interview(instruments, account.answers, load_catalogue().topics())
    choice, settled = interview.next(), interview.settled()
    leg = {"leg": account.leg} if account.leg is not None else {}
    return [
        {
            "instrument": instrument.id,
            **leg,
            **_one(instrument, account.answers),
            "next": None if settled.get(instrument.id, True) else _next(choice, texts),
            "unused": _unused(account.raw, vocabulary(), instrument),
            "sources": [dict(source) for source in instrument.sources],
        }
        for instrument in instruments
    ]


def _one(instrument: Instrument, answers: Answers) -> dict[str, Any]:
    frame = Frame(instrument, answers)
    found = determine_frame(frame)
    beside = _beside(found)
    said: dict[str, Any] = {
        "version": instrument.version,
        "hash": instrument.hash,
        "use_level": instrument.use_level,
        "verification": verification_of(instrument),
        "result": found.result,
        "classification": found.classification,
        "reachable": list(found.reachable),
        "readings": {**found.readings, **(_primary_reading(answers) if any(row["note"] for row in beside) else {})},
        "dimensions": {name: truth.word for name, truth in found.own.items()},
        "not_consulted": beside,
        "depends_on": {name: truth.word for name, truth in found.depends_on.items()},
        **_explained(explain(frame, found)),
    }
    if instrument.table is None:
        said["items"] = items_of(frame)
    return said


def verification_of(instrument: Instrument) -> dict[str, Any]:
    """Level and note as recorded, and the banner that an unchecked instrument carries everywhere."""
    banner = BANNER if instrument.use_level == "training_until_checked" else None
    return {"level": instrument.verification["level"], "note": instrument.verification["note"], "banner": banner}


def items_of(frame: Frame) -> dict[str, str]:
    """Per item present, absent or unknown. Withheld items are left out: they are never asked and never counted."""
    shown = [item.id for item in frame.instrument.items if item.withheld is None]
    return {name: _PRESENCE[frame.item_truth(name)] for name in shown}


def _beside(found: Determination) -> list[dict[str, Any]]:
    """Dimensions that the table does not consult. One that is met must not vanish behind "no indication"."""
    return [
        {"id": name, "value": truth.word, "note": _note(found, name) if truth == Truth.MET else None}
        for name, truth in found.not_consulted.items()
    ]


def _note(found: Determination, dimension: str) -> str | None:
    if found.result != NO_INDICATION:
        return None
    label = found.instrument.dimension[dimension].label
    return (
        f"'{label}' is met, and the table of this list does not consult it, so this is not a finding that nothing "
        f"happened. Read it beside {PRIMARY}."
    )


def _primary_reading(answers: Answers) -> dict[str, str]:
    result = determine_frame(Frame(load_instrument(PRIMARY), answers)).result
    return {PRIMARY: result} if result else {}


def _explained(why: Explanation) -> dict[str, Any]:
    return {
        "reason": [_given(g.id, g.answer, g.side) for g in why.reason],
        "open": [{"id": g.id, "why": g.answer.value} for g in why.open],
        "would_settle": [{"to": word, "ids": list(ids)} for word, ids in why.would_settle],
    }


def _given(name: str, answer: AnswerValue, side: str | None) -> dict[str, str]:
    """One answer of a reason; `side` only in the pair that explains `not_settled`."""
    return {"id": name, "answer": answer.value, **({"side": side} if side else {})}


def _next(choice: Choice | None, texts: Texts) -> dict[str, str] | None:
    return {"id": choice.id, "topic": topic_of(choice, texts)} if choice else None


def topic_of(choice: Choice, texts: Texts) -> str:
    """What is said to the person: the question of the leaf, or when it happened."""
    return texts.question("phrase.when" if choice.asks_when else choice.id)


def _unused(raw: Mapping[str, Any], keys: Vocabulary, instrument: Instrument) -> list[str]:
    """Keys that the library knows and this instrument does not read."""
    return [key for key in raw if not instrument.leaves.intersection(_canonical(key, keys))]


def _canonical(key: str, keys: Vocabulary) -> Sequence[str]:
    return keys.keys_of(key, AnswerValue.YES_PHASE_UNKNOWN)
