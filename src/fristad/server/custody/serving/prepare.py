"""Before the processes start: tables of this version, a database of the right kind, a demonstration if that is asked.

A process of its own, so that nothing of it stays in the memory of the one that supervises. Prints what to tell.
"""

from __future__ import annotations

import sys

from fristad.engine.errors import FristadError
from fristad.server.custody.set_up import set_up
from fristad.server.vault.hardening import harden


def main() -> int:
    """Return 0, or 2 with one sentence on standard error."""
    harden()
    set_up()
    from fristad.server.custody import demonstration, installations, places  # noqa: PLC0415 - needs the apps

    try:
        if places.is_demo():
            demonstration.remove_unfinished()
        installations.migrate()
        if places.is_demo():
            demonstration.make()
        else:
            installations.check()
        sys.stdout.writelines(f"{each}\n" for each in _notes())
    except FristadError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _notes() -> list[str]:
    """Return what to tell beside the address."""
    from fristad.server.accounts import demo  # noqa: PLC0415 - needs the apps
    from fristad.server.custody import places  # noqa: PLC0415

    if not places.is_demo():
        return ["It is locked. Unlock it with `fristad keys unlock`, or on its page.", *_unnamed_proxy()]
    shown = demo.accounts()
    head = ["A demonstration: everybody in it is invented, and its keys protect nobody.", "Sign in as"] if shown else []
    return head + [f"  {each.sign_in_name:<16} {each.password:<24} {each.role}" for each in shown]


def _unnamed_proxy() -> list[str]:
    from django.conf import settings  # noqa: PLC0415 - needs what was set up

    if settings.TRUSTED_PROXIES:
        return []
    return ["No proxy is named in FRISTAD_PROXIES: all who come through one are slowed as one when they sign in."]


if __name__ == "__main__":
    raise SystemExit(main())
