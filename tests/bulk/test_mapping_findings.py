"""What a mapping must not let through: false answers from odd cells, traits under other names, unclear entries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fristad.bulk.drafting import draft_mapping
from fristad.bulk.errors import MappingError
from fristad.bulk.mapping import load_mapping
from fristad.bulk.mapping.forbidden import names_a_trait, suspicious_words
from fristad.cli import main
from fristad.library import parse_yaml
from tests.bulk.conftest import Bench

HEAD = "schema: fristad-mapping/1\nid: camp\nrow_id: id\n"
DEBT, PAPERS, NOW = "debt_bondage@destination", "confiscation_documents@destination", "person.under_18_now"
TODAY = date(2026, 7, 1)


def entry(column: str, answers: str, reading: str) -> str:
    return f"- column: {column}\n  answers: {answers}\n  {reading}\n  why: asked so\n"


def choices(separator: str, listed: str, asked: str = "true") -> str:
    return f"- column: q\n  separator: {separator}\n  asked: {asked}\n  choices: {listed}\n  why: asked so\n"


def screened(bench: Bench, columns: str, table: str, head: str = HEAD) -> dict[str, Any]:
    bench.write_mapping(f"{head}columns:\n{columns}")
    return bench.screen(bench.table(table), today=TODAY)


def refused(bench: Bench, columns: str, words: str, head: str = HEAD) -> None:
    path = bench.write_mapping(f"{head}columns:\n{columns}")
    with pytest.raises(MappingError, match=words) as caught:
        load_mapping(str(path))
    assert "\n" not in str(caught.value)


def answers(summary: dict[str, Any], key: str) -> int:
    found: int = summary["answered"][key]["answered"]
    return found


# Ages


@pytest.mark.parametrize("cell", ["98", "99", "998", "999", "-1", "97.5"])
def test_an_age_that_nobody_has_is_unreadable(bench: Bench, cell: str) -> None:
    summary = screened(bench, entry("age", NOW, "number: {yes_below: 18}"), f"id,age\n1,{cell}\n2,0\n3,97\n")
    assert answers(summary, NOW) == 2
    assert [row[2].lstrip("'") for row in bench.listed("rejects.csv")[1:]] == [cell]


def test_the_highest_age_can_be_set_and_other_numbers_have_no_end(bench: Bench) -> None:
    age = entry("age", NOW, "number: {yes_below: 18, up_to: 110}")
    hours = entry("pay", "withholding_wages@destination", "number: {yes_below: 5}")
    summary = screened(bench, age + hours, "id,age,pay\n1,104,5000\n2,111,999\n")
    assert answers(summary, NOW) == 1
    assert answers(summary, "withholding_wages@destination") == 2
    refused(bench, entry("age", NOW, "number: {yes_below: 18, up_to: 12}"), "the highest number is '12'")


def test_age_0_is_a_baby_unless_it_is_a_missing_code(bench: Bench) -> None:
    columns = entry("age", NOW, "number: {yes_below: 18}")
    summary = screened(bench, columns, "id,age\n1,0\n", HEAD + "missing: [0]\n")
    assert answers(summary, NOW) == 0
    assert not summary["unreadable_cells"]


@pytest.mark.parametrize(
    "cell",
    [
        "1900",
        "1900-01-01",
        "1915",
        "1916-06-30",
        "2027",
        "2026-08",
        "2026-07-02",
        "2010-02-31",
        "2011-02-29",
        "2010-04-31",
    ],
)
def test_a_date_of_birth_that_cannot_be_is_unreadable(bench: Bench, cell: str) -> None:
    summary = screened(
        bench, entry("born", NOW, "birth_date: true"), f"id,born\n1,{cell}\n2,2012-02-29\n3,1916-07-01\n"
    )
    assert answers(summary, NOW) == 2
    assert [row[2].lstrip("'") for row in bench.listed("rejects.csv")[1:]] == [cell]


# Choices


@pytest.mark.parametrize("separator", ["' '", "[';', ' ']"])
def test_a_word_that_is_no_choice_makes_every_choice_of_the_cell_unknown(bench: Bench, separator: str) -> None:
    columns = choices(separator, f"{{debt: {{answers: {DEBT}}}, hurt: {{answers: violence_on_victim@destination}}}}")
    summary = screened(bench, columns, "id,q\n1,No debt\n2,hurt\n")
    assert answers(summary, DEBT) == 1
    assert sum(summary["unlisted_values"]["q"].values()) == 1


def test_a_whole_label_comes_before_the_choices_in_it(bench: Bench) -> None:
    listed = f"{{debt: {{answers: {DEBT}}}, none: {{aliases: [No debt], ignored: no debt}}}}"
    assert answers(screened(bench, choices("' '", listed, "false"), "id,q\n1,No debt\n2,x\n"), DEBT) == 0
    bench.out = bench.home / "second"
    listed = f"{{debt: {{answers: {DEBT}}}, none: {{aliases: [no; debt], ignored: no debt}}}}"
    assert answers(screened(bench, choices("';'", listed, "false"), "id,q\n1,no; debt\n"), DEBT) == 0


def test_a_sign_between_choices_of_another_kind_ticks_nothing(bench: Bench) -> None:
    columns = choices("','", f"{{debt: {{answers: {DEBT}}}}}", "false")
    assert answers(screened(bench, columns, "id,q\n1,no;debt\n"), DEBT) == 0


def test_a_choice_whose_name_holds_the_only_separator_is_refused(bench: Bench) -> None:
    refused(bench, choices("' '", f"{{my debt: {{answers: {DEBT}}}}}"), "the choice 'my debt' holds the separator ' '")


def test_a_key_of_several_choices_gets_no_no_from_part_of_their_columns(bench: Bench) -> None:
    listed = f"{{debt: {{answers: {DEBT}}}, loan: {{answers: {DEBT}}}}}"
    summary = screened(bench, choices("columns", listed), "id,q/debt\n1,0\n2,1\n")
    assert answers(summary, DEBT) == 1


# Traits


@pytest.mark.parametrize("header", ["nationality-status", "religion/status", "g/sex.status"])
def test_a_header_that_names_a_trait_is_refused_under_a_plain_name_too(bench: Bench, header: str) -> None:
    with pytest.raises(MappingError, match="never an input"):
        screened(bench, entry("status", DEBT, "values: {yes: 1, no: 0}"), f"id,{header}\n1,1\n")


@pytest.mark.parametrize(
    "name",
    [
        *("nationality2", "q12_sex", "countryOfOrigin", "Sexual orientation", "natio\u200bnality", "Disability status"),
        *("medborgarskap", "Kön", "Hemland", "Religion", "funktionsnedsättning", "etnicitet", "sexuell läggning"),
        *("nationalité", "pays d'origine", "sexe", "genre", "handicap", "ethnie", "orientation sexuelle"),
        *("nacionalidad", "país", "sexo", "género", "discapacidad", "etnia", "tribu", "raza"),
        *("الجنسية", "الجنس", "جنسية", "بلد المنشأ", "الإعاقة", "القبيلة", "الديانة"),
        *("громадянство", "стать", "країна походження", "національність", "плем'я", "релігія", "інвалідність"),
    ],
)
def test_names_of_traits_in_six_languages(name: str) -> None:
    assert names_a_trait(name)


@pytest.mark.parametrize("name", ["الدين", "land", "employer_pays"])
def test_a_word_that_also_means_something_else_has_to_be_confirmed(name: str) -> None:
    assert suspicious_words(name)
    assert not names_a_trait(name)


@pytest.mark.parametrize(
    "name",
    ["sexual exploitation", "disposal", "exploitation sexuelle", "racket", "الاستغلال الجنسي", "embrace", "genres"],
)
def test_other_words_do_not_stumble(name: str) -> None:
    assert suspicious_words(name) == ()


@pytest.mark.parametrize(
    "values",
    [
        *("{yes: [SY, AF], no: SE}", "{yes: SYR, no: AFG}", "{yes: [Syria, Afghanistan], no: [Sweden, other]}"),
        *("{yes: [Syrie, Soudan], no: Suède}", "{yes: [سوريا, أوكرانيا]}", "{yes: Сирія, no: Україна}"),
        *(
            "{yes: f, no: m}",
            "{yes: Female, no: Male}",
            "{yes: Kvinna, no: Man}",
            "{yes: Mujer}",
            "{yes: أنثى, no: ذكر}",
        ),
        *("{yes: жінка, no: чоловік, unknown: other}", "{yes: [SY, AF], not_asked: ['88', other], no: ['77']}"),
    ],
)
def test_values_that_are_countries_or_sexes_have_to_be_confirmed(bench: Bench, values: str) -> None:
    columns = entry("code", DEBT, f"values: {values}")
    refused(bench, columns, "column 'code': its values .*not_a_trait")
    bench.write_mapping(f"{HEAD}columns:\n{columns}  not_a_trait: What others did.\n")
    load_mapping(str(bench.home / "mapping.yaml"))


@pytest.mark.parametrize(
    "values",
    ["{yes: SI, no: 'NO'}", "{yes: 'Y', no: 'N'}", "{yes: OUI, no: NON}", "{yes: SI, no: 'NO', not_asked: NA}"],
)
def test_yes_and_no_are_no_countries(bench: Bench, values: str) -> None:
    load_mapping(str(bench.write_mapping(f"{HEAD}columns:\n{entry('code', DEBT, 'values: ' + values)}")))


def test_choices_that_are_traits_are_refused_by_every_name(bench: Bench) -> None:
    refused(bench, choices("' '", f"{{a: {{aliases: [nationality], answers: {DEBT}}}}}"), "own nationality")
    refused(bench, choices("' '", f"{{SY: {{answers: {DEBT}}}, AF: {{answers: {DEBT}}}}}"), "its choices .*not_a_trait")


@pytest.mark.parametrize("field", ["contacts: [nationality]", "contacts: [Kön]", "contacts: [nationality_of_refugee]"])
def test_contacts_never_name_a_trait(bench: Bench, field: str) -> None:
    refused(bench, entry("papers", PAPERS, "values: {yes: 1}"), "never passed on", f"{HEAD}{field}\n")


def test_contacts_are_no_answers(bench: Bench) -> None:
    columns = entry("papers", PAPERS, "values: {yes: 1}")
    refused(bench, columns, "'Papers' is read as an answer", HEAD + "contacts: [Papers]\n")
    with pytest.raises(MappingError, match="'g/papers' is read as an answer"):
        screened(bench, columns, "id,g/papers\n1,1\n", HEAD + "contacts: [g/papers]\n")
    with pytest.raises(MappingError, match=r"'religion-status' .* never passed on"):
        screened(bench, columns, "id,papers,religion-status\n1,1,x\n", HEAD + "contacts: [status]\n")


@pytest.mark.parametrize(
    "head", [HEAD.replace("row_id: id", "row_id: religion"), HEAD + "unit: {person: nationality}\n"]
)
def test_row_id_and_person_never_name_a_trait(bench: Bench, head: str) -> None:
    refused(bench, entry("papers", PAPERS, "values: {yes: 1}"), "never passed on", head)


# Names and several columns


def test_blank_names_are_refused(bench: Bench) -> None:
    refused(bench, choices("' '", f"{{debt: {{aliases: [''], answers: {DEBT}}}}}"), "blank name")
    refused(bench, choices("' '", f"{{' ': {{answers: {DEBT}}}}}"), "blank name")
    refused(bench, entry("' '", DEBT, "values: {yes: 1}"), "blank name")
    refused(bench, entry("a", DEBT, "aliases: [' ']\n  values: {yes: 1}"), "blank name")
    refused(bench, entry("a", DEBT, "values: {yes: 1}"), "blank name", HEAD + "contacts: ['']\n")


TWO = entry("a", PAPERS, "values: {yes: 1, no: 0}") + entry("b", PAPERS, "values: {yes: 1}")


def test_two_columns_of_one_key_say_what_a_no_amounts_to(bench: Bench) -> None:
    refused(bench, TWO, "'a' and 'b' both answer 'confiscation_documents@destination'.*several")
    mixed = TWO.replace("  why", "  several: any_yes\n  why", 1).replace(
        "1}\n  why", "1}\n  several: conflicting\n  why"
    )
    refused(bench, mixed, "Say the same in each")
    load_mapping(str(bench.write_mapping(f"{HEAD}columns:\n{TWO.replace('no: 0', 'not_asked: 0')}")))


@pytest.mark.parametrize(
    ("table", "known"),
    [("id,a,b\n1,0,\n2,0,0\n3,1,\n4,,0\n", 2), ("id,a\n1,0\n2,1\n", 1)],
)
def test_a_no_to_an_event_needs_a_no_in_every_column(bench: Bench, table: str, known: int) -> None:
    both = TWO.replace("{yes: 1}", "{yes: 1, no: 0}").replace("  why", "  several: any_yes\n  why")
    assert answers(screened(bench, both, table), PAPERS) == known


# Drafts, and what the terminal tells


LONG = "Does anybody else hold your passport, identity card or other papers, and would they give them back? (q17)"


def test_a_long_name_is_drafted_whole(bench: Bench) -> None:
    text = draft_mapping(bench.table(f'id,"{LONG}"\n1,yes\n'))
    assert parse_yaml(text.encode(), "draft")["columns"][0]["column"] == LONG


def test_check_names_columns_that_are_not_in_the_table(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    columns = entry("a", DEBT, "values: {yes: 1}") + entry("b", PAPERS, "values: {yes: 1}")
    path = bench.write_mapping(f"{HEAD}columns:\n{columns}")
    assert main(["mapping", "check", str(path), "--table", str(bench.table("id,b\n1,1\n"))]) == 0
    assert "1 of 2 mapped columns are not in table.csv and are not read: 'a'." in capsys.readouterr().err


def test_a_draft_takes_encoding_delimiter_and_keeps_them(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = bench.home / "t.csv"
    table.write_bytes("id|påstående,x\n1|ja\n".encode("cp1252"))
    assert main(["mapping", "draft", str(table), "--encoding", "cp1252", "--delimiter", "|"]) == 0
    content = parse_yaml(capsys.readouterr().out.encode(), "draft")
    assert content["table"] == {"encoding": "cp1252", "delimiter": "|"}
    assert content["columns"][0]["column"] == "påstående,x"
    assert main(["mapping", "draft", str(table), "--encoding", "rot13"]) != 0
    assert "The encoding 'rot13'" in capsys.readouterr().err


def test_a_file_name_writes_no_yaml(tmp_path: Path) -> None:
    table = tmp_path / "a\nrow_id: evil\n#.csv"
    table.write_text("id,b\n1,2\n", encoding="utf-8")
    assert parse_yaml(draft_mapping(table).encode(), "draft")["row_id"] == "id"


def test_a_draft_offers_choices(bench: Bench) -> None:
    cells = [("debt hurt", "A a;B b"), ("debt", "B b"), ("hurt x debt", "A a"), ("x", "")]
    rows = "".join(f"{n},{a},{b},{n % 2},1\n" for n, (a, b) in enumerate(cells))
    content = parse_yaml(draft_mapping(bench.table("id,m,n,p/one,p/two\n" + rows)).encode(), "draft")
    found = {each["column"]: each for each in content["columns"]}
    assert list(found) == ["m", "n", "p"]
    assert (found["m"]["separator"], list(found["m"]["choices"])) == (" ", ["debt", "hurt", "x"])
    assert (found["n"]["separator"], list(found["n"]["choices"])) == (";", ["A a", "B b"])
    assert (found["p"]["separator"], list(found["p"]["choices"])) == ("columns", ["one", "two"])


def test_a_repeated_header_is_drafted_once_with_a_note(bench: Bench) -> None:
    text = draft_mapping(bench.table("id,a,a\n1,x,y\n"))
    assert [each["column"] for each in parse_yaml(text.encode(), "draft")["columns"]] == ["a"]
    assert "stands 2 times in the header" in text


@pytest.mark.parametrize("encoding", ["rot13", "hex", "base64", "zlib", "undefined", "klingon", "utf\\08"])
def test_only_text_encodings_are_taken(bench: Bench, encoding: str) -> None:
    head = f'{HEAD}table: {{encoding: "{encoding}"}}\n'
    refused(bench, entry("a", DEBT, "values: {yes: 1}"), "the encoding '.*' is not known", head)
