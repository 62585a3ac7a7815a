"""A name deceives nobody by signs that cannot be seen."""

import pytest
from django.core.exceptions import ValidationError

from fristad.server.accounts.people.forms import StaffForm
from fristad.server.accounts.signin.forms_invite import AcceptForm
from fristad.server.common.forms.signs import nothing_hidden


@pytest.mark.parametrize("name", ["x\u202eecila", "Alice\u200b", "\u2066Alice", "Al\x00ice", "Alice\u00ad"])
def test_hidden_signs_and_turned_directions_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        nothing_hidden(name)


@pytest.mark.parametrize("name", ["Åsa Öberg", "محمد حسن", "می\u200cرود", "O'Neill-Smith 2"])
def test_names_as_people_write_them_are_taken(name: str) -> None:
    nothing_hidden(name)


@pytest.mark.parametrize("form", [StaffForm, AcceptForm])
def test_the_forms_for_the_name_of_a_colleague_look_at_it(form: type) -> None:
    assert nothing_hidden in form.base_fields["display_name"].validators
