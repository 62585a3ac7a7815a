"""Questions with several choices, as ODK, Kobo and HTCDS write them."""

from __future__ import annotations

from typing import Any

import pytest

from fristad.bulk.mapping import load_mapping
from fristad.bulk.request import Request
from fristad.bulk.screening import screen
from fristad.library import load_instrument
from tests.bulk.conftest import Bench

MAPPING = """
schema: fristad-mapping/1
id: kobo
row_id: _uuid
columns:
- column: methods
  separator: {separator}
  asked: {asked}
  choices:
    debt: {{answers: debt_bondage@destination, aliases: [A debt]}}
    hurt: {{answers: violence_on_victim@destination}}
    none_of_these: {{ignored: says that nothing was ticked}}
  why: asked so
"""
KEYS = ("debt_bondage@destination", "violence_on_victim@destination")


def answered(bench: Bench, table: str, separator: str, asked: str = "false") -> tuple[dict[str, Any], dict[str, Any]]:
    bench.write_mapping(MAPPING.format(separator=separator, asked=asked))
    summary = bench.screen(bench.table(table))
    return summary, {key: summary["answered"][key]["answered"] for key in KEYS}


@pytest.mark.parametrize(
    ("separator", "cell"),
    [
        ("' '", "debt hurt"),
        ("';'", "debt;hurt"),
        ("';'", "A debt; hurt"),
        ("[';', ' ']", "debt hurt"),
        ("[';', ' ']", "A debt;hurt"),
    ],
)
def test_ticked_choices_are_yes_and_others_unknown(bench: Bench, separator: str, cell: str) -> None:
    summary, found = answered(bench, f"_uuid,methods\n1,{cell}\n2,debt\n3,\n", separator)
    assert found == {KEYS[0]: 2, KEYS[1]: 1}
    assert summary["unlisted_values"] == {}


def test_a_single_label_with_a_space_is_one_choice(bench: Bench) -> None:
    summary, found = answered(bench, "_uuid,methods\n1,A debt\n", "[';', ' ']")
    assert found == {KEYS[0]: 1, KEYS[1]: 0}
    assert summary["unlisted_values"] == {}


def test_a_choice_left_out_is_a_no_only_where_everybody_was_asked(bench: Bench) -> None:
    _, found = answered(bench, "_uuid,methods\n1,debt\n2,\n3,none_of_these\n", "' '", "true")
    assert found == {KEYS[0]: 2, KEYS[1]: 2}


def test_an_unlisted_choice_is_counted_and_makes_nothing_a_no(bench: Bench) -> None:
    summary, found = answered(bench, "_uuid,methods\n1,debt other\n2,other\n", "' '", "true")
    assert found == {KEYS[0]: 0, KEYS[1]: 0}  # between spaces the words may belong together
    assert summary["unlisted_values"] == {"methods": {"other": 2}}


@pytest.mark.parametrize(
    ("separator", "cell"),
    [("';'", ";"), ("';'", " ; ;; "), ("'|'", "| |"), ('","', '","'), ("[';', ' ']", "; ;"), ("[' ', ';']", ";")],
)
def test_separators_alone_are_no_answer(bench: Bench, separator: str, cell: str) -> None:
    summary, found = answered(bench, f"_uuid,methods\n1,{cell}\n", separator, "true")
    assert found == dict.fromkeys(KEYS, 0)
    assert summary["unlisted_values"] == {"methods": {cell.strip(' "'): 1}}


@pytest.mark.parametrize("mark", ["/", ".", "_"])
@pytest.mark.parametrize("group", ["", "group/sub/"])
def test_one_column_per_choice(bench: Bench, mark: str, group: str) -> None:
    head = f"_uuid,{group}methods,{group}methods{mark}debt,{group}methods{mark}hurt\n"
    summary, found = answered(bench, head + "1,debt,1,0\n2,,,\n3,hurt,False,True\n4,?,maybe,0\n", "columns", "true")
    assert found == {KEYS[0]: 2, KEYS[1]: 3}
    assert summary["unlisted_values"] == {"methods": {"maybe": 1}}


@pytest.mark.parametrize("prefix", ["group/", "group-", "group:", "a/b/"])
def test_groups_before_names_are_understood(bench: Bench, prefix: str) -> None:
    _, found = answered(bench, f"_uuid,{prefix}methods\n1,debt\n", "' '")
    assert found[KEYS[0]] == 1


def htcds(bench: Bench, table: str) -> dict[str, Any]:
    request = Request(
        str(bench.table(table)), load_mapping("htcds"), (load_instrument("palermo_art3"),), bench.out, progress=False
    )
    return screen(request)


@pytest.mark.parametrize(
    "row",
    [
        "_id,vic_MethodsOfControl,vic_TypeOfExploitation,per_RoleInProcess\n1,DebtBondage "
        ";PhysicalAbuse,ForcedLabour,Transporter\n",
        "_id,vic_Methods_of_Control,vic_TypeOfExploitation,per_RoleInProcess\n1,DebtBondage "
        "PhysicalAbuse,ForcedLabour,Transporter\n",
        "_id,vic_MethodsOfControl,vic_TypeOfExploitation,per_RoleInProcess\n1,Debt bondage; Physical "
        "abuse,Forced labour,Transporter\n",
        "_id,vic_MethodsOfControl,vic_TypeOfExploitation,per_RoleInProcess\n1,MethodsOfControlRestrictsMovement,Servitude,ReceivedIndividual\n",
    ],
)
def test_htcds_tables_are_read_with_codes_labels_and_older_names(bench: Bench, row: str) -> None:
    summary = htcds(bench, row)
    assert summary["unlisted_values"] == {}
    assert {name: counts["met"] for name, counts in summary["dimensions"]["palermo_art3"].items()} == {
        "act": 1,
        "means": 1,
        "purpose": 1,
    }


def test_htcds_never_reads_an_earlier_decision_or_who_somebody_is(bench: Bench) -> None:
    table = (
        "_id,vic_TraffickingStatus,prs_Citizenship,prs_Gender,vic_TypeOfExploitation\n"
        "1,ActualVictimOfTrafficking,SE,Feminine,\n"
    )
    summary = htcds(bench, table)
    assert summary["conversations"] == 0
    assert set(summary["columns_ignored"]) == {"vic_TraffickingStatus", "prs_Citizenship", "prs_Gender"}
