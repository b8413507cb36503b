"""A report is sealed to those who must read it, once for its code, and destroyed with its outer key."""

import json

import pytest

from hilo.door.models import Report, Wrapping
from hilo.door.sealing import from_code, key_store, open_arrival, unwrap, unwrap_with_code
from hilo.lib.errors import BadInput
from hilo.lib.sealed_to import open_with

CODE = "12345678901234567897"


def words(report: Report, private: bytes) -> str:
    account = report.passages.get(kind="account")
    return json.loads(open_with(private, bytes(account.sealed), place=account.place))["answers"]["account"]


def test_the_unit_the_recovery_key_and_the_code_open_it(tell, units):
    report = tell(CODE, account="Perdí mi mochila.")
    opened = [
        unwrap(report.wrappings.get(reader=row.kind), units.pairs[row.institution].private)
        for row in units.rows.values()
    ]
    opened.append(unwrap_with_code(report.wrappings.get(reader="code"), from_code(CODE).key))
    assert {words(report, private) for private in opened} == {"Perdí mi mochila."}


def test_the_same_code_sent_twice_is_one_report(tell):
    first, again = tell(CODE), tell(CODE, account="Otra vez.")
    assert first.pk == again.pk
    assert Report.objects.count() == 1


def test_an_institution_named_as_the_place_of_harm_gets_no_key(tell, units):
    units.add("PPNNA-NAY")
    report = tell(CODE, place="prosecutor")
    assert report.institution == "PPNNA-NAY"
    assert not report.wrappings.filter(addressee=units.rows["FGE-NAY"].pk).exists()


def test_without_its_outer_key_nobody_opens_a_report_any_more(tell, units):
    report = tell(CODE)
    kept = Wrapping.objects.get(report=report, reader="unit")
    key_store().erase(report.pk)
    with pytest.raises(BadInput):
        unwrap(kept, units.pairs["FGE-NAY"].private)
    with pytest.raises(BadInput):
        unwrap_with_code(report.wrappings.get(reader="code"), from_code(CODE).key)
    with pytest.raises(BadInput):
        open_arrival(report)


def test_with_nobody_who_could_read_nothing_is_taken_in(db, tell, units):
    for row in units.rows.values():
        row.delete()
    with pytest.raises(BadInput, match="Nadie podría leer"):
        tell(CODE)
    assert not Report.objects.exists()


def test_a_report_from_no_known_state_goes_to_whom_there_is(tell, units):
    assert tell(CODE, state="").institution == "FGE-NAY"


def test_with_no_state_said_every_states_office_of_the_kind_named_is_kept_out(tell, units):
    report = tell(CODE, state="", place="prosecutor")
    assert not report.institution.startswith("FGE-")
    assert {one.reader for one in report.wrappings.all()} == {"code", "recovery"}
