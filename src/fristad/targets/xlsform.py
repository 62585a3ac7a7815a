"""An instrument as an XLSForm: all six languages, skip logic, and the determination as calculates.

The form is made for staff: questions are open, and what an answer shows is recorded by choosing. pyxform compiles it,
so a form that ODK or Kobo would refuse is never written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from pyxform.xls2xform import convert

from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN, Instrument
from fristad.library import Texts, load_catalogue, load_texts
from fristad.targets.plan import Plan, make_plan
from fristad.targets.skip import skip_rules
from fristad.targets.words import PHRASES, form_words
from fristad.targets.xpath import calculates, code_name, field_names

Row = dict[str, str]
Sheets = dict[str, list[Row]]


def make_sheets(instrument: Instrument, *, result_note: bool = False) -> Sheets:
    """The rows of the sheets `survey`, `choices` and `settings`, each a mapping of column to text.

    `result_note` shows the result word at the end of the form. It is off unless asked for: a phone that says a result
    beside the person is a danger. Raises InstrumentError for an instrument that cannot be compiled.
    """
    return _Form(instrument).sheets(result_note=result_note)


def make_xform(sheets: Sheets) -> str:
    """The XForm (XML) that pyxform makes of the sheets. Raises PyXFormError where it refuses them."""
    content: dict[str, Any] = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    content |= {f"{name}_header": [dict.fromkeys(_header(rows))] for name, rows in sheets.items()}
    return str(convert(xlsform=content, form_name="data").xform)


def make_workbook(sheets: Sheets) -> bytes:
    """The sheets as an XLSX file, after pyxform has accepted them."""
    make_xform(sheets)
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        header = _header(rows)
        sheet.append(header)
        for row in rows:
            sheet.append([row.get(column) for column in header])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _header(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


@cache
def _texts() -> Mapping[str, Texts]:
    return {lang: load_texts(lang) for lang in form_words()["languages"]}


class _Form:
    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.plan: Plan = make_plan(instrument)
        self.fields = field_names(self.plan.keys)
        catalogue = load_catalogue()
        topics = [topic for topic in catalogue.topics() if topic.leaf in self.fields]
        #: Group to the keys asked in it: blocks in their order, then what staff observed.
        self.groups: dict[str, list[str]] = {group: [] for group in (*catalogue.blocks, "observed")}
        for topic in topics:
            group = catalogue.blocks[topic.block] if topic.may_be_asked else "observed"
            self.groups[group].append(topic.leaf)
        order = [key for keys in self.groups.values() for key in keys]
        self.elements = [key for key in self.plan.keys if key not in set(order)]
        self.skip = skip_rules(self.plan, order, self.fields)

    def sheets(self, *, result_note: bool) -> Sheets:
        survey = self._start()
        for group, keys in self.groups.items():
            survey += self._group(group, [self._asked(key, group) for key in keys])
        survey += self._group("elements", [self._element(key) for key in self.elements])
        survey += [{"type": "calculate", "name": n, "calculation": c} for n, c in self._calculates()]
        if result_note:
            # Words of the library are shown as they are, so that a note and an export say the same.
            survey.append({"type": "note", "name": "result_note", **_each(_result_label)})
        return {"survey": survey, "choices": _choices(), "settings": [self._settings()]}

    def _start(self) -> list[Row]:
        return [_begin("start"), *map(_note, PHRASES), _end()]

    def _group(self, name: str, rows: list[Row]) -> list[Row]:
        if not rows:
            return []
        begin = _begin(name)
        if name != "age" and self.plan.outside is not None:
            begin["relevant"] = f"${{{self._age()}}} != {self.plan.outside[0]}"
        return [begin, *rows, _end()]

    def _age(self) -> str:
        return "age_then" if UNDER_18_NOW in self.fields else code_name(self.fields[UNDER_18_THEN])

    def _asked(self, key: str, group: str) -> Row:
        row = {"type": "select_one answer", "name": self.fields[key]}
        if group == "observed":
            row |= _each(lambda lang: _texts()[lang].label(key))
        else:
            row |= _each(lambda lang: _texts()[lang].question(key))
            row |= _each(lambda lang: f"{form_words()['record'][lang]} {_texts()[lang].label(key)}", column="hint")
        relevant = self.skip.get(key, "")
        if key == UNDER_18_NOW and UNDER_18_THEN in self.groups["age"]:
            # A child then stays one whatever is said of today.
            relevant = f"${{{self.fields[UNDER_18_THEN]}}} != 'yes'"
        return row | ({"relevant": relevant} if relevant else {})

    def _element(self, key: str) -> Row:
        # Labels of elements are the publication's own words, which are not ours to translate.
        label = self.instrument.item[key].label
        return {"type": "select_one answer", "name": self.fields[key], **_each(lambda lang: label)}

    def _calculates(self) -> Iterable[tuple[str, str]]:
        yield from calculates(self.plan, self.fields)
        yield "instrument_id", f"'{self.instrument.id}'"
        yield "instrument_hash", f"'{self.instrument.hash}'"

    def _settings(self) -> Row:
        return {
            "form_title": self.instrument.title,
            "form_id": f"fristad_{self.instrument.id}",
            "version": f"{self.instrument.version}-{self.instrument.hash[:12]}",
            "default_language": str(form_words()["languages"]["en"]),
        }


def _each(text: Callable[[str], str], column: str = "label") -> Row:
    """One column per language, such as `label::Svenska (sv)`.

    Spaces that may not break become plain ones, as pyxform makes them when it reads a workbook: both ways, one form.
    """
    languages = form_words()["languages"].items()
    return {f"{column}::{name}": text(lang).replace("\N{NO-BREAK SPACE}", " ") for lang, name in languages}


def _note(phrase: str) -> Row:
    return {"type": "note", "name": phrase.replace(".", "_"), **_each(lambda lang: _texts()[lang].question(phrase))}


def _begin(group: str) -> Row:
    return {"type": "begin_group", "name": f"group_{group}", **_each(lambda lang: form_words()["groups"][group][lang])}


def _end() -> Row:
    return {"type": "end_group"}


def _choices() -> list[Row]:
    return [
        {"list_name": "answer", "name": name, **_each(texts.__getitem__)}
        for name, texts in form_words()["choices"].items()
    ]


def _result_label(lang: str) -> str:
    return f"{form_words()['result_note'][lang]}: ${{result}}"
