"""The catalogue of problems. Whatever goes wrong for a user is one of these, and each is shown as one calm page.

Each says what happened, that nothing was lost (or what was), and what to do. The code is permanent and stands on the
page, so that a person on the telephone can name it. No text here ever holds a name or a value.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fristad.engine.errors import FristadError

Text = str | Promise


class Problem(FristadError):  # noqa: N818 - the whole catalogue is called so
    """Something a user meets. Subclasses fill in the texts; `detail` may add one sentence without personal data."""

    code: ClassVar[str] = "F000"
    status: ClassVar[int] = 500
    title: ClassVar[Text] = _("Something went wrong here")
    happened: ClassVar[Text] = _("The fault is ours. It has been noted without any personal data.")
    kept: ClassVar[Text] = _("What was saved before is safe. This last step was not taken.")
    to_do: ClassVar[Text] = _("Go back and try again. If it happens again, tell your administrator the number below.")

    def __init__(self, detail: Text | None = None) -> None:
        super().__init__(str(detail or self.title))
        self.detail = detail


class NotThereError(Problem):
    """Not there, or out of the reader's scope: the two look the same."""

    code = "F404"
    status = 404
    title = _("This page is not here")
    happened = _("There is nothing at this address, or it is not open to you.")
    kept = _("Nothing was changed.")
    to_do = _("Check the code, or go back to where you came from.")


class NoSuchStepError(Problem):
    """The address is there, but not for this kind of request: mostly a form's address that was loaded again."""

    code = "F405"
    status = 405
    title = _("This step cannot be opened like this")
    happened = _("This address takes what a form sends, and was opened without it.")
    kept = _("Nothing was changed.")
    to_do = _("Go back to the page with the form, or begin from the home page.")


class LockedError(Problem):
    """The operation's keys are not here."""

    code = "F503"
    status = 503
    title = _("This service is closed for the moment")
    happened = _("It opens again when one of the people responsible unlocks it.")
    kept = _("Everything that was saved is safe.")
    to_do = _("Try again later. In danger, call the emergency number of the place where you are.")


class StaleError(Problem):
    """Two people changed the same record; this one came second."""

    code = "F409"
    status = 409
    title = _("Somebody changed this while you were writing")
    happened = _("Another change was saved after you opened this page.")
    kept = _("Your text is kept on this page beside theirs. Nothing was overwritten.")
    to_do = _("Read both, put together what should stand, and save again.")


class ErasedError(Problem):
    """The record's key was destroyed."""

    code = "F410"
    status = 410
    title = _("This record was erased")
    happened = _("What it held was destroyed and cannot be brought back.")
    kept = _("The certificate of the erasure stands in the log.")
    to_do = _("Nothing. If you did not expect this, speak with your supervisor.")


class TamperedError(Problem):
    """A stored value does not open in its place."""

    code = "F420"
    status = 500
    title = _("A stored value does not open")
    happened = _("It was changed or moved outside this service, or the wrong key is in use. It is not shown.")
    kept = _("Nothing was changed now.")
    to_do = _("Tell your administrator today: they can run `fristad audit verify`.")


class FactorsTamperedError(TamperedError):
    """A person's second factors are not those that were set up."""

    code = "F421"
    status = 403
    title = _("Your second factor is not as you left it")
    happened = _("What is stored of it was changed outside this service. Nobody is let in with it.")
    to_do = _("Tell your administrator today: they can run `fristad audit verify` and have the second factor reset.")


class WrongInputError(Problem):
    """What was sent cannot be taken as it is."""

    code = "F422"
    status = 422
    title = _("This cannot be saved as it is")
    happened = _("Something in what was sent is missing, too large or of the wrong kind.")
    kept = _("Nothing was saved, and nothing that was saved before is lost.")
    to_do = _("Go back, change it, and send it again.")


class TooLargeError(WrongInputError):
    """More bytes than the limit of this kind."""

    code = "F413"
    status = 413
    title = _("This is too large")
    happened = _("A file may have 20 MB at most. What was sent is larger, so it was not taken in.")
    kept = _("Nothing that was saved before is lost. What was typed beside the file was not saved.")
    to_do = _(
        "Go back with your browser: it often still shows what you typed. Copy that first. Then choose a smaller file, "
        "or divide it."
    )


class TooLongError(TooLargeError):
    """Words of a form that are longer than one request may be; the page gives them back."""

    code = "F414"
    title = _("This is too long to be sent at once")
    happened = _("What was typed is longer than this service takes in one piece.")
    kept = _("Nothing was saved, and nothing is lost: your text stands below, whole.")
    to_do = _("Copy a part of it into another note, or keep it as a file. Shorten it here and send it again.")


class TooManyError(Problem):
    """More than the limit for a time."""

    code = "F429"
    status = 429
    title = _("Too many at once")
    happened = _("There were more of these in a short time than one person usually makes.")
    kept = _("Nothing was lost. Nobody is locked out.")
    to_do = _("Wait until then, or for a few minutes where no time is named, and try again.")


class ChildProtectionError(Problem):
    """A talk with somebody who is, or may be, under 18, in other hands than a child protection officer's."""

    code = "F407"
    status = 403
    title = _("Stop here: this is for a child protection officer")
    happened = _("The person is, or may be, under 18. Only a child protection officer goes on with this interview.")
    kept = _("Everything that was said and saved is kept. Nothing of this last step was written down.")
    to_do = _("Ask no more. Thank the person, see to their safety, and hand the case to a child protection officer.")


class ExpiredError(Problem):
    """The form, link or session is too old."""

    code = "F440"
    status = 403
    title = _("This page has been open too long")
    happened = _("For safety, pages and links stop working after a while.")
    kept = _("Nothing was changed. What was saved before is safe.")
    to_do = _("Open the page again and repeat the last step.")


class ReservedError(Problem):
    """A right that needs a second person, or a fresh second factor."""

    code = "F403"
    status = 403
    title = _("This needs one more step")
    happened = _("This act needs a second factor used in the last ten minutes, or a second person.")
    kept = _("Nothing was changed.")
    to_do = _("Confirm with your second factor, or ask the second person to agree.")


def catalogue() -> list[type[Problem]]:
    """Return every problem there is, by code; of a narrower kind under the same code the wider one speaks."""
    found: list[type[Problem]] = [Problem]
    for kind in found:
        found.extend(kind.__subclasses__())
    return sorted({kind for kind in found if "code" in vars(kind)}, key=lambda kind: kind.code)
