"""Vulnerability at four levels: seen, judged, compared; places; what is due; what helps in a talk."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Tie
from fristad.server.cases.selectors import places
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening import words_profiles
from fristad.server.screening.forms.profiles import LevelForm, PlaceEndForm, PlaceForm, SupportForm
from fristad.server.screening.models import Judgement
from fristad.server.screening.selectors import prevention, profiles
from fristad.server.screening.services import profiles as services
from fristad.server.screening.views.profiles_frame import Room, of_case, of_place

#: So many rows of what is due stand on one page; the oldest come first.
MOST = 100


@require_http_methods(["GET"])
@door("profile.see")
def profile(request: HttpRequest, code: str, about: str) -> HttpResponse:
    """Show the profile of a person, or of their family as this case tells it."""
    return _profile(of_case(request, code, about))


@require_http_methods(["GET"])
@door("place_profile.see")
def place_profile(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show the profile of a place."""
    return _profile(of_place(request, place_id))


def _profile(room: Room) -> HttpResponse:
    rows = doors.judgements(room.subject)
    levels = profiles.levels(rows, of_place=room.is_place)
    days = profiles.days(rows)
    steps = [prevention.shown(each) for each in doors.steps(room.subject) if each.ended_on is None]
    sources = profiles.sources()
    return room.show(
        "profile",
        "screening/profile.html",
        levels=[{"level": each, "url": room.url("profile_level", each.part)} for each in levels],
        columns=[
            {"label": label} for label in (_("Level"), _("Judged"), _("Risk"), _("Protection"), _("Look again by"))
        ],
        rows=[_table_row(each) for each in levels],
        source_columns=[{"label": label} for label in (_("Factor"), _("Level"), _("Source"), _("How far checked"))],
        judged=any(each.judgement for each in levels),
        days=days,
        first=days[0].isoformat() if days else "",
        last=days[-1].isoformat() if days else "",
        steps=steps,
        sources=sources,
        unchecked=[each["title"] for each in sources if each["training"]],
        apart=_is_apart(room),
    )


def _table_row(each: profiles.Level) -> list[Any]:
    if each.judgement is None:
        return [each.label, each.word, "", "", ""]
    counts = [str(len(each.risks)), str(len(each.protections))]
    return [each.label, each.word, *counts, profiles.day_words(each.judgement.review_on)]


def _is_apart(room: Room) -> bool:
    """Return whether this very file keeps its person apart from somebody, for those who may know."""
    opened = room.opened
    return opened is not None and opened.may("case.edit") and case_doors.items(opened.case, Tie).exists()


@require_http_methods(["GET", "POST"])
@door("profile.write")
def level(request: HttpRequest, code: str, about: str, part: str) -> HttpResponse:
    """Judge one level of a person or family."""
    return _level(of_case(request, code, about, "profile.write"), part)


@require_http_methods(["GET", "POST"])
@door("place_profile.write")
def place_level(request: HttpRequest, place_id: UUID, part: str) -> HttpResponse:
    """Judge one level of a place."""
    return _level(of_place(request, place_id, "place_profile.write"), part)


def _level(room: Room, part: str) -> HttpResponse:
    if part not in words_profiles.PARTS:
        raise NotThereError
    now = profiles.standing(doors.judgements(room.subject)).get(part)
    form = _level_form(room, part, now)
    if room.request.method == "POST" and form.is_valid():
        said = {**form.said(), "part": part}
        data = form.cleaned_data
        try:
            services.judge(room.actor, room.subject, said, review_on=data["review_on"], seen=data["seen"])
        except StaleError:
            _explain_newer(room, part, form)
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            messages.success(room.request, _("Recorded under your name. What was judged before stays in the history."))
            return room.to("profile")
    return room.show(
        "profile",
        "screening/profile_level.html",
        form=form,
        level=profiles.Level(part, now, profiles.factors(part, now), room.is_place),
        apart=_is_apart(room),
    )


def _level_form(room: Room, part: str, now: Judgement | None) -> LevelForm:
    heard = {}
    if room.subject.case and room.opened and room.subject.about == "person" and room.opened.may("result.see"):
        heard = profiles.heard(room.subject.case)
    body = now.body if now else {}
    own = {side: "\n".join(body.get(side, ())) for side in ("risks", "protections")}
    return LevelForm(
        room.request.POST or None,
        factors=profiles.factors(part, now),
        known=profiles.texts(),
        heard=heard,
        of_place=room.is_place,
        initial={"seen": now.number if now else 0, **own},
    )


def _explain_newer(room: Room, part: str, form: LevelForm) -> None:
    """Say who judged meanwhile, and let the form be sent again over that."""
    newer = profiles.standing(doors.judgements(room.subject))[part]
    form.data = {**form.data.dict(), "seen": str(newer.number)}  # type: ignore[attr-defined]
    form.add_error(
        None,
        _(
            "%(name)s judged this level while you were writing. Nothing is lost: yours is kept on this page. Read"
            " theirs above, then record yours again if it should still stand."
        )
        % {"name": name_of(newer.by)},
    )


@require_http_methods(["GET"])
@door("profile.see")
def compare(request: HttpRequest, code: str, about: str) -> HttpResponse:
    """Show a profile at two dates side by side."""
    return _compare(of_case(request, code, about))


@require_http_methods(["GET"])
@door("place_profile.see")
def place_compare(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show the profile of a place at two dates side by side."""
    return _compare(of_place(request, place_id))


def _compare(room: Room) -> HttpResponse:
    rows = doors.judgements(room.subject)
    days = profiles.days(rows)
    values: dict[str, Any] = {"pairs": [], "days": days}
    if days:
        earlier = _day(room.request.GET.get("earlier"), days, days[0])
        later = _day(room.request.GET.get("later"), days, days[-1])
        earlier, later = min(earlier, later), max(earlier, later)
        between = [each for each in doors.steps(room.subject) if each.ended_on and earlier <= each.ended_on <= later]
        values |= {
            "pairs": profiles.pairs(rows, earlier, later, of_place=room.is_place),
            "earlier": earlier,
            "later": later,
            "ended": [prevention.shown(each) for each in between],
        }
    return room.show("profile", "screening/profile_compare.html", **values)


def _day(asked: str | None, days: list[date], usual: date) -> date:
    return next((day for day in days if day.isoformat() == asked), usual)


@require_http_methods(["GET"])
@door("place_profile.see")
def place_files(request: HttpRequest) -> HttpResponse:
    """List the places that are looked at."""
    actor = request.actor  # type: ignore[attr-defined]
    found = list(doors.place_files(actor))
    audit.listed(actor, "screening.placefile", [each.pk for each in found], "casework")
    rows = [{"place": each, "told": each.told, "by": name_of(each.by)} for each in found]
    rows.sort(key=lambda row: row["told"]["name"].casefold())
    context = {"rows": rows, "may_write": actor.may("place_profile.write")}
    return render(request, "screening/place_files.html", context)


@require_http_methods(["GET", "POST"])
@door("place_profile.write")
def place_new(request: HttpRequest) -> HttpResponse:
    """Begin to look at a place."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PlaceForm(request.POST or None)
    form.fields["place"].offer(places.offered(actor))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            made = services.place_begin(actor, form.cleaned_data["place"], form.cleaned_data["words"])
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            return HttpResponseRedirect(reverse("screening:place_profile", args=[made.pk]))
    return render(request, "screening/place_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@door("place_profile.write")
def place_end(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Stop looking at a place."""
    room = of_place(request, place_id, "place_profile.write")
    place = doors.place_file(room.actor, place_id, "place_profile.write")
    form = PlaceEndForm(request.POST or None, initial={"version": place.version})
    if request.method == "POST" and form.is_valid():
        services.place_end(room.actor, place, read_version=form.cleaned_data["version"])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("screening:place_files"))
    return room.show("profile", "screening/place_end.html", form=form)


@require_http_methods(["GET"])
@door("place_profile.see")
def due(request: HttpRequest) -> HttpResponse:
    """List what is to be judged anew, in cases and of places."""
    actor = request.actor  # type: ignore[attr-defined]
    found = list(doors.to_review(actor)[:MOST])
    for kind, ids in (
        ("cases.case", {each.case_id for each in found if each.case_id}),
        ("screening.placefile", {each.place_id for each in found if each.place_id}),
    ):
        if ids:
            audit.listed(actor, kind, sorted(ids), "casework")
    return render(request, "screening/profiles_due.html", {"rows": [_due_row(each) for each in found], "most": MOST})


def _due_row(row: Judgement) -> dict[str, Any]:
    body = row.body
    if row.case:
        url = reverse("screening:profile", args=[row.case.code, body["about"]])
        title = words_profiles.ABOUT[body["about"]]
    else:
        assert row.place is not None  # noqa: S101 - one of the two is always there
        url, title = reverse("screening:place_profile", args=[row.place_id]), row.place.told["name"]
    part, word = words_profiles.PARTS[body["part"]], words_profiles.LEVELS[body["level"]]
    return {
        "row": row,
        "url": url,
        "code": row.case.code if row.case else "",
        "title": title,
        "part": part,
        "word": word,
    }


@require_http_methods(["GET", "POST"])
@door("case.edit")
def support(request: HttpRequest, code: str) -> HttpResponse:
    """Show and note what helps the person in a talk. It weighs in no result and no level."""
    opened = open_case(request, code, "case.edit")
    there = doors.support(opened.case)
    initial = {**((there.told or {}) if there else {}), "version": there.version if there else 0}
    form = SupportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.support_note(opened.actor, opened.case, form.told(), read_version=form.cleaned_data["version"])
        except StaleError:
            now = doors.support(opened.case)
            conflicts.explain(form, {**(now.told if now else {}), "version": now.version if now else 0})
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("screening:support", args=[code]))
    noted = {"by": name_of(there.by), "on": there.changed_on} if there else None
    return page(request, opened, "support", "screening/support.html", form=form, noted=noted)
