"""Addresses of retention and erasure."""

from django.urls import path

from fristad.server.cases.views import erasing, retention

urlpatterns = [
    path("retention/", retention.policy, name="policy"),
    path("retention/new/", retention.rule_new, name="rule_new"),
    path("retention/<uuid:rule_id>/end/", retention.rule_end, name="rule_end"),
    path("erase/", erasing.due, name="due"),
    path("erase/<uuid:proposal_id>/", erasing.due_one, name="due_one"),
    path("erased/<uuid:proposal_id>/", erasing.certificate, name="certificate"),
    path("case/<str:code>/kept/", retention.kept, name="retention"),
    path("case/<str:code>/hold/", retention.hold, name="hold"),
    path("case/<str:code>/hold/<uuid:hold_id>/lift/", retention.lift, name="hold_lift"),
    path("case/<str:code>/seal/", erasing.seal, name="seal"),
    path("case/<str:code>/erase/", erasing.erase, name="erase"),
]
