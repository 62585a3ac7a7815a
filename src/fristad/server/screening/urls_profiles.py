"""Addresses of vulnerability profiles, prevention plans and what helps in a talk."""

from django.urls import path

from fristad.server.screening.views import prevention, profiles

_CASE, _PLACE = "case/<str:code>/profile/<slug:about>/", "prevention/places/<uuid:place_id>/"

urlpatterns = [
    path("case/<str:code>/support/", profiles.support, name="support"),
    path(_CASE, profiles.profile, name="profile"),
    path(f"{_CASE}level/<slug:part>/", profiles.level, name="profile_level"),
    path(f"{_CASE}compare/", profiles.compare, name="profile_compare"),
    path(f"{_CASE}plan/", prevention.plan, name="prevention"),
    path(f"{_CASE}plan/new/", prevention.add, name="prevention_add"),
    path(f"{_CASE}plan/<uuid:step_id>/", prevention.change, name="prevention_change"),
    path(f"{_CASE}plan/<uuid:step_id>/end/", prevention.end, name="prevention_end"),
    path("prevention/due/", profiles.due, name="profiles_due"),
    path("prevention/places/", profiles.place_files, name="place_files"),
    path("prevention/places/new/", profiles.place_new, name="place_new"),
    path(_PLACE, profiles.place_profile, name="place_profile"),
    path(f"{_PLACE}end/", profiles.place_end, name="place_end"),
    path(f"{_PLACE}level/<slug:part>/", profiles.place_level, name="place_profile_level"),
    path(f"{_PLACE}compare/", profiles.place_compare, name="place_profile_compare"),
    path(f"{_PLACE}plan/", prevention.place_plan, name="place_prevention"),
    path(f"{_PLACE}plan/new/", prevention.place_add, name="place_prevention_add"),
    path(f"{_PLACE}plan/<uuid:step_id>/", prevention.place_change, name="place_prevention_change"),
    path(f"{_PLACE}plan/<uuid:step_id>/end/", prevention.place_end, name="place_prevention_end"),
]
