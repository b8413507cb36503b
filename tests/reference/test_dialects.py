"""How each sender is told each outcome: nothing by default, in neither direction."""

import shutil

import pytest

from hilo.reference import DATA, PackError, pack
from hilo.reference.loader import load

MX = pack("mx")
DIALECTS = list(MX.speech.dialects.values())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.code)
def test_every_outcome_is_said_or_says_why_it_cannot_be(dialect):
    assert set(dialect.says) == set(MX.outcomes)
    assert all((said.text is None) != (said.none is None) for said in dialect.says.values())


def test_what_iccam_is_told_are_its_own_action_codes_and_only_those():
    iccam = MX.speech.dialects["iccam"]
    told = {code: said.code for code, said in iccam.says.items() if said.text}
    assert told == {code: str(one.iccam_action) for code, one in MX.outcomes.items() if one.iccam_action}
    assert iccam.inbound == {code: outcome for outcome, code in told.items()}


def test_what_iccam_ends_with_gives_the_reason_it_asks():
    says = MX.speech.dialects["iccam"].says.values()
    assert {said.code for said in says if said.reason} == {said.code for said in says if said.code and said.code > "3"}


def test_a_sender_that_speaks_in_codes_can_be_written_a_letter_where_codes_do_not_reach():
    for sender in MX.speech.senders.values():
        assert any(all(said.text for said in MX.speech.dialects[code].says.values()) for code in sender.dialects)


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        (
            '      received: {text: {es: "Recibimos su reporte.", en: "We have received your report."}}\n',
            "",
            "received",
        ),
        ("      arrest: {text", "      arrest: {none: {es: x, en: x}, text", "'none' con la razón"),
        ("otro que ya está en un caso: {reference}.", "otro.", "debe decir lo que necesita"),
        ("Una persona fue vinculada", "{name} fue vinculada", "debe decir lo que necesita"),
        ('"1": lea_informed', '"1": informed', "'informed' no existe"),
        ("dialect: ncmec", "dialect: ncmek", "'ncmek' no existe"),
        ("arrest: [arrest.made]", "arrest: [arrest.mad]", "'arrest.mad' no existe"),
    ],
)
def test_a_wrong_dialect_is_refused_with_the_line_to_mend(tmp_path, old, new, mend):
    folder = shutil.copytree(DATA / "mx", tmp_path / "mx")
    path = folder / "dialects.yaml"
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(PackError, match=r"dialects\.yaml, línea \d+") as refused:
        load(folder)
    assert mend in str(refused.value)
