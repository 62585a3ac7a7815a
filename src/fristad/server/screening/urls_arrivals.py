"""Addresses of the doors in, of first contact and of the talk that is not recorded."""

from django.urls import path

from fristad.server.screening import urls_around
from fristad.server.screening.views import unrecorded

urlpatterns = [
    *urls_around.urlpatterns,
    path("talk/", unrecorded.talk, name="unrecorded"),
]
