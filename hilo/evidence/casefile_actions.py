"""Printing the case file: who, why and which version is logged, and on the thread, before it is handed out."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hilo.accounts.actions import log_read
from hilo.cases.access import REASON
from hilo.cases.models import Case
from hilo.cases.thread import Weave
from hilo.evidence import casefile, casefile_policies

if TYPE_CHECKING:
    from hilo.accounts.models import User


def print_case(*, case: Case, full: bool, reason: str, by: "User", now: datetime) -> bytes:
    """The case file as PDF. ``full``: with names and words, for those who may; else without. ``reason``: what for."""
    casefile_policies.check_can_print(case, by=by, full=full, reason=reason)
    carpeta = casefile.gather(case, by=by, now=now, full=full)
    data = carpeta.pdf()  # takes seconds: before anything is held
    form = "full" if full else "redacted"
    facts: dict[str, str | int] = {"form": form, "events": carpeta.events, "fingerprint": carpeta.fingerprint}
    _told(case, facts, full=full, reason=reason, by=by, now=now)
    return data


@transaction.atomic
def _told(case: Case, facts: dict[str, str | int], *, full: bool, reason: str, by: "User", now: datetime) -> None:
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    held = weave.cases[case.pk]
    casefile_policies.check_can_print(held, by=by, full=full, reason=reason)  # it may have changed hands meanwhile
    why = reason.strip()[:REASON]
    log_read(user=by, subject_kind="case", subject_id=case.pk, field=f"casefile:{facts['form']}", reason=why)
    weave.event(held, "casefile.printed", facts=facts, note=reason)
    weave.write()
