"""Addresses of screening for planning and of the lists of people to be offered a conversation."""

from django.urls import path

from fristad.server.screening.views import bulk, talk_lists

urlpatterns = [
    path("planning/", bulk.runs, name="bulk"),
    path("planning/new/", bulk.new, name="bulk_new"),
    path("planning/<uuid:run_id>/", bulk.run, name="bulk_run"),
    path("planning/<uuid:run_id>/columns/", bulk.columns, name="bulk_columns"),
    path("planning/<uuid:run_id>/remove/", bulk.remove, name="bulk_remove"),
    path("planning/<uuid:run_id>/conversations/", talk_lists.make, name="talk_list_make"),
    path("conversations/", talk_lists.mine, name="talk_lists"),
    path("conversations/<uuid:list_id>/", talk_lists.one, name="talk_list"),
]
