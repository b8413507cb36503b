"""The analysis of a full case: points of each kind, one settled, one that waits for an act outside the plan."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from hilo.investigation.analysis_actions import note, settle
from hilo.investigation.models import Point

LONG = "La mochila azul con " + "palabra" * 20 + " apareció en la biblioteca.\n\nNadie la reclamó."


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert``, by Ana."""
    load.point = _point(load, "known", LONG, source=f"alert:{load.alert.pk}")
    load.question = _point(load, "unknown", "Quién la llevó ahí.", answer="type:preserve_data")
    _point(load, "unknown", "A qué hora se cerró la biblioteca.")
    _point(load, "hypothesis", "Se la llevaron a la salida.")
    ended = _point(load, "innocent", "La olvidó y alguien la guardó.")
    settle(point=ended, state="withdrawn", reason="Lo aclaró la biblioteca.", by=load.ana, now=timezone.now())


def _point(load: SimpleNamespace, kind: str, text: str, **more: str) -> Point:
    return note(case=load.alert.case, kind=kind, text=text, by=load.ana, now=load.now - timedelta(hours=1), **more)
