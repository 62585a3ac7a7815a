"""Every kind of fault is found, with its file, its item and what to do."""

from dataclasses import dataclass

import pytest

from fristad.library import check_library
from tests.library.conftest import Copy

ADULT = "instruments/ilo_delphi_adult_labour.yaml"
CHILD = "instruments/ilo_delphi_child_labour.yaml"
PALERMO = "instruments/palermo_art3.yaml"
REPORT = "instruments/ilo_forced_labour_11.yaml"
JUDGED = "instruments/iom_domv.yaml"


def test_the_shipped_library_is_sound() -> None:
    assert [str(problem) for problem in check_library()] == []


def test_an_untouched_copy_is_sound(library: Copy) -> None:
    assert check_library(library.home) == []


@dataclass(frozen=True)
class Fault:
    """Text `old` in `file` becomes `new`; then a problem in `file` (or `seen_in`) about `item` says `what`."""

    name: str
    file: str
    old: str
    new: str
    item: str
    what: str
    seen_in: str = ""


FAULTS = [
    Fault("duplicate key", ADULT, "kind: table\n", "kind: table\nkind: table\n", "", "'kind' a second time"),
    Fault("python tag", ADULT, "year: 2009", "year: !!python/object:os.system 2009", "", "carries the tag"),
    Fault("misspelt key", ADULT, "population: adults", "popluation: adults", "", "'popluation' is not known"),
    Fault("missing key", ADULT, "publisher: ILO and European Commission\n", "", "", "'publisher' is missing"),
    Fault("use level", ADULT, "use_level: training_until_checked", "use_level: maybe", "", "'use_level' is 'maybe'"),
    Fault("file name", REPORT, "id: ilo_forced_labour_11\n", "id: ilo_11\n", "", "is called 'ilo_11'"),
    Fault(
        "unknown source",
        PALERMO,
        "source: P1 Art. 3(a)\n",
        "source: P9 Art. 3(a)\n",
        "palermo.act.recruitment",
        "names P9",
    ),
    Fault(
        "second source", PALERMO, "source: T4 Art. 1(a)\n", "source: T4 Art. 1(a); T8\n", "debt_bondage@", "names T8"
    ),
    Fault(
        "no such leaf", ADULT, "leaf: deceived_wages@", "leaf: lied_about_wages@", "ilo_delphi.adult", "not a concept"
    ),
    Fault(
        "no such phase", ADULT, "deceived_wages@recruitment", "deceived_wages@travel", "ilo_delphi.adult", "no phase"
    ),
    Fault(
        "phase left out", ADULT, "deceived_wages@recruitment", "deceived_wages", "ilo_delphi.adult", "names no phase"
    ),
    Fault("weak counts six", ADULT, "weak: 1}\n  at", "weak: 6}\n  at", "recruitment_abuse", "combinations disagree"),
    Fault("threshold", ADULT, "at_least: 21", "at_least: 20", "deceptive_recruitment", "combinations disagree"),
    Fault(
        "combination",
        ADULT,
        "weak: 1}\n  source",
        "weak: 2}\n  source",
        "deceptive_recruitment",
        "combinations disagree",
    ),
    Fault("combination name", ADULT, "- {medium: 3}\n", "- {middle: 3}\n", "strengths", "names 'middle'"),
    Fault("strength missing", ADULT, "strength: medium, ", "", "ilo_delphi.adult", "strength is missing"),
    Fault("strength unknown", ADULT, "strength: medium,", "strength: fair,", "ilo_delphi.adult", "'fair' is not known"),
    Fault(
        "one leaf, two rows",
        ADULT,
        "leaf: debt_bondage@destination",
        "leaf: debt_bondage@recruitment",
        "ilo_delphi.adult_labour.CD.debt_bondage",
        "is also the leaf of ilo_delphi.adult_labour.CR.debt_bondage",
    ),
    Fault("no dimension", ADULT, "dimension: exploitation,", "dimension: exploit,", "ilo_delphi.adult", "not listed"),
    Fault(
        "same indicator twice",
        ADULT,
        "DR.deceived_wages,",
        "DR.deceived_contract,",
        "ilo_delphi.adult_labour.DR.deceived_contract",
        "given twice",
    ),
    Fault(
        "indicator of another list",
        CHILD,
        "id: ilo_delphi.child_labour.DR.deceived_wages",
        "id: ilo_delphi.adult_labour.DR.deceived_wages",
        "ilo_delphi.adult_labour.DR.deceived_wages",
        "also stands in",
    ),
    Fault(
        "rows overlap", ADULT, "require_none: [coercion_destination]", "require_none: []", "table", "both fit a person"
    ),
    Fault(
        "row names nothing",
        ADULT,
        "require_all: [deceptive_recruitment,",
        "require_all: [deception,",
        "deception_and",
        "names 'deception'",
    ),
    Fault(
        "row class", ADULT, "    classification: exploited_migrant\n", "", "exploited_migrant", "missing or given twice"
    ),
    Fault("row word", ADULT, "result: other_exploitation", "result: victim", "deception_and", "'result' is 'victim'"),
    Fault("no weight", ADULT, "weight: 1\n", "", "weight", "no weight"),
    Fault("no such lender", CHILD, "instrument: palermo_art3", "instrument: palermo", "act", "not there to borrow"),
    Fault("lender refused", CHILD, "instrument: palermo_art3", "instrument: raft", "act", "must not be used"),
    Fault("lender's dimension", CHILD, "dimension: act}", "dimension: deed}", "act", "no dimension 'deed'"),
    Fault("borrowed name", CHILD, "{id: act, inst", "{id: deed, inst", "deed", "another name"),
    Fault("link kind", PALERMO, "link: establishes", "link: proves", "palermo.act.recruitment", "'link' is 'proves'"),
    Fault(
        "linked twice",
        PALERMO,
        "leaf: violence_on_victim@destination",
        "leaf: violence_on_victim@recruitment",
        "palermo.means.threat_force",
        "linked twice",
    ),
    Fault(
        "nothing establishes it",
        PALERMO,
        "link: establishes",
        "link: points_to",
        "palermo.act.recruitment",
        "no leaf establishes it",
    ),
    Fault(
        "leaf and evidence",
        PALERMO,
        "- id: palermo.act.recruitment\n",
        "- id: palermo.act.recruitment\n  leaf: recruited@recruitment\n",
        "palermo.act.recruitment",
        "leaf and evidence at once",
    ),
    Fault("element in all", PALERMO, "how)\n  rule: any", "how)\n  rule: all", "palermo.means", "an element inside"),
    Fault(
        "presumed about",
        PALERMO,
        "  presumption:\n    condition: child",
        "  presumption:\n    condition: means",
        "presumption",
        "not a condition",
    ),
    Fault(
        "presumed unless",
        PALERMO,
        "unless_no: person.under_18_now",
        "unless_no: person.old",
        "presumption",
        "unless_no",
    ),
    Fault("report with a rule", REPORT, "rule: none", "rule: any", "forced_labour", "cannot stand here"),
    Fault("report with a weight", REPORT, "population: all", "population: all\nweight: 1", "weight", "has no rule"),
    Fault(
        "report that weighs",
        REPORT,
        "  label: Deception\n",
        "  label: Deception\n  strength: strong\n",
        "ilo11.02",
        "does not weigh",
    ),
    Fault("judgement without levels", JUDGED, "levels: [low, medium, high]\n", "", "levels", "no levels"),
    Fault(
        "withheld without reason",
        JUDGED,
        "withheld: 'The person",
        "withheld: '', note: 'The person",
        "domv.individual.",
        "'withheld' is empty",
    ),
    Fault("empty list", "instruments/raft.yaml", "use_level: none", "use_level: field", "indicators", "list is empty"),
    Fault(
        "concept twice",
        "concepts/acts.yaml",
        "- id: recruited\n",
        "- id: debt_bondage\n",
        "debt_bondage",
        "also stands in",
        seen_in="concepts/control.yaml",
    ),
    Fault("concept's block", "concepts/acts.yaml", "block: ", "block: first # ", "recruited", "block 'first'"),
    Fault(
        "concept's phase",
        "concepts/acts.yaml",
        "phases: [recruitment]",
        "phases: [before]",
        "recruited",
        "phases are [before]",
    ),
    Fault("concept's theme", "concepts/acts.yaml", "theme: acts", "theme: deeds", "", "theme is 'deeds'"),
    Fault("concept's burden", "concepts/acts.yaml", "burden: ", "burden: 7 # ", "recruited", "'burden' is '7'"),
    Fault("concept's kind", "concepts/acts.yaml", "kind: told", "kind: heard", "recruited", "'kind' is 'heard'"),
    Fault(
        "age missing",
        "person.yaml",
        "- id: person.under_18_now",
        "- id: person.young_now",
        "person.under_18_now",
        "missing",
    ),
    Fault("no translation", "texts/uk/acts.yaml", "  recruited:\n", "  recruted:\n", "recruited", "there is no text"),
    Fault(
        "text for nothing",
        "texts/uk/acts.yaml",
        "  recruited:\n",
        "  recruted:\n",
        "recruted",
        "no concept of this name",
    ),
    Fault(
        "no question",
        "texts/ar/control.yaml",
        "      destination: ",
        "      travel: ",
        "confiscation_documents",
        "question for destination is missing",
    ),
    Fault(
        "question too many",
        "texts/ar/control.yaml",
        "      destination: ",
        "      travel: ",
        "confiscation_documents",
        "a phase that the concept does not have",
    ),
    Fault("text's status", "texts/es/acts.yaml", "status: drafted", "status: done", "recruited", "'status' is 'done'"),
    Fault("text's language", "texts/es/acts.yaml", "lang: es", "lang: en", "", "lang is 'en'"),
    Fault("age untranslated", "person.yaml", "    uk:\n", "    xx:\n", "person.under_18_then", "no text in 'uk'"),
    Fault("phrase untranslated", "phrases.yaml", "    fr:\n", "    xx:\n", "phrase.safety", "no text in 'fr'"),
    Fault("block without label", "blocks.yaml", "{id: age, label: Age}", "{id: age}", "age", "'label' is missing"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_kind_of_fault_is_found(library: Copy, fault: Fault) -> None:
    library.edit(fault.file, fault.old, fault.new)
    found = [
        problem
        for problem in check_library(library.home)
        if problem.file == (fault.seen_in or fault.file)
        and problem.item.startswith(fault.item)
        and fault.what in f"{problem.item} {problem.what}"
    ]
    assert found, [str(problem) for problem in check_library(library.home)][:5]
    assert all(problem.do or fault.file in problem.what or fault.item == "table" for problem in found)


OBSERVED = """  fear_or_anxiety_seen:
    status: drafted
"""


def test_an_observation_must_not_become_a_question(library: Copy) -> None:
    text = (library.home / "texts/en/signs.yaml").read_text(encoding="utf-8")
    assert OBSERVED in text
    library.edit("texts/en/signs.yaml", OBSERVED, OBSERVED + "    question:\n      now: Are you afraid?\n")
    assert [p.what for p in check_library(library.home)] == ["an observation is never turned into a question."]


def test_a_word_about_a_trait_stops_until_somebody_confirms_it(library: Copy) -> None:
    name = "concepts/circumstances.yaml"
    text = (library.home / name).read_text(encoding="utf-8")
    confirmation = next(line for line in text.splitlines() if "confirmed_not_trait" in line)
    library.edit(name, f"{confirmation}\n", "")
    items = {problem.item for problem in check_library(library.home)}
    assert "abuse_cultural_religious" in items
    assert "ilo_delphi.adult_labour.RV.abuse_cultural_religious" in items
    library.edit(name, "- id: abuse_cultural_religious\n", f"- id: abuse_cultural_religious\n{confirmation}\n")
    assert check_library(library.home) == []


@pytest.mark.parametrize(
    "label",
    [
        "Nationality of the person",
        "Is a member of an ethnic minority",
        "Religion",
        "Sex",
        "Gender identity",
        "Sexual orientation",
        "Has a disability",
        "Citizenship",
        "Comes from a known source place",
        "Country of birth",
        "Country of origin",
    ],
)
def test_each_kind_of_trait_is_suspected(library: Copy, label: str) -> None:
    library.edit("instruments/ilo_forced_labour_11.yaml", "label: Deception\n", f"label: {label}\n")
    assert [problem.item for problem in check_library(library.home)] == ["ilo11.02_deception"]


@pytest.mark.parametrize("label", ["Sexual exploitation", "Knows only sex-related words", "Sex work", "National law"])
def test_words_for_what_was_done_are_not_suspected(library: Copy, label: str) -> None:
    library.edit("instruments/ilo_forced_labour_11.yaml", "label: Deception\n", f"label: {label}\n")
    assert check_library(library.home) == []


TRAIT = """- id: nationality
  phases: [now]
  about: trait
  kind: told
  block: work
  burden: 0
  why: Only to show that nothing may use it.
"""


def test_no_mapping_may_reach_a_trait(library: Copy) -> None:
    library.add("concepts/acts.yaml", TRAIT)
    (library.home / "mappings").mkdir(exist_ok=True)
    mapping = "schema: fristad-mapping/1\ncolumns:\n- column: citizenship\n  answers: {yes: [nationality@now]}\n"
    mapping += "- {column: sex, answers: {f: domv.individual.sex}}\n"
    (library.home / "mappings/mine.yaml").write_text(mapping, encoding="utf-8")
    reached = [p for p in check_library(library.home) if p.file == "mappings/mine.yaml"]
    assert [(p.item, p.what) for p in reached] == [
        ("nationality@now", "it leads to what is never asked and never counted."),
        ("domv.individual.sex", "it leads to what is never asked and never counted."),
    ]


def test_a_report_may_not_read_a_trait_either(library: Copy) -> None:
    library.add("concepts/acts.yaml", TRAIT)
    library.edit(REPORT, "leaf: deceived_wages@recruitment", "leaf: nationality@now")
    found = [p for p in check_library(library.home) if p.file == REPORT]
    assert [p.item for p in found] == ["ilo11.02_deception"]
    assert "fed by nationality@now" in found[0].what


def test_a_file_that_cannot_be_read_is_the_only_problem(library: Copy) -> None:
    (library.home / "texts/sv/acts.yaml").write_bytes(b"texts: \xff\n")
    (problem,) = check_library(library.home)
    assert str(problem).startswith("texts/sv/acts.yaml")
    assert "not valid UTF-8" in str(problem)


def test_an_unknown_language_is_a_problem(library: Copy) -> None:
    (library.home / "texts/tlh").mkdir()
    assert [p.file for p in check_library(library.home)] == ["texts/tlh"]


def test_a_folder_that_is_no_library_says_what_one_holds(tmp_path_factory: pytest.TempPathFactory) -> None:
    (problem,) = check_library(tmp_path_factory.mktemp("empty"))
    assert "blocks.yaml" in str(problem)


def test_checking_again_sees_what_was_changed_meanwhile(library: Copy) -> None:
    assert check_library(library.home) == []
    library.edit(ADULT, "at_least: 21", "at_least: 20")
    assert check_library(library.home) != []
