"""How a document is sent: one file, text or PDF of text; see ``hilo.cases.one_file``."""

from django.http import HttpRequest

from hilo.cases import one_file
from hilo.evidence.document_refusals import words
from hilo.evidence.documents import MOST_BYTES
from hilo.lib.errors import Denied

FIELD = "document"


def handler(request: HttpRequest) -> one_file.OneFile:
    """What reads the file of this page."""
    return one_file.OneFile(request, field=FIELD, most=MOST_BYTES)


def sent(request: HttpRequest) -> bytes:
    """The file that was sent. Raises Denied when there is none, more than one, or too much."""
    content, wrong = one_file.sent(request, FIELD)
    if wrong:
        raise Denied(words(wrong))
    return content
