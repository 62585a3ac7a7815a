"""Addresses of the doors in, of first contact and of the talk that is not recorded."""

from django.urls import path

from fristad.server.screening.views import arrivals, unrecorded

urlpatterns = [
    path("talk/", unrecorded.talk, name="unrecorded"),
    path("arrivals/", arrivals.doors_in, name="doors_in"),
    path("arrivals/from/<slug:way>/", arrivals.first_contact, name="first_contact"),
    path("arrivals/worry/", arrivals.worry, name="worry"),
    path("arrivals/others/", arrivals.held, name="held"),
    path("arrivals/alarms/", arrivals.alarms, name="alarms"),
    path("arrivals/alarms/<uuid:alarm_id>/", arrivals.alarm, name="alarm"),
]
