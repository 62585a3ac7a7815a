"""One fault of each kind that a library file can have, and where the checker must see it."""

from dataclasses import dataclass

ADULT = "instruments/ilo_delphi_adult_labour.yaml"
CHILD = "instruments/ilo_delphi_child_labour.yaml"
PALERMO = "instruments/palermo_art3.yaml"
REPORT = "instruments/ilo_forced_labour_11.yaml"
JUDGED = "instruments/iom_domv.yaml"
SMUGGLING = "instruments/smuggling_finding.yaml"


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
    Fault("unit", SMUGGLING, "unit: journey_leg", "unit: leg", "", "'unit' is 'leg'"),
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
