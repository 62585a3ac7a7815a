"""The page, part by part, from a run's summary. Everything that comes from a table, a mapping or an instrument is
escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from fristad.bulk.report.figures import MARK, STRIPES, shape
from fristad.bulk.report.holding_back import SMALLEST_SHOWN, STEP, rounded, safe_part
from fristad.bulk.report.sections import Section
from fristad.bulk.report.tables import answered_table, mapped_table
from fristad.bulk.report.words import WORDS, Words

_STYLE = Path(__file__).with_name("style.html")
#: Values that nobody has mapped, shown per column.
_VALUES_SHOWN = 12


def write_report(path: Path, summary: Mapping[str, Any], lang: str = "en") -> None:
    """Write the page of one run."""
    path.write_text(report(summary, WORDS[lang]), encoding="utf-8")


def report(summary: Mapping[str, Any], words: Words) -> str:
    """The whole page as text."""
    sections = [Section(summary, words, name) for name in summary["instruments"]]
    main = "".join(section.html() for section in sections)
    main += (
        answered_table(summary, words) + _how(summary, words) + mapped_table(summary, words) + _sources(summary, words)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{words.lang}" dir="{words.direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" '
        'content="no-referrer">'
        f"<title>{words['page_title']} - Fristad</title>{_STYLE.read_text(encoding='utf-8')}</head><body>"
        f'<a class="skip" href="#main">{words["skip"]}</a>{STRIPES}{_header(summary, words)}'
        f'<main id="main" class="in">{_top(summary, words, sections)}'
        f'<div class="page"><div>{main}</div><aside>{_aside(summary, words)}</aside></div></main>'
        f'<footer><div class="in">{_made(summary, words)}</div></footer></body></html>\n'
    )


def _header(summary: Mapping[str, Any], words: Words) -> str:
    table = f"<bdi>{escape(summary['table'])}</bdi>"
    about = f"{words['page_title']}<br>{table}"
    return (
        f'<header><div class="in"><span class="brand">{MARK}Fristad</span><span '
        f'class="about">{about}</span></div></header>'
    )


def _top(summary: Mapping[str, Any], words: Words, sections: list[Section]) -> str:
    lead = words["persons_of" if summary["unit"] == "person" else "rows_of"].format(
        rows=_rows_about(summary["screened"], words),
        table=f"<bdi>{escape(summary['table'])}</bdi>",
        day=escape(summary["day"]),
    )
    more = words["counts_not_people_more"].format(smallest=SMALLEST_SHOWN, step=STEP)
    banner = (
        f'<div class="note">{shape("half")}<div><p><b>{words["counts_not_people"]}</b> {more}</p>'
        f"<p>{words['completeness']}</p></div></div>"
    )
    tiles = sections[0].tiles() if sections else ""
    return f'<h1>{words["title"]}</h1><p class="sub">{lead}</p>{banner}{_verification(summary, words)}{tiles}'


def _rows_about(count: int, words: Words) -> str:
    """The beginning of the sentence that says how many rows there were."""
    shown = rounded(count)
    if shown is None:
        return words["fewer_first"].format(smallest=SMALLEST_SHOWN)
    return words["about_first"].format(count=words.number(shown)) if shown else words.number(shown)


def _verification(summary: Mapping[str, Any], words: Words) -> str:
    lines, notes = [], []
    for about in summary["about_instruments"].values():
        level = words["use_level"].format(
            level=escape(words.get(about["use_level"])),
            verification=escape(words.get(about["verification"].get("level", ""))),
        )
        note = escape(about["verification"].get("note", ""))
        lines.append(f"<p><b>{escape(about['title'])}</b>. {level}</p>")
        notes.append(f"<p>{escape(about['title'])}: {note}</p>")
    more = f'<details class="small"><summary>{words["verification_more"]}</summary>{"".join(notes)}</details>'
    return f'<div class="note amber">{shape("diamond")}<div>{"".join(lines)}{more}</div></div>'


def _aside(summary: Mapping[str, Any], words: Words) -> str:
    return _unlisted(summary, words) + _offer(summary, words) + _unreadable(summary, words)


def _offer(summary: Mapping[str, Any], words: Words) -> str:
    count = safe_part(summary["conversations"], summary["screened"])
    shown = f'<span class="big">{words.number(count)}</span>' if count is not None else _held(words)
    return f'<div><h2>{words["offer"]}</h2>{shown}<p class="small">{words["offer_about"]}</p></div>'


def _held(words: Words) -> str:
    return f'<span class="big held">{words["held_back"]}</span>'


def _unlisted(summary: Mapping[str, Any], words: Words) -> str:
    found: Mapping[str, Mapping[str, int]] = summary["unlisted_values"]
    if not found:
        return f'<div class="sand"><h2>{words["unlisted"]}</h2><p class="small">{words["unlisted_none"]}</p></div>'
    blocks = []
    for column, values in found.items():
        # A rare value may be somebody's own words; it is not shown at all.
        shown = sorted((-n, value) for value, count in values.items() if (n := rounded(count)))
        lines = [_line(escape(value) or "''", words.number(-n)) for n, value in shown[:_VALUES_SHOWN]]
        if len(shown) < len(values):
            lines.append(f"<li><span>{words['rare_values'].format(smallest=SMALLEST_SHOWN)}</span></li>")
        blocks.append(f"<p><b>{escape(column)}</b></p><ul>{''.join(lines)}</ul>")
    about = f'<p class="small">{words["unlisted_about"]}</p>'
    return f'<div class="sand"><h2>{words["unlisted"]}</h2>{"".join(blocks)}{about}</div>'


def _line(name: str, count: str) -> str:
    return f'<li><span><bdi>{name}</bdi></span><span class="n">{count}</span></li>'


def _unreadable(summary: Mapping[str, Any], words: Words) -> str:
    lines = []
    if summary["rejected"]:
        lines.append(_line(words["rejected_rows"], _small_or_number(summary["rejected"], words)))
    for column, count in summary["unreadable_cells"].items():
        lines.append(_line(words["unreadable_cells"].format(column=escape(column)), _small_or_number(count, words)))
    text = words["unreadable_about"] if lines else words["unreadable_none"]
    return f'<div><h2>{words["unreadable"]}</h2><ul>{"".join(lines)}</ul><p class="small">{text}</p></div>'


def _small_or_number(count: int, words: Words) -> str:
    shown = rounded(count)
    return words["fewer"].format(smallest=SMALLEST_SHOWN) if shown is None else words.number(shown)


def _how(summary: Mapping[str, Any], words: Words) -> str:
    points = "".join(f"<li>{words[f'how_{number}']}</li>" for number in range(1, 6))
    notes = "".join(f"<li>{escape(note)}</li>" for note in summary["mapping"]["notes"])
    about = f'<h3>{words["notes"]}</h3><ul class="plain">{notes}</ul>' if notes else ""
    return f'<h2>{words["how"]}</h2><ul class="plain">{points}</ul>{about}'


def _sources(summary: Mapping[str, Any], words: Words) -> str:
    lines = []
    if summary["mapping"]["source"]:
        lines.append(f"{words['source_mapping']}: {escape(summary['mapping']['source'])}")
    for about in summary["about_instruments"].values():
        for source in about["sources"]:
            parts = [source.get("title"), source.get("year"), source.get("url")]
            lines.append(", ".join(escape(str(part)) for part in parts if part))
    listed = "".join(f"<li>{line}</li>" for line in dict.fromkeys(lines))
    return f'<h2>{words["sources"]}</h2><ul class="plain small">{listed}</ul>'


def _made(summary: Mapping[str, Any], words: Words) -> str:
    instruments = "; ".join(
        f"{escape(name)} {escape(about['version'])} {about['hash'][:12]}"
        for name, about in summary["about_instruments"].items()
    )
    return words["made"].format(
        version=escape(summary["fristad"]),
        engine=escape(summary["engine"]),
        mapping=f"{escape(summary['mapping']['id'])} {summary['mapping']['hash'][:12]}",
        instruments=instruments,
    )
