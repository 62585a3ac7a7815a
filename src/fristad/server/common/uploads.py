"""Uploads stay in memory: a file that a person sends is never on the disk in clear."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from fristad.server.common.problems import TooLargeError


class InMemoryHandler(FileUploadHandler):
    """Collects one file at a time up to `FILE_UPLOAD_MAX_MEMORY_SIZE` bytes, whatever the header claims."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with an empty buffer."""
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece. Raises `TooLargeError` as soon as the limit is passed."""
        if start + len(raw_data) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLargeError
        self.buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the whole file."""
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            file=self.buffer,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
