"""The knowledge, as checked data: concepts, their words in six languages, and what lists and laws make of them."""

from fristad.library.answers_file import parse_answers
from fristad.library.catalogue import Catalogue, Concept, load_catalogue, vocabulary
from fristad.library.check import check_library
from fristad.library.files import LANGUAGES
from fristad.library.loading import UnknownInstrumentError, instrument_ids, load_instrument
from fristad.library.problems import Problem
from fristad.library.reading import LibraryError, parse_yaml, read_yaml
from fristad.library.reporting import Reporting, load_reporting
from fristad.library.statements import determine, statement
from fristad.library.texts import Texts, load_texts

__all__ = [
    "LANGUAGES",
    "Catalogue",
    "Concept",
    "LibraryError",
    "Problem",
    "Reporting",
    "Texts",
    "UnknownInstrumentError",
    "check_library",
    "determine",
    "instrument_ids",
    "load_catalogue",
    "load_instrument",
    "load_reporting",
    "load_texts",
    "parse_answers",
    "parse_yaml",
    "read_yaml",
    "statement",
    "vocabulary",
]
