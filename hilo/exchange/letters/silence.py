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
) -> Letter:
    """Which institution (``silent``) stayed silent on which ``duty``, since when, and what is asked.

    ``duty`` follows «no ha cumplido con» in a sentence: «acusar recibo de la canalización …». ``asked`` may hold
    ``{within}``: so many working days, in words.
    """
    return Letter(
        lang="es",
        title=f"Oficio {reference}: falta de respuesta",
        reference=reference,
        day=day,
        place_and_date=place_and_date(place, day),
        sender=writer,
        addressee=addressee,
        head=(("Oficio", reference), ("Caso", case_code), ("Asunto", f"Falta de respuesta: {silent}")),
        blocks=(
            _what_happened(writer, silent, duty, since),
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


def _what_happened(writer: Party, silent: str, duty: str, since: date) -> Paragraph:
    return Paragraph(
        f"Quien suscribe, por {writer.institution}, hace de su conocimiento que la institución {silent} no ha cumplido "
        f"con {duty}. El deber está pendiente desde el {long_date(since)}. El caso concierne a la protección de niñas, "
        "niños o adolescentes, y cada día sin respuesta puede costarles seguridad, prueba y atención."
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
