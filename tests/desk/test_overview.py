"""The overview: what is overdue or silent in one's own institution, and every number opens its cases."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hilo.alerts.models import Delivery, Quarantined
from hilo.cases.sweep import sweep
from hilo.desk.overview import bars
from hilo.desk.overview_queries import Figures

OVERVIEW = "/panorama/"


def linked(page, query):
    """The number shown as the link to this list; None when there is none."""
    found = re.search(rf'href="/\?{re.escape(query)}">(\d+)</a>', page.content.decode().replace("&amp;", "&"))
    return int(found[1]) if found else None


@pytest.fixture
def mixed(open_cases, ana):
    """Some of each kind, and some of another institution that must not count."""
    open_cases(2, tier=1, days=3)
    open_cases(3, tier=3, owner=ana, acted=0.1)
    open_cases(4, tier=3, days=80)
    (campaign,) = open_cases(tier=4)
    open_cases(5, tier=4, parent=campaign)
    open_cases(6, tier=1, days=80, institution="FGE-MOR", state="MOR")


def test_every_number_says_how_many_its_link_shows(mixed, signed_in, beto):
    client = signed_in(beto)
    page = client.get(OVERVIEW).content.decode().replace("&amp;", "&")
    links = re.findall(r'href="/\?([^"]+)">(\d+)</a>', page)
    assert len(links) > 10
    for query, number in links:
        assert len(client.get(f"/?{query}").context["rows"]) == int(number), query


def test_the_totals_are_those_of_ones_own_institution(mixed, signed_in, beto):
    page = signed_in(beto).get(OVERVIEW)
    assert linked(page, "de=todos") == 2 + 3 + 4 + 1
    assert linked(page, "de=todos&nivel=1") == 2
    assert linked(page, "de=todos&situacion=vencidos&nivel=1") == 2
    assert linked(page, "de=todos&situacion=callados&nivel=3") == 4
    assert linked(page, "de=todos&situacion=sin_actos&nivel=3") == 4
    assert linked(page, "de=guardia") == 7


def test_each_persons_load_is_shown_and_opens_their_cases(mixed, signed_in, beto, ana):
    client = signed_in(beto)
    assert linked(client.get(OVERVIEW), f"de={ana.pk}") == 3
    assert "Ana Robles" in client.get(f"/?de={ana.pk}").content.decode()


def test_the_cases_of_a_person_elsewhere_are_no_list_of_ours(open_cases, signed_in, beto, eva):
    open_cases(institution="FGE-MOR", state="MOR", owner=eva)
    page = signed_in(beto).get(f"/?de={eva.pk}")
    assert list(page.context["rows"]) == []
    assert "Eva Prado" not in page.content.decode()


def test_the_most_urgent_overdue_and_the_quietest_stand_by_name(open_cases, signed_in, beto):
    urgent = open_cases(tier=1, days=2)
    quiet = open_cases(12, tier=3, days=90)
    page = signed_in(beto).get(OVERVIEW)
    assert page.context["overdue"][0].case.code == urgent[0].code
    assert [row.case.code for row in page.context["silent"]] == [
        case.code for case in sorted(quiet, key=lambda case: case.pk)[:10]
    ]
    assert f"Ver los {page.context['total'].silent} callados" in page.content.decode()


def test_without_cases_the_page_says_what_will_be_here(signed_in, beto):
    assert "no tiene casos abiertos" in signed_in(beto).get(OVERVIEW).content.decode()


def test_the_quarantine_of_ones_institution_is_told(db, signed_in, beto):
    now = timezone.now()
    delivery = Delivery.objects.create(source="prueba", started_at=now)
    for number, institution in enumerate(["FGE-NAY", "FGE-NAY", "FGE-MOR"]):
        Quarantined.objects.create(
            source=f"{number}.xml", code="unreadable", reason="No se pudo leer.", fingerprint=bytes([number] * 32),
            delivery=delivery, institution=institution, received_at=now, due_at=now + timedelta(days=number - 0.5),
        )  # fmt: skip
    page = signed_in(beto).get(OVERVIEW).content.decode()
    assert "2 envíos que no se pudieron leer esperan a una persona; vencidos: 1." in page


def test_who_may_not_see_the_quarantine_is_not_told_of_it(open_cases, signed_in, person):
    open_cases()
    assert "Cuarentena" not in signed_in(person("tere")).get(OVERVIEW).content.decode()


def test_a_bar_is_as_long_as_its_number_and_what_is_not_zero_can_be_seen():
    one, none, many = bars({1: Figures(open=1), 2: Figures(), 4: Figures(open=1000, overdue=500)})
    assert (none.width, none.overdue) == (0, 0)
    assert one.width == 2
    assert many.overdue * 2 == many.width == 210


def test_the_number_of_queries_does_not_grow_with_the_cases(open_cases, signed_in, beto, ana, caro):
    client = signed_in(beto)

    def queries():
        client.get(OVERVIEW)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(OVERVIEW).status_code == 200
        return len(seen)

    open_cases(5, days=60)
    open_cases(5, days=60, owner=ana)
    few = queries()
    open_cases(290, days=90)
    open_cases(20, tier=1, owner=caro)
    assert queries() == few <= 16


def test_what_reached_the_head_or_a_letter_is_named(open_cases, person, signed_in, beto):
    (risen,) = open_cases(1, tier=1, days=60)
    (fresh,) = open_cases(1, tier=4)
    sweep(now=timezone.now())
    page = signed_in(beto).get("/panorama/").content.decode()
    part = page[page.index('id="subieron"') : page.index('id="callados"')]
    assert risen.code in part
    assert fresh.code not in part
