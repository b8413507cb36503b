"""The page of an institution: every number opens its cases for those who may see them, and for nobody else."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hilo.accountability import exports
from hilo.accountability.commands import figures as command
from hilo.accountability.figures import figures
from hilo.accountability.ground import Asked
from hilo.accountability.measures import COUNT, MEASURES
from hilo.accountability.periods import Month, Period
from hilo.cases.models import Case, Conflict, Withheld
from hilo.exchange import actions as exchange
from tests.accountability.world import World

OURS, THEIRS = "/institucion/FGE-NAY/", "/institucion/FGE-MOR/"


@pytest.fixture
def tere(person):
    """Who heads FGE-NAY."""
    return person("tere")


@pytest.fixture
def mona(person):
    """Supervisor of FGE-MOR."""
    return person("mona", institution="FGE-MOR", role="supervisor")


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode().replace("&amp;", "&")


def hand_over(case, *, by, to, now):
    """The whole case goes to another institution, which accepts at once."""
    offered = exchange.offer(
        case=case, receiver=to.institution, kind="transfer", request="Seguir.", scope=Withheld.Part.values, by=by,
        now=now,
    )  # fmt: skip
    exchange.accept(handoff=offered, by=to, now=now)


def numbers(told):
    return {line["month"]: {code: line[code] for code in MEASURES} for line in told["lines"]}


def test_every_number_says_how_many_its_list_shows(signed_in, beto):
    World(6, steps=110)
    client = signed_in(beto)
    links = re.findall(r'<a href="(/institucion/FGE-NAY/casos/\?[^"]+)">(\d+)</a>', read(client, OURS))
    assert len(links) > 40
    for address, number in links[::3]:
        found = client.get(address).context["found"]
        assert found.number == int(number), address
        assert len(found.rows) + found.gone == found.cases <= found.number


def test_numbers_without_cases_for_who_audits_and_for_other_institutions(open_cases, signed_in, ada, beto, mona):
    open_cases(7, tier=3, days=3)
    assert "/casos/?medida=received&mes=" in read(signed_in(beto), OURS)
    assert "/casos/?" not in read(signed_in(ada), OURS)
    assert "/casos/?" not in read(signed_in(mona), OURS)
    assert signed_in(ada).get(f"{OURS}casos/").status_code == 403
    assert signed_in(mona).get(f"{OURS}casos/?medida=received").status_code == 404


def test_a_case_that_left_is_counted_in_both_and_opened_only_where_it_is(arrive, beto, mona, signed_in):
    now = timezone.now()
    case = arrive(now=now - timedelta(days=2)).case
    hand_over(case, by=beto, to=mona, now=now - timedelta(days=1))
    here = signed_in(beto).get(f"{OURS}casos/?medida=received")
    assert (here.context["found"].number, here.context["found"].gone) == (1, 1)
    assert case.code not in here.content.decode()
    assert "ya está en otra institución" in here.content.decode()
    assert case.code in read(signed_in(mona), f"{THEIRS}casos/?medida=received")


def test_the_list_of_hand_offs_leads_to_each_of_them(arrive, beto, mona, signed_in):
    now = timezone.now()
    case = arrive(now=now - timedelta(days=2)).case
    hand_over(case, by=beto, to=mona, now=now - timedelta(days=1))
    listed = read(signed_in(mona), f"{THEIRS}casos/?medida=in_time")
    assert f"/canalizaciones/{case.handoffs.get().pk}/" in listed
    assert "Fiscalía General del Estado de Nayarit" in listed
    assert "Nada que mostrar" in read(signed_in(beto), f"{OURS}casos/?medida=in_time")


def test_an_institution_with_a_conflict_counts_the_case_on_no_page_also_where_it_had_it(
    open_cases, signed_in, beto, mona, ana
):
    now = timezone.now()
    theirs, *_ = open_cases(6, tier=3, institution="FGE-MOR", state="MOR", days=2)
    left, *_ = open_cases(6, tier=3, days=2)
    hand_over(left, by=beto, to=mona, now=now - timedelta(days=1))
    for case in (theirs, left):
        Conflict.objects.create(case=case, institution="FGE-NAY", reason=b"x", at=now, by=ana)
    total = {
        (who, where): figures(Asked(where, Period.ending(now), now, who)).total.cells["received"].number
        for who in ("FGE-NAY", "FGE-MOR") for where in ("FGE-NAY", "FGE-MOR")
    }  # fmt: skip
    assert total == {
        ("FGE-NAY", "FGE-NAY"): 5, ("FGE-NAY", "FGE-MOR"): 5, ("FGE-MOR", "FGE-NAY"): 5, ("FGE-MOR", "FGE-MOR"): 7,
    }  # fmt: skip
    assert left.code not in read(signed_in(beto), f"{OURS}casos/?medida=received")
    assert theirs.code in read(signed_in(mona), f"{THEIRS}casos/?medida=received")


def test_page_files_and_command_tell_the_same_figures(open_cases, signed_in, tere, tmp_path):
    open_cases(7, tier=3, days=40, acted=39)
    open_cases(3, tier=1, days=3)
    told = signed_in(tere).get(f"{OURS[:-1]}.json").json()
    assert numbers(told)["total"] | {"received": 10, "acted": 7, "still_open": 10} == numbers(told)["total"]
    rows = list(csv.DictReader(io.StringIO(signed_in(tere).get(f"{OURS[:-1]}.csv").content.decode())))
    meaning, *lines = rows
    assert meaning["acted"] == MEASURES["acted"].counts
    as_text = {
        key: {code: "" if n is None else str(n) for code, n in line.items()} for key, line in numbers(told).items()
    }
    assert {line["mes"]: {code: line[code] for code in MEASURES} for line in lines} == as_text
    file = tmp_path / "cifras.csv"
    given = ["FGE-NAY", "--csv", str(file), "--json", "--now", told["generated_at"]]
    printed = CliRunner().invoke(command, given, standalone_mode=False)
    assert numbers(json.loads(printed.stdout)) == numbers(told)
    written = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))[1:]
    assert {line["mes"]: {code: line[code] for code in MEASURES} for line in written} == as_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@suma", "\t=1", "\r=1"])
def test_no_text_of_the_table_is_a_formula_for_a_spreadsheet(text):
    assert exports._harmless(text) == f"'{text}"
    assert exports._harmless(None) == ""
    assert exports._harmless(12) == "12"


def test_others_see_a_fixed_year_whatever_period_they_ask_for(open_cases, signed_in, mona, beto):
    open_cases(7, tier=3, days=3)
    asked = f"?desde={Month.of(timezone.now())}&hasta={Month.of(timezone.now())}"
    assert len(signed_in(beto).get(f"{OURS[:-1]}.json{asked}").json()["lines"]) == 3
    assert len(signed_in(mona).get(f"{OURS[:-1]}.json{asked}").json()["lines"]) == 14


def test_a_period_that_cannot_be_read_shows_the_usual_year_and_says_so(signed_in, beto):
    this = Month.of(timezone.now())
    backwards = read(signed_in(beto), f"{OURS}?desde={this}&hasta={this.plus(-2)}")
    assert "El periodo termina antes de empezar" in backwards
    assert signed_in(beto).get(f"{OURS}?desde=nunca").context["told"].period == Period.ending(timezone.now())


def test_a_new_institution_reads_what_would_be_here(signed_in, mona):
    assert "aquí se verá, por mes" in read(signed_in(mona), "/institucion/")
    assert signed_in(mona).get("/institucion/NADIE/").status_code == 404


def test_the_choice_of_another_institution_leads_there(signed_in, beto):
    assert signed_in(beto).get("/institucion/?de=FGE-MOR").url == THEIRS


def test_a_long_list_goes_on_where_it_stopped_the_most_urgent_first(open_cases, signed_in, beto):
    open_cases(40, tier=3, days=2)
    open_cases(15, tier=1, days=1)
    client = signed_in(beto)
    first = client.get(f"{OURS}casos/?medida=received")
    following = client.get(f"{OURS}casos/?{first.context['next']}")
    seen = [case for page in (first, following) for case, _days in page.context["rows"]]
    assert [case.tier for case in seen] == [1] * 15 + [3] * 40
    assert len({case.pk for case in seen}) == Case.objects.count()
    assert not following.context["next"]


def test_the_page_costs_the_same_whatever_it_counts(open_cases, signed_in, beto):
    client = signed_in(beto)

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        return len(few)

    open_cases(2, tier=3, days=2)
    before = [cost(address) for address in (OURS, f"{OURS}casos/?medida=received")]
    open_cases(40, tier=2, days=70, acted=60)
    assert [cost(address) for address in (OURS, f"{OURS}casos/?medida=received")] == before


def test_every_measure_is_defined_and_told_in_both_languages(settings):
    from django.utils.translation import override

    assert all(one.definition and one.counts for one in MEASURES.values())
    assert all("Base:" in one.definition and "ource" in one.definition for one in MEASURES.values())
    with override("en"):
        assert [one.code for one in MEASURES.values() if one.unit == COUNT and not one.label] == []
