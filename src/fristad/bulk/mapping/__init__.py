"""How one table's columns and values are read as answers: the model and its checks."""

from fristad.bulk.mapping.checking import load_mapping, read_mapping, shipped_mappings
from fristad.bulk.mapping.model import Choice, Choices, Column, Ignored, Mapping, Numbers, Several, Values

__all__ = [
    "Choice",
    "Choices",
    "Column",
    "Ignored",
    "Mapping",
    "Numbers",
    "Several",
    "Values",
    "load_mapping",
    "read_mapping",
    "shipped_mappings",
]
