"""The two texts of an export for whoever opens it: ``index.pdf`` for a judge, ``LEAME.txt`` beside it. In Spanish."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from hilo.cases.queries import institution_name
from hilo.evidence.models import CustodyKind, ItemOrigin
from hilo.evidence.standalone.verify_hilo import grouped, moment
from hilo.exchange import letters
from hilo.exchange.letters.letter import LABELS, Access, Block, Facts, Heading, Items, Paragraph, Table
from hilo.exchange.letters.words import long_date
from hilo.ledger.seal import public_key

if TYPE_CHECKING:
    from hilo.evidence.export import Export

CONTENTS = (
    "index.pdf: este índice.",
    "manifest.json y manifest.sig: lista de todos los archivos con su hash SHA-256, y su firma.",
    "custody.json: cada indicio y cada paso de su cadena de custodia, con hash y firma.",
    "acts.json: los actos de investigación del plan y en qué quedó cada uno.",
    "ledger.json: el registro del caso, suceso por suceso, encadenado.",
    "checkpoints.json: firmas que dicen hasta dónde llegaba el registro en cada momento.",
    "case.jsonld: lo mismo para programas forenses (formato CASE/UCO 1.5).",
    "verify_hilo.py: el programa que comprueba todo sin nosotros.",
    "LEAME.txt: los tres pasos para comprobarlo.",
)
PROVEN = (
    "Que ningún archivo de este conjunto cambió desde que se exportó.",
    "Que ningún suceso registrado del caso se alteró, borró, agregó ni cambió de lugar.",
    "Que los pasos de custodia son los que se registraron, en ese orden, y cuándo se anotó cada uno.",
)
TOLD = "Que las personas y lugares que se leen en la custodia son los que se anotaron entonces."
NOT_PROVEN = (
    "Que lo que se escribió sea verdad, ni que no haya ocurrido algo que nadie escribió.",
    "Qué persona estuvo ante el teclado: firma el sistema; quién anotó es tan seguro como su cuenta.",
    "Que los momentos sean exactos: son del reloj del sistema, salvo los que selló una autoridad externa.",
    "Que la llave sea de la institución: compárela con la que la institución publicó.",
)
STEPS = (
    "Guarde el archivo zip tal como lo recibió. No lo descomprima para volver a comprimirlo.",
    "Consiga verify_hilo.py de quien publica Hilo, no de este zip. Necesita Python 3.9 o posterior y el paquete "
    "«cryptography» (python -m pip install cryptography).",
    "Ejecute: python verify_hilo.py ARCHIVO.zip --key LLAVE. Dirá «Todo coincide», o en qué lugar no.",
)
REDACTED = "Es una copia sin nombres: no trae descripciones, notas ni nombres. La copia completa se comprueba igual."


def pdf(told: "Export") -> bytes:
    """The index as PDF. The same export gives the same bytes."""
    at = localtime(told.at)
    institution = institution_name(told.case.institution)
    kind = "sin nombres" if told.redacted else "completa"
    return letters.pdf(
        letters.Letter(
            lang="es",
            title=f"Índice del expediente {told.case.code}",
            reference=told.case.code,
            day=at.date(),
            place_and_date=f"Exportado el {long_date(at)}",
            sender=letters.Party(institution),
            addressee=letters.Party(""),
            head=(("Expediente", told.case.code), ("Copia", kind)),
            blocks=tuple(_blocks(told)),
            labels=LABELS["es"]
            | {"to": "", "verify": "Este índice solo resume. Lo que prueba es el archivo zip completo."},
            signed=False,
        )
    )


def _blocks(told: "Export") -> Iterator[Block]:
    yield Heading("Índice del expediente exportado y de sus pruebas")
    if told.redacted:
        yield Paragraph(REDACTED)
    yield Facts(tuple(_facts(told)))
    yield Heading("Cómo comprobarlo, en tres pasos")
    yield Items(STEPS, numbered=True)
    yield Access((("Llave pública", public_key().hex()), ("Su huella", grouped(public_key()))))
    yield Heading("Qué queda probado cuando dice «Todo coincide»")
    yield Items(PROVEN if told.redacted else (*PROVEN, TOLD))
    yield Heading("Qué no queda probado")
    yield Items(NOT_PROVEN)
    yield Heading("Qué contiene el archivo")
    yield Items((*CONTENTS, *_stamped(told)))
    yield Heading("Indicios y su custodia")
    if told.items:
        yield Table(("Indicio", "Qué es y su hash SHA-256", "Custodia"), tuple(map(_item, told.items)), (1, 3, 2.6))
    else:
        yield Paragraph("Este expediente no tiene indicios registrados.")


def _facts(told: "Export") -> Iterator[tuple[str, str]]:
    last = told.checkpoints[-1] if told.checkpoints else None
    yield "Sucesos registrados", str(len(told.entries))
    yield "Indicios", str(len(told.items))
    yield "Actos del plan", str(len(told.acts))
    if last:
        yield "Último punto de control", f"número {last['number']}, {_moment(last['at'])}"
    yield "Sellos de tiempo de una autoridad externa", str(len(told.stamps) or "ninguno")


def _stamped(told: "Export") -> list[str]:
    return ["stamps/: sellos de tiempo de una autoridad externa (RFC 3161)."] if told.stamps else []


def _item(item: dict[str, Any]) -> tuple[str, str, str]:
    lines = [str(ItemOrigin(item["origin"]).label).capitalize()]
    if item.get("description"):
        lines.insert(0, item["description"])
    lines.append(item["sha256"] or "Sin hash registrado.")
    return item["exhibit"], "\n".join(lines), "\n".join(_custody(item)) or "Sin pasos de custodia."


def _custody(item: dict[str, Any]) -> Iterator[str]:
    for step in item["steps"]:
        body = json.loads(step["body"])
        whose = step.get("told", {}).get("holder", {}).get("text", "") or institution_name(body["institution"])
        yield f"{body['seq']}. {CustodyKind(body['kind']).label}, {_moment(body['happened_at'])}. {whose}"


def _moment(at: int) -> str:
    return f"{localtime(datetime.fromisoformat(moment(at))):%d/%m/%Y %H:%M}"


def read_me(told: "Export") -> bytes:
    """``LEAME.txt``: plain text for whoever opens the zip first."""
    steps = [f"{n}. {step}" for n, step in enumerate(STEPS, 1)]
    whose = institution_name(told.case.institution)
    lines = [
        f"Expediente {told.case.code}, exportado por {whose} el {told.at.isoformat()}.",
        REDACTED if told.redacted else "Es una copia completa: trae nombres y descripciones. Cuídela como tal.",
        "",
        "Cómo comprobarlo",
        *steps,
        "",
        f"Llave pública: {public_key().hex()}",
        f"Su huella: {grouped(public_key())}",
        "",
        "Qué contiene",
        *CONTENTS,
        *_stamped(told),
        "",
        "Qué no queda probado",
        *(f"- {line}" for line in NOT_PROVEN),
    ]
    return ("\n".join(lines) + "\n").encode()
