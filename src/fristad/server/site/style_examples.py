"""What the style page shows: invented people, places and deadlines, as the plain values that the parts take."""

from typing import Any, Final

from django.utils.html import format_html

from fristad.server.site.templatetags.fristad import code

SHAPES: Final = [
    ("full", "Told"),
    ("half", "Partly told"),
    ("ring", "No"),
    ("dotted", "Not asked"),
    ("ring-dot", "Does not know"),
    ("ring-bar", "Does not want to say"),
    ("ring-pause", "Not safe to ask now"),
    ("cross", "Conflicting"),
    ("now", "Now"),
    ("clock", "Due today"),
    ("triangle", "Overdue"),
    ("tick", "Done"),
    ("diamond", "From outside"),
]

TILES: Final = [
    {"count": 4, "label": "To review", "url": "#", "shape": "half", "note": "2 by a colleague's wish"},
    {"count": 3, "label": "Due today", "url": "#", "shape": "clock", "note": "first at 09:30"},
    {"count": 1, "label": "Overdue", "url": "#", "shape": "triangle", "note": "since Saturday", "tone": "overdue"},
    {"count": 6, "label": "With partners", "url": "#", "shape": "ring", "note": "longest 4 days"},
    {"count": 2, "label": "Legal deadlines", "url": "#", "shape": "diamond", "note": "in the next ten days"},
]


def _step(words: str, short: str, **more: Any) -> dict[str, Any]:
    return {"title": format_html("{} {}", words, code(short)), "url": "#", **more}


def steps() -> list[dict[str, Any]]:
    """Return the next steps of a day."""
    return [
        _step(
            "Phone the shelter about",
            "V6DJ4TY",
            shape="triangle",
            word="Overdue",
            text="They have not opened the referral sent on Thursday. The person sleeps at a friend's tonight.",
            tag="Overdue 2 days",
            tone="overdue",
        ),
        _step(
            "Call back",
            "T9HX2LD",
            shape="clock",
            word="Due",
            text="Safe number, until 11:00 only. If another voice answers, ask for the library.",
            tag="09:30",
            tone="due",
        ),
        _step(
            "Hold interview 2 with",
            "QK4MR7A",
            shape="now",
            word="Now",
            text="Room 2, Arabic interpreter booked. Asks for breaks. Do not phone before 17:00.",
            tag="10:00",
        ),
        _step(
            "Decide on",
            "M3PZ8RC",
            shape="half",
            word="Open",
            text="Three findings are ready. Nine answers are still open, two of them matter.",
            tag="Tomorrow",
        ),
    ]


HISTORY: Final = [
    {
        "shape": "now",
        "word": "Now",
        "when": "Today 10:43",
        "title": "Interview 2, topic 6 of 10",
        "text": "Paused twice. Five topics closed, one question not safe to ask.",
        "end": "Interview",
    },
    {
        "shape": "ring",
        "word": "Waiting",
        "when": "Fri 20 Nov",
        "title": "Referral to the legal clinic sent",
        "text": "They see: code, languages, kind of help. Not: account, place.",
        "end": "Referral",
    },
    {
        "shape": "full",
        "word": "Done",
        "when": "Tue 17 Nov",
        "title": "Consent given for the lawyer",
        "text": "In Arabic, explained by Hanna Berg, until 29 November.",
        "end": "Consent",
    },
    {
        "shape": "triangle",
        "word": "Danger",
        "when": "Mon 9 Nov",
        "title": "Two calls from an unknown number",
        "text": "Safe contact changed the same day. Old number closed.",
        "end": "Safety",
    },
]

TOPICS: Final = [
    {"shape": "tick", "word": "Done", "title": "Before we start", "text": "Private, consent given"},
    {"shape": "tick", "word": "Done", "title": "In their own words", "text": "Told 10:08 to 10:20"},
    {"shape": "half", "word": "Partly", "title": "How the work was offered", "text": "1 question left for later"},
    {"shape": "now", "word": "Now", "title": "Papers and moving around", "text": "Now", "now": True, "open": True},
    {"shape": "dotted", "word": "Not asked", "title": "Pay and debt", "open": True},
    {"shape": "dotted", "word": "Not asked", "title": "Closing: what happens next"},
]

LEGS: Final = [
    {
        "place": "Sudvik",
        "when": "to May 2025",
        "phase": "Recruitment",
        "events": ["A cousin's friend offers office work"],
    },
    {"place": "Harbour of Lar", "when": "June to Nov 2025", "phase": "Travel"},
    {"place": "Not told, not asked", "told": False, "phase": "Travel"},
    {"place": "Westmark", "when": "Feb 2026", "phase": "Travel", "events": ["Card taken “for the permit”"]},
    {"place": "Norland", "when": "Mar to Jul 2026", "phase": "Destination", "events": ["Left through an open door"]},
    {"place": "Norrby", "when": "from 2 Nov 2026", "phase": "Here", "now": True},
]

CASE_PARTS: Final = [
    {"label": "Summary", "url": "#", "current": True},
    {"label": "Timeline", "url": "#"},
    {"label": "Interviews", "url": "#", "count": 2},
    {"label": "Vulnerability and prevention", "url": "#"},
    {"label": "Safety plan", "url": "#", "count": "review"},
    {"label": "Referrals", "url": "#", "count": 3},
    {"label": "Consent", "url": "#", "count": "2 live"},
    {"label": "Who has seen this", "url": "#"},
]

COLUMNS: Final = [
    {"label": "What the law or the person asks"},
    {"label": "Case"},
    {"label": "Days", "number": True},
    {"label": "Left"},
]


def rows() -> list[list[Any]]:
    """Return the rows of the deadlines table."""
    return [
        [
            {"text": "Protection assessment of a child", "note": "Social services, same day or the day after"},
            {"text": code("B7WN5KE"), "url": "#"},
            1,
            {"tag": {"word": "1 day left", "tone": "due", "shape": "clock"}},
        ],
        [
            {"text": "Recovery and reflection", "note": "Decided on 2 November"},
            {"text": code("H2SG9QF"), "url": "#"},
            30,
            "9 days left",
        ],
        [
            {"text": "Reflection period ended", "note": "Application is in"},
            {"text": code("M3PZ8RC"), "url": "#"},
            30,
            {"tag": {"word": "Done, 20 November", "tone": "done", "shape": "tick"}},
        ],
    ]


def parts() -> dict[str, Any]:
    """Return what the page of parts shows."""
    return {
        "shapes": SHAPES,
        "tiles": TILES,
        "steps": steps(),
        "topics": TOPICS,
        "columns": COLUMNS,
        "rows": rows(),
        "buttons": [
            {"label": "Start an interview", "url": "#"},
            {"label": "New case", "url": "#", "kind": "secondary"},
        ],
        "facts": [
            {"name": "Names", "value": "مريم عبد الله", "action": {"label": "Change", "url": "#", "about": "names"}},
            {"name": "Age", "value": "25 to 29", "note": "As stated. No paper seen."},
            {"name": "Papers", "value": ""},
        ],
        "tasks": [
            {"title": "Explain consent", "url": "#", "shape": "tick", "word": "Done"},
            {
                "title": "Safe contact",
                "url": "#",
                "hint": "When, how, with which words",
                "shape": "half",
                "word": "Partly",
            },
            {"title": "Safety plan", "shape": "ring", "word": "Cannot start yet"},
        ],
    }


def case() -> dict[str, Any]:
    """Return what the case page and the interview page show."""
    crumbs = [{"label": "Cases", "url": "#"}, {"label": "QK4MR7A", "code": True}]
    return {"parts": CASE_PARTS, "history": HISTORY, "legs": LEGS, "topics": TOPICS, "crumbs": crumbs}
