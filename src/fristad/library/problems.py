"""What is wrong with the library, in words a lawyer can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the file, the item in it, what is wrong, and what to do. `item` is empty for the file as a whole."""

    file: str
    item: str
    what: str
    do: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.item}" if self.item else self.file
        return f"{where}: {self.what} {self.do}"
