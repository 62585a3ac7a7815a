"""The people of the demo: invented, of every group, age and script; and an account for each role."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations, pairwise

from django.test import override_settings

from fristad.server.accounts import demo as sign_in
from fristad.server.accounts.rights import Role
from fristad.server.cases import words, words_languages
from fristad.server.cases.pure.names import clean_name
from fristad.server.common.registry import demo_parts
from fristad.server.site.demo import making, stories
from fristad.server.site.demo.generating import people
from tests.conftest import ROOT

#: A first digit, and at least five more with nothing but spaces and marks between: what a telephone could dial.
NUMBER = re.compile(r"\+?\d(?:[\s().\-]*\d){5,}")
REAL_AGENCIES = (
    "UNHCR", "IOM", "UNICEF", "UNODC", "ILO", "OHCHR", "UNFPA", "UNRWA", "WFP", "MSF", "ICRC", "Frontex", "Europol",
    "Interpol", "Red Cross", "Red Crescent", "Caritas", "Oxfam", "Save the Children", "Refugee Council", "La Strada",
    "Salvation Army", "World Vision", "Migrationsverket", "Amnesty", "Terre des", "Rescue Committee",
)  # fmt: skip


def all_texts() -> Iterator[tuple[str, str]]:
    """Give (file, content) of all data of the demo, comments left out."""
    for folder in (files(stories.__package__) / "data", files(stories.__package__) / "data" / "stories"):
        for file in folder.iterdir():
            if file.name.endswith((".yaml", ".csv")):
                lines = file.read_text(encoding="utf-8").splitlines()
                yield file.name, "\n".join(line for line in lines if not line.startswith("#"))


BANDS = ((0, 12), (13, 17), (18, 24), (25, 39), (40, 59), (60, 120))


def band(story: stories.Story) -> tuple[int, int] | None:
    """Return the age group of a person; None where no age was told."""
    return next((each for each in BANDS if story.age and each[0] <= story.age[0] <= each[1]), None)


def test_it_has_two_hundred_people_of_every_group() -> None:
    groups = Counter(story.group for story in people())
    assert groups == stories.data("people")["groups"]
    assert sum(groups.values()) == 200
    assert groups.keys() == words.GROUPS.keys()


def test_it_has_people_of_every_age_and_some_whose_age_nobody_knows() -> None:
    ages = Counter(band(story) for story in people())
    assert all(ages[each] >= 8 for each in (*BANDS, None)), ages


def test_at_least_thirty_stories_are_written_by_hand_and_the_most_of_them_are_full() -> None:
    told = list(stories.written())
    assert len(told) >= 30
    assert sum(bool(story.words and story.case.why and story.contacts) for story in told) >= 30


def test_no_two_people_share_everything_that_they_say() -> None:
    said = Counter((tuple(story.words.items()), story.case.why) for story in people() if story.words)
    assert max(said.values()) <= 3


def test_names_come_in_every_script_and_language_and_most_people_have_several() -> None:
    names = [name for story in people() for name in story.names]
    scripts = {unicodedata.name(letter).split()[0] for name in names for letter in name["text"] if letter.isalpha()}
    assert scripts >= {"LATIN", "ARABIC", "ETHIOPIC", "CYRILLIC", "BENGALI"}
    assert {name["lang"] for name in names} >= {"ti", "am", "ar", "uk", "bn", "es", "fr", "prs", "ps", "sv"}
    assert sum(len(story.names) > 1 for story in people()) > 120


def test_every_name_is_one_that_a_form_would_take() -> None:
    names = [name["text"] for story in people() for name in story.names]
    assert [clean_name(name) for name in names] == names


def test_its_codes_are_those_of_the_case_file() -> None:
    for story in people():
        assert story.sex in words.SEXES
        assert {name["kind"] for name in story.names} <= words.NAME_KINDS.keys()
        assert story.wishes.get("interviewer", "unknown") in words.WISHES
        assert {leg["phase"] for leg in story.journey} <= words.PHASES.keys()
        assert {leg["means"] for leg in story.journey if "means" in leg} <= words.MEANS_OF_TRAVEL.keys()
        assert {kind for need in story.needs for kind in need} <= words.NEEDS.keys()
        assert {finding["kind"] for finding in story.findings} <= words.FINDINGS.keys()
        assert story.case.close in {"", *words.CLOSE_REASONS}
        assert story.languages.keys() <= words_languages.LANGUAGES.keys(), story.key


def test_no_number_can_be_dialled_and_no_mail_can_arrive() -> None:
    contacts = [contact for story in people() for contact in story.contacts]
    assert all(contact["number"].startswith("00000") for contact in contacts if "number" in contact)
    assert all(contact["mail"].endswith("@example.org") for contact in contacts if "mail" in contact)
    for name, text in all_texts():
        assert [found for found in NUMBER.findall(text) if not found.startswith("00000")] == [], name
        addresses = re.findall(r"[\w.]+@[\w-]+\.[\w.]*\w", text)
        assert all(address.endswith(("@example.org", ".example.org")) for address in addresses), name


def test_no_real_agency_is_named() -> None:
    for name, text in all_texts():
        assert [agency for agency in REAL_AGENCIES if re.search(rf"\b{agency}\b", text)] == [], name
    assert all("(invented)" in agency["name"] for agency in stories.data("operation")["agencies"])


def test_it_is_the_same_each_time_in_whatever_order_hashes_fall() -> None:
    count = "import hashlib; from fristad.server.site.demo.generating import people"
    command = f"{count}; print(hashlib.sha256(repr(people()).encode()).hexdigest())"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout.decode().strip() == hashlib.sha256(repr(people()).encode()).hexdigest()


def test_journeys_go_forward_in_time_and_some_have_gaps() -> None:
    journeys = [story.journey for story in people() if story.journey]
    for journey in journeys:
        begun = [leg["months"][0] for leg in journey if "months" in leg]
        assert all(before >= after for before, after in pairwise(begun)), journey
    assert sum(any("place" not in leg for leg in journey) for journey in journeys) >= 20
    assert 10 <= sum(not story.journey for story in people()) <= 60


def test_nobody_has_a_case_before_they_came() -> None:
    for story in people():
        for leg in story.journey:
            if leg["phase"] == "now":
                assert story.case.opened <= 31 * (leg["months"][0] + 1), story.key
        assert all(note["ago"] <= story.case.opened for note in story.notes), story.key


def test_nobody_in_a_family_is_the_parent_of_somebody_of_the_same_age() -> None:
    parents, children = ("mother", "father", "grandmother"), ("son", "daughter", "grandson")
    families: dict[str, list[stories.Story]] = {}
    for story in people():
        if story.family:
            families.setdefault(story.family["key"], []).append(story)
    for members in families.values():
        for one, other in combinations(members, 2):
            if one.family and other.family and one.age and other.age:
                roles = (one.family["as"], other.family["as"])
                if roles[0] in parents and roles[1] in children:
                    assert one.age[0] - other.age[1] >= 12, (one.key, other.key)


def test_every_role_has_an_account_and_the_sign_in_page_shows_it_only_in_a_demonstration() -> None:
    staff = stories.data("operation")["staff"]
    assert {role for each in staff for role in each["roles"]} == set(Role)
    shown_first = {next(iter(each["roles"])) for each in staff if "try" in each}
    assert shown_first == set(Role) - {Role.DUTY_OFFICER, Role.DUPLICATE_DESK}  # these stand on top of another
    with override_settings(DEMO=True):
        assert {each.sign_in_name for each in sign_in.accounts()} >= {"maja.demo", "birgit.demo", "ake.demo"}
        assert all(each.to_try for each in sign_in.accounts())
    with override_settings(DEMO=False):
        assert sign_in.accounts() == []


def test_a_fresh_demonstration_gets_its_people_from_here() -> None:
    assert demo_parts.get("people") is making.fill
