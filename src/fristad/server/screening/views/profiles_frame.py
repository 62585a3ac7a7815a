"""What the pages about a case's profiles and those about a place's share: how they are reached, and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit import services as audit
from fristad.server.cases.models import Case
from fristad.server.cases.services.shut import SHUT
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.common.problems import NotThereError
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening import words_profiles
from fristad.server.screening.doors_profiles import Subject
from fristad.server.screening.models import PlaceFile
from fristad.server.screening.selectors import profiles

#: What a case holds profiles of.
OF_CASE = ("person", "family")


@dataclass(frozen=True)
class Room:
    """A subject that somebody reached, and what they may do with it. `show` writes down that it was opened."""

    request: HttpRequest
    actor: Actor
    subject: Subject
    opened: Opened | None = None

    @cached_property
    def may_write(self) -> bool:
        """Whether a page offers to write. A closed case is only read."""
        if self.opened is None:
            return self.actor.may("place_profile.write")
        return self.opened.may("profile.write") and self.opened.case.state not in SHUT

    @property
    def is_place(self) -> bool:
        """Whether it is of a place."""
        return self.subject.place is not None

    def url(self, name: str, *more: Any) -> str:
        """Return the address of a page of this subject: `profile`, `prevention` or one below them."""
        if self.subject.case:
            return reverse(f"screening:{name}", args=[self.subject.case.code, self.subject.about, *more])
        return reverse(f"screening:place_{name}", args=[self.subject.record.pk, *more])

    def to(self, name: str, *more: Any) -> HttpResponse:
        """Lead to one of these pages."""
        return HttpResponseRedirect(self.url(name, *more))

    def show(self, section: str, template: str, **values: Any) -> HttpResponse:
        """Show a page and write down that it was opened."""
        values = {
            "frame": "screening/place_frame.html" if self.is_place else "cases/frame.html",
            "on_plan": section == "prevention",
            "is_place": self.is_place,
            "about_code": self.subject.about,
            "title_of": profiles.title_of(self.subject),
            "may_write": self.may_write,
            "others": self._others(section),
            "urls": {name: self.url(name) for name in ("profile", "profile_compare", "prevention", "prevention_add")},
            **values,
        }
        if self.opened is not None:
            shut = self.opened.case.state in SHUT
            return page(self.request, self.opened, section, template, **{**values, "is_shut": shut})
        place = self.subject.record
        audit.read(self.actor, place, "casework")
        crumbs = [{"label": _("Prevention in places"), "url": reverse("screening:place_files")}]
        return render(self.request, template, {**values, "place": place, "crumbs": crumbs})

    def _others(self, section: str) -> list[dict[str, Any]]:
        """Return the profiles that one case holds, to go from one to the other."""
        if self.subject.case is None:
            return []
        name = f"screening:{section}"
        return [
            {
                "label": words_profiles.ABOUT[about],
                "url": reverse(name, args=[self.subject.case.code, about]),
                "current": about == self.subject.about,
            }
            for about in OF_CASE
        ]


def of_case(request: HttpRequest, code: str, about: str, right: str = "profile.see") -> Room:
    """Reach a profile through its case. Raises `NotThereError`."""
    if about not in OF_CASE:
        raise NotThereError
    opened = open_case(request, code, right)
    return Room(request, opened.actor, _subject(about, opened.case), opened)


def of_place(request: HttpRequest, place_id: UUID, right: str = "place_profile.see") -> Room:
    """Reach a profile of a place. Raises `NotThereError`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place: PlaceFile = doors.place_file(actor, place_id, right)
    return Room(request, actor, Subject("place", place=place))


def _subject(about: str, case: Case) -> Subject:
    return Subject(about, case=case)
