"""The addresses of the ceremonies."""

from django.urls import path

from fristad.server.custody import views

app_name = "custody"
urlpatterns = [path("unlock/", views.unlock, name="unlock")]
