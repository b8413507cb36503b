"""The note on admissibility: what is on record about how evidence was obtained and kept, what is missing, by what law.

It speaks of form alone. It never says that what the evidence shows is true, nor whose doing it was.
"""

from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import override

from hilo.accounts.sealing import open_text
from hilo.alerts.models import Alert
from hilo.cases.queries import institution_name
from hilo.cases.words import moment_words
from hilo.evidence.models import Item, ItemOrigin, Review
from hilo.evidence.reviews import Line, answers_of, digest_of, lines_of, name_of, subject_of
from hilo.exchange.letters import Letter, Party
from hilo.exchange.letters.letter import (
    LABELS,
    Block,
    Facts,
    Heading,
    Paragraph,
    Table,
    law_cell,
)
from hilo.exchange.letters.silence import CHECK_BEFORE_SIGNING
from hilo.exchange.letters.words import long_date, place_and_date

OPENING = (
    "En nombre de la institución que encabeza esta nota, señalo qué consta sobre la forma en que se obtuvo, se recibió "
    "y se conserva el dato de prueba que se describe, y qué falta todavía. Se pide que se atienda a su finalidad y que "
    "no se rechace solo por su forma."
)
SCOPE = (
    "Esta nota se refiere solo a la forma. No afirma que lo que muestra el dato sea cierto ni a quién se atribuya, "
    "y no valora lo dicho por persona alguna: eso corresponde al órgano jurisdiccional. Toda persona señalada se "
    "presume inocente."
)
COMPLETE = "De la lista para este origen no falta nada, según quien revisó."
BY_PERSON = "Lo hace constar quien revisó"


def reference_of(review: Review) -> str:
    """«H-2345-6789/FORMA-1A2B3C4D»."""
    return f"{review.case.code}/FORMA-{review.pk.hex[-8:].upper()}"


@override("es")
def note_letter(
    review: Review, *, signer: str, post: str, place: str, addressee: str = "", day: date | None = None
) -> Letter:
    """The note, in Spanish, ready to print and sign. ``addressee``: the post of whoever gets it."""
    day = day or localtime(review.at).date()
    reference, subject = reference_of(review), subject_of(review)
    lines = lines_of(review.case, review.origin, subject, "es") if subject is not None else []
    return Letter(
        lang="es",
        title=f"Nota sobre la forma de un dato de prueba {reference}",
        reference=reference,
        day=day,
        place_and_date=place_and_date(place, day),
        sender=Party(institution_name(review.case.institution), signer, post),
        addressee=Party(addressee or "A quien corresponda"),
        head=(("Nota", reference), ("Caso", review.case.code), ("Asunto", "Forma de un dato de prueba")),
        blocks=(Paragraph(OPENING), *_about(review, subject), *_found(review, lines), *_law(lines), *_said(review)),
        labels=LABELS["es"],
    )


def _about(review: Review, subject: Item | Alert | None) -> tuple[Block, ...]:
    pairs = [("Dato", name_of(subject)), ("Origen", ItemOrigin(review.origin).label)]
    if isinstance(subject, Item):
        pairs += [
            ("Registrado", moment_words(subject.registered_at)),
            ("Huella SHA-256", subject.sha256 or "no consta"),
        ]
    elif subject is not None:
        pairs += [
            ("Recibido", moment_words(subject.received_at)),
            ("Huella del aviso", digest_of(subject) or "no consta"),
        ]
    pairs += [("Revisó", f"{review.by.get_full_name()}, {long_date(localtime(review.at).date())}")]
    return (Heading("De qué se trata"), Facts(tuple((name, str(value)) for name, value in pairs)))


def _found(review: Review, lines: list[Line]) -> tuple[Block, ...]:
    answers = answers_of(review)
    by = {kind: [one for one in lines if answers.get(one.rule.code) == kind] for kind in answers.values()}
    blocks: list[Block] = []
    if met := by.get("met"):
        rows = tuple((one.rule.label.es, _law_of(one), one.seen or BY_PERSON) for one in met)
        blocks += [Heading("Lo que consta"), Table(("Requisito", "Artículo", "Cómo consta"), rows, (3.6, 3, 5.4))]
    blocks.append(Heading("Lo que falta"))
    if missing := by.get("missing"):
        rows = tuple((one.rule.label.es, _law_of(one), one.rule.todo.es) for one in missing)
        blocks.append(Table(("Pendiente", "Artículo", "Qué hacer"), rows, (3.6, 3, 5.4)))
    else:
        blocks.append(Paragraph(COMPLETE))
    if left := by.get("not_applicable"):
        blocks.append(Paragraph("No aplica, según quien revisó: " + "; ".join(one.rule.label.es for one in left) + "."))
    return tuple(blocks)


def _law_of(line: Line) -> str:
    return law_cell(line.rule.law, line.rule.to_confirm)


def _law(lines: list[Line]) -> tuple[Block, ...]:
    """Each article once with what it says; that any fact may be proved by any lawful means comes first."""
    said = {(_law_of(one), one.rule.says.es): None for one in lines}
    blocks: list[Block] = [Heading("Fundamento"), Table(("Artículo", "Qué dispone"), tuple(said), (3.4, 8.6))]
    if any(one.rule.to_confirm for one in lines):
        blocks.append(Paragraph(CHECK_BEFORE_SIGNING, small=True))
    return tuple(blocks)


def _said(review: Review) -> tuple[Block, ...]:
    blocks: list[Block] = []
    note = open_text(review.note, place=f"review.note:{review.pk}")
    if note.strip():
        blocks += [Heading("Observaciones de quien revisó"), Paragraph(note)]
    return (*blocks, Heading("Alcance de esta nota"), Paragraph(SCOPE))
