"""Addresses of signing in. Of allauth's own none is open: its rows and arithmetic are used, not its pages."""

from django.urls import path

from fristad.server.accounts.signin import (
    oidc_views,
    tokens_views,
    views_enter,
    views_factor,
    views_invite,
    views_linked,
    views_own,
)

app_name = "signin"
urlpatterns = [
    path("in/", views_enter.enter, name="enter"),
    path("in/with-passkey/", views_enter.passkey, name="with_passkey"),
    path("in/code/", views_enter.code, name="code"),
    path("in/out/", views_enter.out, name="out"),
    path("in/stay/", views_enter.stay, name="stay"),
    path("in/again/", views_factor.again, name="again"),
    path("in/factor/", views_factor.factor, name="factor"),
    path("in/factor/app/", views_factor.app, name="app"),
    path("in/factor/passkey/", views_factor.passkey, name="passkey"),
    path("in/factor/passkey/<int:passkey_id>/remove/", views_factor.passkey_remove, name="passkey_remove"),
    path("in/factor/recovery/", views_factor.recovery, name="recovery"),
    path("in/password/", views_own.password, name="password"),
    path("in/call-for-help/", views_own.duress, name="duress"),
    path("in/sessions/", views_own.sessions_page, name="sessions"),
    path("in/sessions/end/", views_own.session_end, name="session_end"),
    path("in/operations/", views_linked.operations, name="operations"),
    path("in/operations/<uuid:link_id>/", views_linked.switch, name="switch"),
    path("in/operations/<uuid:link_id>/unlink/", views_linked.unlink, name="unlink_operation"),
    path("in/language/", views_own.language, name="language"),
    path("in/conduct/", views_own.conduct_page, name="conduct"),
    path("in/kept/", views_own.held_form, name="held"),
    path("in/notices/", views_own.notices_page, name="notices"),
    path("in/organisation/", oidc_views.go, name="provider"),
    path("in/organisation/back/", oidc_views.back, name="provider_back"),
    path("in/identity/", oidc_views.identity, name="identity"),
    path("in/identity/link/", oidc_views.link, name="link"),
    path("in/identity/unlink/", oidc_views.unlink, name="unlink"),
    path("in/tokens/", tokens_views.tokens_page, name="tokens"),
    path("in/tokens/new/", tokens_views.token_new, name="token_new"),
    path("in/tokens/<uuid:token_id>/end/", tokens_views.token_end, name="token_end"),
    path("in/invite/", views_invite.invite, name="invite"),
    path("in/invite/<uuid:invitation_id>/withdraw/", views_invite.withdraw, name="withdraw"),
    path("in/invited/<uuid:invitation_id>/<slug:token>/", views_invite.accept, name="accept"),
    path("exit/", views_enter.leave, name="exit"),
]
