"""The page of a topic as it is seen: answers as solid boxes, reasons for no answer as dashed ones."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fristad.server.accounts import conduct
from fristad.server.accounts.rights import Role
from fristad.server.common.clock import today
from fristad.server.screening.services import certificates
from tests.journeys.conftest import At
from tests.server.accounts.signin.conftest import with_app
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.screening import talking

pytestmark = pytest.mark.django_db(transaction=True)

STYLES = "(items) => items.map((item) => getComputedStyle(item).borderTopStyle)"


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_a_reason_for_no_answer_never_looks_like_a_no(at: At, office: Office, language: str, width: int) -> None:
    staff = office.member(Role.CASEWORKER)
    with_app(staff)
    conduct.accept(staff.pk)
    certificates.grant(actor_of(office.member(Role.SUPERVISOR)), staff, today() + timedelta(days=9))
    desk = Desk(staff)
    interview = talking.begin(desk, open_case(desk.actor, "Aster Invented"), language=language)
    talking.account(desk, interview)
    with at(staff, language, width) as page:
        page.goto(f"/interview/{interview.pk}/")
        boxes = page.locator(".answers > .govuk-radios__item")
        assert boxes.evaluate_all(STYLES) == ["solid", "solid", "dashed", "dashed", "dashed"]
        for at_place in range(5):
            box = boxes.nth(at_place).bounding_box()
            assert box is not None
            assert box["height"] >= 44
