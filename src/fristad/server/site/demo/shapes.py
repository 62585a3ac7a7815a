"""From a story to the values of a case file, dated from the day the demo is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fristad.server.cases.pure.dates import Entered, PartialDate, partial_date
from fristad.server.cases.words import WISHES
from fristad.server.site.demo.stories import Story, data

#: How a contact is named, by its way; `{}` is what is written beside it.
_WAYS = {
    "phone": "By telephone",
    "message": "By message",
    "mail": "By mail to {mail}",
    "visit": "In person",
    "through": "Through {through}",
}
_DAYS_OF_MONTH = 30.44
_HERE = "XNO"


def person_values(story: Story, day: date) -> dict[str, Any]:
    """Return the fields of a person."""
    countries = data("countries")
    return {
        "names": list(story.names),
        "survivor_code": story.survivor_code,
        "birth": _birth(story, day),
        "ages": _ages(story, day),
        "sex": story.sex,
        "nationalities": ", ".join(countries[code] for code in story.nationalities) or _without_nationality(story),
        "languages": [{"code": code, "level": level} for code, level in story.languages.items()],
        "group": story.group,
        "status": _status(story, day),
        "documents": [_paper(paper, countries, day) for paper in story.documents],
        "contacts": [_contact(told) for told in story.contacts],
        "place": _here(story),
        "wishes": _wishes(story.wishes),
        "words": _words(story.words),
    }


def _paper(told: Mapping[str, Any], countries: Mapping[str, str], day: date) -> dict[str, Any]:
    """Return a paper; `until` is in days from the day the demo is made."""
    paper = {**told, "country": countries[told["country"]]}
    if "until" in told:
        end = day + timedelta(days=told["until"])
        paper["until"] = partial_date(Entered(end.year, end.month, end.day), end).to_json()
    return paper


def leg_told(leg: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return a leg as it is told: a foreign country stands behind the place, times are as exact as they were said."""
    months = leg.get("months", ())
    country = None if leg.get("country") == _HERE else data("countries").get(leg.get("country"))
    place = ", ".join(filter(None, (leg.get("place"), country)))
    # No end where it goes on today, nor where it is told with the very words of the beginning.
    ended = months[1] if len(months) > 1 else 0
    began = _told_date(leg, months[0], day) if months else None
    until = _told_date(leg, ended, day) if ended else None
    return {
        "place": place or None,
        "began": began.to_json() if began else None,
        "ended": until.to_json() if until and until != began else None,
        **{name: leg.get(name) for name in ("phase", "means", "with_whom", "paid_to", "debt")},
        "events": list(leg.get("events", ())),
    }


def _words(said: Mapping[str, str]) -> str:
    """Return what a person wants, first in their own language."""
    return "\n".join([*(text for lang, text in said.items() if lang != "en"), *filter(None, [said.get("en")])])


def _here(story: Story) -> str:
    return next((str(leg["place"]) for leg in story.journey if leg["phase"] == "now" and "place" in leg), "")


def _wishes(told: Mapping[str, str]) -> dict[str, str]:
    """Return what was wished. Interviewer and interpreter are codes; "none needed" and the like are no wish."""
    return {
        name: wish
        for name, wish in told.items()
        if name not in ("interviewer", "interpreter") or (wish in WISHES and wish != "unknown")
    }


def _birth(story: Story, day: date) -> dict[str, Any] | None:
    if story.born is None or story.age is None:
        return None
    month, of_month = (int(part) for part in story.born.split("-"))
    had_birthday = (month, of_month) <= (day.month, day.day)
    born = partial_date(Entered(day.year - story.age[0] - (not had_birthday), month, of_month), day)
    return {"date": born.to_json(), "kind": "stated", "on": day.isoformat()}


def _ages(story: Story, day: date) -> list[dict[str, Any]]:
    papers = (story.papers_age, story.papers_age) if story.papers_age is not None else None
    told = {"stated": story.age, "documented": papers, "assessed": story.assessed_age}
    on = (day - timedelta(days=0 if story.born else story.case.opened)).isoformat()
    return [{"kind": kind, "least": age[0], "most": age[1], "on": on} for kind, age in told.items() if age]


def _without_nationality(story: Story) -> str:
    return "Stateless" if story.group == "stateless" else ""


def _status(story: Story, day: date) -> str:
    words = data("people")
    here = [leg for leg in story.journey if leg.get("phase") == "now" and leg.get("months")]
    month = f"{_months_before(day, here[0]['months'][0]):%B %Y}" if here else ""
    arrived = words["arrived"].format(month=month) if month else ""
    return str(words["status"][story.group]).format(arrived=arrived).strip()


def _contact(told: Mapping[str, str]) -> dict[str, str]:
    way = _WAYS[told["way"]].format(**told)
    warning = f" Not to be reached through {told['not_to']}." if "not_to" in told else ""
    contact = {"how": ", ".join(filter(None, (way, told.get("when")))), "rules": told["rule"] + warning}
    # As digits: in the usual form a number of the demo would begin with a plus, like one that can be dialled.
    return {**contact, "number": told["number"].replace(" ", "")} if "number" in told else contact


def _months_before(day: date, months: float) -> date:
    return day - timedelta(days=round(months * _DAYS_OF_MONTH))


def _told_date(leg: Mapping[str, Any], months: float, day: date) -> PartialDate:
    then = _months_before(day, months)
    match leg.get("as", "month"):
        case "about":
            return partial_date(Entered(then.year, about=True), day)
        case "year":
            return partial_date(Entered(then.year), day)
        case "season":
            return partial_date(Entered(then.year, season=leg["season"]), day)
        case _:
            return partial_date(Entered(then.year, then.month), day)
