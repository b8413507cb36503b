"""Reference pages read from the country pack about investigation: acts, letters, offences, gaps, rules of evidence."""

from typing import Any

from tests.markdown import codes, pages, table
from tests.reference_pack import CERTAINTY, _pack, length

SURE = f"Certainty: {'; '.join(f'`{k}` {v}' for k, v in CERTAINTY.items())}."


def acts() -> str:
    """docs/reference/acts.md."""
    lead = (
        "The catalogue of acts of investigation: what each is for, its law, and until when its result can be had.\n\n"
        "`u1` is lost within hours or days, `u2` within 90 days, `u3` within 24 months, `u4` takes years to be lost. "
        f"*OA*: omissions of the founding texts that it answers. {SURE}"
    )
    rows = [
        (
            f"`{one.code}`{' **essential**' if one.essential else ''}",
            one.label.es,
            one.label.en,
            ", ".join(one.oa),
            one.urgency,
            "; ".join(length(window.span) for window in one.windows) or "no last day",
            one.law,
            codes(one.requests),
            one.certainty,
        )
        for one in _pack().acts.values()
    ]
    head = ("code", "español", "English", "OA", "urgency", "can be had", "law", "letters", "certainty")
    return pages("Acts of investigation", lead, table(head, rows))


def letters() -> str:
    """docs/reference/letters.md."""
    lead = (
        "Official letters as templates: what each asks, of whom, and what this way cannot get.\n\n"
        f"*Within*: the clock that starts when it is sent. {SURE}"
    )
    rows = [
        (f"`{one.code}`", one.label.es, one.to.en, one.way, one.gets.en, one.gets_not.en, one.law, f"`{one.within}`")
        for one in _pack().requests.values()
    ]
    head = ("code", "oficio", "to", "way", "gets", "does not get", "law", "within")
    return pages("Letters of investigation", lead, table(head, rows))


def offences() -> str:
    """docs/reference/offences.md."""
    lead = (
        "Offences as the codes had them on each date, by legal order.\n\n"
        "Elements are facts of [`facts.yaml`](../../hilo/reference/data/mx/facts.yaml): all before the first `;`, then "
        f"one of each group. Years without a figure were not read. {SURE}"
    )
    found: dict[str, list[Any]] = {}
    for one in _pack().offences:
        found.setdefault(one.order, []).append(one)
    head = ("code", "article", "elements", "years", "proceeding", "limitation", "in force", "technology", "certainty")
    parts = [f"## {order}\n\n{table(head, map(_offence, rows))}" for order, rows in found.items()]
    return pages("Offences", lead, *parts)


def _offence(one: Any) -> tuple[str, ...]:
    elements = [codes(one.needs), *(" or ".join(f"`{code}`" for code in group) for group in one.any_of)]
    unless = f"; not when {codes(one.unless)}" if one.unless else ""
    complaint = f"complaint; ex officio when {codes(one.ex_officio_when)}" if one.ex_officio_when else "complaint"
    force = f"{one.in_force_from or '…'} to {one.in_force_until or '…'}"
    since = f" since {one.limitation.since}" if one.limitation.since else ""
    return (
        f"`{one.code}`",
        one.article,
        "; ".join(part for part in elements if part) + unless,
        f"{one.years[0]:g}-{one.years[1]:g}" if one.years else "",
        "ex officio" if one.proceeding == "ex_officio" else complaint,
        f"{one.limitation.rule}{since}, {one.limitation.law}",
        force if force != "… to …" else "",
        one.technology,
        one.certainty,
    )


def gaps() -> str:
    """docs/reference/gaps.md."""
    lead = (
        "Gaps of the law: what the founding report says of each order, and what was read in the text.\n\n"
        "How a gap stands on a day is computed: `by` names offences, `law` articles outside a code."
    )
    rows = [
        (gap.code, gap.label.en, order, codes(cell.by), cell.law, "in part" if cell.partly else "", cell.report.en,
         cell.checked.en if cell.checked else "")
        for gap in _pack().gaps.values()
        for order, cell in gap.orders.items()
    ]  # fmt: skip
    return pages("Gaps", lead, table(("gap", "", "order", "by", "law", "", "report", "read"), rows))


def evidence_rules() -> str:
    """docs/reference/evidence-rules.md."""
    lead = f"What evidence of outside origin must show, by source, so that form is no reason to refuse it.\n\n{SURE}"
    rows = [
        (f"`{one.code}`", one.label.es, one.label.en, ", ".join(one.sources), one.law, one.known, one.certainty)
        for one in _pack().evidence_rules
    ]
    head = ("code", "español", "English", "sources", "law", "known from the record", "certainty")
    return pages("Rules for evidence", lead, table(head, rows))
