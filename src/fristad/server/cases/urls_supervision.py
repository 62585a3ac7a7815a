"""Addresses of supervision."""

from django.urls import path

from fristad.server.cases.views import emergency

urlpatterns = [
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergencies/", emergency.emergencies, name="emergencies"),
    path("emergencies/<uuid:access_id>/", emergency.judge, name="emergency_judge"),
]
