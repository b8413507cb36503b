"""What happens around a visit: the unit writes, somebody comes back with a code, the unit reads."""

from datetime import timedelta

from django.utils import timezone

from hilo.door.models import Passage, Report
from hilo.door.passages import opened_words, sealed_words
from hilo.door.sealing import unwrap

ANSWER = "Hola, ya leímos tu mensaje y hablamos con la escuela."


def answer(report: Report, words: str = ANSWER, *, ago: timedelta = timedelta()) -> Passage:
    passage = sealed_words(report, Passage.Kind.ANSWER, words, timezone.now() - ago)
    passage.save(force_insert=True)
    return passage


def come_back(door, code: str, *, safe: bool = True):
    visitor = door()
    visitor.press("return")
    visitor.press("next", code=code)
    if safe:
        visitor.press("yes")
    return visitor


def read_by_unit(report: Report, units) -> list[tuple[str, str]]:
    """Kind and words of all that was written after the account, as the unit reads it."""
    private = unwrap(report.wrappings.get(reader="unit"), units.pairs[report.institution].private)
    return [
        (one.kind, opened_words(one, private)) for one in report.passages.exclude(kind="account").order_by("at", "id")
    ]
