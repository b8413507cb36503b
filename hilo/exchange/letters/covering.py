"""The letter that hands a case over, and the form on which the other institution acknowledges it.

Neither says anything of the case: no name, no account of what happened, only the code and the folio.
"""

from collections.abc import Sequence
from datetime import date

from hilo.exchange.letters.letter import (
    LABELS,
    Access,
    Blanks,
    Block,
    Facts,
    Heading,
    Items,
    Letter,
    Paragraph,
    Party,
    Table,
    law_cell,
)
from hilo.exchange.letters.rows import DutyDue, OneTimeLink
from hilo.exchange.letters.words import grouped, long_date, place_and_date


def covering_letter(  # noqa: PLR0913 - every value of the letter is named
    *,
    reference: str,
    case_code: str,
    folio: str,
    sender: Party,
    addressee: Party,
    place: str,
    day: date,
    travels: Sequence[str],
    duties: Sequence[DutyDue],
    return_to: str,
    link: OneTimeLink | None = None,
    copies: Sequence[str] = (),
) -> Letter:
    """The «oficio de canalización». ``reference``: of this letter; ``folio``: of the hand-off;
    ``travels``: what is handed over, in general words; ``return_to``: where a scanned form is sent.
    """
    return Letter(
        lang="es",
        title=f"Oficio de canalización {reference}",
        reference=reference,
        day=day,
        place_and_date=place_and_date(place, day),
        sender=sender,
        addressee=addressee,
        head=(("Oficio", reference), ("Caso", case_code), ("Asunto", f"Se canaliza un caso, folio {folio}")),
        blocks=(
            *_handed_over(sender, folio, travels),
            *_owed(duties),
            *_answering(folio, return_to, link),
            Paragraph(
                "El caso sigue a cargo de quien suscribe hasta que ustedes lo acepten. La falta de respuesta en las "
                "fechas señaladas queda registrada y se hace saber a la instancia superior."
            ),
        ),
        labels=LABELS["es"],
        copies=tuple(copies),
    )


def _handed_over(sender: Party, folio: str, travels: Sequence[str]) -> tuple[Block, ...]:
    return (
        Paragraph(
            f"Con folio {folio}, {sender.institution} les canaliza el caso citado para que lo reciban, decidan si lo "
            "aceptan e informen el resultado. Por su reserva, este oficio no lleva nombres ni contenido del caso."
        ),
        Heading("Qué se entrega"),
        Items(tuple(travels)),
    )


def _owed(duties: Sequence[DutyDue]) -> tuple[Block, ...]:
    rows = tuple((one.duty, long_date(one.due), law_cell(one.law, one.to_confirm)) for one in duties)
    return (
        Heading("Qué se les pide y para cuándo"),
        Table(("Deber", "A más tardar", "Fundamento"), rows, (3.9, 4.5, 3.6)),
    )


def _answering(folio: str, return_to: str, link: OneTimeLink | None) -> tuple[Block, ...]:
    ways = [f"Con cuenta en Hilo: entre y abra la canalización {folio}."] if link is None else []
    access: tuple[Block, ...] = ()
    if link is not None:
        until = long_date(link.expires)
        ways.append(f"Sin cuenta, una sola vez y hasta el {until}: abra la dirección del recuadro y escriba la clave.")
        access = (Access((("Dirección", link.address), ("Clave", grouped(link.code)))),)
    ways.append(f"En papel: firme y selle el acuse anexo y envíelo escaneado a {return_to}.")
    return (Heading("Cómo responder"), Items(tuple(ways), numbered=True), *access)


def acknowledgement_form(  # noqa: PLR0913 - every value of the form is named
    *,
    reference: str,
    case_code: str,
    folio: str,
    sender: Party,
    receiver: Party,
    place: str,
    day: date,
    due: DutyDue,
    return_to: str,
) -> Letter:
    """One page that the receiving institution signs, seals, scans and sends back.

    ``reference``: of the letter it answers; ``day``: when that letter was issued.
    """
    due_words = f"{long_date(due.due)} · {law_cell(due.law, due.to_confirm)}".replace("\n", " ")
    known = (
        ("Quien entrega", sender.institution),
        ("Quien recibe", receiver.institution),
        ("Folio", folio),
        ("Oficio", f"{reference}, del {long_date(day)}"),
        ("Acusar antes de", due_words),
        ("Devolver a", return_to),
    )
    return Letter(
        lang="es",
        title=f"Acuse de recibo, folio {folio}",
        reference=reference,
        day=day,
        place_and_date=place_and_date(place, day),
        sender=sender,
        addressee=Party(""),
        head=(("Oficio", reference), ("Caso", case_code), ("Asunto", "Acuse de recibo de una canalización")),
        blocks=(
            Heading("Qué se recibe"),
            Facts(known),
            Heading("Lo llena quien recibe"),
            Blanks(
                (
                    "Fecha y hora en que se recibió:",
                    "Folio o expediente que le asigna su institución:",
                    "Área responsable:",
                    "Nombre de quien recibe:",
                    "Cargo:",
                    "Teléfono y correo institucionales:",
                ),
                box="Firma y sello",
            ),
            Paragraph(
                "Este acuse hace constar que se recibió la canalización; no significa que se acepte. No anote aquí "
                "nombres de niñas, niños o adolescentes ni datos del caso.",
                small=True,
            ),
        ),
        labels=LABELS["es"],
        signed=False,
    )
