"""Every model says whether its rows may change, and who stands behind a moment."""

import pytest
from django.apps import apps
from django.db import connection, models

OURS = [model for model in apps.get_models() if model.__module__.startswith("hilo.")]
IDS = [model._meta.label for model in OURS]

# Moments that no person makes: the field's name, or Model.field where the name alone would hide one.
NOBODY_BEHIND: dict[str, str] = {
    "data_lapses_at": "the sender's rule",
    "due_at": "computed by the law's count",
    "window_ends_at": "computed from the act's type",
    "finished_at": "the machine's work ended",
    "lapses_at": "the sender's rule",
    "next_due_at": "computed from the clocks",
    "overdue_at": "recorded by the sweep",
    "received_at": "arrives from outside; who brought it stands in Delivery",
    "sender_received_at": "said by the sender",
    "silent_at": "recorded by the sweep",
    "AlertTriage.entered_at": "arrives with its delivery",
    "AlertVersion.entered_at": "arrives with its delivery",
    "Case.last_act_at": "copied from the thread, which has the person",
    "Case.opened_at": "its first event in the thread has the person",
    "Clock.paused_at": "its ClockChange has the person",
    "Clock.rung_at": "computed from the ladder",
    "Clock.started_at": "the event that started it has the person",
    "Clock.stopped_at": "the event that stopped it has the person",
    "FileDetails.entered_at": "arrives with its delivery",
    "OneTimeLink.expires_at": "computed when it is made",
    "OneTimeLink.used_at": "its Acknowledgement has who answered, sealed",
    "Partner.added_at": "the operator at the terminal",
    "Partner.closed_at": "the operator at the terminal",
    "User.notified_at": "made by the worker",
    "Suggestion.made_at": "made by the machine",
    "Addressee.retired_at": "its unit's key was exchanged by somebody who stands there",
    "Burst.began_at": "the first of the reports that came",
    "Burst.last_at": "the last of the reports that came",
    "News.noticed_at": "noticed by the worker",
    "RecoveryKey.made_at": "the operator at the terminal",
    "RecoveryKey.retired_at": "the operator at the terminal",
    "Report.arrived_at": "who tells is nobody the door knows",
    "Report.destroyed_at": "its event on the thread has the person",
    "Report.locked_at": "who tells is nobody the door knows",
    "Report.promised_at": "computed from the clocks",
    "Report.taken_at": "taken in by the worker",
    "Report.visited_at": "who tells is nobody the door knows",
    "Report.withdrawn_at": "who tells is nobody the door knows",
    "Taken.answer_due_at": "computed from the clocks",
    "Stamp.kept_at": "the operator at the terminal",
    "Stamp.stamped_at": "said by the authority that stamped",
    "UnitKey.retired_at": "somebody left, whose account says by whom",
}


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_every_model_is_append_only_or_says_why_it_changes(model):
    append_only = getattr(model, "append_only", False)
    why = getattr(model, "changeable", "")
    assert append_only is True or (isinstance(why, str) and len(why) > 10)
    assert not (append_only and why), "one of the two"


@pytest.mark.django_db
def test_what_is_declared_append_only_is_enforced_by_the_database():
    from hilo.ledger.append_only import guarded_tables

    declared = {model._meta.db_table for model in OURS if getattr(model, "append_only", False)}
    assert declared - guarded_tables(connection) == set()


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_every_moment_says_who_stood_behind_it(model):
    names = {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}
    people = {name for name in names if name in {"by", "user"} or name.endswith("_by")}
    lonely = {
        name
        for name in names
        if name.endswith("_at")
        and people.isdisjoint({"by", "user", f"{name.removesuffix('_at')}_by"})
        and NOBODY_BEHIND.keys().isdisjoint({name, f"{model.__name__}.{name}"})
    }
    assert lonely == set(), "add the field _by, or the reason to NOBODY_BEHIND"


def test_the_reasons_are_about_fields_that_exist():
    pairs = [(model.__name__, field.name) for model in OURS for field in model._meta.get_fields()]
    known = {name for _, name in pairs} | {f"{model}.{name}" for model, name in pairs}
    assert set(NOBODY_BEHIND) - known == set()


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_no_model_can_hold_a_file(model):
    assert [field.name for field in model._meta.get_fields() if isinstance(field, models.FileField)] == []
