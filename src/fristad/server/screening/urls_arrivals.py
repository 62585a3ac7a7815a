"""Addresses of the doors in, of first contact and of the talk that is not recorded."""

from django.urls import path

from fristad.server.screening.views import arrivals, held, unrecorded

urlpatterns = [
    path("talk/", unrecorded.talk, name="unrecorded"),
    path("arrivals/", arrivals.doors_in, name="doors_in"),
    path("arrivals/from/<slug:way>/", arrivals.first_contact, name="first_contact"),
    path("arrivals/worry/", arrivals.worry, name="worry"),
    path("arrivals/worry/<uuid:worry_id>/", arrivals.one_worry, name="one_worry"),
    path("arrivals/<uuid:arrival_id>/", arrivals.arrival, name="arrival"),
    path("arrivals/others/", held.held, name="held"),
    path("arrivals/alarms/", held.alarms, name="alarms"),
    path("arrivals/alarms/<uuid:alarm_id>/", held.alarm, name="alarm"),
    path("arrivals/others/<uuid:report_id>/", held.report, name="report"),
]
