"""Addresses of imports, within those of the case file."""

from django.urls import path

from fristad.server.cases.importing import views

urlpatterns = [
    path("imports/", views.overview, name="imports"),
    path("imports/<uuid:import_id>/", views.one, name="import"),
]
