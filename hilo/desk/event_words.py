"""What the facts of an event mean, in a sentence. A kind without a sentence says nothing beyond its label."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from hilo.accounts.models import User
from hilo.alerts.models import Alert
from hilo.cases import queries
from hilo.cases.clocks import span_from
from hilo.cases.ladder import Rung
from hilo.cases.models import BreakGlass, Case, Event, PersonInCase, PlaceInCase
from hilo.cases.words import moment_words, span_words
from hilo.desk import event_words_plan, event_words_testimony
from hilo.desk.route_words import route_words, state_words
from hilo.intake import words as reports
from hilo.lib.errors import BadInput
from hilo.linkage.models import Judgement
from hilo.reference import pack

Facts = Mapping[str, Any]


@dataclass(slots=True)
class Names:
    """Names of what the facts of some events point to: by id as text. Three queries for any number."""

    people: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    alerts: dict[str, str] = field(default_factory=dict)


def names_of(events: Iterable[Event], user: User) -> Names:
    """Look up people, cases this person may see, and alerts that the events name."""
    facts = [event.facts_dict() for event in events]
    people = User.objects.filter(pk__in=_numbers(facts, "to", "owner"))
    cases = Case.objects.visible_to(user).filter(pk__in=_ids(facts, "parent", "other"))
    alerts = Alert.objects.filter(pk__in=_ids(facts, "alert"))
    return Names(
        {str(person.pk): person.get_full_name() for person in people},
        {str(pk): code for pk, code in cases.values_list("pk", "code")},
        {str(pk): f"{sender} {ref}" for pk, sender, ref in alerts.values_list("pk", "sender", "report_id")},
    )


def _numbers(facts: Iterable[Facts], *keys: str) -> set[int]:
    """Whole numbers under these keys; "to" may also hold the key of a state."""
    return {one[key] for one in facts for key in keys if isinstance(one.get(key), int)}


def _ids(facts: Iterable[Facts], *keys: str) -> set[UUID]:
    """UUIDs under these keys."""
    found = set()
    for one in facts:
        for key in keys:
            try:
                found.add(UUID(str(one[key])))
            except (KeyError, ValueError):
                continue
    return found


def facts_words(event: Event, names: Names) -> str:
    """The event's facts as one sentence, or "" when its label says all."""
    say = SENTENCES.get(event.kind)
    try:
        facts = event.facts_dict()
        if say:
            return say(facts, names)
        return event_words_testimony.about(event.kind, facts) or event_words_plan.about(facts)
    except (
        KeyError,
        ValueError,
        TypeError,
        BadInput,
    ):  # an old or foreign event with other facts: its label stands alone
        return ""


def sentences(events: Sequence[Event], user: User) -> list[str]:
    """The sentence of each of many events: three queries."""
    names = names_of(events, user)
    return [facts_words(event, names) for event in events]


def _lang() -> str:
    return get_language() or "es"


def _alert(facts: Facts, names: Names) -> str:
    return names.alerts.get(facts["alert"], "")


def _version(facts: Facts, names: Names) -> str:
    return gettext("versión %(n)s de %(alert)s") % {"n": facts["version"], "alert": _alert(facts, names)}


def _files(facts: Facts, names: Names) -> str:
    words = ngettext("datos de %(n)d archivo de %(alert)s", "datos de %(n)d archivos de %(alert)s", facts["files"])
    return words % {"n": facts["files"], "alert": _alert(facts, names)}


def _triaged(facts: Facts, names: Names) -> str:
    said = {"tier": facts["tier"], "why": triage_words(facts["reason"]), "alert": _alert(facts, names)}
    return gettext("%(alert)s: nivel %(tier)s. %(why)s") % said


def triage_words(reason: str) -> str:
    """What decided a tier: the factor's label."""
    known = {factor.code: factor.label for factor in pack().triage.factors}
    if reason in known:
        return known[reason].get(_lang())
    words = {
        "workable": gettext("Hay por dónde investigar"),
        "nothing_to_work": gettext("No trae datos para actuar"),
    }
    return words.get(reason, "")


def _tier_moved(facts: Facts, names: Names) -> str:
    said = {"before": facts["from"], "after": facts["to"]}
    if facts.get("by") == "person":
        return gettext("del nivel %(before)s al nivel %(after)s, por una persona") % said
    return gettext("del nivel %(before)s al nivel %(after)s, por el cálculo de una alerta") % said


def _folded(facts: Facts, names: Names) -> str:
    return gettext("bajo %(case)s") % {"case": _case(facts["parent"], names)}


def _case(pk: str, names: Names) -> str:
    return names.cases.get(pk) or gettext("otro caso de otra institución")


def _opened(facts: Facts, names: Names) -> str:
    said = {"institution": _institution(facts), "why": route_words(facts.get("reason", ""))}
    return gettext("en %(institution)s, %(why)s") % said if said["why"] else said["institution"]


def _institution(facts: Facts, names: Names | None = None) -> str:
    return queries.institution_name(facts["institution"], _lang())


def _assigned(facts: Facts, names: Names) -> str:
    said = {"name": names.people.get(str(facts["to"]), "")}
    if facts.get("why") == "left":
        return gettext("a %(name)s, porque quien lo llevaba dejó su cuenta") % said
    return gettext("a %(name)s") % said


def _reopened(facts: Facts, names: Names) -> str:
    why = {
        "new_version": gettext("llegó con cambios una alerta del caso"),
        "new_report": gettext("llegó otro aviso sobre el caso"),
        "report_added": gettext("quien avisó agregó algo"),
    }
    return why.get(facts.get("why", ""), "")


def _closed(facts: Facts, names: Names) -> str:
    return outcome_words(facts["outcome"])


def outcome_words(code: str) -> str:
    """An outcome of the closed vocabulary; its code when the pack lost it."""
    known = pack().outcomes.get(code)
    return known.label.get(_lang()) if known else code


def _moved(facts: Facts, names: Names) -> str:
    said = {"before": state_words(facts["from"]), "after": state_words(facts["to"])}
    return gettext("de %(before)s a %(after)s") % said


def _person(facts: Facts, names: Names) -> str:
    return str(PersonInCase.Role(facts["role"]).label)


def _place(facts: Facts, names: Names) -> str:
    role = str(PlaceInCase.Role(facts["role"]).label)
    return f"{_institution(facts)}, {role}" if facts.get("institution") else role


def _duty(facts: Facts, names: Names) -> str:
    return queries.duty(facts["rule"], _lang())[0]


def _raised(facts: Facts, names: Names) -> str:
    said = {"duty": _duty(facts, names), "rung": str(Rung(facts["rung"]).label)}
    return gettext("%(duty)s: llegó hasta %(rung)s") % said


def _letter(facts: Facts, names: Names) -> str:
    said = {"duty": _duty(facts, names), "body": _institution({"institution": facts["body"]})}
    return gettext("%(duty)s: a %(body)s") % said


def _silent(facts: Facts, names: Names) -> str:
    return gettext("pasó el plazo de silencio sin un acto que lo moviera")


def _paused(facts: Facts, names: Names) -> str:
    said = {"duty": _duty(facts, names), "until": moment_words(datetime.fromisoformat(facts["until"]))}
    return gettext("%(duty)s, hasta el %(until)s") % said


def _extended(facts: Facts, names: Names) -> str:
    said = {"duty": _duty(facts, names), "length": span_words(span_from(facts["span"]))}
    return gettext("%(duty)s, por %(length)s más") % said


_WHY = {
    "tier": gettext_lazy("cambió la urgencia"),
    "pause": gettext_lazy("hay una pausa"),
    "resume": gettext_lazy("terminó la pausa"),
    "extension": gettext_lazy("se amplió"),
}


def _recomputed(facts: Facts, names: Names) -> str:
    said = {
        "duty": _duty(facts, names),
        "before": moment_words(datetime.fromisoformat(facts["from"])),
        "after": moment_words(datetime.fromisoformat(facts["to"])),
        "why": _why(facts["why"]),
    }
    return gettext("%(duty)s: vencía el %(before)s y ahora vence el %(after)s, porque %(why)s") % said


def _why(code: str) -> str:
    kind, _, day = code.partition(":")
    if kind == "closure":
        said = {"day": f"{date.fromisoformat(day):%d/%m/%Y}"}
        return gettext("la institución cierra el %(day)s") % said
    return str(_WHY.get(kind, gettext("cambió la cuenta")))


def _link(facts: Facts, names: Names) -> str:
    other = _case(facts["other"], names)
    if facts.get("judgement") == Judgement.UNSURE:
        return gettext("con %(case)s: una persona lo revisó y todavía no se sabe") % {"case": other}
    return gettext("con %(case)s") % {"case": other}


def _emergency(facts: Facts, names: Names) -> str:
    until = moment_words(datetime.fromisoformat(facts["until"]))
    return gettext("desde %(institution)s, hasta el %(until)s") % {"institution": _institution(facts), "until": until}


def _reviewed(facts: Facts, names: Names) -> str:
    return str(BreakGlass.Verdict(facts["verdict"]).label)


def _told(facts: Facts, names: Names) -> str:
    said = "; ".join(outcome_words(code) for code in facts.get("outcomes", ()))
    words = f"{_alert(facts, names)}: {said}" if said else _alert(facts, names)
    if not facts.get("withheld"):
        return words
    kept = "; ".join(outcome_words(code) for code in facts["withheld"])
    return gettext("%(said)s. No se dice, por falta de acuerdo: %(kept)s") % {"said": words, "kept": kept}


def _report(facts: Facts, names: Names) -> str:
    parts = [
        reports.channel(facts["channel"]),
        reports.PATHS.get(facts.get("path", "")),
        reports.AGES.get(facts["age"]),
    ]
    return ", ".join(str(part) for part in parts if part)


def _report_triaged(facts: Facts, names: Names) -> str:
    known = next((row.label.get(_lang()) for row in pack().report_triage if row.code == facts["reason"]), "")
    return gettext("nivel %(tier)s. %(why)s") % {"tier": facts["tier"], "why": known}


def _report_answered(facts: Facts, names: Names) -> str:
    words = []
    if facts.get("despite"):
        words.append(gettext("por peligro, aunque pidió que ya no se le escriba"))
    if facts.get("promised"):
        day = f"{date.fromisoformat(facts['promised']):%d/%m/%Y}"
        words.append(gettext("se le prometió otra noticia a más tardar el %(day)s") % {"day": day})
    return "; ".join(words)


def _report_shared(facts: Facts, names: Names) -> str:
    return "; ".join(_institution({"institution": code}) for code in facts["to"])


SENTENCES: dict[str, Callable[[Facts, Names], str]] = {
    "alert.received": _alert,
    "alert.version": _version,
    "alert.replayed": _alert,
    "alert.files_added": _files,
    "alert.triaged": _triaged,
    "tier.moved": _tier_moved,
    "campaign.folded": _folded,
    "case.opened": _opened,
    "case.unlocated": lambda facts, names: route_words(facts["reason"]),
    "case.routed": _institution,
    "case.assigned": _assigned,
    "case.reopened": _reopened,
    "case.closed": _closed,
    "case.silent": _silent,
    "sender.outcome_told": _closed,
    "state.changed": _moved,
    "conflict.recorded": _institution,
    "breakglass.opened": _emergency,
    "breakglass.reviewed": _reviewed,
    "person.added": _person,
    "place.added": _place,
    "institution.involved": _place,
    "link.suggested": _link,
    "link.accepted": _link,
    "link.rejected": _link,
    "sender.answer_drafted": _told,
    "sender.answer_approved": _told,
    "sender.answered": _told,
    "sender.answer_doubtful": _alert,
    "sender.answer_withdrawn": _alert,
    "sender.receipt_kept": _alert,
    "duty.discharged": _duty,
    "clock.overdue": _duty,
    "escalation.raised": _raised,
    "escalation.letter_ready": _duty,
    "escalation.letter_made": _letter,
    "escalation.letter_sent": _letter,
    "clock.paused": _paused,
    "clock.resumed": _duty,
    "clock.extended": _extended,
    "clock.recomputed": _recomputed,
    "report.received": _report,
    "report.triaged": _report_triaged,
    "report.answered": _report_answered,
    "report.shared": _report_shared,
}
