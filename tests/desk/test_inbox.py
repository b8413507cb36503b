"""The inbox: what needs me now, and sharing out work."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.actions import desk_account
from hilo.cases.models import Case, Event
from hilo.desk.filters import PAGE

INBOX = "/"


def codes(response):
    """Codes in the order of the page."""
    found = re.findall(r"H-[2-9A-Z]{4}-[2-9A-Z]{4}", response.content.decode())
    return list(dict.fromkeys(found))


def names(cases):
    return {case.code for case in cases}


def test_the_most_urgent_stand_first_then_what_is_due_sooner(open_cases, signed_in, caro):
    late, fresh = open_cases(tier=2, days=3), open_cases(tier=2)
    calm, now = open_cases(tier=4, days=9), open_cases(tier=1)
    shown = codes(signed_in(caro).get(INBOX))
    assert shown == [case.code for case in (*now, *late, *fresh, *calm)]


def test_a_row_says_what_is_next_until_when_by_which_law_and_who_holds_it(open_cases, signed_in, caro, ana):
    (case,) = open_cases(tier=1, days=2, owner=ana)
    page = signed_in(caro).get(INBOX).content.decode()
    assert "Informar a la Procuraduría de Protección" in page or "Informar al Ministerio Público" in page
    assert "LGDNNA" in page
    assert "venció hace" in page
    assert "Ana Robles" in page
    assert "ningún acto aún" in page
    assert "Nayarit" in page
    assert case.code in page


def test_a_person_who_reads_english_gets_the_duty_in_english(open_cases, signed_in, caro):
    open_cases(tier=1)
    caro.language = "en"
    caro.save()
    page = signed_in(caro).get(INBOX).content.decode()
    assert "Informar al" not in page


def test_another_institution_sees_nothing(open_cases, signed_in, eva):
    open_cases(3)
    page = signed_in(eva).get(INBOX + "?de=todos")
    assert codes(page) == []
    assert "no tiene casos abiertos" in page.content.decode()


def test_a_caseworker_begins_with_her_own_and_intake_with_everything(open_cases, signed_in, ana, caro):
    mine, others = open_cases(owner=ana), open_cases()
    assert set(codes(signed_in(ana).get(INBOX))) == names(mine)
    assert set(codes(signed_in(caro).get(INBOX))) == names(mine + others)


@pytest.fixture
def mixed(open_cases, ana):
    """Cases that differ in each filter."""
    return {
        "mine": open_cases(owner=ana, acted=0.1),
        "urgent": open_cases(tier=1, days=0.001, acted=0.0005),
        "overdue": open_cases(tier=3, days=20, acted=0.2),
        "silent": open_cases(tier=3, days=60),
        "nowhere": open_cases(state="", acted=0.1),
    }


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("de=mios", {"mine"}),
        ("de=guardia", {"urgent", "overdue", "silent", "nowhere"}),
        ("de=todos", {"mine", "urgent", "overdue", "silent", "nowhere"}),
        ("de=todos&nivel=1", {"urgent"}),
        ("de=todos&situacion=callados", {"silent"}),
        ("de=todos&situacion=sin_actos", {"silent"}),
        ("de=todos&estado=-", {"nowhere"}),
        ("de=todos&estado=NAY&nivel=1", {"urgent"}),
    ],
)
def test_each_filter_narrows_the_list(mixed, signed_in, ana, query, wanted):
    shown = set(codes(signed_in(ana).get(f"{INBOX}?{query}")))
    assert shown == {case.code for name in wanted for case in mixed[name]}


def test_the_filter_of_what_is_overdue_is_the_truth_of_the_clocks(mixed, signed_in, ana):
    late = Case.objects.filter(next_due_at__lt=timezone.now())
    shown = set(codes(signed_in(ana).get(f"{INBOX}?de=todos&situacion=vencidos")))
    assert shown == names(late)
    assert names(mixed["overdue"]) <= shown


def test_the_filter_of_the_next_duty_offers_the_duties_there_are(mixed, signed_in, ana):
    duty = mixed["mine"][0].next_duty
    page = signed_in(ana).get(f"{INBOX}?de=todos&deber={duty}")
    assert set(codes(page)) == names(Case.objects.filter(next_duty=duty))
    assert f'<option value="{duty}" selected>' in page.content.decode()
    assert "sentence_written" not in page.content.decode()


def test_the_filter_stays_in_the_links_and_the_form(mixed, signed_in, ana):
    page = signed_in(ana).get(f"{INBOX}?de=todos&nivel=3&estado=NAY").content.decode()
    assert "?de=mios&amp;nivel=3&amp;estado=NAY" in page
    assert '<option value="3" selected>' in page
    assert '<option value="NAY" selected>' in page


def test_the_quietest_stand_first_and_those_without_any_act_before_all(open_cases, signed_in, caro):
    acted, older = open_cases(days=90, acted=50), open_cases(days=99, acted=70)
    never = open_cases(days=60)
    shown = codes(signed_in(caro).get(f"{INBOX}?situacion=callados"))
    assert shown == [case.code for case in (*never, *older, *acted)]


def test_a_silence_is_shown_whether_or_not_the_sweep_has_recorded_it(open_cases, signed_in, caro):
    from hilo.cases.sweep import sweep

    quiet = open_cases(days=90)
    client = signed_in(caro)
    before = codes(client.get(f"{INBOX}?situacion=callados"))
    sweep(now=timezone.now())
    assert before == codes(client.get(f"{INBOX}?situacion=callados")) == [quiet[0].code]


def test_reports_of_a_campaign_are_shown_as_a_number_under_it(open_cases, signed_in, caro):
    (parent,) = open_cases()
    children = open_cases(7, parent=parent)
    page = signed_in(caro).get(INBOX)
    assert "+7 plegados" in page.content.decode()
    assert names(children).isdisjoint(codes(page))


def test_closed_cases_are_not_in_the_inbox(open_cases, signed_in, caro, beto):
    (case,) = open_cases()
    Case.objects.filter(pk=case.pk).update(
        status="closed", closed_at=timezone.now(), closed_by=beto, close_reason="prueba"
    )
    assert codes(signed_in(caro).get(INBOX)) == []


def test_the_lapse_of_the_senders_data_is_announced_when_near(open_cases, signed_in, caro):
    (case,) = open_cases()
    client = signed_in(caro)
    words = "Conservación de datos por el remitente"
    for days, announced in ((90, False), (59, True), (-1, True)):
        Case.objects.update(data_lapses_at=timezone.now() + timezone.timedelta(days=days))
        assert (words in client.get(INBOX).content.decode()) is announced
    assert case.code in codes(client.get(INBOX))


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "situacion=sin_actos"])
def test_walking_the_pages_shows_every_case_once_and_back_again(open_cases, signed_in, caro, query):
    everything = open_cases(PAGE + 20, tier=3) + open_cases(PAGE, tier=2, days=1)
    client = signed_in(caro)
    pages, links, address = [], [], f"{INBOX}?{query}"
    while address:
        page = client.get(address)
        pages.append(codes(page))
        links.append(page.context["before"])
        address = page.context["after"] and f"{INBOX}?{page.context['after']}"
    assert [len(page) for page in pages] == [PAGE, PAGE, 20]
    seen = [code for page in pages for code in page]
    assert len(set(seen)) == len(seen) == len(everything)
    assert links[0] == ""
    back = client.get(f"{INBOX}?{links[2]}")
    assert codes(back) == pages[1]
    assert codes(client.get(f"{INBOX}?{back.context['before']}")) == pages[0]


@pytest.mark.parametrize("cursor", ["x", "1_2_3", "99999999999999999999_1_00", "_".join("abc"), "1_" * 40, "%00"])
def test_a_place_that_cannot_be_read_is_the_beginning(open_cases, signed_in, caro, cursor):
    (case,) = open_cases()
    assert codes(signed_in(caro).get(f"{INBOX}?desde={cursor}")) == [case.code]


@pytest.mark.parametrize(
    "asked",
    ["nivel=9&situacion=nada&de=%00&estado=XX", "de=99999999999999999999", "nivel=%C2%B2", "estado=%00&deber=%00"],
)
def test_what_was_never_offered_counts_as_not_asked(open_cases, signed_in, caro, asked):
    open_cases()
    assert signed_in(caro).get(f"{INBOX}?{asked}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_cases(open_cases, signed_in, caro, ana):
    client = signed_in(caro)

    def queries(path):
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    (parent,) = open_cases(days=30)
    open_cases(9, owner=ana, parent=None, days=30)
    paths = [INBOX, f"{INBOX}?situacion=callados", f"{INBOX}?de=guardia&nivel=3&estado=NAY"]
    few = [queries(path) for path in paths]
    open_cases(290, days=20)
    open_cases(10, parent=parent)
    assert [queries(path) for path in paths] == few
    assert max(few) <= 20


# --- htmx -----------------------------------------------------------------------------------------


def test_htmx_gets_the_list_alone_and_going_back_the_whole_page(open_cases, signed_in, caro):
    (case,) = open_cases()
    client = signed_in(caro)
    part = client.get(INBOX, headers={"HX-Request": "true"})
    assert codes(part) == [case.code]
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    back = client.get(INBOX, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


# --- empty pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("de=mios", "No tiene casos a su cargo"),
        ("de=guardia", "Todos los casos tienen responsable"),
        ("de=todos", "no tiene casos abiertos"),
        ("de=todos&situacion=vencidos", "Nada vencido"),
        ("de=todos&situacion=callados", "Ningún caso callado"),
        ("de=todos&situacion=sin_actos", "al menos un acto"),
        ("de=todos&nivel=1", "Ningún caso cumple estos filtros"),
    ],
)
def test_every_empty_list_says_what_would_be_there(signed_in, caro, query, sentence):
    assert sentence in signed_in(caro).get(f"{INBOX}?{query}").content.decode()


def test_who_has_no_cases_is_shown_where_some_wait(open_cases, signed_in, ana):
    open_cases(2)
    assert "Ver 2 casos que esperan a una persona" in signed_in(ana).get(INBOX).content.decode()


# --- giving cases ---------------------------------------------------------------------------------


def give(client, cases, to, query=""):
    return client.post(
        reverse("desk:assign"), {"case": [case.code for case in cases], "to": to.pk if to else "", "query": query}
    )


def test_several_cases_are_given_at_once_and_the_page_says_so(open_cases, signed_in, caro, ana):
    cases = open_cases(3)
    client = signed_in(caro)
    answer = give(client, cases, ana, "de=guardia&nivel=3")
    assert answer.status_code == 302
    assert answer.url == "/?de=guardia&nivel=3"
    assert set(Case.objects.values_list("owner", flat=True)) == {ana.pk}
    assert Event.objects.filter(kind="case.assigned", by=caro).count() == 3
    assert "3 casos asignados a Ana Robles." in client.get(answer.url).content.decode()


def test_the_folded_reports_go_along_and_are_told(open_cases, signed_in, caro, ana):
    (parent,) = open_cases()
    open_cases(4, parent=parent)
    client = signed_in(caro)
    give(client, [parent], ana)
    assert Case.objects.filter(owner=ana).count() == 5
    assert "Con ellos van 4 reportes plegados." in client.get(INBOX).content.decode()


def test_what_was_marked_stays_marked_when_it_is_refused(open_cases, signed_in, caro):
    one, two, three = open_cases(3)
    answer = give(signed_in(caro), [one, three], None, "de=todos&nivel=3")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Elija a la persona que llevará los casos." in page
    assert set(re.findall(r'value="(H-[^"]+)" checked', page)) == {one.code, three.code}
    assert two.code in page
    assert '<option value="3" selected>' in page


def test_nothing_marked_is_refused_with_a_sentence(open_cases, signed_in, caro, ana):
    open_cases()
    answer = give(signed_in(caro), [], ana)
    assert answer.status_code == 422
    assert "Marque los casos" in answer.content.decode()


def test_a_person_of_another_institution_cannot_be_given_a_case(open_cases, signed_in, caro, eva):
    cases = open_cases(2)
    answer = give(signed_in(caro), cases, eva)
    assert answer.status_code == 422
    assert "activa de su institución" in answer.content.decode()
    assert set(Case.objects.values_list("owner", flat=True)) == {desk_account("FGE-NAY").pk}


def test_a_person_of_another_institution_cannot_give_our_cases(open_cases, signed_in, person):
    (case,) = open_cases()
    theirs = person("otra", institution="FGE-MOR", role="intake_analyst")
    answer = give(signed_in(theirs), [case], theirs)
    assert answer.status_code == 422
    assert "ya no está en su institución" in answer.content.decode()
    assert Case.objects.get().owner == desk_account("FGE-NAY")


def test_one_case_that_is_not_ours_refuses_all(open_cases, signed_in, caro, ana):
    ours, theirs = open_cases(), open_cases(institution="FGE-MOR", state="MOR")
    answer = give(signed_in(caro), ours + theirs, ana)
    assert answer.status_code == 422
    assert not Case.objects.filter(owner=ana).exists()


def test_a_closed_case_is_refused_with_the_sentence_of_the_rule(open_cases, signed_in, caro, ana):
    (case,) = open_cases()
    Case.objects.update(status="closed", closed_at=timezone.now(), closed_by=ana, close_reason="prueba")
    answer = give(signed_in(caro), [case], ana)
    assert answer.status_code == 422
    assert "El caso está cerrado" in answer.content.decode()


def test_who_may_not_assign_is_offered_no_boxes(open_cases, signed_in, ana):
    cases = open_cases(owner=ana)
    client = signed_in(ana)
    assert 'type="checkbox"' not in client.get(INBOX).content.decode()
    assert give(client, cases, ana).status_code == 403
