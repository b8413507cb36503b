"""A disclosure history is added to and never changed: who said what, what corrected it, what nobody knows."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.models import Withheld
from hilo.cases.policies import Changed
from hilo.lib.errors import Denied
from hilo.testimony import disclosure_actions, telling_actions
from hilo.testimony.disclosure.fields import fields
from hilo.testimony.disclosure_queries import history_of
from hilo.testimony.models import DisclosureEntry, Hearer

pytestmark = pytest.mark.django_db
FIELDS = [field.code for field in fields().fields]


def at(name, child, **more):
    return reverse(f"testimony:{name}", kwargs={"code": child.case.code, "child": child.pk, **more})


def seen(case):
    case.refresh_from_db()
    return {"revision": case.revision, "seen": case.events.count()}


def note(child, field, parts, by, said_by="child", **more):
    return disclosure_actions.note(
        case=child.case, child=child, field=field, parts=parts, said_by=said_by, by=by, now=timezone.now(), **more
    )


@pytest.fixture
def mother(case, ana):
    """The child's mother, as an adult of the case."""
    return telling_actions.hearer(case=case, role="family", name="Su mamá", by=ana, now=timezone.now())


def filled(field, mother):
    """Something for every part of a field, as a page sends it."""
    sent = {"said_by": "child"}
    for part in field.parts:
        who = "child" if part.code == "teller" else str(mother.pk)
        by_kind = {"text": "Perdió la mochila.", "date": "2026-03", "person": who}
        sent[f"p_{part.code}"] = part.choices[0].code if part.choices else by_kind.get(part.kind, "una cosa\notra cosa")
    return sent


@pytest.mark.parametrize("code", FIELDS)
def test_each_of_the_sixteen_is_written_down_and_read_back(case, child, mother, signed_in, ana, code):
    field, browser = fields().get(code), signed_in(ana)
    answer = browser.post(at("disclosure_note", child, field=code), seen(case) | filled(field, mother))
    assert answer.status_code == 302, answer.content.decode()
    (entry,) = history_of(child)
    assert set(entry.parts) == {part.code for part in field.parts}
    page = browser.get(at("disclosure", child)).content.decode()
    assert field.label.es in page
    assert "Lo dice: la niña, niño o adolescente." in page


def test_the_three_silences_are_told_apart(case, child, signed_in, ana):
    sent = {"said_by": "child", "s_words": "not_known", "s_present": "none"}
    browser = signed_in(ana)
    browser.post(at("disclosure_note", child, field="first_statement"), seen(case) | sent)
    page = browser.get(at("disclosure", child)).content.decode()
    assert "se preguntó y no se sabe" in page
    assert "se preguntó y no hubo" in page
    (entry,) = history_of(child)
    assert "language" not in entry.parts


def test_a_conversation_with_oneself_is_refused_before_it_is_kept(case, child, mother, signed_in, ana):
    sent = {"said_by": "child", "p_teller": str(mother.pk), "p_hearer": str(mother.pk)}
    answer = signed_in(ana).post(at("disclosure_note", child, field="conversation"), seen(case) | sent)
    assert answer.status_code == 422
    assert "dos personas distintas" in answer.content.decode()


def test_an_entry_that_says_nothing_is_refused(case, child, signed_in, ana):
    answer = signed_in(ana).post(at("disclosure_note", child, field="first_sign"), seen(case) | {"said_by": "child"})
    assert answer.status_code == 422
    assert "Anote al menos un dato" in answer.content.decode()


def test_somebody_new_is_described_on_the_same_page(case, child, signed_in, ana):
    sent = {"said_by": "new", "p_what": "Lloraba.", "new_role": "teacher", "new_name": "La maestra de cuarto"}
    signed_in(ana).post(at("disclosure_note", child, field="first_sign"), seen(case) | sent)
    assert history_of(child)[0].said_by == str(Hearer.objects.get(role="teacher").pk)
    assert "La maestra de cuarto" in signed_in(ana).get(at("disclosure", child)).content.decode()


def test_a_correction_keeps_what_it_corrects_and_only_the_latest_is_corrected(child, ana):
    first = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    note(child, "first_sign", {"what": "Estaba triste."}, ana, corrects=first)
    with pytest.raises(Denied, match="la más reciente"):
        note(child, "first_sign", {"what": "Estaba bien."}, ana, corrects=first)
    assert DisclosureEntry.objects.count() == 2


def test_what_was_said_before_is_shown_behind_its_correction(case, child, signed_in, ana):
    first = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    sent = seen(case) | {"said_by": "child", "p_what": "Estaba triste."}
    assert signed_in(ana).post(at("disclosure_correct", child, entry=first.pk), sent).status_code == 302
    page = signed_in(ana).get(at("disclosure", child)).content.decode()
    assert page.index("Estaba triste.") < page.index("Lo que decía antes") < page.index("Estaba callada.")


def test_of_two_who_correct_at_once_the_second_looks_again(child, ana, monkeypatch):
    first = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    before = history_of(child)
    note(child, "first_sign", {"what": "Estaba triste."}, ana, corrects=first)
    monkeypatch.setattr(disclosure_actions, "history_of", lambda _child: before)  # read before the other wrote
    with pytest.raises(Changed):
        note(child, "first_sign", {"what": "Estaba bien."}, ana, corrects=first)


def test_the_database_changes_no_entry_and_holds_no_word_in_clear(child, ana):
    row = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    assert b"callada" not in bytes(DisclosureEntry.objects.get().parts)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureEntry.objects.filter(pk=row.pk).update(field="media")
    assert "callada" not in "".join(child.case.events.values_list("facts", flat=True))


def test_a_conversation_that_nobody_can_explain_is_shown_as_a_gap(child, mother, signed_in, ana):
    note(child, "conversation", {"teller": str(mother.pk), "hearer": f"user:{ana.pk}", "at": "2026-03"}, ana)
    page = signed_in(ana).get(at("disclosure", child)).content.decode()
    assert "<svg" in page
    assert "Su mamá" in page
    assert "No falta nada de lo que se preguntó" not in page.partition('id="columnas"')[0]


def test_both_columns_have_as_many_rules_and_no_grade(child, signed_in, ana):
    note(child, "first_sign", {"what": "Estaba callada."}, ana)
    page = signed_in(ana).get(at("disclosure", child)).content.decode()
    two = page.partition('class="two"')[2].partition("</section>")[0].split('<ul class="risks">')[1:]
    counts = [one.partition("</ul>")[0].count("<li>") for one in two]
    assert len(counts) == 2
    assert counts[0] == counts[1] > 0


def test_who_only_receives_adds_and_opens_nothing(case, child, signed_in, ana, caro):
    note(child, "first_sign", {"what": "Estaba callada."}, ana)
    page = signed_in(caro).get(at("disclosure", child)).content.decode()
    assert "callada" not in page
    assert at("disclosure_note", child, field="first_sign") in page
    sent = seen(case) | {"said_by": f"user:{caro.pk}", "p_what": "Llamó por la mochila."}
    assert signed_in(caro).post(at("disclosure_note", child, field="first_sign"), sent).status_code == 302


def test_what_did_not_travel_stays_closed(child, signed_in, ana):
    note(child, "first_sign", {"what": "Estaba callada."}, ana)
    Withheld.objects.create(case=child.case, institution="FGE-NAY", part="narratives", before=timezone.now())
    page = signed_in(ana).get(at("disclosure", child)).content.decode()
    assert "callada" not in page
    assert "no viajó con él" in page


def test_each_look_is_logged_and_another_institution_finds_nothing(child, signed_in, ana, eva):
    signed_in(ana).get(at("disclosure", child))
    assert SensitiveRead.objects.filter(user=ana, subject_id=child.pk, field="disclosure").exists()
    assert signed_in(eva).get(at("disclosure", child)).status_code == 404


def test_more_entries_need_no_more_queries(child, signed_in, ana):
    browser = signed_in(ana)
    note(child, "first_sign", {"what": "Estaba callada."}, ana)
    browser.get(at("disclosure", child))
    with CaptureQueriesContext(connection) as few:
        browser.get(at("disclosure", child))
    for code in ("first_sign", "beliefs", "adult_words"):
        note(child, code, {fields().get(code).parts[0].code: "not_known"}, ana)
    with CaptureQueriesContext(connection) as more:
        browser.get(at("disclosure", child))
    assert len(more) == len(few)
