"""Letters of a full case in every state: to be completed, sent and late, answered in part, repeated, left."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from hilo.investigation import request_actions
from hilo.investigation.models import Request
from hilo.investigation.request_content import Entry, RequestContent
from hilo.reference import pack

LONG = "https://red.example/" + "mochila-azul-" * 16


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert``, by Ana."""
    load.letter_draft = _draft(load, "preserve_platform", annex=(Entry("url", LONG), Entry("email", "a@ejemplo.test")))
    load.letter_late = _sent(load, "call_records", 4, annex=(Entry("phone", "+52 311 555 0101"),))
    load.letter_new = _sent(load, "staff_files", 0, addressee="SEP", annex=(Entry("place", "Escuela de ejemplo"),))
    load.letter_partly = _sent(load, "data_platform", 5, annex=(Entry("account", "mochila-7"),))
    _record(load, load.letter_partly, "partly_answered", missing=["devices"], note="Falta una parte. " + "palabra" * 12)
    load.letter_repeat = request_actions.repeat(request=_fresh(load.letter_partly), by=load.ana, now=load.now)
    load.letter_done = _sent(load, "medical_referral", 3)
    _record(load, load.letter_done, "answered", reference="SELLO-" + "0" * 60)
    left = _draft(load, "place_record", annex=())
    load.letter_left = request_actions.withdraw(request=left, reason="Se hará después.", by=load.ana, now=load.now)


def _draft(load: SimpleNamespace, template: str, *, addressee: str = "", days: float = 0, **more: Any) -> Request:
    known = pack().requests[template]
    content = RequestContent(
        fields=tuple(one.code for one in known.fields), to="Proveedor de ejemplo " + "largo" * 8, signer="Ana Robles",
        post="Agente", place="Tepic", order="Orden 12/2026" if known.order else "", **more,
    )  # fmt: skip
    at = load.now - timedelta(days=days)
    return request_actions.draft(
        case=load.alert.case, template=template, by=load.ana, now=at, content=content, addressee=addressee
    )


def _sent(load: SimpleNamespace, template: str, days: float, **more: Any) -> Request:
    made = _draft(load, template, days=days, **more)
    return request_actions.send(request=made, by=load.ana, now=load.now, happened_at=load.now - timedelta(days=days))


def _record(load: SimpleNamespace, letter: Request, kind: str, **more: Any) -> None:
    at = load.now - timedelta(days=2)
    request_actions.record(request=_fresh(letter), kind=kind, by=load.ana, now=load.now, happened_at=at, **more)


def _fresh(letter: Request) -> Request:
    return Request.objects.get(pk=letter.pk)
