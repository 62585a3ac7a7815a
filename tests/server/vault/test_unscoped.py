"""Pages reach rows through doors, services and selectors. The few that go past a door are a closed list."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from fristad.server.vault.models import OutsideDoorError
from tests.conftest import ROOT
from tests.server.sample.models import Thing

SERVER = ROOT / "src" / "fristad" / "server"
#: What makes pages: it knows a request, and should not know the tables.
PAGES = re.compile(r"(^|/)(views|forms|tiles|context|middleware|templatetags|tags)[a-z_]*(/|\.py$)")
REACHES = re.compile(r"\b([A-Z]\w+)\.(?:unscoped|_base_manager)\b")

#: Module -> the kinds it reaches past their door, each narrowed to one row or to one case that came through its door.
ALLOWED = {
    "accounts/signin/forms_invite.py": {"Agency"},  # the inviter's own
    "accounts/signin/views_enter.py": {"Operation"},  # the one that the person signs in to
    "cases/forms/work.py": {"Staff"},  # from the choices of the case's own team
    "cases/tiles.py": {"Task"},  # those given to the actor
    "cases/views/log.py": {"Document"},  # ids of one case, which came through its door
    "cases/views/movements.py": {"Team"},  # from the choices of the form
    "cases/views/opening.py": {"Staff"},  # the actor
    "cases/views/search.py": {"Search"},  # the actor's own
    "cases/views/state.py": {"Staff"},  # from the choices of the form
}


def reached(folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(folder).as_posix()
        if PAGES.search(place) and (kinds := set(REACHES.findall(path.read_text(encoding="utf-8")))):
            found[place] = kinds
    return dict(found)


def test_pages_go_past_a_door_only_where_the_list_says_so() -> None:
    new = {place: left for place, kinds in reached(SERVER).items() if (left := kinds - ALLOWED.get(place, set()))}
    assert not new, (
        f"{new}: ask a door or a selector, which know the actor. Where the row is the actor's own, or of a case that "
        "came through its door, add it to ALLOWED with the reason."
    )


@pytest.mark.parametrize("kind", ["Case", "Person", "Leg", "Family", "FamilyMember", "Note", "Need"])
def test_no_page_reaches_what_people_told_past_its_door(kind: str) -> None:
    assert not [place for place, kinds in reached(SERVER).items() if kind in kinds]


def test_the_search_finds_a_page_that_goes_past_its_door(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "sly.py").write_text("rows = Person.unscoped.all()\n")
    assert reached(tmp_path) == {"views/sly.py": {"Person"}}


def test_the_ordinary_manager_refuses() -> None:
    with pytest.raises(OutsideDoorError):
        Thing.objects.get(pk=1)
