"""Tables of places: what they give, and what is refused with a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.cases.pure import places
from fristad.server.cases.pure.places import Place, read_places
from fristad.server.cases.pure.wording import RefusedError

TAGS = "#adm0+code,#adm1+name+i_en,#adm1+name+i_ar,#adm1+code,#adm2+name,#adm2+code"
GOOD = f"""Country,Region,Region (ar),Code,District,Code
{TAGS}
NOR,North,\u0634\u0645\u0627\u0644,N1,Harbour,N1A
NOR,North,\u0634\u0645\u0627\u0644,N1,"Hill, upper",N1B

NOR,South,,N2,=1+1,N2A
"""


def table(*rows: str, tags: str = TAGS) -> bytes:
    return "\n".join(["a,b,c,d,e,f", tags, *rows]).encode()


def test_a_table_gives_each_place_once_and_parents_first() -> None:
    found = read_places(GOOD.encode())
    assert found == (
        Place("NOR", 0, None, {}),
        Place("N1", 1, "NOR", {"en": "North", "ar": "\u0634\u0645\u0627\u0644"}),
        Place("N2", 1, "NOR", {"en": "South"}),
        Place("N1A", 2, "N1", {"": "Harbour"}),
        Place("N1B", 2, "N1", {"": "Hill, upper"}),
        Place("N2A", 2, "N2", {"": "=1+1"}),
    )


def test_a_formula_stays_text() -> None:
    assert read_places(GOOD.encode())[-1].names == {"": "=1+1"}


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("#adm0+code", " #Country +code").encode(),
    ],
)
def test_tables_as_spreadsheets_write_them_are_read_alike(content: bytes) -> None:
    assert read_places(content) == read_places(GOOD.encode())


def test_columns_without_a_tag_are_left_alone() -> None:
    content = table("secret,N1,North", tags=",#adm1+code,#adm1+name+en")
    assert read_places(content) == (Place("N1", 1, None, {"en": "North"}),)


def test_a_level_that_a_row_leaves_empty_is_passed_over() -> None:
    content = table("C,,,,Island,I1")
    assert read_places(content)[-1] == Place("I1", 2, "C", {"": "Island"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no row of HXL tags"),
        (b"name,code\nNorth,N1\n", "no row of HXL tags"),
        (
            table(tags="#adm1+name,#adm1+code,#geo+alt,#date"),
            "tags that are not read here: #geo\\+alt, #date",
        ),
        (table(tags="#adm1+code,#adm9+name"), "#adm9\\+name"),
        (table(tags="#adm1+code,#adm1+name+i_en+alt"), "tags that are not read here"),
        (table(tags="#adm1+code,#adm1+code"), "same tag"),
        (table(tags="#adm1+code,#adm1+pcode"), "same tag"),
        (table(tags="#adm1+name,#adm2+code,#adm2+name"), "Level 1 has names but no column of codes"),
        (table(), "no places below"),
        (table(",,,,,"), "no places below"),
        (table("C,North,,N1,Harbour,N1A", "C,North,,N1,Harbour,N1A"), "Row 4 repeats the place N1A"),
        (table("C,North,,N1,Harbour,A", "C,South,,N2,Harbour,A"), "In row 4 the code A stands for another place"),
        (table("C,North,,N1,Harbour,A", "C,Other,,N1,Hill,B"), "In row 4 the code N1 stands for another place"),
        (table("C,North,,N1,Harbour,N1"), "In row 3 a place lies inside itself"),
        (table("C,A,,A,B,B", "C,B,,B,A,A"), "In row 4 the code B stands for another place"),
        (table("C,North,,,Harbour,N1A"), "In row 3, level 1 has only a code or only a name"),
        (table("C,,,N1,Harbour,N1A"), "In row 3, level 1 has only a code or only a name"),
        (table(f"C,{'x' * 201},,N1,Harbour,N1A"), "In row 3 a code or a name is too long"),
        (table(f"C,North,,{'x' * 61},Harbour,N1A"), "In row 3 a code or a name is too long"),
        (table("C,\xff").replace("\xff".encode(), b"\xff"), "not written in UTF-8"),
        (GOOD.encode("utf-16"), "not written in UTF-8"),
        (table('C,"North'), "no whole CSV"),
        (table("x" * 200_000), "no whole CSV"),
        (table("C" + "," * 200), "rows: at most 200000, columns: at most 100"),
    ],
)
def test_a_table_that_cannot_be_taken_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence) as refused:
        read_places(content)
    assert "Nothing was imported" in str(refused.value)


def test_a_table_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(RefusedError, match="larger than 20 MB"):
        read_places(b"x" * (places.MOST_BYTES + 1))


def test_a_table_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_ROWS", 3)
    with pytest.raises(RefusedError, match="rows: at most 3"):
        read_places(GOOD.encode())


def test_names_lose_tricks_of_direction() -> None:
    assert read_places(table("C,No\u202erth\x00,,N1,,"))[-1].names == {"en": "North"}


CELLS = st.sampled_from(["", "A", "B", "C", "=x", '"', "\u202e", "#adm1+name", "x" * 300])


@given(
    st.lists(st.lists(CELLS, max_size=7), max_size=6),
    st.sampled_from([TAGS, "#adm1+code", "#adm0+code,#adm1+code,#adm2+code"]),
)
def test_any_table_is_refused_or_gives_a_tree(rows: list[list[str]], tags: str) -> None:
    try:
        found = read_places(table(*(",".join(row) for row in rows), tags=tags))
    except RefusedError:
        return
    levels = {place.code: place.level for place in found}
    assert len(levels) == len(found)
    assert all(place.parent is None or levels[place.parent] < place.level for place in found)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    with suppress(RefusedError):
        read_places(content)
