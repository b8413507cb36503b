"""A turn cut into what is asked or said one at a time, as if it were punctuated."""

import re
from dataclasses import dataclass

from hilo.testimony.coding.words import fold, names, plain, split

_ENDS = re.compile(r"(?<=[?!…])\s*|(?<=[.;])\s+|\.{3,}|(?<=\S)\s+(?=[¿¡])|\n+")
_NAMES = re.compile(r"(?:^|,\s*)([A-ZÁÉÍÓÚÑ][a-záéíóúñü]+)\s*(?=[,.?!]|$)")
_ASKS = re.compile(
    r"^(?:dime|dinos|diganme|cuenta(?:me|nos|melo)?|platica(?:me|nos)?|explica(?:me|nos)?|describe(?:me)?|hablame|"
    r"quiero (?:que|saber)|me gustaria (?:que|saber)|me (?:puedes|podrias|cuentas|platicas))\b"
)
_TAIL = re.compile(r"(?<= )y (?:luego|despues|entonces|que mas|que mas paso|luego que paso|despues que paso)$")
FILLERS = re.compile(
    r"^(?:(?:y|e|ni|pero|oye|oyes|a ver|bueno|okey|ok|oka|aja|ah|mjm|mmm?|pues|fijate|mira|este|si|ya|muy bien|"
    r"esta bien|perfecto|ahora|ahorita|orale|andale|gracias|claro|perdon|disculpa|vale|sale|ay|eh|uy|hola|"
    r"por favor|primero|entonces|okay|de acuerdo|o sea|y ahora|"
    r"(?:empieza|comienza) (?:por|desde) (?:el )?(?:principio|inicio|comienzo) y) )+"
)


@dataclass(frozen=True)
class Unit:
    """A sentence of a turn: ``lead`` is what stands before the question mark opens, ``core`` the rest.

    ``asked`` is True with a question mark, False with a full stop, None where the text has no marks at all.
    """

    lead: str
    core: str
    asked: bool | None

    @property
    def said(self) -> str:
        """The whole unit without accents or marks."""
        return plain(f"{self.lead} {self.core}")

    @property
    def asks(self) -> str:
        """The core without accents, marks or the small words people begin with."""
        return strip_fillers(plain(self.core))

    @property
    def tokens(self) -> list[str]:
        return split(f"{self.lead} {self.core}")


def strip_fillers(text: str) -> str:
    """«oye y a ver qué pasó» is «que paso»; but «y luego» and «y ya» stay, they are prompts of their own."""
    short = FILLERS.sub("", text + " ").strip()
    return short or text


def only_fillers(text: str) -> bool:
    """Nothing but the small words people begin with."""
    return not FILLERS.sub("", text + " ").strip()


def units(turn: str) -> list[Unit]:
    """The sentences of a turn, in order. A turn without any marks is cut where a request begins."""
    turn = without_names(turn)
    if not re.search(r"[.?!¿¡;…]", turn):
        return [Unit("", piece, None) for piece in _unmarked(turn)]
    found = [_unit(piece) for piece in _ENDS.split(turn) if piece and plain(piece)]
    return _joined(found)


def without_names(turn: str) -> str:
    """Without the child's name where the child is addressed: «Gracias, Ana.» names nobody of the event."""

    def keep(match: re.Match[str]) -> str:
        return "" if match.group(0).startswith(",") or _addressed(turn, match) else match.group(0)

    return _NAMES.sub(keep, turn)


def _addressed(turn: str, match: re.Match[str]) -> bool:
    after = turn[match.end() : match.end() + 1]
    return after == "," and fold(match.group(1)) not in ONE_WORD


ONE_WORD = names("not_a_name")


def _unit(piece: str) -> Unit:
    lead, opened, core = piece.rpartition("¿")
    asked = bool(opened) or piece.rstrip().endswith("?")
    if not opened:
        lead, core = "", piece
    if asked and not opened and "," in piece:
        lead, core = _tail(piece)
    return Unit(lead, core, asked)


def _tail(piece: str) -> tuple[str, str]:
    """Without an opening mark: a short last piece after a comma is what is asked («era azul, no?»)."""
    before, _comma, last = piece.rpartition(",")
    return (before, last) if len(split(last)) <= 3 else ("", piece)


def _joined(found: list[Unit]) -> list[Unit]:
    """What ends in a comma before «¿» belongs to the question; the marks cut it off."""
    out: list[Unit] = []
    for unit in found:
        if out and out[-1].asked is False and re.search(r"[,:]\s*$", out[-1].core):
            before = out.pop()
            out.append(Unit(f"{before.lead} {before.core}{unit.lead}".strip(), unit.core, unit.asked))
        else:
            out.append(unit)
    return out


def _unmarked(turn: str) -> list[str]:
    """Speech recognition leaves no marks: a request in the middle begins a sentence of its own."""
    if tail := _TAIL.search(plain(turn)):
        tokens, last = turn.split(), len(tail.group(0).split())
        if len(tokens) > last and strip_fillers(plain(" ".join(tokens[:-last])) + " x") != "x":
            return [" ".join(tokens[:-last]), " ".join(tokens[-last:])]
    tokens = turn.split()
    for at in range(2, len(tokens)):
        if _ASKS.match(plain(" ".join(tokens[at:]))) and not _ASKS.match(plain(" ".join(tokens[at - 1 :]))):
            head = plain(" ".join(tokens[:at]))
            if strip_fillers(head + " x") != "x" and not head.endswith((" que", " y que")):
                return [" ".join(tokens[:at]), " ".join(tokens[at:])]
    return [turn] if plain(turn) else []
