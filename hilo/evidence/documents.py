"""The door for documents: plain text, and PDF that consists of text. What a file is called or claims does not count.

Pictures and video do not come in, in whatever dress: a file is read as text, or taken apart as PDF, and what cannot be
read whole is refused. No program here looks at a picture.
"""

from hilo.evidence import document_pdf, document_text
from hilo.evidence.document_refusals import Refused, words
from hilo.lib.errors import Denied

MOST_BYTES = 2 * 2**20
TEXT, PDF = "text/plain", "application/pdf"
ENDINGS = {TEXT: "txt", PDF: "pdf"}


def media_type_of(content: bytes) -> str:
    """What the bytes would have to be: PDF when they begin so, else text."""
    return PDF if content[:5] == b"%PDF-" else TEXT


def check(content: bytes, media_type: str) -> None:
    """Raises Denied, with what to do instead, unless this may be kept."""
    code = _refusal(content)
    if not code and media_type != media_type_of(content):
        code = "unknown"
    if code:
        raise Denied(words(code))


def _refusal(content: bytes) -> str:
    if not content.strip():
        return "empty"
    if len(content) > MOST_BYTES:
        return "large"
    try:
        if media_type_of(content) == PDF:
            document_pdf.check(content)
        else:
            document_text.read(content)
    except Refused as no:
        late = no.code in ("encoding", "unknown") and b"%PDF-" in content[:1024]
        return "pdf_broken" if late else no.code
    return ""
