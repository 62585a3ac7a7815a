"""Finds and runs the examples in our Markdown: fenced `console` blocks and `python` blocks with `>>>`.

A console block is commands and what they print:

    $ fristad library list
    palermo_art3  ...

Output is what stdout and stderr say together, in order; trailing white space does not count; `...` stands for
anything, over several lines where it stands alone. A command that ends other than with 0 must say so on its last line:
`[exit 2]`. A command may go on over lines that end with a backslash. All commands of a file run in one empty
folder, one after another, so a later one may read what an earlier one wrote.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<word>[^\n`]*)\n(?P<body>.*?)^(?P=indent)(?P=ticks) *$", re.M | re.S
)
DOCTEST_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SECONDS = 120


class ExampleError(AssertionError):
    """An example does not do what the page says; the text shows both."""


@dataclass(frozen=True)
class Block:
    """One fenced block: where it starts, what language it names, what it holds."""

    where: str
    language: str
    text: str


@dataclass(frozen=True)
class Command:
    """One line that was typed and what the page says it prints."""

    where: str
    line: str
    output: str


def blocks(page: str, name: str) -> Iterator[Block]:
    """Yield every fenced block of a page."""
    for found in FENCE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        text = re.sub(f"^{found['indent']}", "", found["body"], flags=re.M)
        yield Block(f"{name}:{line}", found["word"].strip(), text)


def commands(block: Block) -> list[Command]:
    """Split a console block at its `$ ` lines."""
    joined = block.text.replace("\\\n", "")
    before, *parts = re.split(r"^\$ ", joined, flags=re.M)
    if before.strip() or not parts:
        raise ExampleError(f"{block.where}: a console block must start with a line that starts with '$ '")
    split = (part.partition("\n") for part in parts)
    return [Command(block.where, line.strip(), output) for line, _, output in split]


def matches(expected: str, real: str) -> bool:
    """Tell whether real output is what the page shows, trailing white space and `...` aside."""
    pattern = re.escape(_trimmed(expected)).replace(re.escape("..."), ".*?")
    return re.fullmatch(pattern, _trimmed(real), re.S) is not None


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def run_command(command: Command, folder: Path) -> None:
    """Run one command in a shell and compare; raise ExampleError when it says something else."""
    done = subprocess.run(  # noqa: S602  the pages are ours, and show pipes
        command.line,
        shell=True,
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    real = done.stdout + (f"\n[exit {done.returncode}]" if done.returncode else "")
    real = re.sub(r"\n\n(?=\[exit \d+\]$)", "\n", real)
    if not matches(command.output, real):
        raise ExampleError(
            f"{command.where}: $ {command.line}\n--- the page says\n{command.output}\n--- it really says\n{real}"
        )


def _environment() -> Mapping[str, str]:
    own = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100", "NO_COLOR": "1"}


def run_python(block: Block) -> int:
    """Run a python block's `>>>` lines, return how many; raise ExampleError when one says something else."""
    test = doctest.DocTestParser().get_doctest(block.text, {}, block.where, block.where, 0)
    said: list[str] = []
    failed = doctest.DocTestRunner(verbose=False, optionflags=DOCTEST_FLAGS).run(test, out=said.append).failed
    if failed:
        raise ExampleError("".join(said))
    return len(test.examples)


def run_page(page: str, name: str, folder: Path) -> int:
    """Run all examples of a page in a folder and return how many there were."""
    count = 0
    for block in blocks(page, name):
        if block.language == "console":
            for command in commands(block):
                run_command(command, folder)
                count += 1
        elif block.language == "python":
            count += run_python(block)
    return count
