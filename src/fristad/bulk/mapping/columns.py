"""One entry under `columns`: what it answers, how its cells are read, and what it must not read."""

from __future__ import annotations

from fristad.bulk.errors import MappingError
from fristad.bulk.mapping.fields import Fields
from fristad.bulk.mapping.forbidden import names_a_trait, suspicious_words, trait_in_values
from fristad.bulk.mapping.model import (
    BirthDate,
    Choice,
    Choices,
    Column,
    Numbers,
    Reading,
    Several,
    Values,
    normal,
)
from fristad.engine.answers import Vocabulary
from fristad.engine.errors import AnswerError
from fristad.engine.instrument import UNDER_18_NOW
from fristad.engine.truth import AnswerValue
from fristad.library import Catalogue

_ALLOWED = [
    "column",
    "aliases",
    "answers",
    "values",
    "number",
    "birth_date",
    "choices",
    "separator",
    "asked",
    "several",
    "why",
    "not_a_trait",
]
_READINGS = ("values", "number", "birth_date", "choices")
#: `separator: columns` says that each choice has a column of its own.
_ONE_COLUMN_EACH = "columns"
#: The highest age that is read as one: 98, 99, 998 and 999 are usual codes for "not known".
_OLDEST = 97.0


def read_column(part: Fields, missing: tuple[str, ...], words: Vocabulary, catalogue: Catalogue) -> Column:
    """Check one entry. Raises MappingError."""
    part.allow(_ALLOWED, ["column", "why"])
    names = (*part.names("column"), *part.labels("aliases"))
    _refuse_traits(part, names)
    kinds = [kind for kind in _READINGS if part.value(kind) is not None]
    if len(kinds) != 1:
        raise part.error(f"give exactly one of {', '.join(_READINGS)}; here are {len(kinds)}.")
    if kinds[0] == "choices":
        reading: Reading = _choices(part, words, catalogue)
        keys = reading.keys if isinstance(reading, Choices) else ()
    else:
        reading = _single(part, kinds[0], missing)
        keys = _keys(part, part.texts("answers"), _answers_of(reading), words, catalogue)
    if not keys:
        raise part.error("it answers nothing. Name keys under `answers`, or list the column under `ignored`.")
    if isinstance(reading, BirthDate) and keys != (UNDER_18_NOW,):
        raise part.error(f"a date of birth answers {UNDER_18_NOW} alone; age at the time needs a column of its own.")
    several, says_several = _several(part), part.value("several") is not None
    confirmed = bool(part.text("not_a_trait", ""))
    return Column(names[0], names[1:], keys, reading, several, says_several, confirmed, part.text("why"))


def _several(part: Fields) -> Several:
    word = part.text("several", Several.CONFLICTING)
    if word not in list(Several):
        raise part.error(
            f"`several` is '{word}'. Use any_yes (events) or conflicting (a yes that meets a no stays open)."
        )
    return Several(word)


def _refuse_traits(part: Fields, names: tuple[str, ...]) -> None:
    for name in names:
        words = suspicious_words(name)
        if not words:
            continue
        if names_a_trait(name):
            raise part.error(
                f"'{name}' speaks of the person's own {words[0]}, which is never an input. List it under `ignored`."
            )
        if not part.text("not_a_trait", ""):
            raise part.error(
                f"the word '{words[0]}' in '{name}' may mean a trait of the person, which is never an input. "
                "If the column "
                "says what others did, write that once as `not_a_trait: ...`; otherwise list it under `ignored`."
            )


def _single(part: Fields, kind: str, missing: tuple[str, ...]) -> Reading:
    for field in ("separator", "asked"):
        if part.value(field) is not None:
            raise part.error(f"`{field}` belongs to a column with `choices`.")
    if kind == "values":
        return _values(part, missing)
    if kind == "number":
        number = part.part("number")
        number.allow(["yes_below", "up_to"], ["yes_below"])
        return _numbers(part, number)
    if not part.flag("birth_date"):
        raise part.error("`birth_date` must be true where it stands.")
    return BirthDate()


def _numbers(part: Fields, number: Fields) -> Numbers:
    below = _limit(number, "yes_below", "limit")
    is_age = any(name.startswith("person.") for name in part.texts("answers"))
    if number.value("up_to") is None:
        return Numbers(below, _OLDEST if is_age else None)
    highest = _limit(number, "up_to", "highest number")
    if highest < below:
        raise number.error(f"the highest number is '{number.text('up_to')}', below the limit. Use a larger one.")
    return Numbers(below, highest)


def _limit(number: Fields, field: str, meaning: str) -> float:
    value = number.value(field)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e9:
        raise number.error(f"the {meaning} is '{number.text(field)}'. Use a number, such as 18.")
    return float(value)


def _values(part: Fields, missing: tuple[str, ...]) -> Values:
    table = part.part("values")
    allowed = [value.value for value in AnswerValue]
    table.allow(allowed, [])
    found: dict[str, AnswerValue] = {}
    for answer in table.content:
        for text in table.texts(answer):
            key = normal(text)
            _check_value(part, text, key, answer, found, missing)
            found[key] = AnswerValue(answer)
    if not found:
        raise part.error("`values` lists no value. List which values mean yes, no or an unknown.")
    _refuse_trait_values(part, "values", [text for answer in table.content for text in table.texts(answer)])
    return Values(found)


def _refuse_trait_values(part: Fields, kind: str, texts: list[str]) -> None:
    trait = trait_in_values(texts)
    if trait and not part.text("not_a_trait", ""):
        raise part.error(
            f"its {kind} look like {trait}, such as '{texts[0]}', and a trait of the person is never an input. "
            "If the column says what others did, write that once as `not_a_trait: ...`; otherwise list it under "
            "`ignored`."
        )


def _check_value(
    part: Fields, text: str, key: str, answer: str, found: dict[str, AnswerValue], missing: tuple[str, ...]
) -> None:
    if key == "nan":
        raise part.error("a NaN cannot be an answer. List it under `missing`, or leave it out.")
    if key in found and found[key] != answer:
        raise part.error(f"the value '{text}' means both {found[key]} and {answer}. Decide for one.")
    if not key or key in missing:
        raise part.error(f"the value '{text}' means {answer} here but is a missing code of the table. Decide for one.")


def _answers_of(reading: Reading) -> tuple[AnswerValue, ...]:
    if isinstance(reading, Values):
        return tuple(dict.fromkeys(reading.answer_of.values()))
    return (AnswerValue.YES, AnswerValue.NO)


def _keys(
    part: Fields, named: tuple[str, ...], values: tuple[AnswerValue, ...], words: Vocabulary, catalogue: Catalogue
) -> tuple[str, ...]:
    """The canonical keys of `answers`, each able to take every answer that the values give."""
    found: dict[str, None] = {}
    for name in named:
        for value in values:
            try:
                keys = words.keys_of(name, value)
            except AnswerError as error:
                raise part.error(str(error)) from error
            _refuse_key(part, name, keys, value, words, catalogue)
            found.update(dict.fromkeys(keys))
    return tuple(found)


def _refuse_key(
    part: Fields, name: str, keys: tuple[str, ...], value: AnswerValue, words: Vocabulary, catalogue: Catalogue
) -> None:
    for key in keys:
        concept = catalogue.of(key) if key in catalogue else None
        if concept and concept.about == "trait":
            raise part.error(
                f"'{name}' is a trait of the person, which is never an input. List the column under `ignored`."
            )
        if value is AnswerValue.NOT_APPLICABLE and key.partition("@")[0] not in words.may_be_not_applicable:
            raise part.error(f"'{name}' cannot be not_applicable: its concept names no condition for that.")


def _choices(part: Fields, words: Vocabulary, catalogue: Catalogue) -> Choices:
    if part.value("answers") is not None:
        raise part.error("with `choices`, each choice names its own `answers`.")
    table = part.part("choices")
    made = [_choice(part, table, name, words, catalogue) for name in table.content]
    _refuse_same_label(part, made)
    separators = _separators(part)
    _refuse_unclear_names(part, made, separators)
    _refuse_trait_values(part, "choices", [choice.name for choice in made if choice.keys])
    return Choices(tuple(made), separators, part.flag("asked"))


def _refuse_same_label(part: Fields, made: list[Choice]) -> None:
    seen: dict[str, str] = {}
    for choice in made:
        for text in choice.names:
            if text in seen and seen[text] != choice.name:
                raise part.error(f"the choice '{text}' stands under both {seen[text]} and {choice.name}. Keep one.")
            seen[text] = choice.name


def _refuse_unclear_names(part: Fields, made: list[Choice], separators: tuple[str, ...]) -> None:
    """Labels may hold a separator, since whole cells are looked up first; the name of a choice must not."""
    never = {*separators[:1], ";"} if len(separators) == 1 else {";"} if separators else set()
    for choice in made:
        for sign in sorted(never):
            if sign in choice.names[0]:
                raise part.error(
                    f"the choice '{choice.name}' holds the separator '{sign}'. Name it by its code and write what "
                    "stands in the cells under `aliases`."
                )


def _choice(part: Fields, table: Fields, name: str, words: Vocabulary, catalogue: Catalogue) -> Choice:
    if not name.strip():
        raise part.error("a choice has a blank name. Write the name, or take it out.")
    entry = table.part(name)
    entry.allow(["answers", "aliases", "ignored", "why"], [])
    keys = _keys(entry, entry.texts("answers"), (AnswerValue.YES, AnswerValue.NO), words, catalogue)
    reason = entry.text("ignored", "")
    if bool(keys) == bool(reason):
        raise entry.error("give either `answers`, or `ignored` with the reason.")
    labels = (name, *entry.labels("aliases"))
    if keys:
        _refuse_traits_of_choice(part, entry, labels)
    names = tuple(dict.fromkeys(normal(text) for text in labels))
    return Choice(name, names, keys, reason or entry.text("why", part.text("why")))


def _refuse_traits_of_choice(part: Fields, entry: Fields, labels: tuple[str, ...]) -> None:
    for label in labels:
        if names_a_trait(label) and not part.text("not_a_trait", ""):
            words = suspicious_words(label)
            raise entry.error(f"the choice '{label}' may mean the person's own {words[0]}, which is never an input.")


def _separators(part: Fields) -> tuple[str, ...]:
    if part.value("separator") is None:
        raise part.error("say how choices stand apart: `separator: ' '`, ';', or columns (one column per choice).")
    found = part.texts("separator")
    if found == (_ONE_COLUMN_EACH,):
        return ()
    for separator in found:
        if separator not in (" ", ";", ",", "|"):
            raise MappingError(
                f"{part.name}, {part.at}: the separator '{separator}' is not one of ' ' ; , | or columns."
            )
    return found
