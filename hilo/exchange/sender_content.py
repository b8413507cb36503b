"""What an answer holds, sealed in its row."""

import json
from dataclasses import dataclass, replace
from typing import Any

from hilo.accounts.sealing import open_text, seal_text
from hilo.exchange.models import Feedback
from hilo.exchange.sender_words import Message, Told
from hilo.lib.canonical import canonical_bytes
from hilo.reference import pack


@dataclass(frozen=True, slots=True)
class Content:
    """``told``: chosen outcomes; ``withheld``: those of the child that stay here; ``proposed``: by the machine;
    ``message``: once released, exactly what leaves."""

    told: tuple[Told, ...]
    withheld: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    message: Message | None = None

    def for_child(self) -> list[str]:
        """Chosen outcomes that say what happened to the child."""
        return [one.outcome for one in self.told if pack().outcomes[one.outcome].group == "child"]

    def leaving(self, ground: str) -> "Content":
        """What may leave on this ground: without one, what happened to the child stays here."""
        if ground not in ("", Feedback.Ground.NONE):
            return self
        kept = self.for_child()
        return replace(self, told=tuple(one for one in self.told if one.outcome not in kept), withheld=tuple(kept))


def seal(content: Content, place: str) -> bytes:
    """For the row that stands at ``place``."""
    data = {
        "told": [one.data() for one in content.told],
        "withheld": list(content.withheld),
        "proposed": list(content.proposed),
        "message": content.message.data() if content.message else None,
    }
    return seal_text(canonical_bytes(data).decode(), place=place)


def content_of(row: Feedback) -> Content:
    """What an answer holds."""
    data: dict[str, Any] = json.loads(open_text(row.content, place=row.place))
    return Content(
        tuple(Told.of(one) for one in data["told"]),
        tuple(data["withheld"]),
        tuple(data["proposed"]),
        Message.of(data["message"]) if data["message"] else None,
    )
