"""Formal reviews: what each rule asks of evidence from outside, and what the record already knows of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.cases.queries import event_label
from hilo.cases.words import moment_words
from hilo.evidence import custody
from hilo.evidence.models import CustodyEvent, Item, ItemOrigin, Review
from hilo.reference import pack
from hilo.reference.evidence_rules import EvidenceRule

ANSWERS = ("met", "missing", "not_applicable")
ORIGINS = {code: label for code, label in ItemOrigin.choices if code not in ("scene", "person")}
OF_SENDERS = {  # kind of an institution of the pack -> origin; whoever is not there is another authority
    "clearing_house": "ncmec", "hotline": "hotline", "law_enforcement_network": "police_channel", "embassy": "embassy",
}  # fmt: skip
HOTLINES = ("INHOPE",)  # a network of hotlines, although it clears


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, and how the record knows that it is met; "" when only a person can know."""

    rule: EvidenceRule
    seen: str


def origin_of(subject: Item | Alert) -> str:
    """Where it comes from, as far as is known; "" when the item comes from a person or a place of ours."""
    if isinstance(subject, Item):
        return subject.origin if subject.origin in ORIGINS else ""
    sender = pack().institutions.get(subject.sender)
    kind = "hotline" if subject.sender in HOTLINES else OF_SENDERS.get(sender.kind if sender else "", "authority")
    return kind


def rules_of(origin: str) -> list[EvidenceRule]:
    """What is asked of evidence of that origin, in the order of the pack: its own rules after those of all."""
    return [rule for rule in pack().evidence_rules if origin in rule.sources]


def lines_of(case: Case, origin: str, subject: Item | Alert, lang: str) -> list[Line]:
    """The rules with what the record knows: at most three queries."""
    rules = rules_of(origin)
    known = _of_item(subject) if isinstance(subject, Item) else _of_alert(subject)
    happened = _events(case, {code for rule in rules for code in rule.known_events}, lang)
    return [
        Line(
            rule,
            known.get(rule.known, "") or "; ".join(happened[code] for code in rule.known_events if code in happened),
        )
        for rule in rules
    ]


def _of_item(item: Item) -> dict[str, str]:
    steps = list(CustodyEvent.objects.filter(item=item).select_related("by").order_by("seq"))
    known = {
        "registered": _("Registrado el %(when)s por %(who)s")
        % {"when": moment_words(item.registered_at), "who": item.registered_by.get_full_name()}
    }
    if item.sha256:
        known["hash"] = _("SHA-256 %(hash)s") % {"hash": _short(item.sha256)}
    if steps and not custody.faults(steps):
        known["custody"] = ngettext(
            "%(n)s paso firmado, sin huecos", "%(n)s pasos firmados, sin huecos", len(steps)
        ) % {"n": len(steps)}
    return known


def _of_alert(alert: Alert) -> dict[str, str]:
    when = moment_words(alert.received_at)
    known = {
        "registered": _("Recibida el %(when)s") % {"when": when},
        "received": _("%(sender)s, recibida el %(when)s") % {"sender": alert.sender, "when": when},
        "reference": alert.report_id,
    }
    if digest := digest_of(alert):
        known["hash"] = _("Huella del aviso como llegó: %(hash)s") % {"hash": _short(digest)}
    return known


def digest_of(alert: Alert) -> str:
    """SHA-256 of the alert as it last came, 64 hex signs; "" when it came without content."""
    newest = alert.history.order_by("-number").values_list("digest", flat=True).first()
    return bytes(newest).hex() if newest is not None else ""


def _short(digest: str) -> str:
    """Enough of it to compare on a page; the note has all of it."""
    return f"{digest[:16]}…"


def _events(case: Case, kinds: Iterable[str], lang: str) -> dict[str, str]:
    """Kind -> label and moment of the newest of that kind in the thread."""
    rows = case.events.filter(kind__in=list(kinds)).order_by("happened_at").values_list("kind", "happened_at")
    return {kind: f"{event_label(kind).get(lang)}, {moment_words(at)}" for kind, at in rows}


def answers_of(review: Review) -> dict[str, str]:
    """Code of the rule -> what the person answered."""
    return dict(json.loads(review.answers))


def subject_of(review: Review) -> Item | Alert | None:
    """What a review is about."""
    if review.item is not None:
        return review.item
    return Alert.objects.filter(pk=review.alert, case=review.case_id).first() if review.alert else None


def name_of(subject: Item | Alert | None) -> str:
    """«EX-0001», or sender and number of an alert."""
    if subject is None:
        return "—"
    return subject.exhibit if isinstance(subject, Item) else f"{subject.sender} {subject.report_id}"
