"""The records of screening. Each is reached through its door in `screening.doors`."""

from fristad.server.screening.models.certificate import Certificate
from fristad.server.screening.models.interview import Interview, InterviewState, Saying, Sitting
from fristad.server.screening.models.result import Decision, ReviewState, ScreeningResult

__all__ = [
    "Certificate",
    "Decision",
    "Interview",
    "InterviewState",
    "ReviewState",
    "Saying",
    "ScreeningResult",
    "Sitting",
]
