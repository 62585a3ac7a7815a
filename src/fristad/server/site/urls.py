"""The addresses. Each app has its own; no address holds a personal value."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from fristad.server.site import home, views, views_style

handler400 = handler403 = handler404 = "fristad.server.site.middleware.refused"
handler500 = "fristad.server.site.middleware.uncaught"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("api/", include("fristad.server.api.urls")),
    path("", include("fristad.server.cases.urls")),
    path("", include("fristad.server.consent.urls")),
    path("", include("fristad.server.screening.urls")),
    path("", include("fristad.server.custody.urls")),
    path("", include("fristad.server.accounts.signin.urls")),
    path("", include("fristad.server.accounts.people.urls")),
    path("health/", views.health, name="health"),
    path("language/", views.language, name="language"),
    path("neutral/", views.neutral, name="neutral"),
    path("help/", views.help_page, name="help"),
]

if settings.DEMO:
    urlpatterns.append(path("style/<slug:page>/", views_style.style, name="style"))
