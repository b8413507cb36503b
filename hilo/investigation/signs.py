"""What a case shows of itself that calls for an act: signs, each with the words that say where it comes from.

Only kinds, codes and roles are read. No name, address or account is opened, and what did not travel to the
institution that holds the case gives no sign.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.text import Truncator, format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hilo.alerts.models import Alert, AlertTriage
from hilo.cases import access
from hilo.cases.models import Case, Conflict, PersonInCase
from hilo.intake.models import Taken
from hilo.investigation import sign_words as words
from hilo.linkage.models import Judgement, Observation, Suggestion, Value
from hilo.reference import pack
from hilo.testimony.indicators.codebook import codebook

MOST = 200  # alerts and reports that are looked at, the most urgent and the newest: a campaign has thousands
MOST_PROVIDERS = 3
EVER = datetime.min.replace(tzinfo=UTC)
ABROAD = frozenset({"clearing_house", "law_enforcement_network", "embassy"})
Role = PersonInCase.Role


@dataclass(slots=True)
class Signs:
    """``found``: members of ``hilo.reference.acts.Sign``. ``why``: sign -> words; ``at``: sign -> when it last came.

    ``calls``: code of an act that something names by itself -> words, and when that last came.
    """

    why: dict[str, str] = field(default_factory=dict)
    at: dict[str, datetime] = field(default_factory=dict)
    calls: dict[str, dict[str, datetime]] = field(default_factory=dict)

    @property
    def found(self) -> frozenset[str]:
        """All signs of the case."""
        return frozenset(self.why)

    def add(self, sign: str, why: object, at: datetime) -> None:
        """The first words stay, the newest moment counts."""
        self.why.setdefault(sign, str(why))
        self.at[sign] = max(at, self.at.get(sign, EVER))

    def call(self, act: str, why: str, at: datetime) -> None:
        """Each words once, with their newest moment."""
        known = self.calls.setdefault(act, {})
        known[why] = max(at, known.get(why, EVER))


def signs_of(case: Case) -> Signs:
    """Every sign of a case, by a constant number of queries."""
    signs, hidden = Signs(), access.withheld_from(case, case.institution)
    _of_case(signs, case)
    subjects = _of_alerts(signs, case, hidden.get("alerts", EVER)) + _of_reports(signs, case)
    _of_values(signs, subjects)
    _of_people(signs, case, hidden.get("people", EVER))
    _of_places(signs, case)
    _of_thread(signs, case)
    _of_passages(signs, case, hidden.get("narratives", EVER))
    _of_links(signs, case)
    return signs


def _of_case(signs: Signs, case: Case) -> None:
    for sign, why in words.BY_KIND.get(case.kind, ()):
        signs.add(sign, why, case.opened_at)
    if case.tier == 1:
        signs.add("danger", _("El caso es de nivel 1: puede haber una niña o un niño en riesgo ahora."), case.opened_at)


Subjects = list[tuple[UUID, datetime]]
"""What values were seen in, and when it came."""


def _of_alerts(signs: Signs, case: Case, before: datetime) -> Subjects:
    rows = list(Alert.objects.filter(case=case).order_by("rank", "-received_at", "id")[:MOST])
    institutions = pack().institutions
    for alert in rows:
        if alert.sender in institutions and institutions[alert.sender].kind in ABROAD:
            signs.add("foreign_sender", _("Una alerta viene de otro país (%s).") % alert.sender, alert.received_at)
    open_ones = {alert.pk: alert for alert in rows if alert.received_at >= before}
    _of_providers(signs, open_ones.values())
    told = AlertTriage.objects.filter(alert__in=list(open_ones)).order_by("id").values_list("alert_id", "result")
    for pk, result in dict(told).items():  # the newest judgement of each
        for applied in json.loads(result)["applied"]:
            for sign, why in words.BY_FACTOR.get(applied["code"], ()):
                signs.add(sign, why, open_ones[pk].received_at)
    return [(pk, alert.received_at) for pk, alert in open_ones.items()]


def _of_providers(signs: Signs, alerts: Iterable[Alert]) -> None:
    came = [(alert.esp, alert.received_at) for alert in alerts if alert.esp]
    if came:
        names = list(dict.fromkeys(esp for esp, _at in came))[:MOST_PROVIDERS]
        why = format_lazy("{} {}.", words.ONLINE, ", ".join(Truncator(name).chars(60) for name in names))
        signs.add("online", why, max(at for _esp, at in came))


def _of_reports(signs: Signs, case: Case) -> Subjects:
    rows = list(
        Taken.objects.filter(case=case)
        .order_by("-taken_at", "report_id")
        .values("report_id", "result", "taken_at")[:MOST]
    )
    for row in rows:
        coarse = json.loads(row["result"]).get("coarse", {})
        for name, said in coarse.items():
            for sign, why in words.BY_ANSWER.get((name, said), ()):
                signs.add(sign, why, row["taken_at"])
    return [(row["report_id"], row["taken_at"]) for row in rows]


def _of_values(signs: Signs, subjects: Subjects) -> None:
    """Kinds of what was seen, never the values. Which subject carried which is not needed: the newest counts."""
    seen = Observation.objects.filter(subject__in=[pk for pk, _at in subjects])
    came = dict(subjects)
    kinds = Value.objects.filter(blind=OuterRef("blind")).values("kind")[:1]
    for kind, party, subject in seen.annotate(kind=kinds).values_list("kind", "party", "subject").distinct():
        for sign, why in words.BY_IDENTIFIER.get(kind, {}).get(party, words.BY_IDENTIFIER.get(kind, {}).get("", ())):
            signs.add(sign, why, came[subject])


def _of_people(signs: Signs, case: Case, before: datetime) -> None:
    children = []
    for role, named, institution, at in _people(case):
        if role == Role.CHILD:
            children.append(at)
            if named and at >= before:
                signs.add("child_known", _("Se sabe quién es la niña, niño o adolescente."), at)
        for sign, why in words.BY_ROLE.get(role, ()):
            signs.add(sign, why, at)
        if role == Role.PERSON_OF_INTEREST and institution:
            signs.add("person_works_at_institution", _("Una persona señalada trabaja en una institución."), at)
    if len(children) > 1:
        signs.add("several_children", _("En el caso hay más de una niña, niño o adolescente."), max(children))


def _people(case: Case) -> list[tuple[str, bool, str, datetime]]:
    """Role, whether there is a name, where the person works, since when. The name itself is not asked for."""
    rows = case.people.annotate(named=Q(name__isnull=False))
    return list(rows.values_list("role", "named", "institution", "added_at"))


def _of_places(signs: Signs, case: Case) -> None:
    rows = case.places.annotate(named=Q(name__isnull=False)).values_list("role", "named", "institution", "added_at")
    for role, named, institution, at in rows:
        for sign, why in words.BY_PLACE.get(role, ()):
            if sign != "place_known" or named or institution:
                signs.add(sign, why, at)


def _of_thread(signs: Signs, case: Case) -> None:
    rows = case.events.filter(kind__in=list(words.BY_EVENT)).values_list("kind").annotate(Max("entered_at"))
    for kind, at in rows:
        for sign in words.BY_EVENT[kind]:
            signs.add(sign, words.event(kind), at)


def _of_passages(signs: Signs, case: Case, before: datetime) -> None:
    """Acts that people's marks in a child's words call for: the last word on each child and indicator counts.

    It is read from the thread, in codes: the words stay where they are.
    """
    rows = case.events.filter(kind__in=words.PASSAGES, entered_at__gte=before).order_by("entered_at", "id")
    acts: dict[tuple[str, str], list[str]] = {}
    came: dict[tuple[str, str], datetime] = {}
    for kind, told, at in rows.values_list("kind", "facts", "entered_at"):
        facts = json.loads(told)
        which = facts["child"], facts["indicator"]
        acts[which] = facts["acts"]
        if kind == "indicator.confirmed":
            came[which] = at
    for which, called in acts.items():
        for act in called:
            signs.call(act, _passage(which[1]), came.get(which, EVER))


def _passage(indicator: str) -> str:
    label = codebook().indicator(indicator).label.get(get_language() or "es")
    return words.PASSAGE % {"indicator": label}


def _of_links(signs: Signs, case: Case) -> None:
    """Cases that a person said are one matter; not those that the holder is kept out of."""
    unseen = Conflict.objects.filter(Q(case=OuterRef("left")) | Q(case=OuterRef("right")), institution=case.institution)
    pairs = Suggestion.objects.filter(Q(left=case.pk) | Q(right=case.pk), judgement=Judgement.ACCEPTED)
    newest = pairs.exclude(Exists(unseen)).aggregate(at=Max("decided_at"))["at"]
    if newest is not None:
        signs.add("linked_cases", _("Una persona dijo que otro caso es el mismo asunto."), newest)
