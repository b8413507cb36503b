"""A letter of the investigation, ready to be printed: what is asked, by what law, until when, about what.

Never the account of what happened, never a child's name: the case is named by its code alone.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import override

from hilo.cases.queries import institution_name
from hilo.exchange.letters import Letter, Party
from hilo.exchange.letters.letter import (
    LABELS,
    Block,
    Facts,
    Heading,
    Items,
    Paragraph,
    Table,
    law_cell,
)
from hilo.exchange.letters.silence import CHECK_BEFORE_SIGNING
from hilo.exchange.letters.words import long_date, number, place_and_date, working_days
from hilo.investigation.models import Request
from hilo.investigation.request_content import ESCALATION, KINDS, Cited, Ground, RequestContent, opened
from hilo.lib.calendar import Span, Unit
from hilo.reference import pack
from hilo.reference.acts import RequestTemplate

BLOCKS: dict[str, type[Any]] = {
    "paragraph": Paragraph, "heading": Heading, "items": Items, "table": Table, "facts": Facts,
}  # fmt: skip
LAWS = {
    "CNPP": "Código Nacional de Procedimientos Penales",
    "CPEUM": "Constitución Política de los Estados Unidos Mexicanos",
    "LCNDH": "Ley de la Comisión Nacional de los Derechos Humanos",
    "LGAMVLV": "Ley General de Acceso de las Mujeres a una Vida Libre de Violencia",
    "LGDNNA": "Ley General de los Derechos de Niñas, Niños y Adolescentes",
    "LGE": "Ley General de Educación",
    "LGV": "Ley General de Víctimas",
    "LMTR": "Ley en Materia de Telecomunicaciones y Radiodifusión",
    "USC": "Código de los Estados Unidos de América",
}
RESERVED = (
    "Este oficio es reservado y nombra el caso solo por su clave. No anote en la respuesta el nombre de ninguna niña, "
    "niño o adolescente, salvo por la vía reservada que se acuerde."
)
APART = "Quién es la persona que se protege o atiende se comunica por separado, de viva voz o en sobre cerrado."


def letter_of(
    request: Request,
    *,
    signer: str = "",
    post: str = "",
    place: str = "",
    day: date | None = None,
    due_at: datetime | None = None,
) -> Letter:
    """The letter. One that was sent comes as it was sent; of a draft, ``day`` and ``due_at`` say when it would be.

    ``signer``, ``post`` and ``place`` stand in where the draft does not say them.
    """
    kept = opened(request)
    if kept.letter is not None:
        return restored(kept.letter)
    given, draft = kept.given, due_at is None
    day = day or localtime(request.made_at).date()
    return Letter(
        lang="es",
        title=f"{'Borrador del oficio' if draft else 'Oficio'} {request.number}",
        reference=request.number,
        day=day,
        place_and_date=place_and_date(given.place or place, day),
        sender=Party(institution_name(request.institution), given.signer or signer, given.post or post),
        addressee=_addressee(request, given),
        head=tuple(_head(request, draft=draft)),
        blocks=tuple(_blocks(request, given, due_at)),
        labels=LABELS["es"],
    )


def restored(data: dict[str, Any]) -> Letter:
    """A letter from :meth:`Letter.data`."""
    parts = {
        "day": date.fromisoformat(data["day"]),
        "sender": Party(**data["sender"]),
        "addressee": Party(**data["addressee"]),
        "head": tuple((name, value) for name, value in data["head"]),
        "blocks": tuple(_block(dict(one)) for one in data["blocks"]),
        "copies": tuple(data["copies"]),
    }
    return Letter(**data | parts)


def _block(data: dict[str, Any]) -> Block:
    made: Block = BLOCKS[data.pop("type")](**{name: _frozen(value) for name, value in data.items()})
    return made


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def addressee_words(request: Request, given: RequestContent, lang: str = "es") -> str:
    """Whom a letter goes to, in one line."""
    known = institution_name(request.addressee, lang) if request.addressee else ""
    return ", ".join(part for part in (given.to, known) if part)


def _addressee(request: Request, given: RequestContent) -> Party:
    """The template prints person, office, institution: whoever is known of them."""
    if request.addressee:
        return Party(institution_name(request.addressee), given.to_person, given.to)
    return Party(given.to, given.to_person)


def _head(request: Request, *, draft: bool) -> Iterator[tuple[str, str]]:
    yield "Oficio", request.number
    yield "Caso", request.case.code
    label = pack().requests[request.template].label.es
    yield "Asunto", f"Se reitera: {label[:1].lower()}{label[1:]}" if is_repeat(request) else label
    if draft:
        yield "Estado", "Borrador, sin validez: aún no se envía"


def is_repeat(request: Request) -> bool:
    """Whether it asks again what another asked; an escalation asks for something else."""
    return request.repeats_id is not None and request.template != ESCALATION


def _blocks(request: Request, given: RequestContent, due_at: datetime | None) -> Iterator[Block]:
    template = pack().requests[request.template]
    grounds = given.grounds or (Ground(template.law, template.basis.es, template.to_confirm),)
    yield Paragraph(
        f"En la investigación del caso {request.case.code}, y con fundamento en los artículos que se citan, "
        "la institución que encabeza este escrito solicita lo que sigue."
    )
    yield from _cited(request, given.cites)
    yield Heading("Qué se solicita")
    yield Items(tuple(asked_of(template, given)), numbered=True)
    yield from _period(given)
    yield from _annex(given)
    yield Heading("Fundamento")
    yield Table(
        ("Artículo", "Qué dispone"), tuple((law_cell(g.law, g.to_confirm), g.says) for g in grounds), (3.4, 8.6)
    )
    if laws := _laws(grounds):
        yield Paragraph(laws, small=True)
    if given.order:
        yield Facts((("Autorización judicial", given.order),))
    if any(one.to_confirm for one in grounds):
        yield Paragraph(CHECK_BEFORE_SIGNING, small=True)
    yield Heading("Plazo y respuesta")
    yield Paragraph(_deadline(template, due_at))
    if not template.annex and request.template != ESCALATION:
        yield Paragraph(APART)
    yield Paragraph(RESERVED)


def _laws(grounds: tuple[Ground, ...]) -> str:
    """The laws that are cited by their initials, in full: whoever gets the letter may not be a lawyer."""
    cited = {part for one in grounds for part in re.findall(r"\b[A-Z]{3,}\b", one.law)}
    return "; ".join(f"{short}: {LAWS[short]}" for short in sorted(cited) if short in LAWS)


def asked_of(template: RequestTemplate, given: RequestContent) -> list[str]:
    """What the letter asks for, in words."""
    if given.asked:
        return list(given.asked)
    return [one.label.es for one in template.fields if one.code in given.fields]


def _cited(request: Request, cites: tuple[Cited, ...]) -> Iterator[Block]:
    """What was asked before, on which days, and what did not come."""
    if not cites:
        return
    first, missing = cites[0], cites[-1].missing
    whom = f" a {first.to}" if request.template == ESCALATION else ""
    told = [f"Con el oficio {first.number}, del {_day(first.day)}, se pidió{whom}: «{first.asked}», {_until(first)}."]
    told += [f"Se reiteró con el oficio {one.number}, del {_day(one.day)}, {_until(one)}." for one in cites[1:]]
    if not missing:
        yield Paragraph(" ".join([*told, "A la fecha de este oficio no consta respuesta."]))
    elif request.template != ESCALATION:
        yield Paragraph(" ".join([*told, "A la fecha de este oficio solo ha llegado una parte."]))
    else:
        yield Paragraph(" ".join([*told, "A la fecha de este oficio solo ha llegado una parte. Falta:"]))
        yield Items(missing)


def _until(cited: Cited) -> str:
    return f"para contestarse a más tardar el {_day(cited.due)}"


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))


def _period(given: RequestContent) -> Iterator[Block]:
    first, last = given.period_from, given.period_until
    if first and last:
        yield Paragraph(f"Periodo de los datos: del {long_date(first)} al {long_date(last)}.")
    elif first or last:
        words = f"desde el {long_date(first)}" if first else f"hasta el {long_date(last)}"  # type: ignore[arg-type]
        yield Paragraph(f"Periodo de los datos: {words}.")


def _annex(given: RequestContent) -> Iterator[Block]:
    if not given.annex:
        return
    with override("es"):
        rows = tuple(
            (str(n), f"{KINDS.get(one.kind, one.kind)}" + (f" ({one.service})" if one.service else ""), one.value)
            for n, one in enumerate(given.annex, 1)
        )
    yield Heading("Anexo: a qué se refiere lo solicitado")
    yield Table(("Núm.", "Tipo", "Identificador"), rows, (1.1, 3.6, 7.3))


def _deadline(template: RequestTemplate, due_at: datetime | None) -> str:
    span = pack().clocks[template.within].span
    until = "contados desde su envío" if span.unit != Unit.HOURS else "contadas desde su envío"
    if due_at is not None:
        local = localtime(due_at)
        until = f"a más tardar el {long_date(local if span.unit == Unit.HOURS else local.date())}"
    return (
        f"Responda en {span_in_words(span)}, {until}, y cite el número de este oficio. Si algo no existe o no puede "
        "entregarse, diga por escrito qué y por qué, y entregue lo demás dentro del plazo."
    )


def span_in_words(span: Span) -> str:
    """«diez (10) días hábiles», «veinticuatro (24) horas», «sesenta (60) días naturales»."""
    if span.unit == Unit.WORKING_DAYS:
        return working_days(span.amount)
    unit = {Unit.HOURS: "horas", Unit.NATURAL_DAYS: "días naturales"}[span.unit]
    return f"{number(span.amount)} ({span.amount}) {unit}"
