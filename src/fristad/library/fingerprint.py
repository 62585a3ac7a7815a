"""Which text of an instrument a determination was made with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fristad.library.files import Files, rows


def hash_of(files: Files, data: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an instrument, what it borrows and the concepts it links (lower-case hex)."""
    borrowed = [_borrowed_data(files, borrow) for borrow in rows(data, "borrows")]
    used = _linked(data)
    for part in borrowed:
        used |= _linked(part)
    concepts = sorted((row for _, row in files.concepts() if row.get("id") in used), key=lambda row: str(row["id"]))
    ages = [_without_texts(row) for row in files.persons()]
    whole = {"instrument": data, "borrowed": borrowed, "concepts": concepts, "ages": ages}
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def _borrowed_data(files: Files, borrow: Mapping[str, Any]) -> Mapping[str, Any]:
    other = files.instrument(borrow["instrument"])
    return {
        "dimensions": [d for d in rows(other, "dimensions") if d["id"] == borrow["dimension"]],
        "indicators": [i for i in rows(other, "indicators") if i["dimension"] == borrow["dimension"]],
        "strengths": other.get("strengths"),
    }


def _linked(data: Mapping[str, Any]) -> set[str]:
    leaves = {item.get("leaf") for item in rows(data, "indicators")}
    leaves |= {e.get("leaf") for item in rows(data, "indicators") for e in rows(item, "evidence")}
    return {str(leaf).partition("@")[0] for leaf in leaves if leaf}


def _without_texts(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in row.items() if key != "texts"}
