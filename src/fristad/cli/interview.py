"""`fristad interview`: a conversation in the terminal that asks only what can still change a result.

The interviewer sees the topic and what to note, never where the answers are leaning. Safety, language, urgent needs and
consent come first and are no part of what is computed.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field

from fristad.cli.determine import warn_missing
from fristad.cli.wording import in_words
from fristad.engine.answers import read_answers
from fristad.engine.errors import AnswerError
from fristad.engine.instrument import Instrument
from fristad.engine.questioning import Choice
from fristad.library import (
    LANGUAGES,
    Catalogue,
    Texts,
    load_catalogue,
    load_instrument,
    load_texts,
    statement,
    vocabulary,
)
from fristad.library.asking import next_choice
from fristad.library.statements import topic_of, verification_of

_WORDS = {
    "yes": ("y", "yes"),
    "no": ("n", "no"),
    "unknown": ("dk", "don't know", "dont know", "unknown"),
    "declined": ("d", "declined"),
    "not_safe": ("ns", "not safe"),
    "not_applicable": ("na", "not applicable"),
    "yes_phase_unknown": ("yes, when unknown", "when unknown"),
    "skip": ("s", "skip"),
    "back": ("b", "back"),
    "why": ("w", "why"),
    "stop": ("q", "stop"),
}
_MEANS = {word: meaning for meaning, words in _WORDS.items() for word in words}
_HELP = "Answer yes, no, don't know, declined, not safe or skip; or back, why, stop."
_PHASES = ("recruitment", "travel", "destination")
_BEFORE = ("phrase.safety", "phrase.language", "phrase.urgent")


@dataclass
class Session:
    """The conversation so far: what was answered in which order, and what was left out for now."""

    instruments: list[Instrument]
    catalogue: Catalogue
    texts: Texts
    given: dict[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    steps: list[tuple[dict[str, str], set[str]]] = field(default_factory=list)

    def choice(self) -> Choice | None:
        return next_choice(self.instruments, self.given, self.left_out)

    def remember(self) -> None:
        self.steps.append((dict(self.given), set(self.left_out)))

    def back(self) -> bool:
        """Take the last step back; False at the beginning."""
        if not self.steps:
            return False
        self.given, self.left_out = self.steps.pop()
        return True


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--instrument",
        action="append",
        required=True,
        metavar="ID",
        help="an instrument, see `fristad library list`; give it again for several in one conversation",
    )
    parser.add_argument("--lang", default="en", metavar="xx", help=f"language of topics: {', '.join(LANGUAGES)}")
    parser.add_argument("--json", action="store_true", help="print the determination as JSON instead of words")


def run(args: argparse.Namespace) -> int:
    """Hold the conversation and print what it amounts to. Ends with 0 also where the person did not consent."""
    ids = list(dict.fromkeys(args.instrument))
    session = Session([load_instrument(name) for name in ids], load_catalogue(), load_texts(args.lang))
    _open(session)
    if not _begin(session.texts):
        return 0
    while (choice := session.choice()) is not None:
        warn_missing(args.lang, [choice.id])
        if not _ask(session, choice):
            break
    else:
        _tell("Nothing that could be asked now would change a result.")
    found = statement(ids, session.given, args.lang)
    if args.json:
        json.dump(found if len(found) > 1 else found[0], sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("\n".join(in_words(said, session.texts) for said in found))
    return 0


def _open(session: Session) -> None:
    for instrument in session.instruments:
        banner = verification_of(instrument)["banner"]
        _tell(f"{instrument.title}{f' ({banner})' if banner else ''}")


def _begin(texts: Texts) -> bool:
    """Safety, language and urgent needs, then consent. False where the conversation must not begin."""
    _tell("\nBefore any topic:")
    for phrase in _BEFORE:
        _tell(f"- {texts.question(phrase)}")
    if not _agreed("Is it safe and private, and is nothing urgent? [yes/no]"):
        _tell("Then stop here: see to safety and urgent needs first. Nothing was asked.")
        return False
    _tell(f"\n{texts.question('phrase.consent')}")
    if not _agreed("Does the person agree? [yes/no]"):
        _tell("No consent, so nothing was asked. Tell the person where help can be found, whenever they want it.")
        return False
    return True


def _agreed(prompt: str) -> bool:
    while (said := _hear(prompt)) is not None:
        if said in ("yes", "no", "stop"):
            return said == "yes"
        _tell("Please answer yes or no.")
    return False


def _ask(session: Session, choice: Choice) -> bool:
    """One topic until it is answered, left out or taken back. False when the conversation is to stop."""
    _tell(f"\n{topic_of(choice, session.texts)}\n  To note: {session.texts.label(choice.id)}")
    while (said := _hear("> ")) is not None:
        if said == "stop":
            return False
        if said == "why":
            _tell(_why(session, choice))
        elif said == "back":
            if session.back():
                return True
            _tell("This is the first topic.")
        elif _take(session, choice, said):
            return True
    return False


def _take(session: Session, choice: Choice, said: str) -> bool:
    """Note an answer. False, with a word of help, where it cannot be one."""
    if said == "skip" or (choice.asks_when and said in ("unknown", "declined", "not_safe")):
        session.remember()
        session.left_out.add(choice.id)
        return True
    noted = _phase_answers(choice, said) if choice.asks_when else _leaf_answer(choice, said)
    if noted is None:
        phases = f"Say {', '.join(_PHASES)}, several with commas, don't know or skip." if choice.asks_when else _HELP
        _tell(phases)
        return False
    try:
        read_answers({**session.given, **noted}, vocabulary())
    except AnswerError as error:
        _tell(str(error))
        return False
    session.remember()
    session.given.update(noted)
    return True


def _leaf_answer(choice: Choice, said: str) -> dict[str, str] | None:
    if said == "yes_phase_unknown":
        concept = choice.id.partition("@")[0]
        return {concept: said} if len(vocabulary().phases.get(concept, ())) > 1 else {choice.id: "yes"}
    return {choice.id: said} if said in _WORDS and said not in ("back", "why", "stop", "skip") else None


def _phase_answers(choice: Choice, said: str) -> dict[str, str] | None:
    phases = [part.strip() for part in said.split(",")]
    return {f"{choice.id}@{phase}": "yes" for phase in phases} if set(phases) <= set(_PHASES) else None


def _why(session: Session, choice: Choice) -> str:
    if choice.asks_when:
        return "It is known that this happened. When it did decides which part of a list it belongs to."
    return session.catalogue.of(choice.id).why


def _hear(prompt: str) -> str | None:
    """What was typed, as the word it stands for; None at the end of the input."""
    sys.stderr.write(prompt if prompt.endswith(" ") else f"{prompt} ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        _tell("")
        return None
    typed = " ".join(line.strip().lower().replace("\u2019", "'").split())
    return _MEANS.get(typed, typed)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
