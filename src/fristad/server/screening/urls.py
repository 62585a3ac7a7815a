"""Addresses of screening: codes and random ids only, never a word that says what a talk was about."""

from django.urls import path

from fristad.server.screening import urls_around, urls_arrivals, urls_bulk, urls_profiles
from fristad.server.screening.views import certificates, handing, interviews, results, saying_it, talk

app_name = "screening"
urlpatterns = [
    *urls_arrivals.urlpatterns,
    *urls_around.urlpatterns,
    *urls_bulk.urlpatterns,
    *urls_profiles.urlpatterns,
    path("case/<str:code>/interviews/", interviews.listed, name="interviews"),
    path("case/<str:code>/interviews/new/", interviews.begin, name="begin"),
    path("interview/<uuid:interview_id>/", talk.interview, name="interview"),
    path("interview/<uuid:interview_id>/pause/", talk.pause, name="pause"),
    path("interview/<uuid:interview_id>/resume/", interviews.resume, name="resume"),
    path("interview/<uuid:interview_id>/close/", talk.close, name="close"),
    path("interview/<uuid:interview_id>/hand-over/", handing.hand_over, name="hand_over"),
    path("case/<str:code>/result/", results.result, name="result"),
    path("case/<str:code>/result/decide/", results.decide, name="decide"),
    path("case/<str:code>/result/again/", results.again, name="again"),
    path("case/<str:code>/result/history/", results.history, name="history"),
    path("interviewers/", certificates.listed, name="certificates"),
    path("interviewers/<int:certificate_id>/end/", certificates.end, name="certificate_end"),
    path("case/<str:code>/result/say/", saying_it.aloud, name="say"),
    path("case/<str:code>/result/say/paper/", saying_it.on_paper, name="say_paper"),
    path("decisions/", results.to_review, name="to_review"),
    path("decisions/<uuid:decision_id>/", results.review, name="review"),
]
