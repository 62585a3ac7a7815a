"""A small mapping and a quick way to screen a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from fristad.bulk.mapping import load_mapping
from fristad.bulk.request import Request
from fristad.bulk.screening import screen
from fristad.library import load_instrument

MAPPING = """
schema: fristad-mapping/1
id: camp
row_id: id
contacts: [phone]
missing: ['-99', NA]
columns:
- column: minor
  answers: person.under_18_then
  values: {yes: [1, 'yes'], no: [0, 'no']}
  why: asked so
- column: recruited
  answers: palermo.act.recruitment
  values: {yes: 1, no: 0, declined: 7}
  why: asked so
- column: papers
  answers: confiscation_documents@destination
  values: {yes: 1, no: 0}
  why: asked so
- column: work
  answers: palermo.purpose.forced_labour
  values: {yes: 1, no: 0}
  why: asked so
"""
HEADER = "id,phone,minor,recruited,papers,work\n"


class Bench:
    """A folder with a mapping, in which tables are screened."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.out = home / "out"
        self.write_mapping(MAPPING)

    def write_mapping(self, text: str) -> Path:
        path = self.home / "mapping.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def table(self, text: str, name: str = "table.csv") -> Path:
        path = self.home / name
        path.write_bytes(text.encode())
        return path

    def request(self, table: Path | str, **more: Any) -> Request:
        instruments = more.pop("instruments", ("palermo_art3",))
        return Request(
            str(table),
            load_mapping(str(self.home / "mapping.yaml")),
            tuple(load_instrument(name) for name in instruments),
            self.out,
            progress=False,
            **more,
        )

    def screen(self, table: Path | str, **more: Any) -> dict[str, Any]:
        return screen(self.request(table, **more))

    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = pq.read_table(self.out / "determinations.parquet").to_pylist()
        return found

    def listed(self, name: str) -> list[list[str]]:
        with (self.out / name).open(newline="", encoding="utf-8") as file:
            return list(csv.reader(file))

    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))
        return found

    def leaves_nothing(self) -> bool:
        return not self.out.exists() or not any(self.out.iterdir())


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def screened(bench: Bench) -> Callable[[str], dict[str, Any]]:
    return lambda rows: bench.screen(bench.table(HEADER + rows))
