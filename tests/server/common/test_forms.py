"""Forms: the parts they are made of, errors that lead to their field, nothing typed is lost or remembered."""

import re
from datetime import date
from typing import ClassVar

import pytest
from django import forms
from django.http import QueryDict
from django.test import override_settings
from django.utils import translation

from fristad.server.common.forms import (
    Checkboxes,
    FristadForm,
    Narrow,
    OwnWords,
    Radios,
    VersionedForm,
    WholeDateField,
)
from fristad.server.common.forms.conflicts import explain


class Example(VersionedForm):
    choices: ClassVar[list[tuple[str, str]]] = [("woman", "A woman"), ("any", "It does not matter")]

    names = forms.CharField(label="Name", help_text="Any script")
    email = forms.EmailField(label="Address of mail", required=False)
    code = forms.CharField(label="Code", widget=Narrow(10), required=False)
    met_on = WholeDateField(label="Day")
    wish = forms.CharField(label="Wish", widget=OwnWords("ar"), max_length=40, required=False)
    interviewer = forms.ChoiceField(label="Who", choices=choices, widget=Radios(hints={"any": "Said, not assumed"}))
    needs = forms.MultipleChoiceField(label="Needs", choices=choices, widget=Checkboxes(), required=False)
    paper = forms.FileField(label="Paper", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput())
    agreed = forms.BooleanField(label="Told")


def tag(html: str, name: str) -> str:
    """The opening tag of the control with this name."""
    found = re.search(rf'<(?:input|textarea|select)[^>]* name="{name}"[^>]*>', html)
    assert found, f"{name} is not there"
    return found.group()


def typed(**more: str) -> dict[str, str]:
    return {"version": "3", "met_on_day": "27", "met_on_month": "3", "met_on_year": "2026", **more}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("names", "govuk-input"),
        ("code", "govuk-input govuk-input--width-10"),
        ("met_on_day", "govuk-date-input__input"),
        ("wish", "govuk-textarea"),
        ("interviewer", "govuk-radios__input"),
        ("needs", "govuk-checkboxes__input"),
        ("paper", "govuk-file-upload"),
        ("secret", "govuk-password-input__input"),
        ("agreed", "govuk-checkboxes__input"),
    ],
)
def test_it_draws_each_field_with_its_part(name: str, part: str) -> None:
    assert part in tag(str(Example()), name)


def test_choices_stand_in_a_group_of_their_kind() -> None:
    html = str(Example())
    assert '<div class="govuk-radios govuk-radios--small" id="id_interviewer">' in html
    assert '<div class="govuk-checkboxes govuk-checkboxes--small" id="id_needs">' in html


def test_every_control_has_a_label_of_its_own() -> None:
    html = str(Example())
    for control in re.findall(r"<(?:input|textarea|select)[^>]*>", html):
        if 'type="hidden"' not in control:
            name = re.search(r' id="([^"]+)"', control)
            assert name, control
            assert f'for="{name.group(1)}"' in html, control


def test_a_choice_without_a_choice_made_has_none_chosen_beforehand() -> None:
    assert " checked" not in str(Example())


def test_a_name_may_be_of_any_script_and_an_address_runs_left_to_right() -> None:
    html = str(Example())
    assert 'dir="auto"' in tag(html, "names")
    assert 'dir="ltr"' in tag(html, "email")
    assert 'dir="auto"' in tag(html, "wish")
    assert 'lang="ar"' in tag(html, "wish")


def test_no_browser_is_asked_to_remember_what_was_typed_unless_the_widget_says_so() -> None:
    class SignIn(FristadForm):
        name = forms.CharField(widget=forms.TextInput({"autocomplete": "username"}))

    assert 'autocomplete="username"' in tag(str(SignIn()), "name")
    for name in ("names", "email", "wish", "secret", "met_on_year"):
        assert 'autocomplete="off"' in tag(str(Example()), name)


def test_an_error_is_told_above_and_at_its_field_and_the_words_above_lead_there() -> None:
    html = str(Example(typed()))
    for name, goal in [("names", "id_names"), ("interviewer", "id_interviewer_0"), ("agreed", "id_agreed")]:
        assert f'<a href="#{goal}">' in html
        assert f'id="{goal}"' in html
        assert f'id="id_{name}_error"' in html
    assert 'aria-invalid="true"' in tag(html, "names")
    assert "id_names_helptext id_names_error" in tag(html, "names")
    assert "Please fill this in" in html


def test_an_error_of_the_whole_form_is_told_above() -> None:
    form = Example(typed())
    form.add_error(None, "The two do not fit.")
    assert "The two do not fit." in str(form).split("govuk-form-group")[0]


def test_what_was_typed_comes_back_with_the_error_and_is_never_code() -> None:
    html = str(Example(typed(names="", wish='"><script>أن أعمل')))
    assert "&quot;&gt;&lt;script&gt;أن أعمل" in html
    assert "<script>" not in html


def test_a_password_does_not_come_back() -> None:
    assert "geheim" not in str(Example({**typed(), "secret": "geheim"}))


def test_the_version_that_was_read_travels_with_the_form() -> None:
    assert 'value="3"' in tag(str(Example(initial={"version": 3})), "version")
    assert "version" in Example({}).errors


def test_a_limit_is_said_in_words_and_does_not_stop_the_hand() -> None:
    html = str(Example())
    assert 'data-maxlength="40"' in html
    assert "At most 40 characters" in html
    assert 'id="id_wish-info"' in html


def test_a_hint_of_a_choice_is_tied_to_it() -> None:
    html = str(Example())
    assert 'aria-describedby="id_interviewer_1_hint"' in html
    assert '<div id="id_interviewer_1_hint"' in html


class MostlyNeeded(FristadForm):
    first = forms.CharField()
    second = forms.CharField()
    third = forms.CharField(required=False)


class Alone(FristadForm):
    first = forms.CharField()


@pytest.mark.parametrize(("form", "marks"), [(MostlyNeeded, 2), (Alone, 0)])
def test_what_must_be_filled_in_is_marked_but_where_one_field_stands_alone(form: type[FristadForm], marks: int) -> None:
    assert str(form()).count("(needed)") == marks


class Day(FristadForm):
    day = WholeDateField(label="Day", required=False)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("31", "2", "2026"), "There is no such day"),
        (("27", "", "2026"), "Day, month and year are all needed"),
        (("27", "March", "2026"), "Write the date in numbers, such as 27 3 2026"),
        (("0", "3", "2026"), "There is no such day"),
        (("27", "3", "99999"), "There is no such day"),
    ],
)
def test_a_day_that_does_not_exist_or_is_half_told_is_refused(parts: tuple[str, str, str], said: str) -> None:
    form = Day(dict(zip(("day_day", "day_month", "day_year"), parts, strict=True)))
    assert form.errors["day"] == [said]


@pytest.mark.parametrize("parts", [("27", "3", "2026"), ("٢٧", "٣", "٢٠٢٦"), (" 27", "03", "2026 ")])
def test_a_day_is_read_in_the_numbers_of_any_script(parts: tuple[str, str, str]) -> None:
    form = Day(dict(zip(("day_day", "day_month", "day_year"), parts, strict=True)))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 27)


def test_a_day_may_stay_empty_where_it_is_not_required() -> None:
    form = Day({"day_day": "", "day_month": "", "day_year": ""})
    assert form.is_valid()
    assert form.cleaned_data["day"] is None


def test_a_day_is_shown_in_three_fields() -> None:
    html = str(Day(initial={"day": date(2026, 3, 27)}))
    assert [re.search(r'value="(\d+)"', tag(html, f"day_{part}")).group(1) for part in ("day", "month", "year")] == [  # type: ignore[union-attr]
        "27",
        "3",
        "2026",
    ]


@override_settings(LANGUAGE_CODE="ar")
def test_numbers_in_marks_stay_numbers_in_every_language() -> None:
    with translation.override("ar"):
        assert 'data-maxlength="40"' in str(Example())


def test_of_two_writers_the_second_reads_first_what_happened_and_then_both_texts() -> None:
    form = Example(QueryDict("version=3&names=Ours&code=c1"))
    explain(form, {"version": 4, "names": "Others", "code": "c1"})
    page = str(form)
    in_order = [page.index(words) for words in ("Somebody changed this", "<table", "Ours", "Others", "<label")]
    assert in_order == sorted(in_order)
    assert 'name="version" value="4"' in page
