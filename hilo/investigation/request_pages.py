"""The pages on which a letter moves on, as a table: their words, their form, and what is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm
from hilo.investigation import request_actions, request_forms
from hilo.investigation.models import Request
from hilo.investigation.request_content import opened
from hilo.investigation.request_policies import act_moves
from hilo.reference import pack

Words = str | Promise


@dataclass(frozen=True)
class Page:
    """``follows``: what is done makes another letter, to which the person is then taken."""

    heading: Words
    lede: Words
    button: Words
    done: Words
    form: type[CaseForm]
    act: Callable[..., Any]
    offered: Callable[[Request, datetime], dict[str, Any]]
    follows: bool = False


def _nothing(_request: Request, _now: datetime) -> dict[str, Any]:
    return {}


def _moment(_request: Request, now: datetime) -> dict[str, Any]:
    return {"now": now}


def _sending(request: Request, now: datetime) -> dict[str, Any]:
    return {"now": now, "moves": act_moves(request.act)}


def _fields(request: Request, now: datetime) -> dict[str, Any]:
    asked, lang = opened(request).given.fields, get_language() or "es"
    fields = pack().requests[request.template].fields
    return {"now": now, "asked": [(one.code, one.label.get(lang)) for one in fields if one.code in asked]}


PAGES: Mapping[str, Page] = {
    "enviar": Page(
        _("Enviar el oficio"),
        _("Desde este momento el oficio ya no cambia y corre el plazo para contestar. Hilo no lo manda a nadie: "
          "descargue el PDF, fírmelo y entréguelo por la vía que corresponda."),
        _("Fijar y enviar"),
        _("El oficio quedó fijo y su plazo corre. Descargue el PDF para firmarlo y entregarlo."),
        request_forms.SendForm, request_actions.send, _sending,
    ),
    "recibido": Page(
        _("Consta que lo recibieron"), _("El acuse no detiene el plazo para contestar."), _("Anotar"),
        _("Quedó anotado que lo recibieron."),
        request_forms.ReceivedForm, partial(request_actions.record, kind="received"), _moment,
    ),
    "contestado": Page(
        _("Contestaron el oficio"), _("Con esto termina el plazo. Si falta algo, anótelo como contestado en parte."),
        _("Anotar la respuesta"), _("La respuesta quedó anotada y el plazo terminó."),
        request_forms.AnswerForm, partial(request_actions.record, kind="answered"), _moment,
    ),
    "parcial": Page(
        _("Contestaron en parte"), _("Lo que falta queda escrito, y su plazo empieza a correr otra vez."),
        _("Anotar la respuesta"), _("Quedó anotado qué falta. El plazo empezó otra vez."),
        request_forms.PartlyForm, partial(request_actions.record, kind="partly_answered"), _fields,
    ),
    "reiterar": Page(
        _("Reiterar el oficio"),
        _("Se prepara un borrador con otro número, que cita el anterior y pide lo que no ha llegado. Nada se envía "
          "todavía."),
        _("Preparar el borrador"), _("El borrador está listo. Revíselo y envíelo."),
        CaseForm, request_actions.repeat, _nothing, follows=True,
    ),
    "elevar": Page(
        _("Elevar la falta de respuesta"),
        _("Se prepara un borrador para la instancia que puede requerir la respuesta, con los oficios y sus fechas. "
          "Nada se envía todavía."),
        _("Preparar el borrador"), _("El borrador está listo. Revise a quién va y envíelo."),
        CaseForm, request_actions.escalate, _nothing, follows=True,
    ),
    "dejar": Page(
        _("Dejar sin efecto el borrador"), _("Su número no se usa para otro oficio: queda con su razón."),
        _("Dejar sin efecto"), _("El borrador quedó sin efecto."),
        request_forms.WithdrawForm, request_actions.withdraw, _nothing,
    ),
}  # fmt: skip
