"""What is known about a person, as a form: every part may stay empty, and empty means not told, not asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.cases import words, words_languages
from fristad.server.cases.forms import kept
from fristad.server.cases.forms.dates import PartialDateField
from fristad.server.cases.forms.fields import AgeField, CleanLine, CleanNote, NameField, PhoneField
from fristad.server.cases.forms.places import PlaceField
from fristad.server.cases.models import Person
from fristad.server.cases.selectors.places import Offered
from fristad.server.common.forms import FristadForm, OwnWords, Radios

#: How many names and languages a form has room for.
NAMES, TONGUES = 3, 3


def _choices(found: dict[str, Any], *, blank: bool = False) -> list[tuple[str, Any]]:
    return [("", _("Not asked")), *found.items()] if blank else list(found.items())


class PersonForm(FristadForm):
    """The person, in the words and scripts they use. Nothing but the act of saving is required."""

    name_1 = NameField(label=_("Name they use"), hint=_("As they say or write it, in any script."))
    name_1_kind = forms.ChoiceField(
        label=_("What kind of name is that?"), choices=_choices(words.NAME_KINDS), initial="known_as", required=False
    )
    name_2 = NameField(label=_("Another name"))
    name_2_kind = forms.ChoiceField(
        label=_("What kind of name is that?"), choices=_choices(words.NAME_KINDS), initial="papers", required=False
    )
    name_3 = NameField(label=_("A third name"))
    name_3_kind = forms.ChoiceField(
        label=_("What kind of name is that?"), choices=_choices(words.NAME_KINDS), initial="other", required=False
    )
    survivor_code = CleanLine(
        label=_("Survivor code"),
        help_text=_("If set, it is shown everywhere in place of the name."),
    )
    birth = PartialDateField(label=_("Born"), help_text=_("What is known is enough: a year, about a year, a season."))
    birth_kind = forms.ChoiceField(
        label=_("Where the date of birth comes from"),
        choices=_choices(words.AGE_KINDS)[:2],
        initial="stated",
        required=False,
    )
    age_stated = AgeField(label=_("Age as the person says it"))
    age_documented = AgeField(label=_("Age in a document"))
    age_assessed = AgeField(label=_("Age as assessed"))
    sex = forms.ChoiceField(label=_("Sex"), choices=_choices(words.SEXES, blank=True), required=False)
    language_1 = forms.ChoiceField(label=_("Speaks best"), required=False)
    language_2 = forms.ChoiceField(label=_("Speaks too"), required=False)
    language_3 = forms.ChoiceField(label=_("Speaks a little"), required=False)
    group = forms.ChoiceField(
        label=_("Population group"), choices=_choices(words.GROUPS), initial="unknown", widget=Radios
    )
    status = CleanLine(label=_("Status and papers"), help_text=_("For example: asylum application of May 2026."))
    nationalities = CleanLine(
        label=_("Nationality"), help_text=_("Never counted in any result. Stateless is an answer.")
    )
    place = PlaceField(label=_("Where they are now"), help_text=_("As told; a place from the list or any other."))
    wish_interviewer = forms.ChoiceField(
        label=_("Wishes to speak with"), choices=_choices(words.WISHES), initial="unknown", required=False
    )
    wish_interpreter = forms.ChoiceField(
        label=_("Wishes an interpreter who is"), choices=_choices(words.WISHES), initial="unknown", required=False
    )
    words = CleanNote(label=_("What this person wants"), widget=OwnWords(rows=3))

    def __init__(self, *args: Any, places: Offered | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, PlaceField)  # noqa: S101 - for the type checker
        place.offer(places or Offered())
        for number in range(1, TONGUES + 1):
            field = self.fields[f"language_{number}"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = words_languages.with_any(_("Not asked"))

    def values(self, before: Person | None = None) -> dict[str, Any]:
        """Return the fields of a person, after the form was found valid.

        `before` is the person as stored: what the form does not show, and what nobody changed, stays as it stands.
        """
        data, stored = self.cleaned_data, before or Person()
        born = data["birth"].to_json() if data["birth"] else None
        kinds = ((data[f"name_{n}"], data[f"name_{n}_kind"] or "other") for n in range(1, NAMES + 1))
        tongues = [data[f"language_{n}"] for n in range(1, TONGUES + 1)]
        wished = {name: data[f"wish_{name}"] for name in ("interviewer", "interpreter")}
        return {
            "names": kept.names(list(kinds), stored.names or [], NAMES),
            "survivor_code": data["survivor_code"],
            "birth": kept.birth(born, data["birth_kind"] or "stated", stored.birth),
            "ages": kept.ages({kind: data[f"age_{kind}"] for kind in words.AGE_KINDS}, stored.ages or []),
            "sex": data["sex"],
            "languages": kept.languages(tongues, stored.languages or [], TONGUES),
            "group": data["group"],
            "status": data["status"],
            "nationalities": data["nationalities"],
            "place": data["place"],
            "wishes": kept.wishes(wished, stored.wishes),
            "words": data["words"],
        }


class PersonEditForm(PersonForm):
    """The same, for a person that others may be changing too."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def initial_of(person: Person) -> dict[str, Any]:
    """Return what the form shows of a person."""
    found: dict[str, Any] = {"version": person.version}
    for number, name in enumerate((person.names or [])[:NAMES], 1):
        found[f"name_{number}"] = name["text"]
        found[f"name_{number}_kind"] = name["kind"]
    for number, tongue in enumerate((person.languages or [])[:TONGUES], 1):
        found[f"language_{number}"] = tongue["code"]
    for age in person.ages or ():
        found[f"age_{age['kind']}"] = (age["least"], age["most"])
    if person.birth:
        found["birth"], found["birth_kind"] = person.birth["date"], person.birth["kind"]
    for name, wish in (person.wishes or {}).items():
        found[f"wish_{name}"] = wish
    for name in ("survivor_code", "sex", "status", "nationalities", "place", "words"):
        found[name] = getattr(person, name)
    found["group"] = person.group or "unknown"
    return found


class ContactForm(FristadForm):
    """How to reach a person safely. The rules are shown before the number."""

    how = CleanLine(label=_("How"), required=True, help_text=_("For example: Signal, after 17:00."))
    rules = CleanNote(label=_("What to say and what not"), widget=forms.Textarea(attrs={"rows": 2}))
    number = PhoneField(
        label=pgettext_lazy("telephone", "Number"),
        help_text=_("The one that is recorded is not shown here. Leave this empty and it stays."),
    )
    no_number = forms.BooleanField(label=_("There is no number any more"), required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
