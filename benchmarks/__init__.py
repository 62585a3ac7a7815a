"""Fristad beside its peers on the same data: `python -m benchmarks`. Nothing here is part of the product."""
