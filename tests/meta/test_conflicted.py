"""An institution kept out of a case: to its people the case does not exist, at any address, in any count.

It held the case before. The case has all that a page could let slip: an alert, a name, a folded report, a
suggestion, a hand-off, looks at what is sealed.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from test_access_table import METHODS, OBJECTS, TABLE, WITH_OBJECT, browser

from hilo.accounts import person_keys, unit_keys
from hilo.accounts.actions import log_read
from hilo.accounts.roles import DESK, ROLES
from hilo.cases import actions, breakglass, conflicts, notices, sweep
from hilo.cases.models import Case, Conflict, Notice
from hilo.door.telling import Named
from hilo.evidence.models import Transfer
from hilo.exchange import actions as exchange
from hilo.exchange.models import HandOff
from hilo.exchange.sender_unknown import hear
from hilo.intake import answering, reading
from hilo.linkage.actions import pair, suggest

__all__ = ["browser"]

ABOUT_NO_CASE = {
    "accountability:cases", "accountability:csv", "accountability:institution", "accountability:json",
    "accounts:factor_remove", "alerts:quarantine_item", "alerts:retry", "alerts:set_aside", "desk:close_account",
    "exchange:outbox_settle",
}  # fmt: skip
OF_A_CASE = sorted(set(OBJECTS) - ABOUT_NO_CASE)
SHOWN = sorted(name for name in set(TABLE) - WITH_OBJECT if not name.startswith(("account_", "mfa_", "accounts:")))
FIGURES = sorted(name for name in ABOUT_NO_CASE if name.startswith("accountability:") and name in OBJECTS)
EMAIL = "persona@ejemplo.mx"


def keep_out(case: Case, person) -> None:
    """The holder records that FGE-NAY is kept out."""
    fresh = Case.objects.get(pk=case.pk)
    by = person(f"jefa-{fresh.institution}", institution=fresh.institution, role="supervisor")
    reason = "Ahí trabaja la persona señalada."
    conflicts.record_conflict(case=fresh, institution="FGE-NAY", reason=reason, by=by, now=timezone.now())
    assert Conflict.objects.filter(case=case).get().institution == "FGE-NAY"


def case_of(given, request) -> Case:
    """The case that an object belongs to."""
    code = given.get("code") or given.get("chain")
    if code:
        return Case.objects.get(code=code)
    sent = Transfer.objects.filter(pk=given["pk"]).first()
    if sent:
        return sent.item.case
    handoff = HandOff.objects.filter(pk=given["pk"]).first()
    return handoff.case if handoff else request.getfixturevalue("case")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", OF_A_CASE)
def test_to_the_institution_kept_out_the_object_does_not_exist(name, method, browser, request, person):
    subject = OBJECTS[name]
    given = subject.make(request.getfixturevalue)
    keep_out(case_of(given, request), person)
    address = reverse(name, kwargs=given)
    answers = {role: getattr(browser(role, of=name), method)(address).status_code for role in TABLE[name]}
    assert answers == dict.fromkeys(TABLE[name], 404 if method in subject.methods else 405)


@pytest.fixture
def frozen(monkeypatch):
    """The pages are asked at one and the same moment, so that they differ by what they show only."""
    moment = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    return moment


def everything(browser, own: Case) -> dict[tuple[str, str], str]:
    """What each role of FGE-NAY is shown at every address without object, about its own case, and when searching."""
    from django.core.cache import cache

    found = {}
    for role in sorted(set(ROLES) - {DESK}):
        cache.clear()
        client: Client = browser(role)
        asked = [(name, reverse(name)) for name in SHOWN if role in TABLE[name]]
        asked += [(name, reverse(name, kwargs={"code": "FGE-NAY"})) for name in FIGURES if role in TABLE[name]]
        asked += [("own case", reverse("cases:file", kwargs={"code": own.code}))]
        for view in ("mios", "guardia", "todos"):
            asked += [(f"inbox {view} {what}", f"{reverse('desk:inbox')}?de={view}&situacion={what}")
                      for what in ("", "vencidos", "callados", "sin_actos")]  # fmt: skip
        for name, address in asked:
            found[role, name] = plain(client.get(address))
        for text in (EMAIL, "OCN-0001", "H-2345-6789"):
            found[role, f"search {text}"] = plain(client.post(reverse("desk:search"), {"text": text}))
    return found


def plain(response) -> str:
    """Status and text, without what differs each time."""
    words = response.content.decode() if not response.streaming else b"".join(response).decode()
    return f"{response.status_code} " + re.sub(
        r'X-CSRFToken": "\w+"|(csrfmiddlewaretoken" value|ticket" value|nonce)="[^"]*"', "", words
    )


def test_no_page_count_export_or_search_tells_that_there_was_ever_a_report(
    frozen, browser, open_cases, told_to_ours, person
):
    own = open_cases(1, tier=2, days=30)[0]
    own.refresh_from_db()
    for role in ROLES:
        if role != DESK:
            browser(role)
    person("jefa-FGE-NAY", institution="FGE-NAY", role="supervisor")
    person("ana")
    everything(browser, own)
    without = everything(browser, own)
    named = (Named("email", EMAIL), Named("screen_name", "OCN-0001"))
    taken = told_to_ours("Perdí mi mochila.", danger=True, images=True, path="service", named=named)
    case = taken.case
    Case.objects.filter(pk=case.pk).update(code="H-2345-6789")
    answering.answer(taken=taken, words="Gracias.", by=person("ana"), now=frozen)
    log_read(user=person("ana"), subject_kind="report", subject_id=taken.pk, field="account")
    held = everything(browser, own)
    assert held != without
    keep_out(case, person)
    told = everything(browser, own)
    assert {key for key in told if told[key] != without[key]} == set()
    assert Case.objects.get(pk=case.pk).institution == "FGR"
    client = browser("supervisor", of="intake:read")
    for name in ("intake:report", "intake:destroy"):
        assert client.get(reverse(name, kwargs={"code": "H-2345-6789", "pk": taken.pk})).status_code == 404
    assert "FGE-NAY" not in reading.holders(taken.report)


def test_an_institution_that_a_report_accuses_is_shown_nothing_of_it(frozen, browser, open_cases, told_to_ours, person):
    own = open_cases(1, tier=2, days=30)[0]
    own.refresh_from_db()
    for role in ROLES:
        if role != DESK:
            browser(role)
    person("ana")
    rita = person("rita", institution="FGR", role="caseworker")
    person_keys.make(user=rita, password="una frase larga de rita", now=frozen)
    unit_keys.open_unit(institution="FGR", by=rita, now=frozen)
    everything(browser, own)
    without = everything(browser, own)
    taken = told_to_ours("Alguien de ahí me quitó la mochila.", place="prosecutor", named=(Named("email", EMAIL),))
    assert taken.case.institution == "FGR"
    told = everything(browser, own)
    assert {key for key in told if told[key] != without[key]} == set()


def test_no_page_count_or_search_tells_that_the_case_was_ever_there(
    frozen, browser, arrive, open_cases, person, ana, beto, eva
):
    own = open_cases(1, tier=2, days=30)[0]
    own.refresh_from_db()
    for role in ROLES:
        if role != DESK:
            browser(role)
    person("jefa-FGE-NAY", institution="FGE-NAY", role="supervisor")
    sweep.sweep(now=frozen)
    everything(browser, own)  # notices of its own case are seen with it
    without = everything(browser, own)
    case = arrive("OCN-0001", entities=[{"kind": "email", "value": EMAIL}], now=frozen - timedelta(days=90)).case
    Case.objects.filter(pk=case.pk).update(code="H-2345-6789")
    folded = open_cases(3, parent=case, days=80)
    suggest({pair(case.pk, own.pk): [{"kind": "email", "seen": 1}]}, at=frozen)
    actions.add_person(case=case, role="child", by=ana, now=frozen, name="Nombre inventado")
    what = {"kind": "part", "request": "Valorar el riesgo.", "scope": ["people"]}
    exchange.offer(case=case, receiver="PPNNA-NAY", by=ana, now=frozen, **what)
    hear(dialect="iccam", code="6", subject=case.alerts.get().pk, institution="FGE-NAY", now=frozen)
    sweep.sweep(now=frozen)
    breakglass.begin(code="H-2345-6789", reason="Peligro ahora.", by=eva, now=frozen)
    log_read(user=ana, subject_kind="case", subject_id=case.pk, field="notes")
    held = everything(browser, own)
    assert held != without  # what follows would prove nothing otherwise
    keep_out(case, person)
    told = everything(browser, own)
    assert {key for key in told if told[key] != without[key]} == set()
    assert Case.objects.filter(pk__in=[case.pk, *(one.pk for one in folded)], institution="FGR").count() == 4
    assert not Notice.objects.filter(notices.shown_to(beto), case=case).exists()
