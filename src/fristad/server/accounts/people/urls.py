"""Addresses of people and roles: random ids only."""

from django.urls import path

from fristad.server.accounts.people import views_changes, views_people, views_places, views_roles

app_name = "people"
urlpatterns = [
    path("people/", views_people.people_list, name="list"),
    path("people/waiting/", views_roles.waiting, name="waiting"),
    path("people/waiting/<uuid:pending_id>/", views_roles.waiting_one, name="waiting_one"),
    path("people/changes/<uuid:pending_id>/", views_changes.change_one, name="change_one"),
    path("people/role/<uuid:grant_id>/", views_roles.role_narrow, name="role"),
    path("people/role/<uuid:grant_id>/end/", views_roles.role_end, name="role_end"),
    path("people/teams/", views_places.teams, name="teams"),
    path("people/teams/new/", views_places.team_new, name="team_new"),
    path("people/teams/<uuid:team_id>/", views_places.team_rename, name="team"),
    path("people/teams/<uuid:team_id>/close/", views_places.team_close, name="team_close"),
    path("people/looks/", views_places.looks, name="looks"),
    path("people/country/", views_places.country, name="country"),
    path("people/<uuid:staff_id>/", views_people.person, name="person"),
    path("people/<uuid:staff_id>/change/", views_people.change, name="change"),
    path("people/<uuid:staff_id>/disable/", views_people.disable, name="disable"),
    path("people/<uuid:staff_id>/enable/", views_people.enable, name="enable"),
    path("people/<uuid:staff_id>/sessions/end/", views_people.sessions_end, name="sessions_end"),
    path("people/<uuid:staff_id>/role/", views_roles.role_new, name="role_new"),
    path("people/<uuid:staff_id>/reset/", views_roles.reset, name="reset"),
    path("focal-points/", views_places.focal_points, name="focal_points"),
    path("focal-points/new/", views_places.focal_point_new, name="focal_point_new"),
    path("focal-points/<uuid:point_id>/end/", views_places.focal_point_end, name="focal_point_end"),
    path("focal-points/outside/", views_places.outside, name="outside"),
]
