"""The catalogue of acts: what the record says was never done, with its law and its last day."""

import re
from typing import get_args

import pytest
from pydantic import ValidationError

from hilo.reference import pack
from hilo.reference.acts import ActType, Sign
from hilo.reference.models import Label

MX = pack("mx")
ACTS = list(MX.acts.values())

# Omission of the federal file -> the acts that answer it. Written by hand: moving one is a decision.
OMISSIONS = {
    "OA1": {"files_elsewhere"},
    "OA2": {"staff_files"},
    "OA3": {"prior_complaints"},
    "OA4": {"supervisors_interviews"},
    "OA5": {"like_complaints"},
    "OA6": {"sentenced_interviews"},
    "OA7": {"surveillance"},
    "OA8": {"geolocate_alerts", "data_traffic", "ip_subscriber"},
    "OA9": {"icse_search"},
    "OA10": {"place_record", "place_comparison"},
    "OA11": {"foreign_answers"},
    "OA12": {"bank_records", "payment_records"},
    "OA13": {"call_records"},
    "OA14": {"workplace_now"},
    "OA15": {"device_seizure", "extraction_device"},
    "OA16": {"specialist_plan"},
    "OA17": {"device_seizure", "alert_file", "child_material", "free_narrative"},
}


def test_each_omission_of_the_record_has_its_acts():
    assert list(OMISSIONS) == [f"OA{n}" for n in range(1, 18)]
    for omission, codes in OMISSIONS.items():
        assert codes <= {act.code for act in ACTS if omission in act.oa}, omission


def test_every_act_cites_its_law_and_says_until_when_or_why_there_is_no_last_day():
    for act in ACTS:
        assert re.search(r"\d", act.law), f"{act.code}: an article"
        assert bool(act.windows) != bool(act.no_window), act.code
        assert act.basis.es != act.urgency_why.es, act.code


def test_every_act_speaks_both_languages_and_avoids_the_words_that_hurt():
    labels = [value for act in ACTS for value in dict(act).values() if isinstance(value, Label)]
    labels += [label for act in ACTS for label in (*act.prerequisites, *(window.label for window in act.windows))]
    avoid = re.compile(r"\bmenor(es)?\b|pornograf|sextor|presunt[ao]|pederast|\bminors?\b|porn", re.I)
    for label in labels:
        assert label.es != label.en
        assert not avoid.search(f"{label.es} {label.en}"), label


def test_what_waits_for_counsel_says_so():
    waiting = {act.code for act in ACTS if act.to_confirm}
    assert {"preserve_foreign", "medical_care", "toxicology", "cctv_logs"} <= waiting
    assert {"preserve_data", "call_records", "takedown", "device_seizure"}.isdisjoint(waiting)


def test_the_known_last_days_are_those_of_the_law():
    spans = {code: [(w.span.amount, w.span.unit.value) for w in MX.acts[code].windows] for code in MX.acts}
    assert spans["preserve_data"] == [(90, "natural_days")]
    assert spans["preserve_foreign"] == [(90, "natural_days"), (180, "natural_days")]
    assert spans["call_records"] == [(12, "months"), (24, "months")]
    assert spans["cctv_logs"] == [(7, "natural_days")]
    assert spans["medical_care"] == [(72, "hours"), (120, "hours")]
    assert spans["sender_content"] == [(1, "years")]


def test_no_window_gains_a_day_from_a_weekend():
    assert not any(window.span.roll for act in ACTS for window in act.windows)


def test_data_are_preserved_before_they_are_taken_down_and_devices_seized_before_they_are_read():
    assert "preserve_data" in MX.acts["takedown"].after
    assert MX.acts["extraction_device"].after == ("device_seizure",)
    for act in ACTS:  # nothing waits for itself, however far around
        seen, ahead = set(), set(act.after)
        while ahead:
            code = ahead.pop()
            assert code != act.code
            seen.add(code)
            ahead |= set(MX.acts[code].after) - seen


def test_every_sign_calls_for_something():
    assert set(get_args(Sign)) == {sign for act in ACTS for sign in act.signs}


@pytest.mark.parametrize("both", [True, False])
def test_an_act_with_a_last_day_and_without_one_is_refused(both):
    row = MX.acts["preserve_data"].model_dump() | {
        "no_window": {"es": "a", "en": "b"},
        **({} if both else {"windows": ()}),
    }
    if not both:
        row |= {"no_window": None}
    with pytest.raises(ValidationError, match="no_window"):
        ActType.model_validate(row)
