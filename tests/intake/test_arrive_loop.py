"""What one process sends stands in the inbox of another at once, once, whoever else takes it in and whatever ends."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import HILO, Databases, Deployment
from django.utils import timezone

from hilo.door.models import News
from hilo.intake.arrivals import Loop, look
from hilo.intake.models import Taken
from hilo.intake.queries import Waiting, waiting

ARRIVING = Path(__file__).parent / "arriving.py"


@pytest.fixture
def staff(tmp_path) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    made.script(ARRIVING, "prepare")
    started = []
    made.begin = lambda *command: started.append(made.start(*HILO, *command))
    try:
        yield made
    finally:
        for process in started:
            process.terminate()
            process.wait(20)
            process.stdout.close()
        databases.drop()


def door(staff: Deployment) -> Deployment:
    """The door's process: its own settings, which know no case."""
    made = Deployment(staff.home)
    made.env = staff.env | {"DJANGO_SETTINGS_MODULE": "hilo.web.settings_public"}
    return made


def test_what_the_door_takes_stands_in_the_inbox_of_the_staffs_site(staff):
    staff.begin("serve", "staff", "--port", "0")
    door(staff).script(ARRIVING, "tell", 3)
    told = staff.script(ARRIVING, "stands", 3)
    assert (told["cases"], told["taken"]) == (3, 3)


def test_several_loops_at_once_make_one_case_of_each_report(staff):
    door(staff).script(ARRIVING, "tell", 30)
    staff.begin("serve", "staff", "--port", "0")
    staff.begin("serve", "staff", "--port", "0")
    staff.begin("work")
    door(staff).script(ARRIVING, "tell", 30)
    told = staff.script(ARRIVING, "stands", 60)
    assert (told["cases"], told["taken"]) == (60, 60)


@pytest.mark.postgresql_only
def test_the_loop_goes_on_after_the_database_ended_its_connections(staff):
    staff.begin("serve", "staff", "--port", "0")
    door(staff).script(ARRIVING, "tell", 1)
    assert staff.script(ARRIVING, "stands", 1)["cases"] == 1
    assert staff.script(ARRIVING, "interrupt")["ended"] >= 1
    door(staff).script(ARRIVING, "tell", 2)
    assert staff.script(ARRIVING, "stands", 3)["cases"] == 3


def test_one_pass_of_the_worker_takes_in_what_waits_and_says_how_much(staff):
    door(staff).script(ARRIVING, "tell", 2)
    assert staff.told("work", "--once")["reports_taken"] == 2
    assert staff.told("work", "--once")["reports_taken"] == 0


@pytest.mark.django_db
def test_while_nothing_waits_a_look_costs_two_questions(units, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert look(timezone.now()) == 0


@pytest.mark.django_db
def test_what_waits_can_be_asked_for(tell):
    now = timezone.now()
    assert waiting(now) == Waiting()
    report = tell(now=now)
    assert waiting(now + timezone.timedelta(seconds=90)) == Waiting(reports=1, since=90)
    look(now)
    News.objects.create(report=report, kind="wrote", at=now)
    assert waiting(now) == Waiting(news=1)
    look(now)
    assert waiting(now) == Waiting()
    assert Taken.objects.count() == 1


def test_a_loop_whose_database_is_away_waits_and_ends_when_it_is_told_to(monkeypatch, caplog):
    from django.db import OperationalError

    from hilo.intake import arrivals

    def away(_now):
        raise OperationalError("texto del servidor que no debe verse")

    monkeypatch.setattr(arrivals, "look", away)
    loop = Loop(pause=0.01)
    loop.start()
    while "could not be taken in" not in caplog.text:
        os.sched_yield()
    loop.stop()
    assert not loop.is_alive()
    assert "texto del servidor" not in caplog.text
