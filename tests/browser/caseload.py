"""One institution's caseload with something of everything, and one institution that has nothing yet.

Written once for a whole module of browser tests: what is asked of a page is asked of a page that is full.
"""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench.generate import generate
from hilo.accounts import open_keys, person_keys, unit_keys
from hilo.accounts.actions import log_read
from hilo.accounts.factor_actions import set_app
from hilo.accounts.models import User
from hilo.alerts import actions as alerts
from hilo.alerts.formats.letter_json import draft_from_letter, letter_payload
from hilo.alerts.models import Alert, Delivery, FileDetails, Quarantined
from hilo.alerts.receive import Receiver
from hilo.cases import actions, breakglass, conflicts
from hilo.cases.ladder import Rung
from hilo.cases.models import Case, Clock
from hilo.door.models import Report
from hilo.door.passages import sealed_words
from hilo.door.submit import send
from hilo.door.telling import Coarse, Named, Telling
from hilo.exchange import actions as exchange
from hilo.exchange import sender_actions, sender_unknown
from hilo.exchange.models import HandOff, OutboxItem, UnknownCode
from hilo.exchange.sender_words import Told
from hilo.intake import answering as reports
from hilo.intake.models import Taken
from hilo.intake.receive import take
from hilo.ledger import checkpoint
from hilo.lib.codes import new_digits
from hilo.lib.ids import uuid7
from hilo.linkage.actions import pair, suggest
from hilo.linkage.models import Suggestion
from hilo.testimony import interview_actions as interviews
from hilo.testimony.transcript_actions import keep as keep_transcript
from hilo.web.commands import work_once
from tests.browser import (
    caseload_across,
    caseload_acts,
    caseload_analysis,
    caseload_custody,
    caseload_disclosure,
    caseload_documents,
    caseload_double,
    caseload_hearing,
    caseload_indicators,
    caseload_offences,
    caseload_practice,
    caseload_prompts,
    caseload_requests,
    caseload_transcripts,
)
from tests.testimony.spoken import WORDS

PASSWORD = "una frase larga de prueba"
EMAIL = "azul@correo.example"
NAME = "Nombre Inventado"
OURS, THEIRS, NEW = "FGE-NAY", "FGE-MOR", "FGE-COL"
PEOPLE = {
    "ana": ("Ana Robles", OURS, "caseworker"),
    "beto": ("Beto Luna", OURS, "supervisor"),
    "caro": ("Caro Mena", OURS, "intake_analyst"),
    "tere": ("Tere Campos", OURS, "institution_head"),
    "iris": ("Iris Paz", OURS, "interviewer"),
    "ada": ("Ada Cruz", OURS, "auditor"),
    "saul": ("Saúl Vega", OURS, "system_administrator"),
    "eva": ("Eva Prado", THEIRS, "caseworker"),
    "vera": ("Vera Sol", NEW, "supervisor"),
}
DAY = timedelta(days=1)


def write() -> SimpleNamespace:
    """Write it into the open transaction. Answers the people by name, and the keys of what pages show."""
    now = timezone.now()
    people = {name: _person(name, *about) for name, about in PEOPLE.items()}
    for number, days in enumerate((40, 1)):
        _import(now - days * DAY, number)
    load = SimpleNamespace(people=people, now=now, factor=set_app(secret="JBSWY3DPEHPK3PXP", by=people["beto"]))
    load.ana, load.beto = people["ana"], people["beto"]
    _letters(load)
    _full_case(load)
    _ended_cases(load)
    _campaign(load)
    _unread(load)
    _handoffs(load)
    _answers(load)
    _reports(load)
    caseload_acts.write(load)
    caseload_analysis.write(load)
    caseload_documents.write(load)
    caseload_custody.write(load)
    caseload_requests.write(load)
    caseload_offences.write(load)
    _heard(load)
    work_once(now)
    load.risen = Clock.objects.live().filter(rung=Rung.LETTER, case__institution=OURS).order_by("rung_at", "id").first()
    load.late = load.risen.case
    checkpoint.make(now)
    return load


def _heard(load: SimpleNamespace) -> None:
    """A girl of nine in the case of ``load.alert``, one ended interview of her, and what was said in it."""
    case, iris, at = load.alert.case, load.people["iris"], load.now - timedelta(days=2)
    load.iris, load.child = iris, actions.add_person(case=case, role="child", age=9, name=NAME, by=load.ana, now=at)
    given = {"by": iris, "now": at}
    row = interviews.plan(case=case, child=load.child, interviewer=iris, purpose="investigation", **given)
    for step in (interviews.begin, interviews.close_narrative, interviews.end):
        row = step(interview=row, **given)
    load.interview, load.transcript = row, keep_transcript(interview=row, data=WORDS.encode(), typed=True, **given)
    for part in (
        caseload_hearing, caseload_transcripts, caseload_prompts, caseload_indicators, caseload_disclosure,
        caseload_double, caseload_across, caseload_practice,
    ):  # fmt: skip
        part.write(load)


def _person(name: str, shown: str, institution: str, role: str) -> User:
    person: User = User.objects.create_user(
        name, PASSWORD, display_name=shown, institution=institution, role=role, language="es"
    )
    return person


def _import(came: datetime, number: int) -> None:
    """Alerts as a platform's files bring them: versions, replays, file details, urgent ones, unreadable ones."""
    with tempfile.TemporaryDirectory() as folder:
        first = 200_000_001 + number * 10_000
        generate(
            (30, 20)[number],
            seed=7 + number,
            out=Path(folder),
            until=came,
            first_id=first,
            states=("NAY",),
            malformed=True,
        )
        alerts.import_source(source=Path(folder) / "alerts", name=f"prueba:{number}", now=came)


@transaction.atomic
def _letter(reference: str, now: datetime, **more: Any) -> Alert:
    place = {"party": "incident", "country": "MX", "region": "NAY"}
    more["persons"] = [*more.get("persons", []), place]
    draft = draft_from_letter(letter_payload(sender="INTERPOL", reference=reference, **more))
    delivery = Delivery.objects.create(source="carta", started_at=now, finished_at=now)
    Receiver(delivery=delivery, now=now, by=None).take([("carta", draft)])
    return Alert.objects.get(sender="INTERPOL", report_id=reference)


def _letters(load: SimpleNamespace) -> None:
    """An alert that says all an alert can say, in two versions, the second of which came twice."""
    for age, narrative in ((11, "Relato inventado"), (12, "Relato inventado " + "palabra" * 20), (12, "otra vez")):
        load.alert = _letter(
            "OCN-0001",
            load.now - 3 * DAY,
            incident_type="Child Pornography (possession, manufacture, and distribution)",
            narrative=narrative,
            requested_action="Identificar",
            platform="Red",
            answer_by=(load.now + 9 * DAY).date(),
            persons=[{"party": "victim", "name": NAME, "school": "Escuela del Valle", "age": age}],
            entities=[
                {"kind": "email", "value": EMAIL, "party": "reported"},
                {"kind": "phone", "value": "+523111234567", "party": "reported"},
                {"kind": "profile_url", "value": "https://red.example/" + "x" * 120, "party": "reported"},
                {"kind": "email", "value": "agente@interpol.example", "party": "reporter"},
            ],
            attachments=[{"name": "archivo.bin", "algorithm": "SHA256", "hash": "0" * 58 + "abcdef"}],
        )
    load.other = _letter("OCN-0002", load.now - 2 * DAY, entities=[{"kind": "email", "value": EMAIL}]).case
    detailed = FileDetails.objects.filter(alert__case__institution=OURS).order_by("id").first()
    load.detailed = detailed.alert if detailed else None
    load.changed = Alert.objects.filter(versions__gt=1, case__institution=OURS).exclude(pk=load.alert.pk).first()


def _full_case(load: SimpleNamespace) -> None:
    """Clocks in all states, notes, people, places, a suggestion to judge and looks at what is sealed."""
    case, ana, beto, now = load.alert.case, load.people["ana"], load.people["beto"], load.now
    actions.assign(cases=[case], to=ana, by=beto, now=now - 2 * DAY)
    for kind, hours in (("child_protection.informed", 40), ("protection.order_issued", 30), ("prosecutor.informed", 9)):
        at = now - timedelta(hours=hours)
        actions.record(case=case, kind=kind, by=ana, now=now, happened_at=at, note="Oficio recibido")
    actions.record(case=case, kind="note.added", by=ana, now=now, note="Conviene preguntar por la escuela.\n\nMañana.")
    load.person = actions.add_person(case=case, role="child", by=ana, now=now, name=NAME, age=12, source="La carta")
    actions.add_person(case=case, role="person_of_interest", by=ana, now=now)
    load.place = actions.add_place(case=case, role="school", by=ana, now=now, name="Escuela del Valle", state="NAY")
    actions.add_place(case=case, role="authority", institution="FGR", by=ana, now=now)
    clocks = {clock.rule: clock for clock in case.clocks.live()}
    load.paused, load.extended = clocks["restitution_diagnosis"], clocks["violence_order_lapses"]
    actions.pause(clock=load.paused, until=now + 2 * DAY, reason="Viaje de la familia", by=ana, now=now)
    load.running = case.clocks.live().exclude(pk__in=[load.paused.pk, load.extended.pk]).order_by("due_at").first()
    suggest({pair(case.pk, load.other.pk): [{"kind": "email", "seen": 1}]}, at=now)
    load.suggestion = Suggestion.objects.filter(
        left__in=(case.pk, load.other.pk), right__in=(case.pk, load.other.pk)
    ).get()
    conflicts.record_conflict(case=case, institution="SEP", reason="Nombrada en el relato.", by=ana, now=now)
    load.look = breakglass.begin(code=case.code, reason="Peligro ahora.", by=load.people["eva"], now=now)
    log_read(user=ana, subject_kind="alert", subject_id=load.alert.pk, field="texts", reason="para un oficio")
    load.case = Case.objects.get(pk=case.pk)


def _ended_cases(load: SimpleNamespace) -> None:
    """A case without an open duty, and one that a person ended."""
    beto, now = load.people["beto"], load.now
    load.ready, load.closed = _letter("OCN-0003", now - 6 * DAY).case, _letter("OCN-0004", now - 5 * DAY).case
    for case in (load.ready, load.closed):
        for clock in case.clocks.live().filter(informational=False).exclude(rule="silence"):
            actions.discharge(clock=clock, reason="No corresponde", by=beto, now=now)
    load.closed = actions.close(case=case, reason="child_safeguarded", note="Se orientó.", by=beto, now=now)


def _answers(load: SimpleNamespace) -> None:
    """An answer drafted, one to be carried, one of which nobody knows whether it arrived, and a code unknown here."""
    now, ana, beto = load.now, load.people["ana"], load.people["beto"]
    days = [Told(code, now.date() - DAY) for code in ("accepted", "child_identified", "suspect_identified")]
    load.drafted = sender_actions.draft(
        alert=load.alert, dialect="letter", channel="letter", told=days, by=ana, now=now
    )
    ready = load.ready.alerts.get()
    row = sender_actions.draft(alert=ready, dialect="letter", channel="letter", told=days[:1], by=beto, now=now)
    load.carried = sender_actions.approve(row=row, by=beto, now=now)
    for state, error in (("doubtful", "cut"), ("failed", "http_403"), ("waiting", "")):
        OutboxItem.objects.create(
            kind="otra", subject=uuid7(), key=f"otra:{state}", institution=OURS, state=state, last_error=error,
            enqueued_at=now, available_at=now, attempts=1,
        )  # fmt: skip
    sender_unknown.hear(dialect="iccam", code="6", subject=load.alert.pk, institution=OURS, now=now, came_from="INHOPE")
    load.strange = UnknownCode.objects.get(code="6")


def _reports(load: SimpleNamespace) -> None:
    """One told and answered, with messages both ways; one that asks not to be written to and that nobody read."""
    ana, now = load.people["ana"], load.now
    person_keys.make(user=ana, password=open_keys.DEMO_PASSWORD, now=now)
    unit_keys.open_unit(institution=OURS, by=ana, now=now)
    long = "Me quitaron la mochila a la salida.\n\n" + "palabra" * 30 + " \u202e<b>al revés</b>"
    named = (Named("url", "https://red.example/" + "x" * 120), Named("screen_name", "azul_88", "Red"))
    answers = {"who": "No sé quién es", "place_name": "Escuela del Valle"}
    load.report = _told(long, now - 3 * DAY, answers, named, no_home=True, no_guardian=True, danger=True)
    reports.answer(taken=load.report, words="Ya pedimos ayuda.", by=ana, now=now - 2 * DAY, promised=now.date())
    sealed_words(load.report.report, "message", "Sigo aquí.", now - DAY).save(force_insert=True)
    load.withdrawn = _told("Perdí mi cuaderno.", now - DAY, path="adult")
    Report.objects.filter(pk=load.withdrawn.pk).update(withdrawn_at=now)
    load.report_case, load.withdrawn_case = load.report.case, load.withdrawn.case


def _told(account: str, at: datetime, answers: Any = None, named: Any = (), **coarse: Any) -> Taken:
    about = Coarse(**{"path": "me", "age": "teen", "state": "NAY"} | coarse)
    telling = Telling(about, {"account": account} | (answers or {}), named)
    return take(send(digits=new_digits(), telling=telling, now=at), now=at)


def _campaign(load: SimpleNamespace) -> None:
    """A viral campaign: the case that others fold under."""
    load.campaign = Case.objects.filter(parent__isnull=False, institution=OURS).first().parent


def _unread(load: SimpleNamespace) -> None:
    """An item with a long name that waits, and one set aside."""
    caro = load.people["caro"]
    name = "carpeta/" + "nombre-muy-largo-" * 6 + ".json"
    for source, data in ((name, b"{" * 40), ("acuse.json", b"[")):
        delivery = Delivery.objects.create(
            source=source, institution=OURS, started_at=load.now, finished_at=load.now, started_by=caro
        )
        refused = alerts.Refused(source, "malformed", "El JSON está incompleto.", data, len(data))
        alerts.quarantine(refused, delivery=delivery, now=load.now)
    load.unread, aside = Quarantined.objects.filter(delivery__started_by=caro).order_by("id")
    load.handled = aside
    alerts.set_aside(item=aside, why="es un acuse, no una alerta", by=caro, now=load.now)


def _handoffs(load: SimpleNamespace) -> None:
    """One sent, one received, one taken and one with its result."""
    ana, eva, now = load.people["ana"], load.people["eva"], load.now

    def offer(case: Case, to: str, by: User, days: int) -> HandOff:
        what = {
            "kind": "transfer",
            "request": "Abrir carpeta y proteger a quien aparece.",
            "scope": ("alerts", "notes"),
        }
        return exchange.offer(case=case, receiver=to, by=by, now=now - days * DAY, **what)  # type: ignore[arg-type]

    ours = [_a_case_of(OURS, n) for n in (1, 2)]
    theirs = [_a_case_of(THEIRS, n) for n in (1, 2, 3)]
    load.sent = offer(ours[0], "PPNNA-NAY", ana, 9)
    load.got = offer(theirs[0], OURS, eva, 1)
    load.taken = exchange.accept(handoff=offer(theirs[1], OURS, eva, 5), by=ana, now=now - 4 * DAY)
    accepted = exchange.accept(handoff=offer(theirs[2], OURS, eva, 5), by=ana, now=now - 4 * DAY)
    said = "La niña está con su familia y en terapia."
    load.ended = exchange.give_result(handoff=accepted, outcome="child_safeguarded", note=said, by=ana, now=now)


def _a_case_of(institution: str, number: int) -> Case:
    state = institution.removeprefix("FGE-")
    draft = draft_from_letter(
        letter_payload(
            sender="INTERPOL", reference=f"OCN-{institution}-{number}",
            persons=[{"party": "incident", "country": "MX", "region": state}],
        )
    )  # fmt: skip
    at = timezone.now() - 10 * DAY
    with transaction.atomic():
        delivery = Delivery.objects.create(source="cartas", started_at=at, finished_at=at)
        Receiver(delivery=delivery, now=at).take([("carta", draft)])
    return Alert.objects.get(report_id=f"OCN-{institution}-{number}").case
