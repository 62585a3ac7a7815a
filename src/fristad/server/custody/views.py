"""The page on which a key holder opens a locked server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fristad.server.accounts import throttle
from fristad.server.accounts.doors import public
from fristad.server.common.problems import NotThereError
from fristad.server.custody import unlocking
from fristad.server.custody.forms import UnlockForm
from fristad.server.vault.key_files import KeyStoreError
from fristad.server.vault.keyring import keyring

_SAID: dict[str, Promise] = {
    "does_not_open": _("Name, passphrase and key file do not belong together. Check each, and try again."),
    "foreign_key_file": _("This key file belongs to another installation. Choose yours."),
    "no_key_file": _("This is not a key file. Choose the file you were given."),
    "wait": _("There were wrong tries. Wait a minute, then try again."),
}
_OTHERWISE = _("The keys cannot be opened here. Your administrator finds the reason with `fristad keys status`.")


# Exempt, since the secret against forged forms would need a session, and a locked server begins none. Whoever sends
# this form from elsewhere must know name, passphrase and key file.
@csrf_exempt
@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Ask a key holder; answer with the sign-in page once the server is open."""
    if keyring.is_open:
        return redirect("/")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotThereError
    form = UnlockForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            unlocking.unlock(**form.cleaned_data, at="page", origin=throttle.address_of(request))
        except KeyStoreError as error:
            form.add_error(None, str(_SAID.get(error.code, _OTHERWISE)))
        else:
            return redirect("/")
    return render(request, "custody/unlock.html", {"form": form}, status=503 if request.method == "GET" else 403)
