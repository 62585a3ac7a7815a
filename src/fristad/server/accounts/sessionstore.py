"""The session engine (`settings.SESSION_ENGINE`): rows under the digest of their key, with two clocks.

A session that ended keeps its row for one more hour, closed: `sessions.keep` lets nobody in with it, but knows from it
whose form arrived too late.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from secrets import compare_digest
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from fristad.server.common.clock import now
from fristad.server.common.problems import LockedError
from fristad.server.vault import tags

#: How long after its end a form sent with a session is still kept.
AFTERWARDS = timedelta(hours=1)
#: A session before signing in: long enough to find the phone with the codes.
UNNAMED = timedelta(hours=1)
WHOLE = timedelta(hours=12)
IDLE = timedelta(minutes=30)
IDLE_SHARED = timedelta(minutes=10)


def stored(session_key: str) -> str:
    """Return the name of a session's row. The key itself (165 random bits) is in the person's cookie only."""
    return salted_hmac("fristad.session", session_key, algorithm="sha256").hexdigest()[:40]


def ends_at(session: SessionBase) -> datetime | None:
    """Return when a signed-in session ends if nothing more is done, or None for a session before signing in."""
    if "begun" not in session or SESSION_KEY not in session:
        return None
    idle = IDLE_SHARED if session.get("shared") else IDLE
    whole_end = datetime.fromtimestamp(session["begun"], UTC) + WHOLE
    return min(whole_end, datetime.fromtimestamp(session["touched"], UTC) + idle)


class Session(AbstractBaseSession):
    """A session. Its key is stored as a digest, so that a copy of the database opens nobody's session.

    `session_data` holds ids and moments only, behind a mark that binds them to this row and to the columns beside them:
    whoever can write to the database but holds no key makes no session, and moves none to another key. The two further
    columns let a person's sessions be ended at once, even while the operation is locked.
    """

    staff_id = models.UUIDField(null=True, db_index=True)
    signed_in_id = models.UUIDField(null=True, db_index=True)
    #: The person's rights changed: the next request gives this session a new id.
    renew = models.BooleanField(default=False)

    class Meta:
        app_label = "accounts"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """Return the store that reads and writes these rows."""
        return SessionStore

    def bind(self) -> None:
        """Put the mark before the content. Raises `LockedError`."""
        self.session_data = f"{self._mark(self.session_data)} {self.session_data}"

    def get_decoded(self) -> dict[str, Any]:
        """Return the content, or nothing if it was not written here for this row. Raises `LockedError`."""
        mark, _space, content = self.session_data.partition(" ")
        is_ours = compare_digest(mark.encode(), self._mark(content).encode())
        return SessionStore().decode(content) if is_ours else {}

    def _mark(self, content: str) -> str:
        return tags.of_house("session", self.session_key, str(self.staff_id), str(self.signed_in_id), content).hex()


class SessionStore(DatabaseStore):
    """Django's store in the database, under digests of the keys."""

    is_to_be_renewed = False
    #: Whether it was opened with the word that calls for help (None: its sign-in is gone), once that was looked up.
    duress: tuple[bool | None] | None = None
    _was_there = False

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return our row."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of this session."""
        row = cast("Session", super().create_model_instance(data))
        row.session_key = stored(row.session_key)
        row.staff_id = _id(data.get(SESSION_KEY))
        row.signed_in_id = _id(data.get("signed_in"))
        row.bind()
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Store the session. One that was ended in the middle of its request stays so; while locked none is stored."""
        with suppress(UpdateError, LockedError):
            super().save(must_create)

    def get_expiry_date(self, **_kwargs: Any) -> datetime:
        """Return until when the row is kept."""
        end = ends_at(self)
        return now() + UNNAMED if end is None else end + AFTERWARDS

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return super().exists(stored(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Delete a session, this one unless another is named."""
        key = session_key or self.session_key
        if key is not None:
            self._was_there = bool(Session.objects.filter(session_key=stored(key)).delete()[0])

    def cycle_key(self) -> None:
        """Go on under a new id. A session that was ended in the middle of its request does not come back so."""
        had_row = self.session_key is not None
        super().cycle_key()
        if had_row and not self._was_there:
            self.flush()

    def load(self) -> dict[str, Any]:
        """Return the session's content, or nothing (and forget the key) if there is no such row of ours.

        While locked nothing can be judged: there is no content, but the session can be ended.
        """
        key = self.session_key
        row = Session.objects.filter(session_key=stored(key), expire_date__gt=now()).first() if key else None
        try:
            content = {} if row is None else row.get_decoded()
        except LockedError:
            return {}
        if row is None or not content:
            self._session_key = None
            return {}
        self.is_to_be_renewed = row.renew
        return content


def _id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
