"""The knowledge, as checked data: concepts, their words in six languages, and what lists and laws make of them."""

from fristad.library.catalogue import Catalogue, Concept, load_catalogue, vocabulary
from fristad.library.check import check_library
from fristad.library.loading import instrument_ids, load_instrument
from fristad.library.problems import Problem
from fristad.library.reading import LibraryError, parse_yaml, read_yaml
from fristad.library.texts import Texts, load_texts

__all__ = [
    "Catalogue",
    "Concept",
    "LibraryError",
    "Problem",
    "Texts",
    "check_library",
    "instrument_ids",
    "load_catalogue",
    "load_instrument",
    "load_texts",
    "parse_yaml",
    "read_yaml",
    "vocabulary",
]
