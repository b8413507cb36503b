"""Who may read what is sealed to a unit: its members, each with a share; nobody else, and nobody without their key."""

import pytest
from django.utils import timezone

from hilo.accounts import person_keys, recovery_keys, unit_keys
from hilo.accounts.models import PersonKey, RecoveryKey, UnitKey, UnitShare, User
from hilo.accounts.unit_care import look_after, somebody_waits
from hilo.cases.leaving import deactivate
from hilo.door.models import Addressee
from hilo.lib.errors import BadInput, Denied
from hilo.lib.sealed_to import KeyPair, open_with, seal_to

pytestmark = pytest.mark.django_db
PASSWORD = "una frase larga que nadie adivina"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def keyed(now):
    """``keyed(ana)`` makes Ana's key and gives its private half."""

    def make(user):
        person_keys.make(user=user, password=PASSWORD, now=now)
        return person_keys.open_private(user, PASSWORD)

    return make


def opens(unit, user, private):
    """Whether the person opens what was sealed to the unit."""
    sealed = seal_to(bytes(unit.public_key), b"hola", place="aqui")
    return open_with(unit_keys.private_of(unit, user, private), sealed, place="aqui") == b"hola"


def test_the_first_reader_of_an_institution_opens_its_unit_and_the_door_learns_its_public_key(ana, keyed, now):
    assert look_after(ana, keyed(ana), now=now) == []
    unit = unit_keys.current("FGE-NAY")
    assert opens(unit, ana, keyed(ana))
    addressee = Addressee.objects.get()
    assert (addressee.pk, addressee.kind, addressee.institution) == (unit.pk, "unit", "FGE-NAY")
    assert bytes(addressee.public_key) == bytes(unit.public_key)
    assert unit_keys.open_unit(institution="FGE-NAY", by=ana, now=now) == unit


def test_a_colleague_who_has_a_key_is_let_in_and_who_reads_no_reports_is_not(cast, keyed, now):
    theirs = {one.username: keyed(one) for one in (cast.ana, cast.beto, cast.iris, cast.ada)}
    let_in = look_after(cast.ana, theirs["ana"], now=now)
    assert let_in == [cast.beto]
    unit = unit_keys.current("FGE-NAY")
    assert opens(unit, cast.beto, theirs["beto"])
    assert UnitShare.objects.get(user=cast.beto).given_by == cast.ana
    assert {share.user for share in unit.shares.all()} == {cast.ana, cast.beto}
    assert look_after(cast.beto, theirs["beto"], now=now) == []


def test_who_signs_in_before_a_holder_waits_and_nobody_waits_once_let_in(ana, beto, keyed, now):
    look_after(ana, keyed(ana), now=now)
    look_after(beto, keyed(beto), now=now)
    with pytest.raises(Denied, match="se la da un colega"):
        unit_keys.private_of(unit_keys.current("FGE-NAY"), beto, keyed(beto))
    assert (somebody_waits(ana), somebody_waits(beto)) == (True, False)
    look_after(ana, keyed(ana), now=now)
    assert (somebody_waits(ana), somebody_waits(beto)) == (False, False)


def test_each_institution_has_a_unit_of_its_own_and_nobody_of_another_is_let_in(ana, eva, keyed, now):
    look_after(ana, keyed(ana), now=now)
    look_after(eva, keyed(eva), now=now)
    ours, theirs = unit_keys.current("FGE-NAY"), unit_keys.current("FGE-MOR")
    assert {share.user for share in ours.shares.all()} == {ana}
    assert {share.user for share in theirs.shares.all()} == {eva}
    private = unit_keys.private_of(ours, ana, keyed(ana))
    with pytest.raises(Denied, match="Solo quien lee avisos en esa institución"):
        unit_keys.give(unit=ours, to=eva, private=private, by=ana, now=now)


@pytest.mark.parametrize("name", ["eva", "iris", "ada", "saul", "beto"])
def test_a_unit_is_opened_only_by_who_reads_reports_there_and_has_a_key(person, keyed, now, name):
    somebody = person(name)
    if name != "beto":  # his role would do, but he has no key
        keyed(somebody)
    with pytest.raises(Denied):
        unit_keys.open_unit(institution="FGE-NAY", by=somebody, now=now)
    assert not UnitKey.objects.exists()


def test_a_share_opens_for_its_member_only_and_for_its_unit_only(ana, beto, eva, keyed, now):
    beto_key = keyed(beto)
    look_after(ana, keyed(ana), now=now)
    look_after(eva, keyed(eva), now=now)
    ours, theirs = unit_keys.current("FGE-NAY"), unit_keys.current("FGE-MOR")
    with pytest.raises(BadInput):
        unit_keys.private_of(ours, ana, beto_key)
    UnitShare.objects.filter(user=beto).update(sealed=UnitShare.objects.get(user=ana).sealed)
    with pytest.raises(BadInput):
        unit_keys.private_of(ours, beto, beto_key)
    UnitShare.objects.filter(user=eva).update(unit=ours)
    UnitShare.objects.filter(user=ana).update(unit=theirs)
    with pytest.raises(BadInput):
        unit_keys.private_of(theirs, ana, keyed(ana))


# --- who can write in the database -----------------------------------------------------------------------------------


def test_who_writes_their_own_public_key_into_the_database_is_given_nothing(ana, beto, keyed, now, caplog):
    """The next colleague to sign in would seal the unit's key to it."""
    keyed(beto)
    thief = KeyPair.make()
    PersonKey.objects.filter(user=beto).update(public_key=thief.public)
    assert look_after(ana, keyed(ana), now=now) == []
    assert not UnitShare.objects.filter(user=beto).exists()
    assert f"public key of personkey {beto.pk} was not made by this deployment" in caplog.text
    assert thief.public.hex() not in caplog.text


def test_a_key_with_its_voucher_carried_over_from_somebody_else_is_none(ana, beto, person, keyed, now):
    keyed(beto)
    caro = person("caro")
    keyed(caro)
    hers = PersonKey.objects.get(user=caro)
    PersonKey.objects.filter(user=beto).update(public_key=hers.public_key, voucher=hers.voucher)
    assert look_after(ana, keyed(ana), now=now) == [caro]


def test_a_recovery_key_written_into_the_database_is_given_nothing(ana, keyed, now):
    RecoveryKey.objects.create(public_key=KeyPair.make().public, voucher=b"x" * 16, made_at=now)
    look_after(ana, keyed(ana), now=now)
    assert unit_keys.current("FGE-NAY").recovery is None


def test_a_unit_whose_public_key_was_exchanged_in_the_database_opens_nothing(ana, keyed, now):
    look_after(ana, keyed(ana), now=now)
    UnitKey.objects.update(public_key=KeyPair.make().public)
    with pytest.raises(BadInput, match="fue alterada"):
        unit_keys.private_of(unit_keys.current("FGE-NAY"), ana, keyed(ana))


def test_a_share_that_was_damaged_is_given_again_by_a_colleague(ana, beto, keyed, now):
    theirs = {one.pk: keyed(one) for one in (ana, beto)}
    look_after(ana, theirs[ana.pk], now=now)
    UnitShare.objects.filter(user=beto).update(sealed=b"roto")
    look_after(beto, theirs[beto.pk], now=now)
    look_after(ana, theirs[ana.pk], now=now)
    assert opens(unit_keys.current("FGE-NAY"), beto, theirs[beto.pk])


# --- leaving, and being the last ------------------------------------------------------------------------------------


def test_who_leaves_loses_every_share_and_new_reports_are_sealed_to_another_key(ana, beto, saul, keyed, now):
    theirs = {one.pk: keyed(one) for one in (ana, beto)}
    look_after(ana, theirs[ana.pk], now=now)
    old = unit_keys.current("FGE-NAY")
    deactivate(user=beto, by=saul, now=now)
    new = unit_keys.current("FGE-NAY")
    assert new != old
    assert new.made_by == saul
    assert not UnitShare.objects.filter(user=beto).exists()
    assert opens(old, ana, theirs[ana.pk]), "what was told before still opens for who stays"
    assert opens(new, ana, theirs[ana.pk])
    in_use = Addressee.objects.get(institution="FGE-NAY", retired_at__isnull=True)
    assert (in_use.pk, bytes(in_use.public_key)) == (new.pk, bytes(new.public_key))
    assert Addressee.objects.get(pk=old.pk).retired_at is not None


def test_the_operator_at_the_terminal_closes_accounts_too(ana, beto, keyed, now):
    keyed(beto)
    look_after(ana, keyed(ana), now=now)
    deactivate(user=beto, by=None, now=now)
    assert unit_keys.current("FGE-NAY").made_by is None


def test_who_leaves_without_a_share_changes_no_key(ana, beto, saul, keyed, now):
    look_after(ana, keyed(ana), now=now)
    unit = unit_keys.current("FGE-NAY")
    deactivate(user=beto, by=saul, now=now)
    assert unit_keys.current("FGE-NAY") == unit


def test_when_the_last_member_leaves_nothing_is_sealed_to_a_key_that_nobody_has(ana, beto, saul, keyed, now):
    look_after(ana, keyed(ana), now=now)
    deactivate(user=ana, by=saul, now=now)
    assert unit_keys.current("FGE-NAY") is None
    assert not Addressee.objects.filter(retired_at__isnull=True).exists()
    look_after(beto, keyed(beto), now=now)
    assert opens(unit_keys.current("FGE-NAY"), beto, keyed(beto))


def test_a_unit_to_which_nobody_has_the_key_any_more_gets_another(ana, keyed, now):
    """Ana was alone and her password was reset: what comes from now on must open for somebody."""
    look_after(ana, keyed(ana), now=now)
    lost = unit_keys.current("FGE-NAY")
    person_keys.renew(user=ana, password="otra frase", now=now)
    private = person_keys.open_private(ana, "otra frase")
    look_after(ana, private, now=now)
    unit = unit_keys.current("FGE-NAY")
    assert unit != lost
    assert opens(unit, ana, private)
    with pytest.raises(Denied):
        unit_keys.private_of(lost, ana, private)


def test_who_comes_new_reads_also_what_was_told_before(ana, beto, person, saul, keyed, now):
    keyed(beto)
    look_after(ana, keyed(ana), now=now)
    old = unit_keys.current("FGE-NAY")
    deactivate(user=beto, by=saul, now=now)
    caro = person("caro")
    private = keyed(caro)
    look_after(ana, keyed(ana), now=now)
    assert opens(old, caro, private)
    assert opens(unit_keys.current("FGE-NAY"), caro, private)


def test_two_who_open_the_unit_at_once_open_one(ana, beto, keyed, now, monkeypatch):
    """Beto's process looked before Ana's unit was there."""
    keyed(beto)
    look_after(ana, keyed(ana), now=now)
    monkeypatch.setattr(unit_keys, "current", lambda _institution: None)
    assert unit_keys.open_unit(institution="FGE-NAY", by=beto, now=now) == UnitKey.objects.get()


# --- the recovery key -----------------------------------------------------------------------------------------------


def test_a_recovery_key_made_later_covers_a_unit_when_a_member_signs_in(ana, keyed, now):
    look_after(ana, keyed(ana), now=now)
    paper = KeyPair.make()
    key = recovery_keys.put_in_use(public=paper.public, replace=False, now=now)
    assert [unit.institution for unit in recovery_keys.units_without(key)] == ["FGE-NAY"]
    look_after(ana, keyed(ana), now=now)
    assert recovery_keys.units_without(key) == []
    assert bytes(Addressee.objects.get(kind="recovery").public_key) == paper.public


def test_recovery_lets_in_who_lost_everything_and_nobody_else(ana, eva, keyed, now):
    paper = KeyPair.make()
    key = recovery_keys.put_in_use(public=paper.public, replace=False, now=now)
    look_after(ana, keyed(ana), now=now)
    person_keys.renew(user=ana, password="otra frase", now=now)
    assert recovery_keys.give(key=key, private=paper.private, to=ana, now=now) == 1
    unit = unit_keys.current("FGE-NAY")
    assert opens(unit, ana, person_keys.open_private(ana, "otra frase"))
    assert UnitShare.objects.get(user=ana).given_by is None
    keyed(eva)
    assert recovery_keys.give(key=key, private=paper.private, to=eva, now=now) == 0
    assert not UnitShare.objects.filter(user=eva).exists()


def test_another_key_than_the_one_on_paper_recovers_nothing(ana, keyed, now):
    recovery_keys.put_in_use(public=KeyPair.make().public, replace=False, now=now)
    with pytest.raises(BadInput, match="no es de este sistema"):
        recovery_keys.of_private(KeyPair.make().private)


def test_a_recovery_key_is_not_replaced_by_oversight_and_the_old_one_still_opens_the_old(ana, saul, keyed, now):
    old_paper, new_paper = KeyPair.make(), KeyPair.make()
    old = recovery_keys.put_in_use(public=old_paper.public, replace=False, now=now)
    with pytest.raises(Denied, match="--replace"):
        recovery_keys.put_in_use(public=new_paper.public, replace=False, now=now)
    look_after(ana, keyed(ana), now=now)
    recovery_keys.put_in_use(public=new_paper.public, replace=True, now=now)
    assert recovery_keys.of_private(old_paper.private) == old
    UnitShare.objects.all().delete()
    assert recovery_keys.give(key=old, private=old_paper.private, to=ana, now=now) == 1
    assert User.objects.filter(unit_shares__isnull=False).get() == ana
