"""A table for planning, what its columns say, and a list of people to be offered a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.cases.forms.fields import CleanLine
from fristad.server.common.forms import Checkboxes, FristadForm, Narrow, Radios, VersionedForm
from fristad.server.screening.bulk.columns import Asked

LISTS = {
    "palermo_art3": _("Trafficking: act, means, purpose (Palermo Protocol)"),
    "ilo_delphi.adult_labour": _("Work, for adults (ILO and European Commission, 2009)"),
    "ilo_delphi.child_labour": _("Work, for children (ILO and European Commission, 2009)"),
    "smuggling_finding": _("Smuggling"),
}
_USUAL = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")


def _lists() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Lists to screen with"), choices=list(LISTS.items()), initial=_USUAL, widget=Checkboxes
    )


class TableForm(FristadForm):
    """A table to screen."""

    table = forms.FileField(
        label=_("Table"),
        max_length=None,
        help_text=_(
            "CSV (also .csv.gz), Excel (.xlsx) or Parquet, 500 MB at most. Leave out names, telephone numbers and "
            "everything that is not asked about. The table is sealed while it is sent, and erased when it is counted."
        ),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
        widget=forms.FileInput,
    )


class CasesForm(FristadForm):
    """The answers of the own cases."""

    lists = _lists()


class ColumnsForm(VersionedForm):
    """What the columns of a table say."""

    place = forms.ChoiceField(
        label=_("Column with the place"),
        required=False,
        help_text=_("Where the person lives or was registered. Counts are shown by place, and rounds are made by it."),
    )
    group = forms.ChoiceField(
        label=_("Column with the group"),
        required=False,
        help_text=_("For example, with whom somebody came. Never nationality, ethnicity, religion or sex."),
    )
    lists = _lists()
    mapping = forms.CharField(
        label=_("What the columns say"),
        help_text=_("One entry for each column that is read. A column that is not named here is not read or kept."),
        widget=forms.Textarea(attrs={"rows": 18, "dir": "ltr", "spellcheck": "false", "class": "own-mapping"}),
    )

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        """`header` are the table's columns."""
        super().__init__(*args, **kwargs)
        choices = [("", _("None")), *((name, name) for name in header if name.strip())]
        for name in ("place", "group"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return what was written."""
        data = self.cleaned_data
        return Asked(data["mapping"], data["place"], data["group"], tuple(data["lists"]))


class RemoveForm(FristadForm):
    """That a screening is removed."""

    sure = forms.BooleanField(label=_("Remove this screening and what is kept of its table"))


class TalkListForm(FristadForm):
    """For whom the list is, and the round in which people are met."""

    officer = forms.ChoiceField(label=_("Who offers the conversations"))
    places = forms.MultipleChoiceField(label=_("Places of the round"), widget=Checkboxes, required=False)
    round = CleanLine(
        label=_("The ordinary round in which people are met"),
        required=True,
        help_text=_("For example: the weekly visit to every house of a block, on Tuesdays. Nobody is called out."),
    )
    most = forms.IntegerField(
        label=_("How many people the round can reach"),
        help_text=_("Half of them stand on the list by lot. Who is left over can stand on the next list."),
        min_value=20,
        max_value=300,
        initial=60,
        widget=Narrow(4, {"inputmode": "numeric"}),
    )
    sure = forms.BooleanField(
        label=_("This round also reaches people who are not on the list, and nobody is called by name or telephone")
    )

    def __init__(self, *args: Any, officers: Iterable[Staff], places: Sequence[str], **kwargs: Any) -> None:
        """`places` are those that were counted; without any, the question is left out."""
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", _("Choose")), *((str(each.pk), each.display_name) for each in officers)]  # type: ignore[attr-defined]
        if places:
            self.fields["places"].choices = [(place, place or _("No place given")) for place in places]  # type: ignore[attr-defined]
            self.fields["places"].required = True
        else:
            del self.fields["places"]


class ListEndForm(FristadForm):
    """That the round was made."""

    done = forms.ChoiceField(
        label=_("Has the round been made?"),
        choices=[("yes", _("Yes: the list can go")), ("no", _("It is not made any more: the list can go"))],
        widget=Radios,
    )
