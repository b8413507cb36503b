"""The answer to a sender that writes letters: INTERPOL, an embassy, a consulate. In Spanish or English."""

from collections.abc import Sequence
from datetime import date

from hilo.exchange.letters.letter import LABELS, Block, Heading, Items, Lang, Letter, Paragraph, Party, Table
from hilo.exchange.letters.rows import Told
from hilo.exchange.letters.words import long_date, place_and_date

SAYS: dict[Lang, dict[str, str]] = {
    "es": {
        "title": "Respuesta a su comunicación {theirs}",
        "ours": "Nuestra referencia",
        "theirs": "Su referencia",
        "subject": "Asunto",
        "about": "Qué resultó de su comunicación",
        "thanks": (
            "Agradecemos su comunicación con referencia {theirs}, recibida el {received}. Les informamos lo que "
            "resultó de ella."
        ),
        "outcomes": "Resultado",
        "outcome": "Resultado",
        "day": "Fecha",
        "child": "Qué pasó con la niña, el niño o adolescente, por categorías",
        "no identity": (
            "Esta respuesta no contiene nombres ni datos que permitan identificar a persona alguna. Si necesitan "
            "saber más, les rogamos pedirlo por la vía de cooperación que corresponda, con nuestra referencia."
        ),
    },
    "en": {
        "title": "Answer to your communication {theirs}",
        "ours": "Our reference",
        "theirs": "Your reference",
        "subject": "Subject",
        "about": "What came of your communication",
        "thanks": (
            "Thank you for your communication with reference {theirs}, received on {received}. We write to tell you "
            "what came of it."
        ),
        "outcomes": "Outcome",
        "outcome": "Outcome",
        "day": "Date",
        "child": "What happened to the child, in categories",
        "no identity": (
            "This answer holds no name and nothing by which anybody could be identified. Should you need to know "
            "more, please ask through the competent channel of cooperation, quoting our reference."
        ),
    },
}


def sender_letter(  # noqa: PLR0913 - every value of the letter is named
    *,
    reference: str,
    their_reference: str,
    received: date,
    sender: Party,
    addressee: Party,
    place: str,
    day: date,
    outcomes: Sequence[Told],
    child: Sequence[str] = (),
    lang: Lang = "es",
    copies: Sequence[str] = (),
) -> Letter:
    """``outcomes`` and ``child``: words of the closed vocabularies, already in ``lang``; never an identity."""
    says = SAYS[lang]
    return Letter(
        lang=lang,
        title=says["title"].format(theirs=their_reference),
        reference=reference,
        day=day,
        place_and_date=place_and_date(place, day, lang),
        sender=sender,
        addressee=addressee,
        head=(
            (says["ours"], reference),
            (says["theirs"], their_reference),
            (says["subject"], says["about"]),
        ),
        blocks=(
            Paragraph(says["thanks"].format(theirs=their_reference, received=long_date(received, lang))),
            Heading(says["outcomes"]),
            Table(
                (says["outcome"], says["day"]),
                tuple((one.outcome, long_date(one.day, lang)) for one in outcomes),
                (8, 4),
            ),
            *_child(child, says),
            Paragraph(says["no identity"]),
        ),
        labels=LABELS[lang],
        copies=tuple(copies),
    )


def _child(child: Sequence[str], says: dict[str, str]) -> tuple[Block, ...]:
    return (Heading(says["child"]), Items(tuple(child))) if child else ()
