"""The records of screening. Each is reached through its door in `screening.doors`."""

from fristad.server.screening.models.arrivals import Alarm, Arrival, ArrivalState, HeldReport, Worry
from fristad.server.screening.models.bulk import BulkRun, BulkState, TalkList
from fristad.server.screening.models.certificate import Certificate
from fristad.server.screening.models.interview import Interview, InterviewState, Saying, Sitting
from fristad.server.screening.models.prevention import PreventionStep
from fristad.server.screening.models.profiles import Judgement, PlaceFile
from fristad.server.screening.models.result import Decision, ReviewState, ScreeningResult
from fristad.server.screening.models.support import Support
from fristad.server.screening.models.unrecorded import UnrecordedTalk, UnrecordedWeek

__all__ = [
    "Alarm",
    "Arrival",
    "ArrivalState",
    "BulkRun",
    "BulkState",
    "Certificate",
    "Decision",
    "HeldReport",
    "Interview",
    "InterviewState",
    "Judgement",
    "PlaceFile",
    "PreventionStep",
    "ReviewState",
    "Saying",
    "ScreeningResult",
    "Sitting",
    "Support",
    "TalkList",
    "UnrecordedTalk",
    "UnrecordedWeek",
    "Worry",
]
