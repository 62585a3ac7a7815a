"""Uploads stay in memory, or are sealed piece by piece: a file that a person sends is never on the disk in clear."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from fristad.server.common import taking
from fristad.server.common.problems import TooLargeError

#: So much of what is too large is read and dropped.
SWALLOWED = 100_000_000


class InMemoryHandler(FileUploadHandler):
    """Collects the files of a request up to `FILE_UPLOAD_MAX_MEMORY_SIZE` bytes in all, whatever the header claims.

    What comes beyond is read and dropped, up to `SWALLOWED` bytes, and refused at the end: a browser that is cut off
    while it still sends shows its own fault in place of our page.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.taker: taking.Taker | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with an empty buffer."""
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()
        self.taker = taking.taker_of(self.request, self.field_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or drop all once the limit is passed. Raises `TooLargeError` far beyond it."""
        if self.taker is not None:
            self.taker.take(raw_data)
            return
        self.received += len(raw_data)
        if self._fits():
            self.buffer.write(raw_data)
        elif self.received > settings.FILE_UPLOAD_MAX_MEMORY_SIZE + SWALLOWED:
            raise TooLargeError
        else:
            self.buffer = BytesIO()

    def upload_complete(self) -> None:
        """Refuse what was too large. Raises `TooLargeError`."""
        if not self._fits():
            raise TooLargeError

    def _fits(self) -> bool:
        return self.received <= int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the whole file; of one that was taken in elsewhere what took it, as `taken`, and no content."""
        if self.taker is not None:
            self.taker.finish()
        self.buffer.seek(0)
        made = InMemoryUploadedFile(
            file=self.buffer,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        made.taken, self.taker = self.taker, None  # type: ignore[attr-defined]
        return made

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose request ended early."""
        if self.taker is not None:
            self.taker.drop()
