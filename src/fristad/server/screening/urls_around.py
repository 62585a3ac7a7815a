"""Addresses of the pages beside the topics of an interview."""

from django.urls import path

from fristad.server.screening.views import around, compromised

urlpatterns = [
    path("interpreters/<uuid:interpreter_id>/talks/", compromised.talks, name="interpreter_talks"),
    path("interview/<uuid:interview_id>/seen/", around.seen, name="seen"),
    path("interview/<uuid:interview_id>/told/", around.listed, name="told"),
    path("interview/<uuid:interview_id>/told/<uuid:saying_id>/", around.correct, name="correct"),
]
