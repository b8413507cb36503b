"""On PostgreSQL a whole visit works as the door's own role, and that role changes three columns of the report only."""

from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from hilo.door import visit
from hilo.door.models import News, Passage, Report
from hilo.door.passages import sealed_words
from hilo.door.rows import grants
from hilo.lib.codes import new_digits

pytestmark = pytest.mark.postgresql_only
ROLE = "hilo_test_door_visit"


@contextmanager
def as_the_door():
    """As the door's role, inside the transaction of the test, which takes the role away again."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        for statement in grants(ROLE):
            cursor.execute(statement)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield
        cursor.execute("RESET ROLE")


def test_a_whole_visit_works_as_the_doors_own_role(door, tell):
    digits = new_digits()
    report = tell(digits)
    tell(new_digits())
    sealed_words(report, Passage.Kind.ANSWER, "Ya lo leímos.", timezone.now()).save(force_insert=True)
    with as_the_door():
        child = door()
        child.press("return")
        child.press("next", code=digits)
        child.press("yes")
        assert "Ya lo leímos." in child.words
        child.press("write")
        child.press("send", words="Gracias.")
        child.press("stop")
        child.press("yes")
        child.press("lock")
        child.press("yes")
        assert child.at == "visit_closed"
        assert visit.come_in(digits) is None
    report.refresh_from_db()
    assert None not in (report.visited_at, report.withdrawn_at, report.locked_at)
    assert {one.kind for one in News.objects.all()} == {"wrote", "withdrew", "locked"}


def test_that_role_changes_nothing_else_of_a_report(door, tell):
    digits = new_digits()
    tell(digits)
    with as_the_door(), visit.held(visit.come_in(digits)) as report:
        for column in ("stage", "institution", "public_key", "destroyed_at"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Report.objects.filter(pk=report.pk).update(**{column: getattr(report, column)})
