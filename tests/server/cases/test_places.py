"""Places come from a published table, all of it or nothing, and are offered where one is written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case, Leg, Person, Place, PlaceName
from fristad.server.cases.selectors import places
from fristad.server.cases.services.places import Imported, places_import
from fristad.server.common.problems import WrongInputError
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of, sign_in

pytestmark = pytest.mark.both_databases

TABLE = """Country,Code,Region,Region (ar),Code,Town,Code
#country+name,#country+code,#adm1+name,#adm1+name+i_ar,#adm1+code,#adm2+name,#adm2+code
Norland,NO,Harbour Coast,ساحل الميناء,NO1,Lowquay,NO11
Norland,NO,Harbour Coast,ساحل الميناء,NO1,=cmd|' /C calc'!A0,NO12
Norland,NO,Hills,التلال,NO2,Highstead,NO21
""".encode()


@pytest.fixture
def actor(office: Office) -> Actor:
    return office.actor(Role.ADMINISTRATOR)


def test_a_table_is_taken_in_with_its_levels_and_names(actor: Actor) -> None:
    assert places_import(actor, TABLE) == Imported(new=6, known=0)
    town = Place.objects.get(code="NO11")
    assert town.level == 2
    assert town.parent is not None
    assert (town.parent.code, town.parent.parent.code) == ("NO1", "NO")  # type: ignore[union-attr]
    assert dict(town.parent.names.values_list("language", "text")) == {"": "Harbour Coast", "ar": "ساحل الميناء"}
    entry = Entry.objects.get(action="places.imported")
    assert entry.detail == {"new": 6, "known": 0}


def test_a_cell_like_a_formula_stays_text(actor: Actor) -> None:
    places_import(actor, TABLE)
    assert PlaceName.objects.get(place__code="NO12").text == "=cmd|' /C calc'!A0"


def test_taken_in_again_it_mends_names_and_keeps_what_is_left_out(actor: Actor) -> None:
    places_import(actor, TABLE)
    before = dict(Place.objects.values_list("code", "pk"))
    changed = TABLE.replace(b"Lowquay", b"Low Quay").rsplit(b"\n", 2)[0] + b"\n"
    assert places_import(actor, changed) == Imported(new=0, known=4)
    assert dict(Place.objects.values_list("code", "pk")) == before
    assert PlaceName.objects.get(place__code="NO11").text == "Low Quay"
    assert PlaceName.objects.get(place__code="NO21").text == "Highstead"


def test_a_table_that_begins_lower_leaves_the_places_above_where_they_are(actor: Actor) -> None:
    places_import(actor, TABLE)
    places_import(actor, b"#adm1+name,#adm1+code,#adm2+name,#adm2+code\nHills,NO2,Lowfell,NO22\n")
    lowfell = Place.objects.get(code="NO22")
    assert lowfell.parent is not None
    assert lowfell.parent.parent == Place.objects.get(code="NO")


def test_two_tables_that_turn_places_round_leave_no_ring(actor: Actor) -> None:
    head = b"#adm1+name,#adm1+code,#adm2+name,#adm2+code\n"
    places_import(actor, head + b"One,A,Two,B\n")
    places_import(actor, head + b"Two,B,One,A\n")
    one, two = Place.objects.get(code="A"), Place.objects.get(code="B")
    assert (one.parent, two.parent) == (two, None)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (b"", "no row of HXL tags"),
        (TABLE.replace(b"Highstead,NO21", b"Highstead,"), "row 5"),
        (TABLE.replace(b"NO21", b"NO11"), "NO11"),
        (TABLE.replace(b"#adm2+code", b"#wrong"), "#wrong"),
        (b"\xff\xfe" + TABLE, "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_with_one_sentence(actor: Actor, table: bytes, says: str) -> None:
    with pytest.raises(WrongInputError, match=says) as refused:
        places_import(actor, table)
    assert "Nothing was imported" in str(refused.value)
    assert not Place.objects.exists()
    assert not Entry.objects.filter(action="places.imported").exists()


def test_a_failure_in_the_middle_leaves_nothing_behind(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        assert Place.objects.exists()
        raise RuntimeError

    monkeypatch.setattr("fristad.server.cases.services.places._name", fail)
    with pytest.raises(RuntimeError):
        places_import(actor, TABLE)
    assert not Place.objects.exists()


def test_places_of_another_operation_are_not_offered(actor: Actor) -> None:
    places_import(actor, TABLE)
    Place.objects.update(operation_id="20000000-0000-4000-8000-000000000002")
    assert places.offered(actor).names == ()
    assert places.find(actor, "Lowquay") == []


def test_few_places_are_all_offered_and_many_only_from_the_top(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    places_import(actor, TABLE)
    assert places.offered(actor).is_all
    assert len(places.offered(actor).names) == 6
    monkeypatch.setattr(places, "OFFERED", 3)
    known = places.offered(actor)
    assert known == places.Offered(("Harbour Coast", "Hills", "Norland"), is_all=False)


def test_names_are_in_the_readers_language_where_the_table_has_it(actor: Actor) -> None:
    places_import(actor, TABLE)
    with translation.override("ar"):
        assert "ساحل الميناء" in places.offered(actor).names


def test_a_place_is_found_by_a_part_of_any_of_its_names(actor: Actor) -> None:
    places_import(actor, TABLE)
    assert places.find(actor, "quay") == [places.Found("Lowquay", ("Harbour Coast", "Norland"))]
    assert places.find(actor, "الميناء") == [places.Found("Harbour Coast", ("Norland",))]
    assert places.find(actor, "nowhere") == []


def test_the_page_takes_a_table_in_and_says_what_became_of_it(office: Office) -> None:
    client = sign_in(office.member(Role.ADMINISTRATOR))
    address = reverse("cases:places_import")
    assert client.get(address).status_code == 200
    refused = client.post(address, {"file": SimpleUploadedFile("places.csv", b"a,b\n1,2\n")}).content.decode()
    assert "no row of HXL tags" in refused
    taken = client.post(address, {"file": SimpleUploadedFile("places.csv", TABLE)}, follow=True).content.decode()
    assert "6 new places" in taken


def test_who_may_not_import_does_not_find_the_page(office: Office) -> None:
    client = sign_in(office.member(Role.CASEWORKER))
    for name in ("cases:places", "cases:places_import"):
        assert client.get(reverse(name)).status_code == 404


def test_the_forms_offer_places_and_take_any_other(actor: Actor, office: Office) -> None:
    places_import(actor, TABLE)
    staff = office.member(Role.CASEWORKER)
    client, case = sign_in(staff), open_case(actor_of(staff), "Invented Person")
    for name in ("cases:journey", "cases:person_edit"):
        page = client.get(reverse(name, args=[case.code])).content.decode()
        assert '<option value="Lowquay"></option>' in page
        assert 'list="id_place_places"' in page
        assert "&#x27; /C calc&#x27;!A0" in page
    client.post(reverse("cases:journey", args=[case.code]), {"place": "A farm nobody listed", "means": "unknown"})
    assert Leg.unscoped.get().told["place"] == "A farm nobody listed"
    edited = {"version": 1, "group": "unknown", "place": "Lowquay"}
    assert client.post(reverse("cases:person_edit", args=[case.code]), edited).status_code == 302
    assert Person.unscoped.get().place == "Lowquay"
    assert Case.unscoped.get().card["place"] == "Lowquay"


def test_where_not_all_are_offered_the_form_leads_to_the_search(
    actor: Actor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    places_import(actor, TABLE)
    monkeypatch.setattr(places, "OFFERED", 3)
    staff = office.member(Role.CASEWORKER)
    client, case = sign_in(staff), open_case(actor_of(staff), "Invented Person")
    address = reverse("cases:places_find")
    assert f'href="{address}"' in client.get(reverse("cases:journey", args=[case.code])).content.decode()
    assert client.get(address).status_code == 200
    assert "Harbour Coast, Norland" in client.post(address, {"words": "Lowq"}).content.decode()
    assert "No known place" in client.post(address, {"words": "Nowhere"}).content.decode()


PLACED = b"""Town,Code,North,East
#adm2+name,#adm2+code,#geo+lat,#geo+lon
Lowquay,NO11,61.5,-4.25
Highstead,NO21,,
Twin,NO31,60,1
Twin,NO32,62,1
"""


def test_positions_are_kept_and_found_by_name_where_one_place_has_it(actor: Actor) -> None:
    places_import(actor, TABLE)
    places_import(actor, PLACED)
    told = {"Lowquay", "Lowquay, Norland", "Highstead", "Twin", "Nowhere"}
    assert places.positions(actor.operation_id, told) == {
        "Lowquay": (61.5, -4.25),
        "Lowquay, Norland": (61.5, -4.25),
    }
    places_import(actor, TABLE)
    assert Place.objects.get(code="NO11").latitude == 61.5


@pytest.mark.parametrize("cell", [b"61,5", b"91", b"north", b""])
def test_a_position_that_is_none_is_refused_with_its_row(actor: Actor, cell: bytes) -> None:
    with pytest.raises(WrongInputError, match="In row 3 the position"):
        places_import(actor, PLACED.replace(b"61.5", b'"' + cell + b'"'))
