"""The one way a file comes in: one file, in memory, cut off when it is too large. Nothing of it is ever on the disk."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from hilo.evidence.document_refusals import words
from hilo.evidence.documents import MOST_BYTES
from hilo.lib.errors import Denied

FIELD = "document"


class OneFile(FileUploadHandler):
    """Keeps the file of :data:`FIELD`; others are skipped. What the browser says of name and type is not kept."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.wrong = ""
        self._kept: io.BytesIO | None = None

    def new_file(self, field_name: str, *args: Any, **more: Any) -> None:
        """Begin a file. Raises SkipFile for any but the first of the field."""
        if field_name != FIELD or self._kept is not None:
            self.wrong = self.wrong or ("several" if self._kept is not None else "")
            raise SkipFile
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Raises StopUpload as soon as there is too much: the rest is not read."""
        if self._kept is None or start + len(raw_data) > MOST_BYTES:
            self.wrong = "large"
            raise StopUpload(connection_reset=True)
        self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The whole file, without a name."""
        if self._kept is None:
            return None
        self._kept.seek(0)
        return InMemoryUploadedFile(self._kept, FIELD, FIELD, "", file_size, None)


def sent(request: HttpRequest) -> bytes:
    """The file that was sent. Raises Denied when there is none, more than one, or too much."""
    file = request.FILES.get(FIELD)
    wrong = next((one.wrong for one in request.upload_handlers if isinstance(one, OneFile)), "")
    if file is None or wrong:
        raise Denied(words(wrong or "nothing"))
    return bytes(file.read())
