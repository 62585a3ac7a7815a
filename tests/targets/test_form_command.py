"""`fristad form` writes one whole file or none."""

import json
import stat

import pytest

from fristad.cli.main import main


@pytest.mark.parametrize(
    ("kind", "name", "starts"),
    [("xlsform", "form.xlsx", b"PK"), ("xlsform", "form.xml", b"<?xml"), ("json", "form.json", b"{")],
)
def test_it_writes_the_form(kind, name, starts, tmp_path, capsys):
    out = tmp_path / name
    assert main(["form", kind, "--instrument", "smuggling_finding", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(starts)
    assert stat.S_IMODE(out.stat().st_mode) == 0o644
    assert str(out) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [out]


def test_json_names_its_format(tmp_path):
    out = tmp_path / "palermo.json"
    main(["form", "json", "--instrument", "palermo_art3", "--out", str(out)])
    assert json.loads(out.read_text())["format"] == "fristad-field/1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["xlsform", "--out", "form.json"], "must end in .xlsx or .xml"),
        (["json", "--out", "form.json", "--result-note"], "belongs to xlsform"),
        (["json", "--out", "nowhere/form.json"], "nowhere"),
        (["json", "--out", "form.json", "--instrument", "qyit"], "must not be used"),
    ],
)
def test_what_it_cannot_do_is_one_sentence(arguments, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["form", "--instrument", "smuggling_finding", *arguments]) != 0
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.err.count("\n") == 1
    assert not list(tmp_path.iterdir())
