"""No colleague and no team can be taken for another of the same agency."""

import pytest
from django.test import Client
from django.urls import reverse

from fristad.server.accounts import invitations
from fristad.server.accounts.invitations import Chosen, Offered
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import operations, people
from fristad.server.common.clock import today
from fristad.server.common.forms.signs import skeleton
from fristad.server.common.problems import TooManyError, WrongInputError
from tests.server.office import Office

pytestmark = pytest.mark.django_db
WORDS = "three quiet yellow boats"


@pytest.mark.parametrize(
    "other", ["mir\u0430 holm", "MIRA  HOLM", "m\u0456ra ho1m", "\uff4dira holm", "mi\u200cra holm", "mlra holm"]
)
def test_names_that_look_the_same_are_the_same(other: str) -> None:
    assert skeleton(other) == skeleton("Mira Holm")


@pytest.mark.parametrize("other", ["Mina Holm", "Mira Holt", "\u041c\u0438\u0440\u0430 Holm"])
def test_names_that_differ_to_the_eye_differ(other: str) -> None:
    assert skeleton(other) != skeleton("Mira Holm")


def _accept(office: Office, name: str, shown: str) -> Staff:
    offered = Offered(office.agency, Role.CONTEXT, Scope.OPERATION, today(), "x")
    invitation, token = invitations.invite(office.system, offered)
    chosen = Chosen(name, shown, "", "en", WORDS)
    return invitations.accept(invitations.find(invitation.pk, token), chosen)


def test_an_invited_person_takes_nobodys_name(office: Office) -> None:
    known = office.member(name="mira")
    with pytest.raises(WrongInputError):
        _accept(office, "mir\u0430", "Somebody Else")
    with pytest.raises(WrongInputError):
        _accept(office, "other", f"{known.display_name.upper()}")
    assert _accept(office, "other", "Somebody Else").display_name == "Somebody Else"


def test_nobody_is_renamed_to_look_like_a_colleague(office: Office) -> None:
    known, person = office.member(), office.member()
    about = people.About(known.display_name.replace("a", "\u0430"))
    with pytest.raises(WrongInputError):
        people.change_staff(office.system, person, about, person.version)
    same = people.About(person.display_name)
    people.change_staff(office.system, person, same, person.version)


def test_no_two_teams_of_an_agency_look_the_same(office: Office) -> None:
    with pytest.raises(WrongInputError):
        operations.make_team(office.system, office.agency, "H\u0430rbour")
    operations.rename_team(office.system, office.team, "HARBOUR", office.team.version)
    operations.make_team(office.system, office.other_agency, "Harbour")


def test_one_invitation_does_not_tell_which_names_there_are(office: Office) -> None:
    offered = Offered(office.agency, Role.CONTEXT, Scope.OPERATION, today(), "x")
    invitation, token = invitations.invite(office.system, offered)
    names = [office.member(name=f"taken.{sign}", team=office.foreign_team).sign_in_name for sign in "abcdefg"]
    sent = {"display_name": "New", "language": "en", "new_password": WORDS, "again": WORDS}
    page = reverse("signin:accept", args=[invitation.pk, token])
    answers = [Client().post(page, {**sent, "sign_in_name": name}).status_code for name in names]
    assert answers[0] == 200
    assert answers[-1] == TooManyError.status
