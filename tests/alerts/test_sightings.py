"""What an alert shows to linkage: each value once, blind, and nothing of the reporter's own."""

from alerts.arriving import draft, hash_of
from hilo.alerts.draft import DraftPerson, Identifier, IdKind, Party
from hilo.alerts.sightings import MOST_VALUES, account_keys, hash_keys, prior_keys, report_key, sightings


def test_a_value_written_twice_is_seen_once():
    made = draft("1", seen=[(IdKind.EMAIL, "Uno@correo.example"), (IdKind.EMAIL, "uno@CORREO.example ")])
    assert [one.kind for one in sightings(made)] == ["email"]


def test_a_value_of_a_field_counts_for_more_than_its_mention():
    made = draft("1")
    for mentioned in (True, False, True):
        made.identifiers.append(Identifier(IdKind.EMAIL, "uno@correo.example", Party.REPORTED, mentioned=mentioned))
    (one,) = sightings(made)
    assert not one.mentioned


def test_no_value_can_be_read_from_what_is_kept():
    made = draft("1", account="cuenta-legible", seen=[(IdKind.EMAIL, "uno@correo.example")])
    kept = b"".join([*(one.blind for one in sightings(made)), *account_keys(made), *prior_keys(made)])
    assert b"cuenta" not in kept
    assert b"correo" not in kept
    assert all(len(one.blind) == 16 for one in sightings(made))


def test_equal_texts_of_two_kinds_are_two_values():
    made = draft("1", seen=[(IdKind.SCREEN_NAME, "uno"), (IdKind.DISPLAY_NAME, "uno")])
    assert len({one.blind for one in sightings(made)}) == 2


def test_the_reporters_own_values_are_left_out():
    made = draft(
        "1", seen=[(kind, "analyst@platform.example", Party.REPORTER) for kind in (IdKind.EMAIL, IdKind.ACCOUNT)]
    )
    assert sightings(made) == []


def test_a_list_of_thousands_is_cut():
    made = draft("1", seen=[(IdKind.EMAIL, f"p{n}@correo.example") for n in range(2000)])
    assert len(sightings(made)) == MOST_VALUES


def test_a_certain_account_needs_platform_and_number():
    assert len(account_keys(draft("1", account="a1"))) == 1
    bare = draft("1", account="a1")
    bare.esp = bare.platform = bare.persons[0].service = ""
    assert account_keys(bare) == []
    assert account_keys(draft("1", account="N/A")) == []
    other = draft("1")
    other.persons.append(DraftPerson(Party.VICTIM, account="a1", service="ExampleChat"))
    assert account_keys(other) == []


def test_a_report_does_not_name_itself():
    made = draft("1", prior_reports=["1", "2", "2"])
    assert prior_keys(made) == [report_key("NCMEC", "2")]


def test_placeholder_hashes_are_no_keys():
    made = draft("1", md5=hash_of(1))
    made.files[0].hashes = {"MD5": "0" * 32, "SHA1": "", "SHA256": hash_of(1) * 2}
    assert len(hash_keys(made)) == 1
