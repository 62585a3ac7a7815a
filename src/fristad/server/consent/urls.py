"""Addresses of the ledger of consent."""

from django.urls import path

from fristad.server.consent import views

app_name = "consent"
urlpatterns = [
    path("case/<str:code>/consent/", views.consent, name="consent"),
    path("case/<str:code>/consent/copy/", views.copy, name="copy"),
    path("case/<str:code>/consent/<int:number>/back/", views.withdraw, name="withdraw"),
]
