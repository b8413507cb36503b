"""The letter to the outside body that is competent when an institution stays silent, ready to sign."""

from collections.abc import Sequence
from datetime import date

from hilo.exchange.letters.letter import (
    LABELS,
    TO_CONFIRM,
    Block,
    Heading,
    Items,
    Letter,
    Paragraph,
    Party,
    Table,
    law_cell,
)
from hilo.exchange.letters.rows import Basis, Lapse
from hilo.exchange.letters.words import long_date, place_and_date, working_days

CHECK_BEFORE_SIGNING = (
    f"«{TO_CONFIRM['es'].capitalize()}»: la cita aún no se ha cotejado con el texto vigente. Cotéjela antes de firmar."
)

AT_STAKE = (
    "El caso concierne a la protección de niñas, niños o adolescentes, y cada día sin respuesta puede costarles "
    "seguridad, prueba y atención."
)


def silence_letter(  # noqa: PLR0913 - every value of the letter is named
    *,
    reference: str,
    case_code: str,
    writer: Party,
    addressee: Party,
    silent: str,
    duty: str,
    since: date,
    place: str,
    day: date,
    lapses: Sequence[Lapse],
    asked: Sequence[str],
    basis: Sequence[Basis],
    within: int = 5,
    copies: Sequence[str] = (),
    owed_by: str = "",
) -> Letter:
    """Which institution (``silent``) stayed silent on which ``duty``, since when, and what is asked.

    ``duty`` follows «no ha cumplido con» in a sentence: «acusar recibo de la canalización …». ``asked`` may hold
    ``{within}``: so many working days, in words. ``owed_by``: given when the writer tells of a delay in its own
    case; whose duty it is, such as «juez de control» or «quien tiene el caso».
    """
    about = "Retraso en un caso a cargo de quien suscribe" if owed_by else f"Falta de respuesta: {silent}"
    return Letter(
        lang="es",
        title=f"Oficio {reference}: {'retraso en un caso propio' if owed_by else 'falta de respuesta'}",
        reference=reference,
        day=day,
        place_and_date=place_and_date(place, day),
        sender=writer,
        addressee=addressee,
        head=(("Oficio", reference), ("Caso", case_code), ("Asunto", about)),
        blocks=(
            _own_delay(duty, since, owed_by) if owed_by else _what_happened(silent, duty, since),
            *_dates(lapses),
            *_grounds(basis),
            *_warning(lapses, basis),
            Heading("Qué se solicita"),
            Items(tuple(one.replace("{within}", working_days(within)) for one in asked), numbered=True),
            Paragraph(
                "El expediente está a disposición de la autoridad por la vía reservada que indique. Este escrito "
                "identifica el caso solo por su clave."
            ),
        ),
        labels=LABELS["es"],
        copies=tuple(copies),
    )


def _what_happened(silent: str, duty: str, since: date) -> Paragraph:
    """No article goes before a name: whether it is «la» or «el» is not known."""
    return Paragraph(
        "En nombre de la institución que encabeza este escrito, hago de su conocimiento que la institución señalada, "
        f"{silent}, no ha cumplido con {duty}. El deber está pendiente desde el {long_date(since)}. {AT_STAKE}"
    )


def _own_delay(duty: str, since: date, owed_by: str) -> Paragraph:
    return Paragraph(
        "En nombre de la institución que encabeza este escrito, informo por iniciativa propia de un retraso en un caso "
        f"a nuestro cargo: no se ha cumplido con {duty}. El deber está pendiente desde el {long_date(since)}. "
        f"Responsable de cumplirlo: {owed_by}. {AT_STAKE}"
    )


def _dates(lapses: Sequence[Lapse]) -> tuple[Block, ...]:
    rows = tuple(
        (
            one.event,
            long_date(one.day),
            law_cell(one.law, one.to_confirm) if one.law or one.days_late is not None else "—",
            "—" if one.days_late is None else str(one.days_late),
        )
        for one in lapses
    )
    return (
        Heading("Hechos y fechas"),
        Table(("Hecho", "Fecha", "Artículo", "Días de retraso"), rows, (4, 3.4, 3, 1.6)),
    )


def _grounds(basis: Sequence[Basis]) -> tuple[Block, ...]:
    if not basis:
        return ()
    rows = tuple((law_cell(one.law, one.to_confirm), one.says) for one in basis)
    return (Heading("Fundamento"), Table(("Artículo", "Qué dispone"), rows, (3.4, 8.6)))


def _warning(lapses: Sequence[Lapse], basis: Sequence[Basis]) -> tuple[Block, ...]:
    if any(one.to_confirm for one in lapses) or any(one.to_confirm for one in basis):
        return (Paragraph(CHECK_BEFORE_SIGNING, small=True),)
    return ()
