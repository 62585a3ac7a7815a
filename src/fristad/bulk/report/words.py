"""Every word of the report. Another language is another entry of `WORDS`; a translator touches nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The texts of one language. `{}` marks stand for counts and names, which are put in escaped."""

    lang: str
    direction: str
    thousands: str
    texts: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def get(self, key: str) -> str:
        """A text, or the key in plain words where nobody has written one."""
        return self.texts.get(key) or key.replace("_", " ")

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", self.thousands)


_EN = {
    "title": "Where a conversation may help",
    "page_title": "Screening for planning",
    "rows_of": "{rows} rows of {table}, read on {day}. Nobody is labelled; no row is marked.",
    "persons_of": "{rows} persons in {table}, read on {day}. Nobody is labelled; no row is marked.",
    "counts_not_people": "Counts, not people.",
    "counts_not_people_more": (
        "Solid: the answers already suffice. Striped: they might, once asked. Every count is rounded to the "
        "nearest {step}; counts under {smallest} are held back, with what would give them away. The exact counts stay "
        "in summary.json. Nationality, origin, ethnicity, religion, sex, gender, orientation and "
        "disability are not read."
    ),
    "completeness": (
        "These counts measure how complete the records are, not how common anything is. Few findings may mean "
        "few questions."
    ),
    "verification_more": "What has been checked, and what has not",
    "elements_any_age": "all elements, whatever the age then",
    "elements_child": "act and purpose, under 18 then",
    "elements_adult": "all elements, 18 or older then",
    "primary_text_seen": "the text of the law was seen, the readings were not checked",
    "secondary": "known from secondary sources only",
    "use_level": "Use level: {level}. Verification: {verification}.",
    "field": "field",
    "training_until_checked": "for training only, until a person has checked it against the original",
    "indications_present": "Indications present",
    "indications_present_about": "by the answers already given",
    "elements_if_child": "Indications, if a child then",
    "elements_if_child_about": "age at the time not known: a presumption, counted apart",
    "not_settled": "Not settled",
    "not_settled_about": "some answers are still open",
    "other_exploitation": "Other exploitation",
    "other_exploitation_about": "labour rights and national law may apply",
    "unclassified": "Needs review",
    "unclassified_about": "a pattern the publication does not class",
    "no_indication_in_what_was_asked": "No indication",
    "no_indication_in_what_was_asked_about": "in what was asked",
    "outside_population": "Not for this list",
    "outside_population_about": "the list is made for people of another age",
    "report_only": "Reported only",
    "report_only_about": "this list has no published rule",
    "none": "For a person to decide",
    "none_about": "this instrument computes nothing",
    "held_back": "held back",
    "fewer": "fewer than {smallest}",
    "fewer_first": "Fewer than {smallest}",
    "about_first": "About {count}",
    "no_class": "no class",
    "findings": "What the rows amount to",
    "parts": "Part by part",
    "part": "Part",
    "met": "Met",
    "unknown": "Open",
    "not_met": "Not met",
    "from_to": "From met to could be met",
    "keeps_open": "What keeps rows open",
    "keeps_open_about": (
        "Of about {rows} rows that are not settled, so many lack an answer on each part. Asking "
        "about it is what helps most."
    ),
    "keeps_open_most": "Most rows are kept open by: {part}.",
    "open_rows": "Rows open",
    "only_this": "Nothing else open",
    "asked": "How much was asked",
    "asked_about": "Share of rows with an answer, yes or no. It says nothing about what the answer was.",
    "answered": "answered",
    "reason_given": "declined, not safe, not known or conflicting",
    "not_asked": "not asked or not recorded",
    "offer": "Offer a conversation",
    "offer_about": (
        "rows, for a named protection officer only. The list has row ids and contact columns, in the order of "
        "the table: no "
        "reason, no finding, no rank."
    ),
    "unlisted": "Values nobody has mapped",
    "unlisted_none": "Every value is listed in the mapping.",
    "unlisted_about": (
        "Read as unknown, never as no. Add them to the mapping and screen again; the exact list is in summary.json."
    ),
    "rare_values": "values of fewer than {smallest} rows each are not shown",
    "unreadable": "Cells and rows set aside",
    "unreadable_none": "Every row and cell could be read.",
    "rejected_rows": "rows rejected",
    "unreadable_cells": "cells unreadable in {column}",
    "unreadable_about": "Each stands in rejects.csv with its reason.",
    "mapped": "What was mapped",
    "mapped_about": "Mapping: {title}.",
    "column": "Column",
    "read_as": "Read as",
    "why": "Why",
    "left_out": "Left out on purpose",
    "never_mapped": "In the table, never mapped",
    "not_in_table": "In the mapping, not in the table",
    "not_used": "Answered, but used by none of these instruments",
    "how": "How to read this page",
    "how_1": (
        "A row is settled only when no further answer could change the word. Everything else stays open; "
        "unknown is never read as no."
    ),
    "how_2": (
        "A row may be in this table because somebody asked for help, so its counts say nothing about "
        "people who are not in it."
    ),
    "how_3": "Not settled is not a suspicion, and no indication is not a finding that nothing happened.",
    "how_4": "For a child no means is needed, so less has to be known. That is the law, not a higher suspicion.",
    "how_5": (
        "Nothing here decides about a person. A trained, named person does, after a conversation the person agreed to."
    ),
    "notes": "About this table",
    "sources": "Sources",
    "source_mapping": "Table",
    "made": "Fristad {version}. Engine {engine}. Mapping {mapping}. Instruments: {instruments}.",
    "skip": "Skip to content",
}
WORDS = {"en": Words("en", "ltr", ",", _EN)}
