"""One instrument's part of the page: tiles, words with their classes, parts, what keeps rows open."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from fristad.bulk.report.figures import bar, sample, shape
from fristad.bulk.report.holding_back import rounded, safe, safe_part
from fristad.bulk.report.words import Words
from fristad.engine.instrument import INDICATIONS_PRESENT, NOT_SETTLED

#: Result words and states in the order in which they are shown, each with its shape.
_SHAPE = {
    "indications_present": "full",
    "elements_if_child": "diamond",
    "other_exploitation": "full",
    "unclassified": "half",
    "not_settled": "half",
    "no_indication_in_what_was_asked": "ring",
    "outside_population": "dotted",
    "report_only": "dotted",
    "none": "dotted",
}
_PRESUMED = "elements_if_child"


class Section:
    """What is said about one instrument. Every count shown goes through `holding_back`."""

    def __init__(self, summary: Mapping[str, Any], words: Words, name: str) -> None:
        self.summary, self.words, self.name = summary, words, name
        self.about: Mapping[str, Any] = summary["about_instruments"][name]
        self._screened = rounded(summary["screened"])
        self._counts = self._apart()
        self._safe = safe(self._counts)

    def _apart(self) -> dict[str, int]:
        """Rows per word; those that rest on the presumption of age are counted apart."""
        counts: dict[str, int] = dict(self.summary["instruments"][self.name])
        presumed = self.summary["classifications"][self.name].get(_PRESUMED, 0)
        if presumed:
            counts[INDICATIONS_PRESENT] = counts.get(INDICATIONS_PRESENT, 0) - presumed
            counts[_PRESUMED] = presumed
        return {word: counts[word] for word in _SHAPE if word in counts}

    def tiles(self) -> str:
        """The strip on the first screen."""
        return f'<ul class="tiles">{"".join(self._tile(word, count) for word, count in self._safe.items())}</ul>'

    def _tile(self, word: str, count: int | None) -> str:
        held = f'<span class="big held">{self.words["held_back"]}</span>'
        number = f'<span class="big">{self.words.number(count)}</span>' if count is not None else held
        about = self.words[f"{word}_about"]
        return f'<li>{number}<b>{shape(_SHAPE[word])}{self.words[word]}</b><span class="small">{about}</span></li>'

    def html(self) -> str:
        title = f"<h2>{escape(self.about['title'])}</h2>"
        return title + self._results() + self._parts() + self._keeps_open()

    def _number(self, count: int | None) -> str:
        return self.words.number(count) if count is not None else self.words["held_back"]

    def _cell(self, label: str, count: int | None) -> str:
        return f'<td class="n" data-label="{escape(self.words[label])}">{self._number(count)}</td>'

    def _results(self) -> str:
        rows = []
        for word, count in self._safe.items():
            label = f"{self.words[word]}, {self._number(count)}"
            kind = {"full": "sure", "half": "could", "diamond": "some"}.get(_SHAPE[word], "never")
            drawn = bar([(kind, count)], self._screened, label)
            name = f'<th scope="row">{self.words[word]}</th>'
            rows.append(f'<tr>{name}<td class="n">{self._number(count)}</td><td class="bar">{drawn}</td></tr>')
            rows += self._classes(word, count)
        return f"<h3>{self.words['findings']}</h3><table><tbody>{''.join(rows)}</tbody></table>"

    def _classes(self, word: str, count: int | None) -> list[str]:
        classes: dict[str, int] = dict(self.summary["classes_by_result"][self.name].get(word, {}))
        classes.pop(_PRESUMED, None)
        classes = {name: n for name, n in classes.items() if n}
        if len(classes) < 2 or count is None:
            return []
        shown = safe(classes)
        names = {name: self.words.get(name) if name else self.words["no_class"] for name in classes}
        return [
            f'<tr class="sub-row"><th scope="row">{escape(names[name])}</th><td '
            f'class="n">{self._number(n)}</td><td class="bar"></td></tr>'
            for name, n in shown.items()
        ]

    def _parts(self) -> str:
        heads = "".join(f'<th class="n">{self.words[truth]}</th>' for truth in ("met", "unknown", "not_met"))
        head = (
            f'<thead><tr><th>{self.words["part"]}</th>{heads}<th class="bar">{self.words["from_to"]}</th></tr></thead>'
        )
        rows = []
        for name, counts in self.summary["dimensions"][self.name].items():
            shown = safe(counts)
            label = self._label(name)
            drawn = bar([("sure", shown["met"]), ("could", shown["unknown"])], self._screened, label)
            cells = "".join(self._cell(truth, shown[truth]) for truth in ("met", "unknown", "not_met"))
            rows.append(f'<tr><th scope="row">{escape(label)}</th>{cells}<td class="bar">{drawn}</td></tr>')
        if not rows:
            return ""
        key = (
            "<ul "
            f'class="key"><li>{sample("sure")}{self.words["met"]}</li><li>{sample("could")}{self.words["unknown"]}</li></ul>'
        )
        return f"<h3>{self.words['parts']}</h3><table>{head}<tbody>{''.join(rows)}</tbody></table>{key}"

    def _label(self, dimension: str) -> str:
        return str(self.about["labels"].get(dimension, dimension))

    def _keeps_open(self) -> str:
        unsettled = self._safe.get(NOT_SETTLED)
        dimensions = self.summary["keeps_open"][self.name]["dimensions"]
        if not unsettled or not dimensions:
            return ""
        exact = self._counts[NOT_SETTLED]
        shown = {n: {which: safe_part(c, exact) for which, c in counts.items()} for n, counts in dimensions.items()}
        order = sorted(shown, key=lambda name: -(shown[name]["rows"] or 0))
        rows = "".join(self._open_row(name, shown[name], unsettled) for name in order)
        heads = "".join(f'<th class="n">{self.words[which]}</th>' for which in ("open_rows", "only_this"))
        head = f'<thead><tr><th>{self.words["part"]}</th>{heads}<th class="bar"></th></tr></thead>'
        about = self.words["keeps_open_about"].format(rows=self.words.number(unsettled))
        return (
            f"<h3>{self.words['keeps_open']}</h3><p>{about}{self._most_open(shown)}</p>"
            f"<table>{head}<tbody>{rows}</tbody></table>"
        )

    def _open_row(self, name: str, shown: Mapping[str, int | None], unsettled: int) -> str:
        label = self._label(name)
        drawn = bar([("could", shown["rows"])], unsettled, label)
        cells = self._cell("open_rows", shown["rows"]) + self._cell("only_this", shown["alone"])
        return f'<tr><th scope="row">{escape(label)}</th>{cells}<td class="bar">{drawn}</td></tr>'

    def _most_open(self, shown: Mapping[str, Mapping[str, int | None]]) -> str:
        """The parts that keep most rows open, as far as rounded counts tell them apart."""
        highest = max(counts["rows"] or 0 for counts in shown.values())
        if not highest:
            return ""
        first = [self._label(name) for name, counts in shown.items() if counts["rows"] == highest]
        return f" <b>{self.words['keeps_open_most'].format(part=escape('; '.join(first)))}</b>"
