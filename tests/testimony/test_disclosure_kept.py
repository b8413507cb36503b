"""What is typed about a disclosure stays as it was meant: no day made up, no word dropped, nobody drawn twice."""

import html
import re
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.cases.models import Event
from hilo.lib.errors import Denied
from hilo.testimony import disclosure_actions, telling_actions
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, fields
from hilo.testimony.disclosure.publications import publications
from hilo.testimony.disclosure.risk_rules import rules
from hilo.testimony.disclosure_forms import EntryForm, initial_of
from hilo.testimony.disclosure_queries import history_of
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.interview_actions import hearer_of
from hilo.testimony.models import DisclosureEntry, Hearer
from tests.testimony.hearing_elsewhere import a_child, fresh

PEOPLE = [("child", "la niña"), ("user:1", "yo")]


def at(name, child, **more):
    return reverse(f"testimony:{name}", kwargs={"code": child.case.code, "child": child.pk, **more})


def note(child, field, parts, by, said_by="child", **more):
    given = {"field": field, "parts": parts, "said_by": said_by, "by": by, "now": timezone.now(), **more}
    return disclosure_actions.note(case=fresh(child.case), child=child, **given)


def sent(child, **more):
    case = fresh(child.case)
    return {"revision": case.revision, "seen": Event.objects.filter(case=case).count(), "said_by": "child", **more}


def shown(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def iris(person):
    """Who interviews."""
    return person("iris")


@pytest.fixture
def adult(case, ana):
    """``adult("Su mamá")`` writes down an adult of the case."""

    def make(name, role="family"):
        return telling_actions.hearer(case=fresh(case), role=role, name=name, by=ana, now=timezone.now())

    return make


# --- what is typed ----------------------------------------------------------------------------------

LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
    lambda text: text not in (NOT_KNOWN, NONE)
)
DATES = st.dates().map(str).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))


def value_of(part):
    """Any value of a part, as history holds it."""
    codes = st.sampled_from([one.code for one in part.choices] or ["-"])
    lists = st.lists(codes if part.choices else LINE, min_size=1, unique=True).map(tuple)
    kinds = {
        "text": LINE,
        "date": DATES,
        "person": st.sampled_from(["child", "user:1"]),
        "choice": codes,
        "list": lists,
    }
    nothing = [NOT_KNOWN, NONE] if part.kind in ("text", "list") else [NOT_KNOWN]
    return kinds[part.kind] | st.sampled_from(nothing)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_form_filled_with_any_entry_gives_that_entry_back(data):
    field = data.draw(st.sampled_from(fields().fields))
    told = {one.code: data.draw(value_of(one)) for one in field.parts if data.draw(st.booleans())}
    again = EntryForm({"revision": 1, "seen": 1, **initial_of(field, told, "child")}, field=field, people=PEOPLE)
    assert again.is_valid(), again.errors
    codes = {code: set(value) if isinstance(value, tuple) else value for code, value in told.items()}
    back = {code: set(value) if isinstance(value, tuple) else value for code, value in again.given().items()}
    assert back == codes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"p_words": "Se fue el camión.", "s_words": "not_known"}, "Deje solo una de las dos"),
        ({"p_words": "Se fue el camión.", "new_name": "La tía"}, "Describió a otra persona"),
        ({"p_words": "Se fue el camión.", "p_heard_by": "new"}, "Elija el papel de esa otra persona"),
        ({"p_words": "Se fue el camión.", "p_at": "ayer"}, "no es una fecha"),
        ({"p_words": "Se fue el camión.", "said_by": ""}, "obligatorio"),
        ({"p_words": "Se fue el camión. " + "data:image/png;base64," + "iVBORw0KGgo" * 40}, "aquí no se guardan"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_one_sentence_and_every_word(signed_in, ana, child, typed, sentence):
    answer = signed_in(ana).post(at("disclosure_note", child, field="first_statement"), sent(child, **typed))
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert "Se fue el camión." in shown(answer)
    assert not DisclosureEntry.objects.exists()
    assert not Hearer.objects.exists()


def test_who_says_new_in_a_text_is_nobody_new(signed_in, ana, child):
    assert (
        signed_in(ana).post(at("disclosure_note", child, field="first_sign"), sent(child, p_what="new")).status_code
        == 302
    )
    assert history_of(child)[0].parts["what"] == "new"
    assert not Hearer.objects.exists()


def test_a_correction_begins_with_what_stands(signed_in, ana, child, adult):
    mother = adult("Su mamá")
    parts = {"words": "Se fue el camión.", "recall": "remembered", "at": "2026-03", "place": "not_known",
             "heard_by": str(mother.pk), "present": ("la abuela", "el chofer")}  # fmt: skip
    row = note(child, "first_statement", parts, ana, said_by=str(mother.pk))
    page = shown(signed_in(ana).get(at("disclosure_correct", child, entry=row.pk)))
    assert "Se fue el camión.</textarea>" in page
    assert "la abuela\nel chofer</textarea>" in page
    assert 'value="2026-03"' in page
    assert '<option value="remembered" selected>' in page
    assert page.count(f'<option value="{mother.pk}" selected>') == 2


def test_who_corrects_what_was_just_corrected_keeps_the_words(signed_in, ana, child):
    first = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    before = sent(child, p_what="Estaba cansada.")
    note(child, "first_sign", {"what": "Estaba distraída."}, ana, corrects=first)
    page, browser = at("disclosure_correct", child, entry=first.pk), signed_in(ana)
    assert browser.get(page).status_code == 302
    answer = browser.post(page, before)
    assert answer.status_code == 409
    assert "Estaba cansada." in shown(answer)
    again = browser.post(page, sent(child, p_what="Estaba cansada."))
    assert (again.status_code, "corrija la más reciente" in shown(again)) == (422, True)


# --- what became public -----------------------------------------------------------------------------


def test_a_publication_is_dated_no_closer_than_it_is_known(signed_in, ana, child):
    note(child, "media", {"source": "Un diario", "at": "2026-04"}, ana)
    note(child, "media", {"source": "La radio"}, ana)
    page = shown(signed_in(ana).get(at("disclosure", child)))
    assert "abril de 2026: Un diario" in page
    assert "1 de abril" not in page
    assert "sin fecha: La radio" in page
    assert page.count("ningún relato puede darse por anterior") == 1


def test_a_published_topic_is_chosen_by_its_code_and_read_by_its_name(signed_in, ana, child):
    one = codebook().indicators[0]
    told = sent(child, p_source="Un diario", p_at="2026-04-02", i_details=[one.id], p_details="el color de la lona")
    assert signed_in(ana).post(at("disclosure_note", child, field="media"), told).status_code == 302
    assert publications(history_of(child)).dated[0].codes == {one.id, "el color de la lona"}
    page = shown(signed_in(ana).get(at("disclosure", child)))
    assert f"{one.label.es}; el color de la lona" in page
    [row] = DisclosureEntry.objects.all()
    again = shown(signed_in(ana).get(at("disclosure_correct", child, entry=row.pk)))
    assert re.search(f'value="{one.id}"[^>]* checked', again)
    assert "el color de la lona</textarea>" in again


# --- who stands in it -------------------------------------------------------------------------------


def test_a_colleague_is_one_person_in_the_chain(signed_in, ana, iris, child, adult):
    stands = hearer_of(fresh(child.case), iris, by=ana, now=timezone.now())
    note(child, "conversation", {"teller": "child", "hearer": str(stands.pk), "at": "2026-03-02"}, ana)
    note(child, "conversation", {"teller": f"user:{iris.pk}", "hearer": f"user:{ana.pk}", "at": "2026-03-03"}, ana)
    drawn = shown(signed_in(ana).get(at("disclosure", child))).partition("chain-title")[2].partition("</svg>")[0]
    assert drawn.count('stroke-opacity="0.4"') == 3  # the child, Iris and Ana: one upright line each
    with pytest.raises(Denied, match="dos personas distintas"):
        note(child, "conversation", {"teller": str(stands.pk), "hearer": f"user:{iris.pk}"}, ana)


def test_an_account_joined_later_makes_the_chain_no_longer_than_its_people(signed_in, ana, iris, child, adult):
    psychologist = adult("La psicóloga", "expert")
    note(child, "conversation", {"teller": "child", "hearer": str(psychologist.pk)}, ana)
    note(child, "conversation", {"teller": str(psychologist.pk), "hearer": f"user:{iris.pk}"}, ana)
    Hearer.objects.filter(pk=psychologist.pk).update(user=iris)
    answer = signed_in(ana).get(at("disclosure", child))
    assert answer.status_code == 200
    assert str(psychologist.pk) not in shown(answer)


def test_colleagues_who_hear_children_may_be_named(signed_in, ana, iris, child):
    page = shown(signed_in(ana).get(at("disclosure_note", child, field="interview")))
    assert f'<option value="user:{iris.pk}">{iris.display_name}</option>' in page


def test_whose_name_did_not_travel_is_no_number_on_the_page(signed_in, ana, eva, child, adult):
    from hilo.cases.models import Case, Withheld

    mother = adult("Su mamá")
    later = timezone.now()
    note(child, "conversation", {"teller": "child", "hearer": str(mother.pk)}, ana, said_by=str(mother.pk))
    Withheld.objects.create(case=child.case, institution="FGE-MOR", part="narratives", before=later)
    Case.objects.filter(pk=child.case_id).update(institution="FGE-MOR")
    page = shown(signed_in(eva).get(at("disclosure", child)))
    assert "alguien que no se nombra aquí" in page
    assert "Su mamá" not in page
    assert str(mother.pk) not in page


# --- the chain --------------------------------------------------------------------------------------


def test_the_drawing_says_in_words_all_that_its_table_says(signed_in, ana, child, adult):
    mother, aunt = adult("Su mamá"), adult("Su tía")
    told = {"teller": "child", "hearer": str(mother.pk), "at": "2026-03-12", "passed_on": "yes", "what": "La mochila."}
    note(child, "conversation", told, ana)
    note(child, "conversation", {"teller": str(aunt.pk), "hearer": str(mother.pk), "passed_on": "yes"}, ana)
    answer = signed_in(ana).get(at("disclosure", child))
    words = re.search(r"<desc[^>]*>(.*?)</desc>", answer.content.decode(), re.DOTALL)[1]
    said = html.unescape(words)
    lines, gaps = answer.context["lines"], answer.context["gaps"]
    assert len(lines) == 2
    for line in lines:
        for cell in (line.when, line.teller, line.hearer, line.passed_on, line.written, *line.gaps):
            assert cell in said
            assert cell in shown(answer)
    assert all(gap in said for gap in gaps)
    assert any("Su tía" in gap and "ya sabía" in gap for gap in gaps)  # nobody is on record as having told her


# --- the two columns --------------------------------------------------------------------------------


def test_each_finding_says_in_words_how_sure_it_is_and_none_is_added_up(signed_in, ana, child):
    note(child, "adult_reaction", {"kinds": ("praise",), "supportive": "no"}, ana)
    note(child, "adult_reaction", {"supportive": "not_known"}, ana)
    answer = signed_in(ana).get(at("disclosure", child))
    page, (left, right) = shown(answer), answer.context["columns"]
    assert len(left.risks) == len(right.risks) == len(rules().rules) / 2
    sure = page.count("(leído en una fuente pública)") + page.count("(medido aquí, con una simulación)")
    assert sure + page.count("(de memoria: falta confirmarlo en la fuente)") == len(rules().rules)
    assert page.count('href="#dato-4"') == 3  # praise, no support, and what was recorded of reproach
    assert "De 1 entrada más no se sabe." in page
    two = page.partition('class="two"')[2].partition("</section>")[0]
    assert "class=" not in re.sub(r'class="(risks|state|hint|two)"', "", two)  # no other mark, so no grade by colour
    assert "se estudió de" in two.lower()


# --- who sees it, and what the database holds -------------------------------------------------------


def test_no_entry_is_erased_or_changed(ana, child):
    row = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    for act in (lambda: DisclosureEntry.objects.filter(pk=row.pk).update(said_by="x"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_events_hold_the_field_and_the_hash_of_what_was_sealed_and_no_word(ana, child):
    first = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    second = note(child, "first_sign", {"what": "Estaba distraída."}, ana, corrects=first)
    found = Event.objects.filter(kind__startswith="disclosure.").order_by("pk")
    assert [one.facts_dict() for one in found] == [
        {"entry": str(row.pk), "field": "first_sign", "sha256": sha256(bytes(row.parts)).hexdigest()}
        for row in DisclosureEntry.objects.filter(pk__in=[first.pk, second.pk])
    ]
    assert all(one.note is None for one in found)


def test_another_institution_or_another_child_is_not_found(signed_in, ana, eva, child):
    row = note(child, "first_sign", {"what": "Estaba callada."}, ana)
    other = a_child(fresh(child.case), ana)
    note_page, correct_page = at("disclosure_note", child, field="media"), at("disclosure_correct", child, entry=row.pk)
    ours = [at("disclosure", child), note_page, correct_page]
    assert [signed_in(eva).get(page).status_code for page in ours] == [404] * 3
    assert signed_in(ana).get(at("disclosure_correct", other, entry=row.pk)).status_code == 404
    assert signed_in(ana).get(at("disclosure_note", child, field="dreams")).status_code == 404


def test_who_only_receives_is_told_that_something_is_kept(signed_in, ana, caro, child):
    browser, page = signed_in(caro), at("disclosure", child)
    assert "Aún no hay nada anotado." in shown(browser.get(page))
    note(child, "first_sign", {"what": "Estaba callada."}, ana)
    assert "Hay 1 dato anotado." in shown(browser.get(page))


def test_a_long_history_takes_as_many_queries_as_a_short_one(signed_in, ana, iris, child, adult):
    browser, page = signed_in(ana), at("disclosure", child)
    mother = adult("Su mamá")
    stands = hearer_of(fresh(child.case), iris, by=ana, now=timezone.now())
    row = note(child, "conversation", {"teller": "child", "hearer": f"user:{ana.pk}"}, ana, said_by=str(mother.pk))
    browser.get(page)
    with CaptureQueriesContext(connection) as few:
        browser.get(page)
    for n in range(6):
        told = {"teller": str(adult(f"Tía {n}").pk), "hearer": str(stands.pk), "passed_on": "yes"}
        row = note(child, "conversation", told, ana, corrects=row if n % 2 else None)
        note(child, "media", {"source": f"Diario {n}"}, ana)
    with CaptureQueriesContext(connection) as more:
        browser.get(page)
    assert len(more) == len(few)
