"""Sentences without translation at hand, and a package without Django."""

import subprocess
import sys

from fristad.server.cases.pure.wording import Sentence

MODULES = "ages calendars codes dates journeys names phone places sounds text wording"


def test_a_sentence_is_translated_with_the_sentences_in_it() -> None:
    sentence = Sentence("%(what)s is %(number)s.", {"what": Sentence("The age"), "number": 17})
    swedish = {"%(what)s is %(number)s.": "%(what)s \u00e4r %(number)s.", "The age": "\u00c5ldern"}
    assert str(sentence) == "The age is 17."
    assert sentence.through(swedish.__getitem__) == "\u00c5ldern \u00e4r 17."


def test_nothing_here_imports_django() -> None:
    imports = "; ".join(f"import fristad.server.cases.pure.{module}" for module in MODULES.split())
    code = f"import sys; {imports}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
