"""An answer to a sender as words: outcomes with their data, put into the sender's dialect. Plain Python.

Nothing here takes free text: what goes out is made of codes, dates, names of institutions, the sender's own
report numbers and our reference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, override

from hilo.reference import pack
from hilo.reference.dialects import Dialect, Lang, Said
from hilo.reference.models import Institution

# An institution of a state is said by its kind: its name would tell where the child lives.
KINDS: dict[str, dict[Lang, str]] = {
    "prosecutor": {"es": "la fiscalía de un estado", "en": "the prosecutor's office of a state"},
    "child_protection": {
        "es": "la procuraduría de protección de un estado",
        "en": "the child-protection authority of a state",
    },
    "police": {"es": "la policía de un estado", "en": "the police of a state"},
}
OTHER: dict[Lang, str] = {"es": "la autoridad de un estado", "en": "an authority of a state"}


@dataclass(frozen=True, slots=True)
class Told:
    """One outcome and the data it needs, as codes and dates."""

    outcome: str
    day: date
    reference: str = ""  # a report number of the same sender, or our own reference
    institution: str = ""
    fields: tuple[str, ...] = ()
    deadline: date | None = None

    def data(self) -> dict[str, Any]:
        """As JSON can hold it."""
        found = asdict(self) | {"day": self.day.isoformat(), "fields": list(self.fields)}
        return found | {"deadline": self.deadline.isoformat() if self.deadline else None}

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Told":
        """What :meth:`data` gave."""
        until = data["deadline"]
        return cls(
            data["outcome"], date.fromisoformat(data["day"]), data["reference"], data["institution"],
            tuple(data["fields"]), date.fromisoformat(until) if until else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome as the sender will read it."""

    outcome: str
    code: str
    text: str
    day: str  # ISO 8601
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Exactly what leaves, and nothing else. ``theirs``: the sender's report number; ``ours``: our reference."""

    dialect: str
    lang: str
    theirs: str
    ours: str
    day: str
    lines: tuple[Line, ...]

    def data(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self) | {"lines": [asdict(line) for line in self.lines]}

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Message":
        """What :meth:`data` gave."""
        return cls(**data | {"lines": tuple(Line(**line) for line in data["lines"])})


def compose(told: Iterable[Told], *, dialect: Dialect, lang: str, theirs: str, ours: str, day: date) -> Message:
    """Put outcomes into a dialect. Raises KeyError for one that cannot be said there: policies ask before."""
    lines = []
    for one in told:
        said = dialect.says[one.outcome]
        if said.text is None:
            raise KeyError(one.outcome)
        reason = said.reason.get(lang) if said.reason else ""
        lines.append(Line(one.outcome, said.code or "", _filled(said, one, lang), one.day.isoformat(), reason))
    return Message(dialect.code, lang, theirs, ours, day.isoformat(), tuple(lines))


def _filled(said: Said, one: Told, lang: str) -> str:
    speech, text = pack().speech, said.text.get(lang) if said.text else ""
    return text.format(
        reference=one.reference,
        institution=institution_words(pack().institutions.get(one.institution), lang),
        fields="; ".join(speech.fields[code].get(lang) for code in one.fields),
        deadline=one.deadline.isoformat() if one.deadline else "",
    )


def institution_words(institution: Institution | None, lang: str) -> str:
    """The name of a national institution; of a state's, only its kind."""
    if institution is None:
        return ""
    if institution.state is None and institution.level != "state":
        return institution.name.get(lang)
    key: Lang = "en" if lang == "en" else "es"
    return KINDS.get(institution.kind, OTHER)[key]


def as_text(message: Message) -> str:
    """To be typed, or copied, into a form by hand."""
    with override(message.lang):
        heads = [
            gettext("Su reporte: %(n)s") % {"n": message.theirs},
            gettext("Nuestra referencia: %(n)s") % {"n": message.ours},
        ]
    return "\n".join([*heads, *(_text_line(line) for line in message.lines)])


def _text_line(line: Line) -> str:
    code = f"{line.code} · " if line.code else ""
    return f"{line.day} · {code}{line.text}{f' ({line.reason})' if line.reason else ''}"


def as_body(message: Message) -> dict[str, Any]:
    """What is sent from system to system; a dialect of codes sends its codes, as numbers when they are."""
    return {
        "reportReference": message.theirs,
        "ourReference": message.ours,
        "date": message.day,
        "actions": [_action(line) for line in message.lines],
    }


def _action(line: Line) -> dict[str, Any]:
    if not line.code:
        return {"text": line.text, "actionDate": line.day}
    said = {"actionType": int(line.code) if line.code.isdecimal() else line.code, "actionDate": line.day}
    return said | ({"reasonText": line.reason} if line.reason else {})


def codes(told: Sequence[Told]) -> list[str]:
    """Outcomes only: what events keep."""
    return [one.outcome for one in told]
