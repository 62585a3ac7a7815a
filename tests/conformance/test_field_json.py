"""The document for the field app holds all that an evaluator needs: one that reads nothing else passes every case."""

import json

import pytest

from fristad.targets.field_json import document_hash, field_text
from tests.conformance.cases import BY_INSTRUMENT
from tests.conformance.field_app import evaluate


@pytest.mark.parametrize("name", BY_INSTRUMENT)
def test_a_reader_of_the_document_alone_passes_every_case(name):
    cases = BY_INSTRUMENT[name]
    document = json.loads(field_text(cases[0].instrument))
    for case in cases:
        found = evaluate(document, case.codes)
        row = {"result": found["result"], "classification": found["classification"], **found["dimensions"]}
        assert {f"{name}.{field}": value for field, value in row.items()} == case.row, case.id


def test_the_hash_covers_the_document():
    document = json.loads(field_text(BY_INSTRUMENT["palermo_art3"][0].instrument))
    assert document["sha256"] == document_hash(document)
    document["dimensions"][0]["at_least"] += 1
    assert document["sha256"] != document_hash(document)
