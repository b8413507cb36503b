"""Nobody of a unit can open what it was told: two of the three parts of the recovery key let a person in again."""

import itertools
import os
import pty
import re
import select
import subprocess
from collections.abc import Iterator

import pytest
from deployment import HILO, Databases, Deployment
from django.utils import timezone

from hilo.accounts import person_keys, recovery_keys, unit_keys
from hilo.accounts.models import RecoveryKey, UnitKey, UnitShare
from hilo.accounts.unit_care import look_after
from hilo.cases.conflicts import record_conflict
from hilo.cases.models import Event
from hilo.door.models import Report, Wrapping
from hilo.door.sealing import key_store
from hilo.door.submit import Came, send
from hilo.door.telling import Coarse, Telling
from hilo.intake.reading import key_of, open_report
from hilo.intake.receive import take_in
from hilo.intake.recovering import recover
from hilo.lib import recovery as paper
from hilo.lib.errors import BadInput, Denied
from hilo.lib.sealed_to import KeyPair

DIGITS = ("12345678901234567897", "98765432109876543215", "11112222333344445555")


@pytest.fixture
def now(db):
    return timezone.now()


@pytest.fixture
def parts(now) -> list[str]:
    """The recovery key that is in use, on paper."""
    pair = KeyPair.make()
    recovery_keys.put_in_use(public=pair.public, replace=False, now=now)
    return paper.split(pair.private)


@pytest.fixture
def report(now):
    """``report()`` tells of a lost backpack in Nayarit and gives the row, a case already."""
    digits = iter(DIGITS)

    def make(words="Perdí la mochila en el paseo."):
        telling = Telling(Coarse(path="me", age="teen", state="NAY"), {"account": words}, ())
        row = send(digits=next(digits), telling=telling, now=now, came=Came())
        take_in(now=now)
        return Report.objects.get(pk=row.pk)

    return make


def enters(user, password, now):
    """Ana signs in with her password: her private half, and what it does for the unit."""
    person_keys.make(user=user, password=password, now=now)
    private = person_keys.open_private(user, password)
    look_after(user, private, now=now)
    return private


def loses_password(user, now):
    person_keys.renew(user=user, password="repuesta por la administración", now=now)
    return person_keys.open_private(user, "repuesta por la administración")


def units_of(user, private):
    return {unit.pk: unit_keys.private_of(unit, user, private) for unit in unit_keys.keys_of(user)}


def account(report, user, private):
    return open_report(report, units_of(user, private)).account.answers["account"]


@pytest.mark.parametrize("two", list(itertools.combinations(range(3), 2)))
def test_any_two_parts_let_a_person_read_again_what_was_told(ana, now, parts, report, two):
    enters(ana, "una frase larga", now)
    told = report()
    private = loses_password(ana, now)
    with pytest.raises(Denied):
        account(told, ana, private)
    done = recover(private=paper.join([parts[number] for number in two]), to=ana, now=now)
    assert (done.units, done.reports) == (1, 0)
    assert account(told, ana, private) == "Perdí la mochila en el paseo."
    assert UnitShare.objects.get(user=ana).given_by is None


def test_what_was_told_while_the_unit_had_no_key_is_opened_one_by_one_and_the_thread_says_so(ana, now, parts, report):
    first, second = report("Perdí la mochila."), report("Perdí el suéter.")
    assert set(Wrapping.objects.values_list("reader", flat=True)) == {"code", "recovery"}
    private = enters(ana, "una frase larga", now)
    done = recover(private=paper.join(parts[:2]), to=ana, now=now)
    assert done.reports == 2
    assert [account(one, ana, private) for one in (first, second)] == ["Perdí la mochila.", "Perdí el suéter."]
    (event,) = Event.objects.filter(kind="report.shared", case=first.taken.case)
    assert event.by is None
    assert '"why":"recovery"' in event.facts
    assert recover(private=paper.join(parts[1:]), to=ana, now=now).reports == 0, "doing it again changes nothing"


def test_a_unit_that_no_recovery_covered_is_opened_report_by_report(ana, now, parts, report):
    """The only member lost her password before any recovery key could be sealed to the unit's own."""
    enters(ana, "una frase larga", now)
    told = report()
    UnitKey.objects.update(recovery=None, recovery_key=None)
    lost = unit_keys.current("FGE-NAY")
    private = loses_password(ana, now)
    done = recover(private=paper.join(parts[:2]), to=ana, now=now)
    assert (done.units, done.reports) == (0, 1)
    assert unit_keys.current("FGE-NAY") != lost
    assert account(told, ana, private) == "Perdí la mochila en el paseo."


def test_members_who_still_have_the_key_keep_it(ana, beto, now, parts, report):
    enters(ana, "una frase larga", now)
    told = report()
    UnitKey.objects.update(recovery=None, recovery_key=None)
    person_keys.make(user=beto, password="la de Beto", now=now)
    recover(private=paper.join(parts[:2]), to=beto, now=now)
    mine = person_keys.open_private(ana, "una frase larga")
    assert account(told, ana, mine) == account(told, beto, person_keys.open_private(beto, "la de Beto"))
    assert {share.user for share in unit_keys.current("FGE-NAY").shares.all()} == {ana, beto}


def test_what_was_destroyed_stays_destroyed(ana, now, parts, report):
    gone, kept = report("Perdí la mochila."), report("Perdí el suéter.")
    key_store().erase(gone.pk)
    private = enters(ana, "una frase larga", now)
    assert recover(private=paper.join(parts[:2]), to=ana, now=now).reports == 1
    assert account(kept, ana, private) == "Perdí el suéter."
    with pytest.raises(Denied):
        account(gone, ana, private)


def test_recovery_does_not_open_what_the_institution_is_kept_out_of(ana, beto, now, parts, report):
    told = report()
    record_conflict(case=told.taken.case, institution="FGE-NAY", reason="Es su jefe.", by=beto, now=now)
    private = enters(ana, "una frase larga", now)
    assert recover(private=paper.join(parts[:2]), to=ana, now=now).reports == 0
    with pytest.raises(Denied):
        key_of(told, units_of(ana, private))


@pytest.mark.parametrize("name", ["saul", "iris", "beto"])
def test_recovery_lets_in_nobody_who_may_not_read_or_has_no_key_yet(person, now, parts, report, name):
    report()
    somebody = person(name)
    if name != "beto":
        person_keys.make(user=somebody, password="una frase", now=now)
    with pytest.raises(Denied):
        recover(private=paper.join(parts[:2]), to=somebody, now=now)
    assert not UnitShare.objects.exists()
    assert not Wrapping.objects.filter(reader="unit").exists()


def test_the_parts_of_another_system_open_nothing(ana, now, parts, report):
    report()
    enters(ana, "una frase larga", now)
    with pytest.raises(BadInput, match="no es de este sistema"):
        recover(private=KeyPair.make().private, to=ana, now=now)


# --- the commands, as they are run ------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path) -> Iterator[Deployment]:
    """A deployment of its own in which Ana has signed in once."""
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    assert made.hilo("init").returncode == 0
    added = made.hilo("people", "add", "ana", "--institution", "FGE-NAY", "--role", "caseworker", "--name", "Ana")
    assert added.returncode == 0, added.stderr
    yield made
    databases.drop()


def at_a_terminal(office, *arguments, words=lambda asked, seen: ""):
    """Run ``hilo …`` in a terminal; ``words(number, seen)`` types when it asks for a word. All that was shown."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [*HILO, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=office.env | {"TERM": "xterm"},
        cwd=office.home,
    )  # fmt: skip
    os.close(theirs)
    try:
        shown = "".join(_read(ours, words))
        return run.wait(60), shown
    finally:
        run.kill()
        run.wait()
        os.close(ours)


def _read(terminal, words):
    """What is shown, piece by piece, until the other end closes."""
    shown, answered = "", 0
    while select.select([terminal], [], [], 120)[0]:
        try:
            piece = os.read(terminal, 4096).decode()
        except OSError:
            return
        shown += piece
        yield piece
        asked = re.findall(r"Escriba la palabra (\d+) de su papel: ", shown)
        if len(asked) > answered:
            answered += 1
            os.write(terminal, words(int(asked[-1]), shown).encode())
    raise AssertionError(f"it says nothing more: {shown[-300:]}")


def part_on(screen):
    """The words of the part that was shown last: lines of a number and six words."""
    last = screen.rsplit("Parte ", 1)[1]
    return " ".join(re.findall(r"^ +\d+  ([a-z ]+)\r$", last, re.MULTILINE)).split()


def test_the_parts_are_shown_once_on_a_terminal_and_two_of_them_open(office, tmp_path):
    seen = []

    def copy(number, screen):
        seen.append(part_on(screen))
        return f"{seen[-1][number - 1]}\n"

    code, shown = at_a_terminal(office, "recovery", "make", words=copy)
    assert code == 0, shown
    assert "La llave de recuperación está en uso" in shown
    assert [len(words) for words in seen] == [33, 33, 33]
    assert len(paper.join([" ".join(words) for words in seen[:2]])) == 32

    again, refused = at_a_terminal(office, "recovery", "make")
    assert (again, "--replace" in refused) == (2, True)

    two = "\n".join(" ".join(words) for words in seen[1:]).encode()
    early = office.hilo("recovery", "give", "FGE-NAY", "ana", given=two)
    assert (early.returncode, "todavía no tiene una llave propia" in early.stderr) == (2, True)


def test_a_slip_of_the_pen_is_asked_again_and_who_gives_up_leaves_no_key(office):
    tried = []

    def slip(number, screen):
        tried.append(number)
        return "abecedario\n" if len(tried) < 3 else "\x04"  # the end of what is typed

    code, shown = at_a_terminal(office, "recovery", "make", words=slip)
    assert (code, shown.count("No es esa: revise lo que copió.")) == (130, 2)
    assert len(set(tried)) == 1
    count = "import django;django.setup();from hilo.accounts.models import RecoveryKey as R;print(R.objects.count())"
    office.env["DJANGO_SETTINGS_MODULE"] = "hilo.web.settings"
    assert office.run([HILO[0], "-c", count]).stdout.strip() == "0"


def test_the_parts_are_never_written_into_a_file_or_a_pipe(office):
    done = office.hilo("recovery", "make", given=b"")
    assert (done.returncode, done.stdout) == (2, "")
    assert "en una terminal" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "given", "sentence"),
    [
        (("FGE-NAY", "nadie"), b"", "No hay ninguna cuenta «nadie»"),
        (("FGE-MOR", "ana"), b"", "Solo quien lee avisos en esa institución"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(office, arguments, given, sentence):
    done = office.hilo("recovery", "give", *arguments, given=given)
    assert (done.returncode, sentence in done.stderr) == (2, True)
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_command_gives_the_unit_to_a_person_by_two_parts_from_the_terminal(ana, parts, report, now):
    from click.testing import CliRunner

    from hilo.intake.recovery_commands import recovery

    told = report()
    private = enters(ana, "una frase larga", now)
    run = CliRunner().invoke(recovery, ["give", "FGE-NAY", "ana"], input=f"{parts[2]}\n{parts[0]}\n")
    assert run.exit_code == 0, run.output
    assert "avisos abiertos uno por uno: 1." in run.output
    assert not set(parts[0].split()) & set(run.output.split()), "no word of a part is shown"
    assert account(told, ana, private) == "Perdí la mochila en el paseo."
    assert RecoveryKey.objects.count() == 1
