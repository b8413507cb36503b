"""The case file on paper: all of it in reading order with right page numbers; nothing sealed in the other version."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from hilo.accounts.models import SensitiveRead
from hilo.accounts.sealing import seal_text
from hilo.cases import actions as cases
from hilo.cases.models import Case, Event, Withheld
from hilo.cases.thread import Weave
from hilo.evidence import actions, casefile, casefile_actions
from hilo.evidence.document_actions import keep
from hilo.exchange.actions import offer
from hilo.investigation import actions as plan
from hilo.investigation.analysis_actions import note, settle
from hilo.investigation.models import Charge, Classification
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack
from tests.investigation import letters

CANARIES = {
    "note", "person", "age-source", "place", "target", "result", "refusal", "point", "why", "described", "found",
    "holder", "condition", "document", "charge", "handoff", "letter", "aside",
}  # fmt: skip
POISON = [
    "a" * 500,
    "https://ejemplo.test/" + "x" * 479,
    "\u202etxt.exe مثال שלום",
    "\U0001f469\u200d\U0001f467 mochila",
    "#let x = 1; $a$ *b* \\ @c [] <e1>",
]


def word(name):
    """One word that stands nowhere else and does not break over a line."""
    return "canario" + name.replace("-", "")


def pages(data):
    """The text of each page, in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def printed(case, by, *, full=True):
    """The paper as text."""
    case.refresh_from_db()
    return pages(casefile.pdf(case, by=by, now=timezone.now(), full=full))


@pytest.fixture
def full_case(case, ana):
    """A case with something sealed in every place where something can be sealed."""
    now = timezone.now()
    cases.record(case=case, kind="note.added", by=ana, now=now, note=word("note"))
    source = word("age-source")
    cases.add_person(case=case, role="child", by=ana, now=now, name=word("person"), age=11, source=source)
    cases.add_place(case=case, role="school", by=ana, now=now, name=word("place"))
    first = plan.Adoption("preserve_data", target=word("target"))
    other = [plan.Adoption(one.code) for one in pack().acts.values() if not one.needs_target][:3]
    acts = plan.adopt(case=case, adoptions=[first, *other], by=ana, now=now)
    for act, to, said in ((acts[1], "negative", "result"), (acts[2], "refused", "refusal")):
        plan.move(act=act, to="asked", by=ana, now=now, asked_by="victim")
        plan.move(act=act, to=to, by=ana, now=now, note=word(said))
    plan.set_aside(case=case, act=acts[3], by=ana, now=now, reason=word("aside"))
    letter = letters.sent(case, ana, act=acts[0])
    letters.request_actions.record(request=letter, kind="answered", by=ana, now=timezone.now(), note=word("letter"))
    _evidence(case, ana, acts[1])
    _judged(case, ana, letter)
    return case


def _evidence(case, ana, act):
    now = timezone.now()
    item = actions.register(
        case=case, form="device", origin="scene", description=word("described"), place=word("found"), by=ana, now=now,
        act=act, holder=word("holder"), sha256="ab" * 32,
    )  # fmt: skip
    actions.record(item=item, kind="packaged", by=ana, now=timezone.now(), condition=word("condition"))
    keep(
        case=case, name=word("document"), content=b"Oficio de la biblioteca.", media_type="text/plain", kind="answer",
        by=ana, now=timezone.now(),
    )  # fmt: skip


def _judged(case, ana, letter):
    now = timezone.now()
    point = note(case=case, kind="known", text=word("point"), by=ana, now=now, source=f"request:{letter.pk}")
    settle(point=point, state="withdrawn", reason=word("why"), by=ana, now=timezone.now())
    Classification.objects.create(case=case, state="NAY", pack="1", at=now, by=ana, answers='{"child_known":"yes"}')
    pk = uuid7()
    reason = seal_text(word("charge"), place=f"charge.reason:{pk}")
    Charge.objects.create(
        id=pk, case=case, offence="cpf_202", text_date="2026-01-01", technology=True, reason=reason, at=now, by=ana
    )
    case.refresh_from_db()
    offer(
        case=case, receiver="PPNNA-NAY", kind="part", request=word("handoff"), scope=(), by=ana, now=timezone.now()
    )  # fmt: skip


def test_the_full_version_says_everything_and_the_other_says_what_is_left_out(full_case, ana):
    whole, without = " ".join(printed(full_case, ana)), " ".join(printed(full_case, ana, full=False))
    assert {name for name in CANARIES if word(name) not in whole} == set()
    assert {name for name in CANARIES if word(name) in without} == set()
    assert without.count("[testado]") >= len(CANARIES)
    assert "[testado]" not in whole.replace("dice [testado]", "")
    assert "Versión testada" in without
    for said in (whole, without):
        assert "Información reservada y confidencial" in said
        assert "EX-0001" in said
        assert "FGE-NAY/HILO/" in said
        assert "resultado negativo" in said
        assert "negado con razones" in said


@pytest.mark.parametrize("text", POISON)
def test_texts_that_break_other_papers_print(case, ana, text):
    cases.record(case=case, kind="note.added", by=ana, now=timezone.now(), note=text)
    cases.add_person(case=case, role="child", by=ana, now=timezone.now(), name=text[:120])
    plan.adopt(case=case, adoptions=[plan.Adoption("preserve_data", target=text)], by=ana, now=timezone.now())
    said = " ".join(printed(case, ana)).replace(" ", "")
    if text.isascii():
        assert said.count(text.replace(" ", "")) >= 2
    else:
        assert "[U+" in said


@transaction.atomic
def _many(case, by, many):
    weave = Weave(now=timezone.now(), by=by)
    weave.hold([case.pk])
    for number in range(many):
        at = weave.now - timedelta(hours=many - number)
        weave.event(
            weave.cases[case.pk], "prosecutor.informed", happened_at=at, note=f"Paso número n{number}n del caso."
        )
    weave.write()


def test_all_of_five_hundred_events_are_there_and_every_page_number_is_right(case, ana):
    _many(case, ana, 500)
    acts = plan.adopt(
        case=case, adoptions=[plan.Adoption("preserve_data", target="Cuenta azul")], by=ana, now=timezone.now()
    )
    plan.move(act=acts[0], to="ordered", by=ana, now=timezone.now())
    paper = printed(case, ana)
    whole = " ".join(paper)
    assert [n for n in range(500) if f"n{n}n" not in whole] == []
    contents = re.findall(r"(\d+\. [^.]+?|Acto \d+\. [^.]+?) (?:\. ?)+ ?(\d+)", " ".join(paper[1:2]))
    assert len(contents) == 11
    for title, number in contents:
        assert title in paper[int(number) - 1]
        assert not any(title in page for page in paper[2 : int(number) - 1])
    events = {event.pk: n for n, event in enumerate(casefile.casefile_thread.events_of(case), 1)}
    cited = re.findall(r"suceso (\d+) ?, pág\. (\d+)", whole)
    assert {int(n) for n, _page in cited} == {events[step.event] for step in acts[0].steps.all()}
    for number, page in cited:
        assert re.search(rf"\b{number} \d+ \w+ \d{{4}}", paper[int(page) - 1])
    assert f"Página {len(paper)} de {len(paper)}" in paper[-1]


def test_who_may_not_print_names_is_offered_and_given_the_other_version_only(signed_in, caro, person, full_case):
    there = reverse("evidence:casefile", kwargs={"code": full_case.code})
    for reader in (caro, person("tere")):
        browser = signed_in(reader)
        assert 'value="full"' not in browser.get(there).content.decode()
        assert browser.post(there, {"form": "full", "reason": "Para la audiencia"}).status_code == 422
        answer = browser.post(there, {"form": "redacted", "reason": "Para la audiencia"})
        assert answer["Content-Type"] == "application/pdf"
        assert "canario" not in " ".join(pages(answer.content))
        with pytest.raises(Denied, match="versión testada"):
            casefile_actions.print_case(case=full_case, full=True, reason="x", by=reader, now=timezone.now())


def test_who_may_print_names_still_chooses_and_says_what_for(signed_in, ana, full_case):
    there = reverse("evidence:casefile", kwargs={"code": full_case.code})
    browser = signed_in(ana)
    assert browser.post(there, {"form": "full", "reason": ""}).status_code == 422
    assert not Event.objects.filter(kind="casefile.printed").exists()
    without = browser.post(there, {"form": "redacted", "reason": "Para la audiencia"}).content
    about = PdfReader(io.BytesIO(without))
    assert "canario" not in " ".join([*pages(without), str(about.metadata), str(about.outline)])
    assert word("person") in " ".join(pages(browser.post(there, {"form": "full", "reason": "Para el juez"}).content))


def test_each_printing_is_on_the_thread_and_in_the_log_with_the_fingerprint_of_the_paper(case, ana):
    data = casefile_actions.print_case(case=case, full=True, reason=word("why"), by=ana, now=timezone.now())
    event = Event.objects.get(kind="casefile.printed")
    facts = event.facts_dict()
    assert (facts["form"], facts["events"]) == ("full", case.events.count() - 1)
    assert word("why").encode() not in bytes(event.note)
    short = facts["fingerprint"][:16].upper()
    assert all(short in page.replace(" ", "") for page in pages(data))
    look = SensitiveRead.objects.get(field="casefile:full")
    assert (look.user, look.subject_id, look.reason) == (ana, case.pk, word("why"))


def test_to_another_institution_and_to_who_sees_no_content_there_is_nothing_to_print(signed_in, case, eva, ada, person):
    there = reverse("evidence:casefile", kwargs={"code": case.code})
    for method in ("get", "post"):
        assert getattr(signed_in(eva), method)(there).status_code == 404
        for closed in (ada, person("iris")):
            assert getattr(signed_in(closed), method)(there).status_code == 403


def test_what_did_not_travel_with_the_case_is_not_printed_by_who_received_it(full_case, ana):
    for part in ("notes", "people", "places"):
        Withheld.objects.create(case=full_case, institution="FGE-NAY", part=part, before=timezone.now())
    whole = " ".join(printed(full_case, ana))
    assert "[no viajó con la canalización]" in whole
    hidden = ("note", "person", "place", "point", "result", "holder", "described")
    assert [name for name in hidden if word(name) in whole] == []


def test_a_closed_case_is_printed_with_how_it_ended(case, ana):
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=now, closed_by=ana, close_reason="unfounded")
    case.refresh_from_db()
    data = casefile_actions.print_case(case=case, full=False, reason="Archivo", by=ana, now=now)
    assert "cerrado" in " ".join(pages(data))


def test_the_same_case_prints_the_same_bytes_and_asks_the_database_no_more_for_more_events(case, ana):
    now = timezone.now()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            casefile.gather(case, by=ana, now=now, full=True)
        return len(queries)

    assert casefile.pdf(case, by=ana, now=now, full=True) == casefile.pdf(case, by=ana, now=now, full=True)
    few = asked()
    _many(case, ana, 40)
    assert asked() == few


def test_gaps_late_entries_and_what_runs_are_told(case, ana):
    now = timezone.now()
    for days in (30, 5):
        cases.record(case=case, kind="prosecutor.informed", by=ana, now=now, happened_at=now - timedelta(days=days))
    whole = " ".join(printed(case, ana))
    assert "25 días sin actos" in whole
    assert "anotado el" in whole
    rule = pack().clocks[case.next_duty]
    assert rule.duty.es in whole
