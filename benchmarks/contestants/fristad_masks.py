"""Fristad on masks: in memory and from Parquet, with NumPy alone and with the compiled kernel."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq

from benchmarks.contestants.base import Count, Counts
from benchmarks.data import Data
from fristad.targets import masks
from fristad.targets.layout import Layout, make_layout
from fristad.targets.masks import Masks

CountMasks = Callable[[Masks], dict[Any, int]]


def memory(data: Data, rows: int) -> Count:
    return partial(_count_words, masks.count, data.packed(rows))


def memory_kernel(data: Data, rows: int) -> Count:
    return partial(_count_words, _kernel(), data.packed(rows))


def parquet(data: Data, rows: int) -> Count:
    return partial(count_file, masks.count, data.masks, make_layout(data.plan.consulted))


def parquet_kernel(data: Data, rows: int) -> Count:
    return partial(count_file, _kernel(), data.masks, make_layout(data.plan.consulted))


def count_file(count: CountMasks, path: Path, layout: Layout) -> Counts:
    """Stream a file of masks and count its words."""
    found: Counter[str] = Counter()
    for part in stream(path, layout):
        found.update(_count_words(count, part))
    return dict(found)


def stream(path: Path, layout: Layout) -> Iterator[Masks]:
    """A file of masks, some hundred thousand persons at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=1 << 18, columns=list(layout.columns)):
            yield Masks(layout, {name: batch[name].to_numpy() for name in layout.columns})


def _count_words(count: CountMasks, persons: Masks) -> Counts:
    return {str(word): n for word, n in count(persons).items()}


def _kernel() -> CountMasks:
    """Loaded only here: numba takes a second, and may be missing where the others run."""
    return cast(CountMasks, importlib.import_module("fristad.targets.kernel").count)
