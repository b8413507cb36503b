"""Who told whom: conversations as a directed graph in time, and what is not known about it.

Cycles are ordinary (a mother tells a teacher, who asks the mother), so nothing here walks the graph: a person is judged
by nobody, and each gap is found by looking at one person or one conversation at a time. Order is claimed only where the
dates, at their precision, settle it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hilo.lib.errors import BadInput
from hilo.reference.models import Label
from hilo.testimony.disclosure.history import Entry, current
from hilo.testimony.disclosure.when import When

NO_DATE: Final = When()
YES, NO, UNKNOWN = ANSWERS = ("yes", "no", "unknown")

_OPEN: Final = {
    "who": Label(es="no se sabe entre quiénes fue", en="not known who took part"),
    "undated": Label(es="no se sabe cuándo fue", en="not known when it was"),
    "passed_on": Label(es="no se sabe si pasó algo de lo contado", en="not known whether anything was passed on"),
    "what": Label(es="no se sabe qué pasó de lo contado", en="not known what was passed on"),
    "record": Label(es="no se sabe si quedó por escrito", en="not known whether it was written down"),
}


@dataclass(frozen=True)
class Conversation:
    """``teller`` spoke to ``hearer``; opaque ids, "" where not known. ``passed_on``: of what the child told.

    ``passed_on`` and ``written_record``: yes, no or unknown. ``id`` is that of the entry which shows it.

    Raises BadInput for another answer, or for somebody speaking to nobody else.
    """

    id: str
    teller: str
    hearer: str
    when: When = NO_DATE
    medium: str = ""
    passed_on: str = UNKNOWN
    what: str = ""
    written_record: str = UNKNOWN

    def __post_init__(self) -> None:
        if not {self.passed_on, self.written_record} <= set(ANSWERS):
            raise BadInput(f"Conteste con una de: {', '.join(ANSWERS)}.")
        if self.teller == self.hearer and self.teller:
            raise BadInput("Una conversación es entre dos personas distintas; corrija quién contó o a quién.")


@dataclass(frozen=True)
class Chain:
    """``knew``: people of whom it is on record that they knew, and since when. ``first_words``: exact, or ""."""

    child: str
    conversations: tuple[Conversation, ...]
    knew: Mapping[str, When] = field(default_factory=dict)
    first_words: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.child:
            raise BadInput("La cadena necesita la clave de la niña o el niño; agréguela.")
        if len({one.id for one in self.conversations}) < len(self.conversations):
            raise BadInput("Dos conversaciones tienen la misma clave; dé a cada una la suya.")

    @property
    def people(self) -> tuple[str, ...]:
        """The child, then everybody else in the order in which they come up."""
        talked = [who for one in in_time(self.conversations) for who in (one.teller, one.hearer)]
        return tuple(dict.fromkeys(who for who in (self.child, *talked, *sorted(self.knew)) if who))

    def name(self, who: str, lang: str = "es") -> str:
        """How a person is called on the page, on one line: never more than what the caller gave."""
        unknown = "somebody not known" if lang.startswith("en") else "alguien que no se conoce"
        return " ".join(self.names.get(who, who).split()) or unknown


@dataclass(frozen=True)
class Gap:
    """Something not known. ``about``: a person's id or "", ``conversations``: their ids."""

    code: str
    text: Label
    about: str = ""
    conversations: tuple[str, ...] = ()


def in_time(conversations: Sequence[Conversation]) -> tuple[Conversation, ...]:
    """Earliest possible day first, undated ones at the end, otherwise as given."""
    return tuple(sorted(conversations, key=lambda one: one.when.key))


def gaps(chain: Chain) -> tuple[Gap, ...]:
    """All that is not known: the child's first words, then person by person, then conversation by conversation."""
    found = [] if chain.first_words else [_first_words()]
    found += [gap for who in chain.people for gap in _of_person(chain, who)]
    found += [gap for one in in_time(chain.conversations) for gap in _of_conversation(chain, one)]
    return (*found, *_orders(chain))


def chain(history: Sequence[Entry], child: str, names: Mapping[str, str] | None = None) -> Chain:
    """The chain that a history holds: fields 1, 2 and 5. Only words kept exactly at the time count as first words."""
    exact = [one.text("words") for one in current(history, "first_statement") if one.text("recall") == "exact"]
    knew = {one.text("heard_by"): one.when() for one in current(history, "first_statement")}
    knew |= {one.text("noticed_by"): one.when() for one in current(history, "first_sign")}
    knew = {who: when for who, when in knew.items() if who}
    talks = tuple(_conversation(one) for one in current(history, "conversation"))
    return Chain(child, talks, knew, next(filter(None, exact), ""), names or {})


def _conversation(entry: Entry) -> Conversation:
    return Conversation(
        entry.id,
        entry.text("teller"),
        entry.text("hearer"),
        entry.when(),
        entry.text("medium"),
        entry.text("passed_on") or UNKNOWN,
        entry.text("what"),
        entry.text("written_record") or UNKNOWN,
    )


def _first_words() -> Gap:
    text = Label(
        es="No constan las palabras exactas de la primera declaración.",
        en="The exact words of the first statement are not on record.",
    )
    return Gap("first_words", text)


def _of_person(chain: Chain, who: str) -> list[Gap]:
    """Nobody is known to have heard from the child; or somebody knew before any conversation that can explain it."""
    if who == chain.child:
        told = any(one.teller == who and one.passed_on == YES for one in chain.conversations)
        return [] if told else [_nobody_heard(chain)]
    since = [one.when for one in chain.conversations if one.teller == who and one.passed_on == YES]
    since += [chain.knew[who]] if who in chain.knew else []
    heard = [one.when for one in chain.conversations if one.hearer == who and one.passed_on == YES]
    unexplained = [when for when in since if not any(not when.surely_before(one) for one in heard)]
    return [_unheard(chain, who, min(unexplained, key=lambda one: one.key))] if unexplained else []


def _nobody_heard(chain: Chain) -> Gap:
    es = f"No consta ninguna conversación en la que {chain.name(chain.child)} haya contado algo."
    en = f"No conversation is on record in which {chain.name(chain.child, 'en')} told anything."
    return Gap("nobody_heard", Label(es=es, en=en), chain.child)


def _unheard(chain: Chain, who: str, when: When) -> Gap:
    es = (
        f"{chain.name(who)} ya sabía ({when.words('es')}) y no consta ninguna conversación anterior en la que lo oyera."
    )
    en = f"{chain.name(who, 'en')} knew ({when.words('en')}), and no earlier conversation is on record to explain it."
    return Gap("unheard", Label(es=es, en=en), who)


def _of_conversation(chain: Chain, one: Conversation) -> list[Gap]:
    found = {
        "who": not (one.teller and one.hearer),
        "undated": one.when.at is None,
        "passed_on": one.passed_on == UNKNOWN,
        "what": one.passed_on == YES and not one.what.strip(),
        "record": one.written_record == UNKNOWN,
    }
    es, en = _called(chain, one, "es"), _called(chain, one, "en")
    labels = {
        code: Label(es=f"{es}: {_OPEN[code].es}.", en=f"{en}: {_OPEN[code].en}.") for code in found if found[code]
    }
    return [Gap(code, label, "", (one.id,)) for code, label in labels.items()]


def _orders(chain: Chain) -> list[Gap]:
    """For each conversation, those written above it that may have been later."""
    dated = [one for one in in_time(chain.conversations) if one.when.at]
    unsure = {b.id: [a for a in dated[:n] if not a.when.surely_before(b.when)] for n, b in enumerate(dated)}
    return [_order(chain, b, unsure[b.id]) for b in dated if unsure[b.id]]


def _order(chain: Chain, one: Conversation, others: Sequence[Conversation]) -> Gap:
    es, en = ("; ".join(_called(chain, each, lang) for each in others) for lang in ("es", "en"))
    text = Label(
        es=f"No se sabe si «{_called(chain, one, 'es')}» fue antes o después de: {es}.",
        en=f"It is not known whether “{_called(chain, one, 'en')}” was before or after: {en}.",
    )
    return Gap("order", text, "", (*(each.id for each in others), one.id))


def _called(chain: Chain, one: Conversation, lang: str) -> str:
    """How a conversation is named in a sentence."""
    word = "with" if lang == "en" else "con"
    return f"{chain.name(one.teller, lang)} {word} {chain.name(one.hearer, lang)}, {one.when.words(lang)}"
