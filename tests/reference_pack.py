"""Reference pages read from the country pack: events, clocks, institutions, courses, triage, outcomes, words."""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.markdown import codes, first, pages, table

CERTAINTY = {
    "seed": "from the founding texts",
    "seen": "read in the public source",
    "memory": "not verified: shown as «por confirmar»",
}


def _pack() -> Any:
    from hilo.reference import pack

    return pack("mx")


def _grouped(rows: Iterable[Any], key: str) -> Iterator[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    yield from found.items()


def _yes(value: object) -> str:
    return "yes" if value else ""


def event_kinds() -> str:
    """docs/reference/event-kinds.md."""
    pack = _pack()
    starts: dict[str, list[str]] = {}
    stops: dict[str, list[str]] = {}
    for rule in pack.clocks.values():
        for into, kinds in ((starts, rule.starts_on), (stops, rule.stops_on)):
            for kind in kinds:
                into.setdefault(kind, []).append(rule.code)
    lead = (
        "Every kind of event that the thread of a case may hold, and the clocks it starts and stops.\n\n"
        "*Substantive* moves the case, so silence is counted anew from it. *By a person*: somebody may record it by "
        "hand; all others are recorded by what the system or a form does. Codes are never renamed or deleted. "
        "The clock `silence`, which every substantive event starts anew, is left out of the table."
    )
    parts = []
    for group, rows in _grouped(pack.event_kinds.values(), "group"):
        lines = [
            (
                f"`{one.code}`",
                one.label.es,
                one.label.en,
                _yes(one.substantive),
                _yes(one.by_person),
                codes(code for code in starts.get(one.code, ()) if code != "silence"),
                codes(stops.get(one.code, ())),
            )
            for one in rows
        ]
        head = ("code", "español", "English", "substantive", "by a person", "starts", "stops")
        parts.append(f"## {group}\n\n{table(head, lines)}")
    return pages("Event kinds", lead, *parts)


def length(span: Any) -> str:
    """«5 working days, rolling» for a span."""
    words = span.unit.value.replace("_", " ")
    words = words.removesuffix("s") if span.amount == 1 else words
    return f"{span.amount} {words}" + (", rolling" if span.roll else "")


def clocks() -> str:
    """docs/reference/clocks.md."""
    pack = _pack()
    everything = {code for code, kind in pack.event_kinds.items() if kind.substantive}
    lead = (
        "Every deadline: what is owed, by whom, how long, what starts and stops it, its law and how sure we are.\n\n"
        "Counting follows article 94 of the Código Nacional de Procedimientos Penales. *Rolling*: an end on a "
        "non-working day moves to the next working day. *Measure is policy*: the law says «at once» or gives no "
        "measure, and the length is Hilo's own so that it can be watched. A running clock keeps the version of the "
        f"rule it was born with. Certainty: {'; '.join(f'`{k}` {v}' for k, v in CERTAINTY.items())}."
    )
    parts = []
    for family, rules in _grouped(pack.clocks.values(), "family"):
        parts.append(f"## {family.capitalize()} clocks ({len(rules)})")
        parts += [_clock(rule, everything) for rule in rules]
    return pages("Clocks", lead, *parts)


def _clock(rule: Any, everything: set[str]) -> str:
    tiers = "; ".join(f"tier {tier}: {length(span)}" for tier, span in sorted(rule.by_tier.items()))
    said = [
        ("duty", f"{rule.duty.en} / {rule.duty.es}"),
        ("responsible", rule.responsible.en),
        ("length", tiers or length(rule.span)),
        ("only for tiers", ", ".join(str(tier) for tier in rule.tiers)),
        ("starts on", _kinds(rule.starts_on, everything)),
        ("stops on", _kinds(rule.stops_on, everything)),
        ("behaviour", _behaviour(rule)),
        ("law", rule.law),
        ("basis", rule.basis.en),
        (
            "source",
            f"{rule.source}, {rule.text_date} ({rule.certainty}{', to be confirmed' if rule.to_confirm else ''})",
        ),
    ]
    lines = "\n".join(f"- {name}: {text}" for name, text in said if text)
    ref = f" ({rule.ref})" if rule.ref else ""
    return f"### {rule.code}{ref}\n\n{rule.label.en} / {rule.label.es}\n\n{lines}"


def _source(row: Any) -> str:
    return f"{row.source}, {row.text_date} ({row.certainty})"


def _kinds(kinds: Sequence[str], everything: set[str]) -> str:
    if everything <= set(kinds):
        rest = [code for code in kinds if code not in everything]
        return ", ".join(part for part in (codes(rest), "every substantive event") if part)
    return codes(kinds)


def _behaviour(rule: Any) -> str:
    said = [
        (rule.span_is_policy, "the measure is policy"),
        (rule.standalone, "runs outside any case"),
        (rule.counts_from == "sender_received", "counts from when the sender received it"),
        (rule.per == "alert", "one for each alert"),
        (rule.restart, "a new start event begins it again"),
        (rule.once, "once met, it does not begin again"),
        (not rule.blocks_closing, "does not keep a case from closing"),
        (rule.informational, "informational: nobody's duty"),
        (rule.alarms_days, f"alarms {', '.join(map(str, rule.alarms_days))} days before"),
        (rule.pausable, "may be paused" + (f", at most {length(rule.max_pause)}" if rule.max_pause else "")),
        (
            rule.extension,
            f"may be extended by {length(rule.extension)}, {rule.max_extensions} ×" if rule.extension else "",
        ),
        (rule.in_force_from, f"in force from {rule.in_force_from}"),
        (rule.in_force_until, f"in force until {rule.in_force_until}"),
    ]
    return "; ".join(text for holds, text in said if holds)


def _at_most(words: str, span: Any) -> str:
    return f"{words} {length(span)}" if span else ""


def institutions() -> str:
    """docs/reference/institutions.md."""
    pack = _pack()
    lead = (
        "Every institution of the country pack and what it should be told or sent.\n\n"
        "Codes are never renamed or deleted: an institution that ends gets `valid_until` and `replaced_by`. An "
        "institution of a state is one row of a template for each of the states."
    )
    head = ("code", "institución", "English", "kind", "receives", "telephone", "certainty")
    parts = []
    for level, rows in _grouped(pack.institutions.values(), "level"):
        lines = [
            (f"`{i.code}`", i.name.es, i.name.en, i.kind, codes(i.receives), ", ".join(i.phones), i.certainty)
            for i in rows
            if i.state is None
        ]
        if lines:
            parts.append(f"## {level.capitalize()}\n\n{table(head, lines)}")
    ours: dict[str, Any] = {}
    for one in pack.institutions.values():
        if one.state:
            ours.setdefault(one.code.removesuffix(f"-{one.state}"), one)
    lines = [(f"`{prefix}-…`", i.kind, codes(i.receives)) for prefix, i in ours.items()]
    parts.append(f"## Of each state\n\n{table(('code', 'kind', 'receives'), lines)}")
    states = [(f"`{s.key}`", s.name.es, s.time_zone) for s in pack.states.values()]
    parts.append(f"## States\n\n{table(('key', 'estado', 'time zone'), states)}")
    return pages("Institutions", lead, *parts)


def courses() -> str:
    """docs/reference/courses.md."""
    lead = (
        "Which institutions a case of a kind should pass, by what is known of its place.\n\n"
        "The first course that fits wins; one for the kind goes before one for any kind. The first institution holds "
        "the case. The system suggests and never sends by itself. *Within* names a clock."
    )
    parts = []
    for course in _pack().courses:
        tiers = f" · tiers {', '.join(map(str, course.tiers))}" if course.tiers else ""
        steps = [
            (f"`{s.institution}`", s.duty.en, s.duty.es, codes([s.within] if s.within else [])) for s in course.steps
        ]
        body = table(("institution", "duty", "deber", "within"), steps)
        parts.append(
            f"## {course.code}\n\n{course.label.en} · kind `{course.kind}` · place {course.place}{tiers}\n\n{body}"
        )
    rows = [
        (
            ", ".join((*one.kinds, *one.levels)) or "any other",
            codes(one.instead),
            f"{one.reason.en} / {one.reason.es}",
            _source(one),
        )
        for one in _pack().substitutes
    ]
    instead = (
        "## Who takes a case that its institution may not hold\n\n"
        "Because of a conflict of interest. The first row that fits wins; "
        "of it, the first institution that is not kept out as well.\n\n"
    )
    parts.append(instead + table(("kept out", "instead", "why", "source"), rows))
    return pages("Courses", lead, *parts)


def triage() -> str:
    """docs/reference/triage.md."""
    from hilo.alerts.factors import FACTORS

    found = _pack().triage
    lead = (
        f"The factors that are weighed for every alert, table `{found.version}`.\n\n"
        "Two questions are kept apart: could a child be identified or be at risk now (`child`), and how workable is "
        "the alert (`workability`). The effect decides the tier; points only order alerts within one. What a sender "
        "does not say is unknown, never a no. A mark that lowers leaves only what contradicts it."
    )
    tiers = table(("tier", "English", "español"), [(n, label.en, label.es) for n, label in sorted(found.tiers.items())])
    rows = [
        (
            f"`{f.code}`",
            f"{f.label.en} / {f.label.es}",
            first(inspect.getdoc(FACTORS[f.code])),
            f.dimension,
            f.effect,
            f.points,
            _source(f),
        )
        for f in found.factors
    ]
    head = ("code", "label", "when it applies", "question", "effect", "points", "source")
    numbers = table(("parameter", "value"), [(f"`{name}`", value) for name, value in found.parameters.items()])
    parts = (f"## Tiers\n\n{tiers}", f"## Factors\n\n{table(head, rows)}", f"## Parameters\n\n{numbers}")
    return pages("Triage", lead, *parts)


def ladder() -> str:
    """docs/reference/ladder.md."""
    lead = (
        "How long a duty that ran out waits at each rung. Whoever holds the case is told at once; each length counts "
        "from the rung before, by the calendar of the institution that holds the case. All of it is policy.\n\n"
        "See [the ladder](../explanation/ladder.md)."
    )
    rows = [
        (str(one.tier), "at once", length(one.supervision), length(one.head), length(one.letter), one.certainty)
        for one in sorted(_pack().ladder.values(), key=lambda row: row.tier)
    ]
    head = ("tier", "owner", "supervision", "head", "letter to the outside body", "certainty")
    return pages("Ladder", lead, table(head, rows))


def outside_bodies() -> str:
    """docs/reference/outside-bodies.md."""
    lead = (
        "Which body is competent when an institution stays silent, by which article, and what it is asked for.\n\n"
        "The first row that fits wins, unless its body is the silent one, the writer, or has a conflict of interest in "
        "the case. `{state}` is the state of the silent institution or, when it has none, of the case. *Own*: what is "
        "asked when an institution tells of its own delay. "
        f"Certainty: {'; '.join(f'`{k}` {v}' for k, v in CERTAINTY.items())}."
    )
    parts = []
    for one in _pack().outside_bodies:
        silent = ", ".join((*one.kinds, *one.levels)) or "any"
        facts = f"Silent: {silent}. Body: `{one.body}`. {_source(one)}"
        if one.duties:
            facts += f"\n\nOnly for the duties {codes(one.duties)}."
        grounds = table(
            ("article", "what it says", "qué dispone", "certainty"),
            [(ground.law, ground.says.en, ground.says.es, ground.certainty) for ground in one.grounds],
        )
        asked = [("", text.en, text.es) for text in one.asked] + [("own", t.en, t.es) for t in one.asked_of_own]
        parts.append(f"## {one.code}\n\n{facts}\n\n{grounds}\n{table(('', 'asked', 'qué se pide'), asked)}")
    return pages("Outside bodies", lead, *parts)


def outcomes() -> str:
    """docs/reference/outcomes.md."""
    lead = (
        "The closed vocabulary of what can come of an alert or a case.\n\n"
        "*Closes*: a case may be closed with it. *ICCAM*: the action of the hotlines' exchange platform it stands for."
    )
    rows = [
        (
            f"`{o.code}`",
            o.label.es,
            o.label.en,
            o.group,
            _yes(o.closes),
            codes(o.needs),
            o.iccam_action or "",
            o.certainty,
        )
        for o in _pack().outcomes.values()
    ]
    head = ("code", "español", "English", "group", "closes", "needs", "ICCAM")
    return pages("Outcomes", lead, table(head, rows))


def dialects() -> str:
    """docs/reference/dialects.md."""
    speech = _pack().speech
    lead = (
        "How each sender is told each outcome, and how their codes are understood.\n\n"
        "An outcome without a text cannot be said there, for the reason given. A code or sender that is not listed "
        "waits for a person. *Reads*: the language of the sender."
    )
    senders = [(f"`{one.sender}`", f"`{one.dialect}`", codes(one.also), one.lang) for one in speech.senders.values()]
    parts = [f"## Senders\n\n{table(('sender', 'dialect', 'also', 'reads'), senders)}"]
    for dialect in speech.dialects.values():
        rows = [_said(code, said) for code, said in dialect.says.items()]
        inbound = codes(f"{code} = {outcome}" for code, outcome in dialect.inbound.items())
        facts = (
            f"{dialect.how.en}\n\nChannels: {codes(dialect.channels)}. Inbound: {inbound or 'none'}. {_source(dialect)}"
        )
        head = ("outcome", "code", "español", "English")
        parts.append(f"## {dialect.label.en}\n\n{facts}\n\n{table(head, rows)}")
    return pages("Dialects", lead, *parts)


def _said(code: str, said: Any) -> tuple[str, str, str, str]:
    if said.text is None:
        return (f"`{code}`", "", f"— {said.none.es}", f"— {said.none.en}")
    reason = f" ({said.reason.en})" if said.reason else ""
    return (f"`{code}`", said.code or "", said.text.es, f"{said.text.en}{reason}")


def terminology() -> str:
    """docs/reference/terminology.md."""
    lead = (
        "Words to avoid, and the ones to prefer, in both languages.\n\n"
        "The words on the left stand here because they are quoted as words to avoid. Words of a statute stay in "
        "quotations of it. *Caution*: usable where its limits are clear."
    )
    rows = [
        (
            t.avoid.es,
            t.prefer.es,
            t.avoid.en,
            t.prefer.en,
            t.use,
            t.note.en if t.note else "",
            f"{t.source} ({t.certainty})",
        )
        for t in _pack().terms
    ]
    head = ("evitar", "preferir", "avoid", "prefer", "use", "note", "source")
    return pages("Terminology", lead, table(head, rows))
