"""The addresses. Each app has its own; no address holds a personal value."""

from django.urls import URLPattern, URLResolver, path

from fristad.server.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", views.health, name="health"),
    path("language/", views.language, name="language"),
    path("neutral/", views.neutral, name="neutral"),
    path("help/", views.help_page, name="help"),
]
