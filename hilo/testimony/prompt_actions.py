"""A person says what adults' turns ask. What the machine had suggested stays beside it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.cases.policies import Changed
from hilo.testimony import kept, prompt_policies, prompt_runs
from hilo.testimony.held import held
from hilo.testimony.models import Layer, Mark, MarkState, Run, Transcript
from hilo.testimony.prompt_policies import Said
from hilo.testimony.turns import Prompt


@transaction.atomic
def confirm(
    *, transcript: Transcript, said: Sequence[Said], by: User, now: datetime, revision: int | None = None
) -> int:
    """Confirm codes of turns, or change them; how many rows were written. One that says the same again writes none."""
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    transcript.case = fresh
    adults = {turn.number for turn in kept.turns_of(transcript) if not turn.by_child}
    prompt_policies.check_can_confirm(transcript, said, adults, by=by)
    run = prompt_runs.latest(transcript)
    suggested = prompt_runs.suggested(run) if run else {}
    before = {one.turn: one for one in current(transcript)}
    rows = [_mark(transcript, one, run, suggested.get(one.turn), before.get(one.turn), by, now) for one in said]
    new = [row for row in rows if not _same(row, before.get(row.turn))]
    try:
        with transaction.atomic():
            Mark.objects.bulk_create(new)
    except IntegrityError:
        raise Changed(_("Alguien más confirmó alguno de estos turnos. Revise cómo quedó y guarde de nuevo.")) from None
    if new:
        facts = {"transcript": str(transcript.pk), "layer": Layer.PROMPT.value, "n": len(new)}
        weave.event(fresh, "layer.saved", facts=facts, subject=transcript.pk)
        weave.write()
    return len(new)


def current(transcript: Transcript) -> list[Mark]:
    """What people said last of each turn, by turn."""
    return list(
        transcript.marks.filter(layer=Layer.PROMPT, replaced__isnull=True).select_related("by").order_by("turn")
    )


def _mark(
    transcript: Transcript,
    one: Said,
    run: Run | None,
    was: Prompt | None,
    before: Mark | None,
    by: User,
    now: datetime,
) -> Mark:
    return Mark(
        transcript=transcript, layer=Layer.PROMPT, turn=one.turn, code=one.label, flags=" ".join(sorted(one.flags)),
        phase=one.phase or (was.phase if was else "substantive"), state=MarkState.CONFIRMED, run=run if was else None,
        suggested=" ".join((was.label, *was.flags)) if was else "", version=prompt_runs.version(), replaces=before,
        at=now, by=by,
    )  # fmt: skip


def _same(new: Mark, old: Mark | None) -> bool:
    return old is not None and (new.code, new.flags, new.phase) == (old.code, old.flags, old.phase)
