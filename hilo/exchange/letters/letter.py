"""What a letter is made of: plain values, no markup. Every text is data and is printed as it stands."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from hilo.lib.canonical import digest

Lang = Literal["es", "en"]

TO_CONFIRM = {"es": "por confirmar", "en": "to be confirmed"}


@dataclass(frozen=True, slots=True)
class Party:
    """Who writes or is written to. What is left empty is left blank for the hand."""

    institution: str
    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it is a line break on paper."""

    text: str
    small: bool = False
    type: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A few words over a part of the letter."""

    text: str
    type: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered when its items are asked for or answered one by one."""

    items: tuple[str, ...]
    numbered: bool = False
    type: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated on every page. ``widths``: parts of the page's width, one per column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    type: str = field(default="table", init=False)

    def __post_init__(self) -> None:
        if {len(self.head), *map(len, self.rows)} != {len(self.widths)}:
            raise ValueError("every row of a table has as many cells as its head")


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, in two columns."""

    pairs: tuple[tuple[str, str], ...]
    type: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Access:
    """An address and a code to be copied by hand from paper."""

    pairs: tuple[tuple[str, str], ...]
    type: str = field(default="access", init=False)


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to fill in by hand, and a box for signature and seal when ``box`` names it."""

    labels: tuple[str, ...]
    box: str = ""
    type: str = field(default="blanks", init=False)


Block = Paragraph | Heading | Items | Table | Facts | Access | Blanks


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to be printed by :func:`hilo.exchange.letters.render.pdf`.

    ``head``: names and values at the top right (reference, case, subject). ``signed``: False for a form,
    which holds its own lines. ``labels``: the fixed words of the page in the language of the letter.
    """

    lang: Lang
    title: str
    reference: str
    day: date
    place_and_date: str
    sender: Party
    addressee: Party
    head: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    labels: dict[str, str]
    signed: bool = True
    copies: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        return asdict(self) | {"day": date(self.day.year, self.day.month, self.day.day).isoformat()}

    @property
    def fingerprint(self) -> str:
        """64 hex signs: the SHA-256 of the canonical data. It is printed, shortened, at the foot of every page."""
        return digest(self.data()).hex()


LABELS: dict[Lang, dict[str, str]] = {
    "es": {
        "regards": "Atentamente",
        "copies": "Con copia:",
        "name": "Nombre",
        "post": "Cargo",
        "to": "Presente",
        "reference": "Referencia",
        "fingerprint": "huella",
        "page": "Página",
        "of": "de",
        "verify": "Para comprobar este escrito, cite la referencia y la huella ante quien lo emite.",
    },
    "en": {
        "regards": "Yours faithfully",
        "copies": "Copy to:",
        "name": "Name",
        "post": "Position",
        "to": "",
        "reference": "Reference",
        "fingerprint": "fingerprint",
        "page": "Page",
        "of": "of",
        "verify": "To verify this letter, quote the reference and the fingerprint to the issuing institution.",
    },
}


def law_cell(law: str, to_confirm: bool, lang: Lang = "es") -> str:
    """The article, and on its own line that nobody has yet confirmed it; a period of our own says so."""
    if not law:
        return "Plazo de trabajo, sin artículo" if lang == "es" else "Working period, no article"
    return f"{law}\n({TO_CONFIRM[lang]})" if to_confirm else law
