"""The tables that belong to no instrument: how much was asked, and what was mapped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from fristad.bulk.report.figures import bar, sample
from fristad.bulk.report.holding_back import rounded, safe
from fristad.bulk.report.words import Words

_KINDS = {"answered": "sure", "reason_given": "some", "not_asked": "never"}


def answered_table(summary: Mapping[str, Any], words: Words) -> str:
    """Per thing asked, the share of rows with an answer."""
    rows, whole = [], rounded(summary["screened"])
    for key, counts in summary["answered"].items():
        shown = safe({name: counts[name] for name in _KINDS})
        label = escape(counts["label"])
        drawn = bar([(_KINDS[name], count) for name, count in shown.items()], whole, counts["label"])
        share = _share(shown["answered"], whole, words)
        rows.append(
            f'<tr><th scope="row" title="{escape(key)}">{label}</th><td class="bar">{drawn}</td><td '
            f'class="n">{share}</td></tr>'
        )
    if not rows:
        return ""
    key = "".join(f"<li>{sample(kind)}{words[name]}</li>" for name, kind in _KINDS.items())
    about = f'<p class="small">{words["asked_about"]}</p>'
    return f'<h2>{words["asked"]}</h2>{about}<table><tbody>{"".join(rows)}</tbody></table><ul class="key">{key}</ul>'


def _share(count: int | None, whole: int | None, words: Words) -> str:
    """One rounded count of another, in hundredths."""
    if count is None or whole is None:
        return words["held_back"]
    share = min(100 * count / whole, 100) if whole else 0
    return f"{share:.0f} %" if share >= 1 or share == 0 else "under 1 %"


def mapped_table(summary: Mapping[str, Any], words: Words) -> str:
    """What was read as what, what was left out, and what nobody has mapped."""
    mapping = summary["mapping"]
    rows = "".join(_mapped(column, words) for column in mapping["columns"])
    heads = "".join(f"<th>{words[name]}</th>" for name in ("column", "read_as", "why"))
    body = f'<table class="words"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    about = words["mapped_about"].format(title=escape(mapping["title"]))
    counted = f"{words['mapped']} ({len(mapping['columns'])})"
    left = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{escape(why)}</td></tr>'
        for name, why in summary["columns_ignored"].items()
    )
    left_table = f'<h3>{words["left_out"]}</h3><table class="words"><tbody>{left}</tbody></table>' if left else ""
    lists = [(words[name], summary[f"columns_{name}"]) for name in ("never_mapped", "not_in_table")]
    lists.append((words["not_used"], summary["answers_not_used"]))
    return (
        f"<h2>{words['mapped']}</h2><p>{about}</p>{''.join(_listed(title, names) for title, names in lists)}"
        f"<details><summary>{counted}</summary>{body}{left_table}</details>"
    )


def _mapped(column: Mapping[str, Any], words: Words) -> str:
    answers = "<br>".join(f"<code>{escape(key)}</code>" for key in column["answers"])
    return (
        f'<tr><th scope="row"><code>{escape(column["column"])}</code></th>'
        f'<td data-label="{words["read_as"]}">{answers}</td><td>{escape(column["why"])}</td></tr>'
    )


def _listed(title: str, names: Iterable[str]) -> str:
    listed = ", ".join(f"<code>{escape(name)}</code>" for name in names)
    return f"<h3>{title}</h3><p>{listed}</p>" if listed else ""
