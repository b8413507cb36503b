"""Whom to turn to when an institution stays silent: always somebody else, by an article that says how sure it is."""

import re
import shutil

import pytest

from hilo.lib.errors import BadInput
from hilo.reference import DATA, PackError, pack
from hilo.reference.loader import load

MX = pack("mx")


@pytest.mark.parametrize("state", ["", *sorted(MX.states)])
def test_every_institution_has_in_every_state_a_body_that_is_not_itself_and_a_next_one(state):
    for code in MX.institutions:
        first = MX.outside_body_for(code, state)
        second = MX.outside_body_for(code, state, but=frozenset({first.body}))
        assert len({code, first.body, second.body}) == 3
        assert {first.body, second.body} <= MX.institutions.keys()
        assert first.grounds
        assert second.asked


@pytest.mark.parametrize(
    ("silent", "state", "body", "law"),
    [
        ("FGE-MOR", "NAY", "CDH-MOR", "CNPP 258"),  # the state of who stays silent, not of the case
        ("FGR", "NAY", "CNDH", "CNPP 258"),
        ("CEEAV-NAY", "NAY", "CEAV", "LGV 79"),
        ("PPNNA-NAY", "NAY", "CDH-NAY", "LGDNNA 122, 123"),
        ("CDH-NAY", "NAY", "CNDH", "LCNDH 3 párr. 4, 6 V"),
        ("CNDH", "NAY", "PFPNNA", "LGDNNA 121 párr. 3"),
        ("GN-CERT", "", "CNDH", "LCNDH 3 párr. 1, 6 II"),
        ("LINEA-089", "NAY", "CDH-NAY", "LCNDH 3 párr. 3"),
        ("ODI", "NAY", "PPNNA-NAY", "LGDNNA 12"),  # no authority: no complaint to a human rights body
        ("NCMEC", "NAY", "FGR", "CNPP 433"),
    ],
)
def test_the_body_follows_who_stays_silent(silent, state, body, law):
    found = MX.outside_body_for(silent, state)
    assert found.body == body
    assert law in [ground.law for ground in found.grounds]


def test_a_duty_of_a_judge_goes_to_who_hears_complaints_about_judges():
    found = MX.outside_body_for("FGE-NAY", "NAY", duty="search_decided")
    assert (found.body, found.grounds[0].law, found.to_confirm) == ("ADJ-NAY", "CNPP 135", True)
    courts = {"Juez de control", "Tribunal de enjuiciamiento"}
    theirs = {code for code, rule in MX.clocks.items() if rule.responsible.es in courts}
    assert theirs <= set(found.duties)


def test_nobody_is_left_when_all_are_kept_out():
    with pytest.raises(BadInput, match=r"outside_bodies\.yaml"):
        MX.outside_body_for("FGE-NAY", "NAY", but=frozenset(MX.institutions))


def test_an_article_that_nobody_read_says_so():
    grounds = [ground for row in MX.outside_bodies for ground in row.grounds]
    assert {one.law for one in grounds if one.to_confirm} == {"CPEUM 102 B", "CNPP 433", "LCNDH 3 párr. 3, 60"}


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("body: CNDH", "body: CNDX", "'CNDX' no existe; use una institución"),
        ('body: "CDH-{state}"', 'body: "CDX-{state}"', "no existe; use una institución"),
        ("omission_cured,", "omission_curred,", "'omission_curred' no existe en clocks.yaml"),
        ("kinds: [prosecutor]", "kinds: [prosecutors]", "no existe; use prosecutor"),
        ("levels: [state]", "levels: [local]", "no existe; use federal"),
        ("code: federal_prosecutor", "code: state_prosecutor", "está dos veces"),
        ("        certainty: memory", "        certainty: maybe", "use seed, seen, memory"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, mend):
    folder = shutil.copytree(DATA / "mx", tmp_path / "mx")
    path = folder / "outside_bodies.yaml"
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(PackError, match=re.escape(mend)) as caught:
        load(folder)
    found = re.match(r"outside_bodies\.yaml, línea (\d+): ", str(caught.value))
    assert found, caught.value
    assert abs(int(found[1]) - line) <= 4
