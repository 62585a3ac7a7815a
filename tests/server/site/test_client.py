"""The committed sheet and script are what their source builds, and they are small."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import ROOT, require
from tests.server.site import client_source

STATIC = ROOT / "src" / "fristad" / "server" / "site" / "static"
BUILT = ["fristad.css", "fristad.rtl.css", "fristad.js"]
FIRST_LOAD = 60_000  # bytes, compressed: HTML, sheet and script


def test_it_is_the_fresh_build_of_its_source(tmp_path: Path) -> None:
    client_source.installed()
    command = [require("node"), "build.mjs", tmp_path]
    subprocess.run(command, cwd=client_source.CLIENT, check=True, capture_output=True, timeout=120)
    for name in BUILT:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), f"run `make client`: {name} is stale"


@pytest.mark.parametrize("name", BUILT)
@pytest.mark.django_db
def test_the_compressed_file_beside_it_is_the_same_and_is_what_a_browser_gets(name: str) -> None:
    # Its bytes are those of whoever built it: other versions of Node compress otherwise.
    assert gzip.decompress((STATIC / f"{name}.gz").read_bytes()) == (STATIC / name).read_bytes()
    answer = Client().get(f"/static/{name}", headers={"accept-encoding": "gzip"}, secure=True)
    answer.close()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < FIRST_LOAD / 3


@pytest.mark.parametrize("sheet", ["fristad.css", "fristad.rtl.css"])
def test_it_leaves_room_for_the_page_in_the_first_load(sheet: str) -> None:
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in (sheet, "fristad.js")}
    assert sum(sizes.values()) < FIRST_LOAD / 2, sizes


def test_its_lock_names_no_address() -> None:
    assert '"resolved"' not in (client_source.CLIENT / "package-lock.json").read_text()


@pytest.mark.parametrize("name", BUILT)
def test_it_asks_nothing_of_another_site_and_brings_no_borrowed_brand(name: str) -> None:
    text = (STATIC / name).read_text()
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", text)
    assert "GDS Transport" not in text
    assert "crest" not in text
