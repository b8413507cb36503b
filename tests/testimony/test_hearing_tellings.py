"""Every time a child was made to tell: written down, corrected, never lost, and shown before one more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases import conflicts
from hilo.cases.models import Event
from hilo.lib.errors import Denied
from hilo.testimony import telling_actions
from hilo.testimony.models import Hearer, Telling
from tests.testimony.hearing_elsewhere import a_child, fresh, key, tell

TEACHER = "la maestra de tercero"


def of(name, child, **more):
    return reverse(f"testimony:{name}", kwargs={"code": child.case.code, "child": child.pk, **more})


def shown(response):
    return response.content.decode()


@pytest.fixture
def filled(child):
    """The form of a telling, with what the page gives it and nothing more."""

    def make(**more):
        case = fresh(child.case)
        return {
            "revision": case.revision, "seen": Event.objects.filter(case=case).count(), "formal": "no",
            "recorded": "unknown", "mode_chosen_by_child": "not_asked", "legal_need": "none_stated",
            "earlier_usable": "unknown", **more,
        }  # fmt: skip

    return make


def test_a_telling_in_a_corridor_is_written_down_with_almost_nothing_known(signed_in, caro, child, filled):
    page = of("telling_new", child) + "?para=child_began"
    answer = signed_in(caro).post(page, filled(), follow=True)
    assert answer.redirect_chain == [(of("tellings", child), 302)]
    row = Telling.objects.get()
    assert (row.purpose, row.formal, row.recorded, row.role, row.asked_by) == (
        "child_began", False, "unknown", "unknown", None,
    )  # fmt: skip
    assert "Quedó anotado" in shown(answer)


def test_an_adult_who_is_new_is_sealed_and_can_be_chosen_the_next_time(signed_in, ana, child, filled):
    browser, page = signed_in(ana), of("telling_new", child) + "?para=school"
    browser.post(page, filled(who="new", role="teacher", name=TEACHER, when="03/2026"))
    hearer = Hearer.objects.get()
    assert TEACHER.encode() not in bytes(hearer.name)
    assert TEACHER in shown(browser.get(page))
    browser.post(page, filled(who=str(hearer.pk), when="2026"))
    assert [(row.asked_by, row.precision) for row in Telling.objects.all()] == [(hearer, "month"), (hearer, "year")]


def test_no_way_of_keeping_it_is_required_and_none_is_fine(signed_in, ana, child, filled):
    page = of("telling_new", child) + "?para=care"
    answer = signed_in(ana).post(page, filled(recorded="none", mode_chosen_by_child="yes"))
    assert answer.status_code == 302
    assert "Ninguna forma es obligatoria" in shown(signed_in(ana).get(page))


def test_the_warning_stands_before_the_form_and_names_dates_records_and_the_law(signed_in, ana, child):
    tell(child, ana, purpose="expert", on=timezone.localdate(), precision="day", recorded="two_scribes")
    page = shown(signed_in(ana).get(of("telling_new", child) + "?para=expert"))
    assert page.index("Antes de pedirle que cuente otra vez") < page.index('name="when"')
    for words in ("Consta que ya contó", "Ya contó para lo mismo", "Dos personas escriben", "CNPP 275"):
        assert words in page
    assert "Este aviso no impide nada" in page


def test_purpose_is_asked_first_and_a_wrong_one_asks_again(signed_in, ana, child):
    for query in ("", "?para=nada"):
        page = shown(signed_in(ana).get(of("telling_new", child) + query))
        assert 'name="para"' in page
        assert 'name="when"' not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"when": "ayer"}, "Escriba el día, el mes o el año"),
        ({"when": "31/02/2026"}, "Escriba el día, el mes o el año"),
        ({"when": "/"}, "Escriba el día, el mes o el año"),
        ({"when": " - . "}, "Escriba el día, el mes o el año"),
        ({"when": "2199"}, "Esa fecha todavía no llega"),
        ({"formal": ""}, "obligatorio"),
        ({"who": "new"}, "Elija el papel de esa otra persona"),
        ({"legal_need": "law"}, "anote cuál y su artículo"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_one_sentence_and_the_note(signed_in, ana, child, filled, wrong, sentence):
    answer = signed_in(ana).post(of("telling_new", child) + "?para=care", filled(note="La oyó la abuela.") | wrong)
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert "La oyó la abuela." in shown(answer)
    assert not Telling.objects.exists()
    assert not Hearer.objects.exists()


def test_a_picture_written_out_in_signs_is_not_kept(signed_in, ana, child, filled):
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 40
    answer = signed_in(ana).post(of("telling_new", child) + "?para=care", filled(note=picture))
    assert answer.status_code == 422
    assert not Telling.objects.exists()


def test_the_list_counts_formal_informal_adults_and_what_is_not_known(signed_in, ana, child):
    teacher = telling_actions.hearer(case=fresh(child.case), role="teacher", by=ana, now=timezone.now())
    for _n in range(2):
        tell(child, ana, asked_by=teacher)
    tell(child, ana, formal=True, role="police", institution="SSPC")
    told = signed_in(ana).get(of("tellings", child)).context["told"]
    assert (told.count.formal, told.count.informal, told.count.adults, told.count.unknown_adults) == (1, 2, 1, 1)
    assert (told.count.institutions, told.count.undated) == (("SSPC",), 3)


def test_a_planned_session_of_a_protocol_is_counted_apart_and_warns_of_nothing(ana, child, hear):
    from hilo.testimony.disclosure.tellings import count
    from hilo.testimony.telling_queries import before_one_more, standing, told_of

    first = hear("ended", days=3, protocol="nichd_revised")
    hear("ended", days=1, protocol="nichd_revised", follows=first, reason="")
    found = count(told_of(standing(child, "FGE-NAY")))
    assert (found.formal, found.continuations, found.adults) == (1, 1, 1)
    again = {"purpose": "investigation", "now": timezone.now()}
    assert before_one_more(child, "FGE-NAY", session_of=str(first.line), **again) is None
    assert before_one_more(child, "FGE-NAY", **again) is not None


def test_a_correction_keeps_both_and_counts_one(signed_in, ana, child, filled):
    first = tell(child, ana, role="family", on=timezone.localdate(), precision="year")
    page = of("telling_correct", child, pk=first.pk)
    sent = filled(purpose="school", role="teacher", when=f"{timezone.localdate():%m/%Y}", note="Fue la maestra.")
    assert signed_in(ana).post(page, sent).status_code == 302
    second = Telling.objects.get(corrects=first)
    assert (second.role, second.precision, Telling.objects.get(pk=first.pk).role) == ("teacher", "month", "family")
    answer = signed_in(ana).get(of("tellings", child))
    assert answer.context["told"].count.informal == 1
    assert "<del>" in shown(answer)
    assert "Familia" in shown(answer)
    assert "Docente" in shown(answer)


def test_the_form_of_a_correction_starts_with_what_stands(signed_in, ana, child):
    row = tell(child, ana, note="La oyó la abuela.", recorded="audio", on=timezone.localdate(), precision="month")
    page = shown(signed_in(ana).get(of("telling_correct", child, pk=row.pk)))
    assert "La oyó la abuela." in page
    assert f'value="{timezone.localdate():%m/%Y}"' in page
    assert '<option value="audio" selected>' in page


def test_one_that_did_not_take_place_leaves_the_count_with_its_reason(signed_in, ana, child, filled):
    row = tell(child, ana)
    page = of("telling_correct", child, pk=row.pk)
    assert "Escriba por qué se retira" in shown(signed_in(ana).post(page, filled(purpose="care", void="on")))
    signed_in(ana).post(page, filled(purpose="care", void="on", note="Estaba dos veces."))
    answer = signed_in(ana).get(of("tellings", child))
    assert "Estaba dos veces." in shown(answer)
    assert "No hay ninguna vez anotada" in shown(answer)
    assert Telling.objects.filter(child=child).count() == 2


def test_what_was_corrected_is_not_corrected_twice(ana, child):
    first = tell(child, ana)
    tell(child, ana, corrects=first)
    with pytest.raises(Denied, match="ya se corrigió"):
        tell(child, ana, corrects=first)
    with pytest.raises(Denied, match="ya se corrigió"):
        telling_actions.void(telling=first, note="No fue.", by=ana, now=timezone.now())


def test_a_telling_cannot_be_changed_or_erased(ana, child):
    from django.db import DatabaseError, transaction

    row = tell(child, ana)
    for act in (lambda: Telling.objects.filter(pk=row.pk).update(formal=True), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_tellings_of_two_institutions_are_counted_together_without_showing_the_others_case(
    signed_in, ana, eva, child, open_cases
):
    [theirs] = open_cases(1, institution="FGE-MOR", state="MOR", owner=eva)
    same = a_child(theirs, eva)
    psychologist = telling_actions.hearer(case=theirs, role="expert", name="Perita Sol", institution="FGE-MOR",
                                          by=eva, now=timezone.now())  # fmt: skip
    tell(same, eva, asked_by=psychologist, formal=True, purpose="expert", note="Vino con su tía.", recorded="audio")
    tell(child, ana)
    for one, by in ((same, eva), (child, ana)):
        key(one, by)
    answer = signed_in(ana).get(of("tellings", child))
    told = answer.context["told"]
    assert (told.count.formal, told.count.informal, told.elsewhere) == (1, 1, 1)
    page = shown(answer)
    assert "Dictamen pericial" in page
    assert "Solo audio" in page
    assert "Morelos" in page
    for hidden in ("Perita Sol", "Vino con su tía.", theirs.code, str(same.pk), str(theirs.pk)):
        assert hidden not in page
    assert "Ya contó para lo mismo" in shown(signed_in(ana).get(of("telling_new", child) + "?para=expert"))
    assert signed_in(ana).get(reverse("testimony:telling_correct", kwargs={
        "code": child.case.code, "child": child.pk, "pk": Telling.objects.get(case=theirs).pk,
    })).status_code == 404  # fmt: skip


def test_an_institution_with_a_conflict_sees_nothing_of_that_case(signed_in, ana, eva, child, open_cases, person):
    [theirs] = open_cases(1, institution="FGE-MOR", state="MOR", owner=eva)
    same = a_child(theirs, eva)
    tell(same, eva)
    for one, by in ((same, eva), (child, ana)):
        key(one, by)
    head = person("gil", institution="FGE-MOR", role="supervisor")
    assert signed_in(ana).get(of("tellings", child)).context["told"].count.informal == 1
    conflicts.record_conflict(case=theirs, institution="FGE-NAY", reason="Ahí trabaja.", by=head, now=timezone.now())
    answer = signed_in(ana).get(of("tellings", child))
    assert answer.context["told"].count.informal == 0
    assert "No hay ninguna vez anotada" in shown(answer)


def test_what_did_not_travel_with_the_case_counts_without_names_or_notes(signed_in, ana, child, person):
    from hilo.cases.models import Case, Withheld

    tell(child, ana, note="Lo dijo en el recreo.", on=timezone.localdate(), precision="year")
    later = timezone.now() + timedelta(seconds=1)
    Withheld.objects.create(case=child.case, institution="FGE-MOR", part="narratives", before=later)
    Case.objects.filter(pk=child.case_id).update(institution="FGE-MOR")
    answer = signed_in(person("eva")).get(of("tellings", child))
    assert answer.context["told"].count.informal == 1
    assert "Lo dijo en el recreo." not in shown(answer)
    assert "antes de llegar este" in shown(answer)


def test_each_look_at_sealed_words_is_logged_first(signed_in, ana, child):
    row = tell(child, ana, note="La oyó la abuela.")
    for page in (of("tellings", child), of("telling_correct", child, pk=row.pk)):
        before = SensitiveRead.objects.count()
        signed_in(ana).get(page)
        looks = list(SensitiveRead.objects.values_list("user", "subject_kind", "subject_id", "field"))
        assert looks[before:] == [(ana.pk, "person", child.pk, "tellings")]


def test_the_thread_keeps_codes_and_no_words(ana, child):
    row = tell(child, ana, note="La oyó la abuela.", legal_note="artículo 12", legal_need="law")
    event = Event.objects.get(kind="telling.recorded")
    assert event.facts_dict() == {"telling": str(row.pk), "purpose": "care", "formal": False}
    assert event.note is None


def test_the_list_takes_as_many_queries_for_nine_tellings_as_for_one(
    signed_in, ana, child, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed_in(ana)
    there = telling_actions.hearer(case=fresh(child.case), role="family", by=ana, now=timezone.now())
    tell(child, ana, present=[there])
    browser.get(of("tellings", child))
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(of("tellings", child))
    for n in range(8):
        adult = telling_actions.hearer(
            case=fresh(child.case), role="family", name=f"Tía {n}", by=ana, now=timezone.now()
        )
        tell(child, ana, asked_by=adult, present=[there])
    with django_assert_max_num_queries(len(one)):
        browser.get(of("tellings", child))
