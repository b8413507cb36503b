"""Codes of a report in words for the people who follow it, and plain first answers to start from."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from hilo.door.models import Channel
from hilo.door.telling import Age, Path
from hilo.door.words import ADULT, CHILD, TEEN, say
from hilo.intake.models import Taken
from hilo.reference import pack

PATHS = {
    Path.ME: _("Cuenta lo que le pasa"),
    Path.KNOWN: _("Cuenta lo que le pasa a alguien que conoce"),
    Path.ADULT: _("Avisa una persona adulta de confianza"),
    Path.SERVICE: _("Avisa alguien que trabaja en una escuela o servicio"),
    Path.PAST: _("Cuenta algo que pasó hace tiempo"),
}
AGES = {
    Age.UNDER_12: _("menos de 12 años"),
    Age.TEEN: _("de 12 a 17 años"),
    Age.ADULT: _("18 años o más"),
    Age.UNKNOWN: _("no se dijo"),
}
WHEN = {
    "today": _("hoy o ayer"),
    "week": _("esta semana"),
    "year": _("este año"),
    "past": _("hace más tiempo"),
}
WISHES = {
    "no_home": _("No llame ni vaya a su casa"),
    "no_guardian": _("No avise a quien le cuida"),
}
QUESTIONS = {
    "account": _("Lo que contó"),
    "child_name": _("Nombre de la niña, niño o adolescente"),
    "who": _("Quién lo hace"),
    "place_name": _("Nombre del lugar"),
    "contact": _("Cómo escribirle o llamarle sin riesgo"),
    "name": _("Su nombre, si quiso decirlo"),
    "place": _("Dónde pasa"),
    "state": _("En qué estado"),
    "age": _("Qué edad tiene"),
    "child_age": _("Qué edad tiene"),
    "danger": _("Si hay peligro ahora"),
    "ongoing": _("Si sigue teniendo trato con esa persona"),
    "when": _("Cuándo pasó"),
    "images": _("Si circulan imágenes"),
    "named": _("Cuentas, enlaces y teléfonos"),
    "wishes": _("Lo que pide"),
}
KINDS = {
    "url": _("enlace"),
    "email": _("correo"),
    "phone": _("teléfono"),
    "screen_name": _("cuenta o apodo"),
}


def coarse_of(taken: Taken) -> dict[str, Any]:
    """The codes that the machine read of the report; {} when none were kept."""
    found = json.loads(taken.result).get("coarse")
    return dict(found) if isinstance(found, dict) else {}


def facts(taken: Taken) -> list[tuple[str, str]]:
    """Label and words of what is known without opening the report, in the order of the page."""
    coarse = coarse_of(taken)
    said = {True: gettext("sí"), False: gettext("no"), None: gettext("no se dijo")}
    rows = [
        (gettext("Quién avisa"), _of(PATHS, coarse.get("path", ""))),
        (gettext("Edad de la niña, niño o adolescente"), _of(AGES, coarse.get("age", ""))),
        (gettext("Peligro ahora"), said[True] if coarse.get("danger") else gettext("no lo dijo")),
        (gettext("Sigue teniendo trato con esa persona"), said[coarse.get("ongoing")]),
        (gettext("Cuándo pasó"), _of(WHEN, coarse.get("when", ""))),
        (gettext("Dónde pasa"), _place(coarse.get("place", ""))),
        (gettext("Dice que circulan imágenes"), said[True] if coarse.get("images") else gettext("no lo dijo")),
    ]
    return [(label, words) for label, words in rows if words]


def wishes(taken: Taken) -> list[str]:
    """What who told asks of whoever follows the case: shown before anything else."""
    coarse = coarse_of(taken)
    return [str(words) for code, words in WISHES.items() if coarse.get(code)]


def why(taken: Taken) -> str:
    """Which row of the triage decided how urgent it is."""
    reason = json.loads(taken.result).get("reason", "")
    row = next((one for one in pack().report_triage if one.code == reason), None)
    if row is not None:
        return row.label.get(get_language() or "es")
    return gettext("La máquina no pudo leer sus datos: puede ser cualquier cosa.") if reason == "unopened" else ""


def channel(code: str) -> str:
    """«por teléfono»."""
    return str(Channel(code).label)


def question(code: str, audience: str) -> str:
    """What was asked, as it was asked; our own name for it when the door has no such text."""
    try:
        return say(f"{code}.ask", audience)
    except KeyError:
        return str(QUESTIONS.get(code, code))


def said(code: str, answer: str, audience: str) -> str:
    """An answer as given; the words of the one wish that travels sealed, for it is a code."""
    if (code, answer) != ("wishes", "no_contact"):
        return answer
    try:
        return say("wishes.no_contact", audience)
    except KeyError:
        return gettext("Que no se comuniquen por otro medio")


def audience_of(coarse: Mapping[str, Any]) -> str:
    """To whom one writes: child, teen (tú) or adult (usted)."""
    if coarse.get("path") not in (Path.ME, Path.KNOWN):
        return ADULT
    if coarse.get("path") == Path.KNOWN:
        return TEEN
    return {Age.UNDER_12: CHILD, Age.ADULT: ADULT}.get(coarse.get("age", ""), TEEN)


def first_answers(audience: str, promised: date, language: str | None = None) -> list[tuple[str, str]]:
    """Name and text of plain first answers, in the language of who told. ``promised``: the day named in them."""
    with override(language or get_language() or "es"):
        day = date_format(promised, "j \\d\\e F" if (get_language() or "es").startswith("es") else "F j")
        found = _YOU if audience == ADULT else _THOU
        texts = [str(words) % {"day": day} for _name, words in found]
    return [(str(name), words) for (name, _words), words in zip(found, texts, strict=True)]


_THOU = (
    (
        _("Lo leímos"),
        _(
            "Gracias por contarlo. Lo leyó una persona de nuestra unidad. Lo tomamos en serio. No es tu culpa. "
            "Ahora vemos cómo ayudarte. Te escribimos otra vez aquí, a más tardar el %(day)s."
        ),
    ),
    (
        _("Hace falta saber si hay peligro"),
        _(
            "Gracias por contarlo. No es tu culpa. Si ahora estás en peligro, llama al 911; es gratis. "
            "Cuando puedas, dinos aquí si hoy estás en un lugar seguro. Te escribimos otra vez a más tardar el %(day)s."
        ),
    ),
    (
        _("Seguimos al pendiente"),
        _(
            "Seguimos con lo que nos contaste. Todavía no terminamos. No tienes que hacer nada más. "
            "Si pasa algo nuevo, escríbelo aquí. Te escribimos otra vez a más tardar el %(day)s."
        ),
    ),
)
_YOU = (
    (
        _("Lo leímos"),
        _(
            "Gracias por avisar. Lo leyó una persona de nuestra unidad y ahora vemos cómo ayudar. "
            "Por favor no haga preguntas a la niña, niño o adolescente ni hable con la persona señalada. "
            "Le escribimos otra vez aquí, a más tardar el %(day)s."
        ),
    ),
    (
        _("Hace falta saber si hay peligro"),
        _(
            "Gracias por avisar. Si hay peligro ahora, llame al 911; es gratis. Cuando pueda, díganos aquí si la niña, "
            "niño o adolescente está hoy en un lugar seguro. Le escribimos otra vez a más tardar el %(day)s."
        ),
    ),
    (
        _("Seguimos al pendiente"),
        _(
            "Seguimos con lo que nos contó. Todavía no terminamos. Si pasa algo nuevo, escríbalo aquí. "
            "Le escribimos otra vez a más tardar el %(day)s."
        ),
    ),
)


def _of(words: Mapping[Any, Any], code: str) -> str:
    return str(words.get(code, "")) or gettext("no se dijo")


def _place(code: str) -> str:
    known = pack().door_places.get(code)
    return known.label.get(get_language() or "es") if known else gettext("no se dijo")
