"""What the Mexican pack promises to the rest of the system."""

import re
from collections import Counter

import pytest

from hilo.lib.calendar import Span, Unit
from hilo.lib.errors import BadInput
from hilo.reference import pack

MX = pack("mx")
SINCE_2021 = {1: (18, 7), 2: (21, 10), 3: (25, 11), 4: (27, 12)}  # edition -> cases, states, running totals


def test_the_pack_is_read_once_and_follows_the_environment(monkeypatch):
    monkeypatch.setenv("HILO_COUNTRY", "mx")
    assert pack() is MX
    assert re.fullmatch(r"[0-9a-f]{12}", MX.version)


def test_there_are_at_least_twenty_five_legal_clocks_and_each_cites_its_article():
    legal = [rule for rule in MX.clocks.values() if rule.family == "legal"]
    assert len(legal) >= 25
    assert all(re.search(r"\d", rule.law) for rule in legal)


@pytest.mark.parametrize(
    "code",
    [
        "triage", "silence", "quarantine", "first_answer", "unknown_location", "desk_pickup", "sender_data",
        "prosecutor_informed", "child_protection_informed",
    ],
)  # fmt: skip
def test_the_clocks_other_parts_rely_on_are_there(code):
    assert MX.clocks[code].code == code


def test_every_clock_of_a_case_can_be_started_and_stopped_by_somebody():
    of_its_own_page = {"case", "alert", "report", "sender", "handoff", "clock", "plan", "testimony"}
    of_its_own_page |= {"item.registered", "custody.recorded"}
    for rule in MX.clocks.values():
        for code in (*rule.starts_on, *rule.stops_on):
            kind = MX.event_kinds[code]
            assert kind.by_person or {kind.group, code} & of_its_own_page, (rule.code, code)


def test_a_measured_at_once_says_that_the_measure_is_ours():
    ours = [rule for rule in MX.clocks.values() if rule.span_is_policy]
    assert ours
    assert all("política" in rule.basis.es and "policy" in rule.basis.en for rule in ours)


def test_only_unverified_law_waits_for_counsel():
    waiting = [rule for rule in MX.clocks.values() if rule.to_confirm]
    assert {rule.code for rule in waiting} == {"prophylaxis", "emergency_contraception"}
    assert not MX.clocks["silence"].to_confirm


def test_silence_starts_anew_with_every_act_that_moves_the_case_and_never_holds_a_closing():
    silence = MX.clocks["silence"]
    substantive = {code for code, kind in MX.event_kinds.items() if kind.substantive}
    assert substantive < set(silence.starts_on)
    assert {"note.added", "case.assigned"}.isdisjoint(substantive)
    assert (silence.restart, silence.blocks_closing, silence.stops_on) == (True, False, ("case.closed",))
    assert [silence.span_for(tier).amount for tier in (1, 2, 3, 4)] == [2, 5, 15, 60]


def test_the_child_protection_duty_is_for_the_two_urgent_tiers():
    rule = MX.clocks["child_protection_informed"]
    assert [rule.applies_to(tier) for tier in (1, 2, 3, 4)] == [True, True, False, False]
    assert rule.span_for(1) == Span(1, Unit.HOURS)


def test_data_that_lapse_never_gain_a_day_from_a_weekend():
    for code in ("sender_data", "preservation_lapses", "perishable_evidence"):
        assert not MX.clocks[code].span.roll
    assert MX.clocks["sender_data"].alarms_days == (60, 30, 7)
    assert MX.clocks["sender_data"].informational


def test_a_clock_has_a_version_of_its_own_that_follows_its_content():
    rule = MX.clocks["silence"]
    same = type(rule).model_validate(rule.model_dump())
    changed = type(rule).model_validate(rule.model_dump() | {"restart": False})
    assert same.version == rule.version != changed.version
    assert len({clock.version for clock in MX.clocks.values()}) == len(MX.clocks)


@pytest.mark.parametrize("state", sorted(MX.states))
def test_every_state_has_prosecutor_protection_and_victims_commission(state):
    kinds = {MX.institutions[f"{stem}-{state}"].kind for stem in ("FGE", "PPNNA", "CEEAV")}
    assert kinds == {"prosecutor", "child_protection", "victims"}


def test_mexico_city_keeps_its_own_names():
    assert MX.institutions["FGE-CMX"].name.es == "Fiscalía General de Justicia de la Ciudad de México"
    assert MX.institutions["FGE-NAY"].name.es == "Fiscalía General del Estado de Nayarit"


def test_the_public_telephone_lines_are_there():
    phones = {phone for row in MX.institutions.values() for phone in row.phones}
    assert {"911", "089", "088", "800 5533 000"} <= phones


@pytest.mark.parametrize("state", sorted(MX.states))
@pytest.mark.parametrize("kind", ["alert", "school", "trafficking", "published"])
def test_a_case_with_a_state_goes_first_to_that_states_prosecutor(kind, state):
    for tier in (1, 2, 3, 4):
        choice = MX.course_for(kind, state, tier)
        assert choice.institution == f"FGE-{state}"
        assert MX.states[state].name.es in choice.reason.es


@pytest.mark.parametrize("kind", ["alert", "school", "trafficking"])
def test_a_case_without_a_place_goes_to_the_national_desk(kind):
    choice = MX.course_for(kind, None, 4)
    assert (choice.institution, choice.reason.es) == ("GN-CERT", "sin ubicación")
    assert "international_alert" in MX.institutions[choice.institution].receives


def test_a_federal_case_goes_to_the_federal_prosecutor_wherever_it_is():
    assert {MX.course_for("federal", state, 1).institution for state in (None, "NAY", "CMX")} == {"FGR"}


def test_an_unknown_state_is_refused_with_a_mend():
    with pytest.raises(BadInput, match="NAY o CMX"):
        MX.course_for("alert", "ZZZ", 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("NAY", "NAY"),
        ("MX-CMX", "CMX"),
        ("D.F.", "CMX"),
        ("ciudad de mexico", "CMX"),
        ("Edo. de México", "MEX"),
        ("NUEVO LEON", "NLE"),
        ("Q. Roo", "ROO"),
        ("Michoacán", "MIC"),
        ("México", None),  # the country
        ("Texas", None),
        ("", None),
    ],
)
def test_a_state_is_found_as_people_write_it(text, key):
    assert MX.find_state(text) == key


def test_no_two_states_share_a_name():
    names = Counter(name for state in MX.states.values() for name in {state.name.es, *state.aliases})
    assert max(names.values()) == 1
    assert len(MX.states) == 32


def test_the_published_table_gives_the_published_totals():
    rows = MX.published_cases()
    assert Counter(row.sector for row in rows) == {"private": 14, "public": 13}
    for edition, totals in SINCE_2021.items():
        so_far = [row for row in rows if row.edition <= edition]
        assert (len(so_far), len({row.state for row in so_far})) == totals
    assert [(row.year_from, row.year_to) for row in rows if row.row == 15] == [(2007, 2018)]
    assert all("2024" in row.source for row in rows)


def test_no_label_uses_a_word_to_avoid():
    avoided = re.compile(r"\b(pornograf\w+|menor(es)?|prostituci\w+|child porn\w+|minors?)\b", re.IGNORECASE)
    keyed = [MX.event_kinds, MX.outcomes, MX.clocks]
    for row in [*MX.courses, *MX.triage.factors, *(row for table in keyed for row in table.values())]:
        assert not avoided.search(f"{row.label.es} {row.label.en}"), row.code


def test_the_outcomes_a_hotline_understands_carry_its_action_number():
    actions = {row.iccam_action: code for code, row in MX.outcomes.items() if row.iccam_action}
    assert (actions[3], actions[4], actions[7]) == ("content_removed", "content_unavailable", "not_illegal")


def test_a_label_answers_in_spanish_unless_asked_for_english():
    label = MX.outcomes["received"].label
    assert (label.get("es"), label.get("en"), label.get("en-gb"), label.get("fr")) == (
        "Recibida",
        "Received",
        "Received",
        "Recibida",
    )
