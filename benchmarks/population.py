"""All forcibly displaced people, counted from masks in Parquet: `python -m benchmarks.population HOME ROWS [kernel]`.

A file of one size is read again and again until at least 123 million persons were counted.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from math import ceil
from pathlib import Path
from time import perf_counter

from benchmarks.contestants import fristad_masks
from benchmarks.contestants.base import Count, Prepare
from benchmarks.data import Data
from benchmarks.worker import peak_mb

DISPLACED = 123_000_000
READERS: dict[str, Prepare] = {"numpy": fristad_masks.parquet, "kernel": fristad_masks.parquet_kernel}


def measure(data: Data, prepare: Callable[[Data, int], Count]) -> dict[str, object]:
    """Compiling and the first look at the file are not timed; every reading is."""
    count = prepare(data, data.rows)
    once = count()
    times = ceil(DISPLACED / data.rows)
    found: Counter[str] = Counter()
    start = perf_counter()
    for _ in range(times):
        found.update(count())
    seconds = perf_counter() - start
    if found != Counter({word: n * times for word, n in once.items()}):
        raise AssertionError(f"One reading counts {once}, {times} readings {dict(found)}.")
    return {"rows": data.rows, "times": times, "persons": sum(found.values()), "seconds": seconds, "peak_mb": peak_mb()}


def main(arguments: list[str]) -> None:
    home, rows, reader = arguments
    print(json.dumps(measure(Data(Path(home), int(rows)), READERS[reader])))


if __name__ == "__main__":
    main(sys.argv[1:])
