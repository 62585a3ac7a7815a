"""Addresses of the case file: codes and random ids only."""

from django.urls import path

from fristad.server.cases import urls_supervision
from fristad.server.cases.views import (
    documents,
    exports,
    interpreters,
    journey,
    lists,
    log,
    opening,
    person,
    places,
    search,
    state,
    work,
)

app_name = "cases"
urlpatterns = [
    path("cases/", lists.case_list, name="list"),
    path("cases/new/", opening.case_new, name="new"),
    path("search/", search.search, name="search"),
    path("search/<uuid:search_id>/", search.found, name="found"),
    path("case/<str:code>/", opening.summary, name="open"),
    path("case/<str:code>/person/", opening.show_name, name="person"),
    path("case/<str:code>/person/edit/", person.edit, name="person_edit"),
    path("case/<str:code>/person/contact/", person.contact, name="contact"),
    path("case/<str:code>/person/number/", person.number, name="number"),
    path("case/<str:code>/journey/", journey.journey, name="journey"),
    path("case/<str:code>/journey/<uuid:leg_id>/", journey.leg_change, name="leg"),
    path("case/<str:code>/journey/<uuid:leg_id>/<str:way>/", journey.leg_order, name="leg_order"),
    path("case/<str:code>/risk/", state.risk, name="risk"),
    path("case/<str:code>/assign/", state.assign, name="assign"),
    path("case/<str:code>/close/", state.close, name="close"),
    path("case/<str:code>/decide/", state.decide, name="decide"),
    path("case/<str:code>/reopen/", state.reopen, name="reopen"),
    path("case/<str:code>/print/", exports.on_paper, name="print"),
    path("case/<str:code>/timeline/", log.timeline, name="timeline"),
    path("case/<str:code>/seen/", log.seen, name="seen"),
    path("case/<str:code>/documents/", documents.documents, name="documents"),
    path("case/<str:code>/documents/<uuid:document_id>/", documents.download, name="document"),
    path("case/<str:code>/documents/<uuid:document_id>/withdraw/", documents.withdraw, name="document_withdraw"),
    path("case/<str:code>/part/<str:section>/", work.items, name="items"),
    path("case/<str:code>/part/<str:section>/<uuid:item_id>/", work.item_change, name="item"),
    path("case/<str:code>/part/<str:section>/<uuid:item_id>/close/", work.item_close, name="item_close"),
    path("interpreters/", interpreters.register, name="interpreters"),
    path("interpreters/new/", interpreters.new, name="interpreter_new"),
    path("interpreters/<uuid:interpreter_id>/", interpreters.one, name="interpreter"),
    path("interpreters/<uuid:interpreter_id>/edit/", interpreters.change, name="interpreter_change"),
    path("interpreters/<uuid:interpreter_id>/end/", interpreters.end, name="interpreter_end"),
    path("places/", places.overview, name="places"),
    path("places/import/", places.take_in, name="places_import"),
    path("places/find/", places.find, name="places_find"),
    *urls_supervision.urlpatterns,
]
