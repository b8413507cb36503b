"""What may be kept as a transcript. Each check raises Denied with what to do."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hilo.lib.errors import Denied
from hilo.testimony import policies
from hilo.testimony.models import Interview, InterviewState
from hilo.testimony.transcripts.decoding import decode
from hilo.testimony.transcripts.model import Transcript as Words

MOST_TYPED = 120_000  # signs: some two hours of talk, and less than a form may send
PIECE, LAP = 64_000, 8_000  # signs that are looked at together, and how far they reach into the next
BULLET = "\x15"  # around CHAT's times


def check_begun(interview: Interview) -> None:
    """The child is telling, or has told."""
    if interview.state in (InterviewState.PLANNED, InterviewState.CANCELLED):
        raise Denied(_("Esa entrevista no ha comenzado. Anote primero que comenzó, o elija otra."))


def check_no_picture(words: Words) -> None:
    """Neither in what is said nor in any other part of the file; piece by piece, so that 8 MiB fit into memory."""
    for text in _parts(words):
        for at in range(0, len(text), PIECE):
            policies.check_text(text[at : at + PIECE + LAP])


def _parts(words: Words) -> Iterator[str]:
    """The words, and in ELAN the whole file too, of which they are a part."""
    yield words.text.replace(BULLET, " ")
    if words.format == "eaf":
        yield decode(words.original)[0]


def check_looked_at(*, looked: str, digest: str) -> None:
    """Who keeps it for good has seen how this very text is read."""
    if looked != digest:
        raise Denied(_("Revise primero cómo se lee: después de guardarla nadie puede cambiarla."))
