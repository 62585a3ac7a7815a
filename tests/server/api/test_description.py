"""Schemathesis reads the interface's own description and looks for answers that break it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from fristad.server.api.interface import api
from fristad.server.api.urls import operations
from fristad.server.cases.models import Case
from fristad.server.site.wsgi import application
from tests.server.api.asking import token_of
from tests.server.cases.desk import Desk
from tests.server.screening import talking

#: So many requests of each kind for one operation: the whole takes well under a minute.
EXAMPLES = 15
#: A form refuses what no schema can say: hidden characters, a day that does not exist, an age that runs backwards.
FORMS_REFUSE = {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}
#: What is larger than any request may be is refused as that.
TOO_LARGE = {"expected-statuses": ["400", "401", "403", "404", "405", "409", "413", "422"]}
CONFIG = {"checks": {"positive_data_acceptance": FORMS_REFUSE, "negative_data_rejection": TOO_LARGE}}


@pytest.fixture
def asked(interviewer: Desk, case: Case) -> dict[str, Any]:
    """Give a case with an interview that waits for an answer, and with a result."""
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    interviewer.post("screening:close", interview.pk, next="We speak on Friday.", carry="aloud")
    second = talking.begin(interviewer, case)
    talking.account(interviewer, second)
    return {"code": case.code, "interview_id": str(second.pk)}


def test_every_operation_asks_for_a_token_in_the_description() -> None:
    described = api.get_openapi_schema(path_prefix="/api/")
    found = [each for path in described["paths"].values() for each in path.values()]
    assert len(found) == len(list(operations()))
    assert all(each["security"] for each in found)


@pytest.mark.long
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_answer_breaks_the_description(
    mode: GenerationMode, asked: dict[str, Any], interviewer: Desk, undisturbed: None
) -> None:
    described = api.get_openapi_schema(path_prefix="/api/")
    schema = schemathesis.openapi.from_dict(described, config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = application
    headers = {"Authorization": f"Bearer {token_of(interviewer.staff)}", "Host": "localhost"}

    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query or operation.path_parameters):
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(sent=operation.as_strategy(generation_mode=mode), is_known=st.booleans())
        def ask(sent: schemathesis.Case, is_known: bool) -> None:  # noqa: FBT001 - given by Hypothesis
            if is_known and mode is GenerationMode.POSITIVE:
                sent.path_parameters.update({name: asked[name] for name in sent.path_parameters})
            sent.call_and_validate(base_url="http://localhost", headers=headers)

        ask()


@pytest.fixture
def undisturbed(settings: Any) -> Iterator[None]:
    """Let a program read as much as it wants in a day, over one connection: the test's transaction is on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    settings.AUDIT_QUOTAS = dict.fromkeys(("opened_stop", "listed_stop", "searches_stop"), 1_000_000)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
