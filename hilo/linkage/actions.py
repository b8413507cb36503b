"""Writes on suggestions: made by a machine, judged by a person."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.lib.canonical import canonical_bytes
from hilo.lib.errors import Denied
from hilo.linkage.models import Judgement, Suggestion

if TYPE_CHECKING:
    from hilo.accounts.models import User

Pair = tuple[uuid.UUID, uuid.UUID]


def pair(one: uuid.UUID, other: uuid.UUID) -> Pair:
    """The two threads in their one order."""
    return (one, other) if one < other else (other, one)


def suggest(found: Mapping[Pair, Sequence[Mapping[str, object]]], *, at: datetime) -> None:
    """Keep suggestions with their reasons; a pair that was already suggested or judged stays as it is."""
    Suggestion.objects.bulk_create(
        [
            Suggestion(left=left, right=right, reasons=canonical_bytes(list(reasons)).decode(), made_at=at)
            for (left, right), reasons in found.items()
        ],
        ignore_conflicts=True,
        batch_size=100,
    )


def judge(*, suggestion: Suggestion, judgement: str, by: "User", at: datetime) -> Suggestion:
    """Give a person's judgement. Raises Denied when it is not one of the answers."""
    if judgement not in (Judgement.ACCEPTED, Judgement.REJECTED, Judgement.UNSURE):
        raise Denied(_("Elija una respuesta: es el mismo asunto, no lo es, o no se sabe."))
    suggestion.judgement, suggestion.decided_at, suggestion.decided_by = judgement, at, by
    suggestion.save(update_fields=["judgement", "decided_at", "decided_by"])
    return suggestion
