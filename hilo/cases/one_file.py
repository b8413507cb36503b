"""The one way a file comes in: one file, in memory, cut off when it is too large. Nothing of it is ever on the disk.

Two pages use it, both for text alone: documents of a case, and transcripts. What may be kept is decided by them.
"""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest


class OneFile(FileUploadHandler):
    """Keeps the file of ``field``; others are skipped. What the browser says of name and type is not kept.

    ``wrong`` afterwards: "several", "large", or "" when one whole file or none came.
    """

    def __init__(self, request: HttpRequest, *, field: str, most: int) -> None:
        super().__init__(request)
        self.field, self.most, self.wrong = field, most, ""
        self._kept: io.BytesIO | None = None

    def new_file(self, field_name: str, *args: Any, **more: Any) -> None:
        """Begin a file. Raises SkipFile for any but the first of the field."""
        if field_name != self.field or self._kept is not None:
            self.wrong = self.wrong or ("several" if self._kept is not None else "")
            raise SkipFile
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Raises StopUpload as soon as there is too much: the rest is not read."""
        if self._kept is None or start + len(raw_data) > self.most:
            self.wrong = "large"
            raise StopUpload(connection_reset=True)
        self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The whole file, without a name."""
        if self._kept is None:
            return None
        self._kept.seek(0)
        return InMemoryUploadedFile(self._kept, self.field, self.field, "", file_size, None)


def sent(request: HttpRequest, field: str) -> tuple[bytes, str]:
    """The file that was sent, or why there is none: "nothing", "several" or "large"."""
    file = request.FILES.get(field)
    wrong = next((one.wrong for one in request.upload_handlers if isinstance(one, OneFile)), "")
    if file is None or wrong:
        return b"", wrong or "nothing"
    return bytes(file.read()), ""
