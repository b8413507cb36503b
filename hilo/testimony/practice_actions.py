"""A rehearsal begins, goes on, ends and is deleted: by the trainee, sealed, and on no thread and in no record."""

from datetime import datetime
from secrets import randbelow

from django.db import transaction

from hilo.accounts.models import User
from hilo.accounts.sealing import open_text, seal_text
from hilo.lib.ids import uuid7
from hilo.testimony import practice_policies as policies
from hilo.testimony.models import Rehearsal
from hilo.testimony.practice import Session, Talk, go_on, resumed, version


def begin(*, story: str, age: int, by: User, now: datetime, seed: int | None = None) -> Rehearsal:
    """A new conversation. ``seed``: that of an earlier one repeats its child; otherwise it is drawn. Raises Denied."""
    seed = randbelow(policies.MOST_SEED + 1) if seed is None else seed
    told = policies.check_can_begin(by=by, story=story, age=age, seed=seed)
    row = Rehearsal(id=uuid7(), user=by, story=story, version=version(), age=age, seed=seed, begun_at=now)
    _keep(row, Talk.of(told, age))
    row.save(force_insert=True)
    return row


@transaction.atomic
def say(*, rehearsal: Rehearsal, text: str, seen: int, by: User) -> Talk:
    """Say one thing and hear the answer. ``seen``: turns that the trainee's page showed. Raises Denied."""
    row, text = _locked(rehearsal), " ".join(text.split())
    policies.check_can_say(row, by=by, text=text, seen=seen)
    talk = talk_of(row)
    session = session_of(row, talk)
    if session is None:
        raise policies.changed()
    talk = go_on(talk, session, text)
    _keep(row, talk)
    row.save(update_fields=["said", "turns"])
    return talk


@transaction.atomic
def end(*, rehearsal: Rehearsal, by: User, now: datetime) -> Rehearsal:
    """No more turns: what came out can be read. Also where the room has changed since it began. Raises Denied."""
    row = _locked(rehearsal)
    policies.check_mine(row, by=by)
    policies.check_under_way(row)
    _keep(row, talk_of(row).closed())
    row.ended_at = now
    row.save(update_fields=["said", "turns", "ended_at"])
    return row


@transaction.atomic
def delete(*, rehearsal: Rehearsal, by: User) -> None:
    """For good: nothing of it stays, and nothing says that it was there. Raises Denied."""
    row = _locked(rehearsal)
    policies.check_mine(row, by=by)
    row.delete()


def talk_of(row: Rehearsal) -> Talk:
    """The conversation. Whoever asks for it has made sure that it is their own; no look is logged."""
    return Talk.read(open_text(row.said, place=row.said_place))


def session_of(row: Rehearsal, talk: Talk) -> Session | None:
    """The conversation held again, to go on with; None where the room has changed since it began."""
    return resumed(talk, row.story, row.age, row.seed) if row.version == version() else None


def _locked(row: Rehearsal) -> Rehearsal:
    return Rehearsal.objects.select_for_update().get(pk=row.pk)


def _keep(row: Rehearsal, talk: Talk) -> None:
    row.said, row.turns = seal_text(talk.as_json(), place=row.said_place), len(talk.held)
