"""Who may reach each address: a table somebody reviewed, tried through HTTP for every role.

A new address fails until it has a row in TABLE, and an address about one object (it has arguments)
until it also has a row in OBJECTS, which tries it with an object of one's own and of another
institution.
"""

from collections.abc import Callable
from typing import Any

import access_across
import access_disclosure
import access_double
import access_hearing
import access_indicators
import access_practice
import access_prompts
import access_transcripts
import pytest
from access_rows import (
    ABOUT_ACCOUNTS,
    ALL,
    ANSWERS,
    ANYBODY,
    CLOCKS,
    CONTENT,
    EMERGENCY,
    ONLY_GET,
    ONLY_POST,
    QUARANTINE,
    RECORD,
    WORK,
    Subject,
    a_case,
)
from addresses import STAFF
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hilo.accounts.gate import CLOSED, gate_of, is_with_key
from tests.open_key import open_key

# Name of the address -> roles that pass its gate. "anonymous" is who has not signed in.
TABLE: dict[str, frozenset[str]] = {
    "account_change_password": ALL,
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_reauthenticate": ALL,
    "accountability:cases": RECORD - {"auditor"},
    "accountability:csv": RECORD,
    "accountability:institution": RECORD,
    "accountability:json": RECORD,
    "accountability:own": RECORD,
    "accounts:demo_enter": ANYBODY,
    "accounts:demo_people": ANYBODY,
    "accounts:factor_app": ALL,
    "accounts:factor_passkey": ALL,
    "accounts:factor_remove": ALL,
    "accounts:factors": ALL,
    "accounts:language": ANYBODY,
    "accounts:notify_to": ALL,
    "accounts:people": ABOUT_ACCOUNTS,
    "accounts:preferences": ALL,
    "accounts:recovery_codes": ALL,
    "accounts:recovery_text": ALL,
    "alerts:alert": CONTENT,
    "alerts:letter": QUARANTINE,
    "alerts:quarantine": QUARANTINE,
    "alerts:quarantine_item": QUARANTINE,
    "alerts:retry": QUARANTINE,
    "alerts:reveal": WORK,
    "alerts:set_aside": QUARANTINE,
    "cases:break_glass": EMERGENCY,
    "cases:assign": frozenset({"intake_analyst", "supervisor"}),
    "cases:close": frozenset({"caseworker", "supervisor"}),
    "cases:conflict": EMERGENCY,
    "cases:discharge": CLOCKS,
    "cases:emergencies": frozenset({"institution_head", "supervisor"}),
    "cases:emergency": frozenset({"institution_head", "supervisor"}),
    "cases:extend": CLOCKS,
    "cases:file": CONTENT,
    "cases:judge": WORK - {"interviewer"},
    "cases:note": WORK,
    "cases:pause": CLOCKS,
    "cases:person": WORK,
    "cases:place": WORK,
    "cases:record": WORK,
    "cases:reopen": frozenset({"institution_head", "supervisor"}),
    "cases:resume": CLOCKS,
    "cases:reveal": WORK,
    "cases:state": WORK,
    "cases:take": WORK,
    "cases:tier": frozenset({"caseworker", "intake_analyst", "supervisor"}),
    "desk:assign": frozenset({"intake_analyst", "supervisor"}),
    "desk:close_account": ABOUT_ACCOUNTS,
    "desk:inbox": CONTENT,
    "desk:notices": CONTENT,
    "desk:notices_seen": CONTENT,
    "desk:overview": frozenset({"institution_head", "supervisor"}),
    "desk:record": RECORD,
    "desk:record_chain": RECORD,
    "desk:record_reads": RECORD,
    "desk:search": CONTENT,
    "desk:story": ANYBODY,
    "web:health": ANYBODY,
    "web:ready": ANYBODY,
    "mfa_authenticate": ANYBODY,
    "mfa_reauthenticate": ALL,
    "mfa_reauthenticate_webauthn": ALL,
}

HANDS = frozenset({"caseworker", "intake_analyst", "supervisor"})
TABLE |= {
    "exchange:accept": HANDS,
    "exchange:acknowledge": HANDS,
    "exchange:answer_many": HANDS,
    "exchange:carry": ANSWERS,
    "exchange:give_result": HANDS,
    "exchange:handoff": CONTENT,
    "exchange:handoffs": CONTENT,
    "exchange:letter": HANDS,
    "exchange:link": HANDS,
    "exchange:offer": HANDS,
    "exchange:outside_letter": CONTENT,
    "exchange:outside_pdf": CONTENT,
    "exchange:outside_sent": frozenset({"institution_head", "supervisor"}),
    "exchange:outbox": CONTENT,
    "exchange:outbox_settle": ANSWERS,
    "exchange:paper": HANDS,
    "exchange:refuse": HANDS,
    "exchange:release": HANDS,
    "exchange:sender_answer": ANSWERS,
    "exchange:sender_case": CONTENT,
    "exchange:sender_letter": ANSWERS,
    "exchange:sender_sheet": ANSWERS,
    "exchange:senders": CONTENT,
    "exchange:senders_tell": ANSWERS,
    "exchange:unknown": ANSWERS,
    "exchange:unknown_item": ANSWERS,
    "exchange:withdraw": HANDS,
}


TABLE |= {
    "exchange:share": HANDS,
    "intake:answer": HANDS,
    "intake:destroy": frozenset({"supervisor"}),
    "intake:new": HANDS,
    "intake:read": HANDS,
    "intake:report": CONTENT,
    "intake:unfold": HANDS,
}

TABLE |= {
    "evidence:casefile": CONTENT - {"interviewer"},
    "investigation:analysis": CONTENT,
    "investigation:point_act": CLOCKS,
    "investigation:point_new": CLOCKS,
    "investigation:point_settle": CLOCKS,
}

TABLE |= {
    "evidence:document": CONTENT,
    "evidence:document_erase": CLOCKS,
    "evidence:document_new": CLOCKS,
    "evidence:documents": CONTENT,
    "evidence:review_new": CLOCKS,
    "evidence:review_pdf": CONTENT,
    "evidence:reviews": CONTENT,
}


def a_clock(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The clock on which that case stands."""
    return {"code": fixture("case").code, "pk": fixture("case").next_clock_id}


def a_letter(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A duty of FGE-NAY that was late for so long that a letter to the outside body is ready."""
    from django.utils import timezone

    from hilo.cases.sweep import sweep

    (case,) = fixture("open_cases")(1, tier=1, days=90)
    sweep(now=timezone.now())
    return {"code": case.code, "pk": case.clocks.get(rule="prosecutor_informed").pk}


def a_name(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A sealed name in that case."""
    from hilo.cases.actions import add_person

    case = fixture("case")
    row = add_person(case=case, role="child", by=fixture("ana"), now=case.opened_at, name="Nombre inventado")
    return {"code": case.code, "what": "persona", "pk": row.pk}


def a_look(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An emergency look of Eva at that case, waiting for review."""
    from hilo.cases.breakglass import begin

    case = fixture("case")
    return {"pk": begin(code=case.code, reason="Peligro ahora.", by=fixture("eva"), now=case.opened_at).pk}


def an_alert(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The letter behind that case."""
    return {"pk": fixture("alert").pk}


def an_unread_item(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """Something that FGE-NAY received and could not read."""
    return {"pk": fixture("unread")().pk}


def a_factor(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The app of Ana, which is nobody else's."""
    from hilo.accounts.factor_actions import set_app

    return {"pk": set_app(secret="JBSWY3DPEHPK3PXP", by=fixture("ana")).pk}


def somebody_open(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A person of FGE-NAY whose account is open; the first who sends it closes it."""
    return {"pk": fixture("ana").pk}


def a_suggestion(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A link between that case and another, to be judged."""
    from hilo.linkage.actions import pair, suggest
    from hilo.linkage.models import Suggestion

    case, other = fixture("case"), fixture("arrive")("OCN-0002").case
    suggest({pair(case.pk, other.pk): [{"kind": "email", "seen": 1}]}, at=case.opened_at)
    return {"code": case.code, "pk": Suggestion.objects.get().pk}


def _handoff(case: Any, receiver: str, by: Any) -> dict[str, Any]:
    from hilo.exchange.actions import offer

    row = offer(case=case, receiver=receiver, kind="transfer", request="Seguir.", scope=(), by=by, now=case.opened_at)
    return {"pk": row.pk}


def a_handoff_sent(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """That case, offered to the child-protection authority."""
    return _handoff(fixture("case"), "PPNNA-NAY", fixture("ana"))


def a_handoff_received(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A case of the child-protection authority, offered to FGE-NAY."""
    lia = fixture("person")("lia", institution="PPNNA-NAY", role="supervisor")
    (case,) = fixture("open_cases")(institution="PPNNA-NAY")
    return _handoff(case, "FGE-NAY", lia)


def an_answer_about(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The case and the alert of that letter."""
    return {"code": fixture("case").code, "pk": fixture("alert").pk}


def an_answer(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A drafted answer to the sender of that letter."""
    from django.utils import timezone

    from hilo.exchange.sender_actions import draft
    from hilo.exchange.sender_words import Told

    now, alert = timezone.now(), fixture("alert")
    told = [Told("received", timezone.localdate())]
    row = draft(alert=alert, dialect="letter", channel="letter", told=told, by=fixture("ana"), now=now)
    return {"code": alert.case.code, "pk": row.pk}


def a_leaving_item(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """Something of FGE-NAY in the outbox."""
    from hilo.exchange.outbox import enqueue

    alert = fixture("alert")
    return {"pk": enqueue(kind="x", subject=alert.pk, key="x", now=alert.received_at, institution="FGE-NAY").pk}


def an_unknown_code(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A code that came to FGE-NAY and that nobody knows."""
    from hilo.exchange.models import UnknownCode
    from hilo.exchange.sender_unknown import hear

    alert = fixture("alert")
    hear(dialect="iccam", code="6", subject=alert.pk, institution="FGE-NAY", now=alert.received_at)
    return {"pk": UnknownCode.objects.get().pk}


def a_report(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """Something told to FGE-NAY, in its case."""
    taken = fixture("told_to_ours")()
    return {"code": taken.case.code, "pk": taken.pk}


def a_point(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A question of the analysis of that case, with the act of the catalogue that would answer it."""
    from hilo.investigation.analysis_actions import note

    case, given = fixture("case"), {"kind": "unknown", "text": "Quién la vio.", "answer": "type:preserve_data"}
    return {"code": case.code, "pk": note(case=case, by=fixture("ana"), now=case.opened_at, **given).pk}


def a_document(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A document of that case."""
    from hilo.evidence.document_actions import keep

    case = fixture("case")
    given = {"name": "Acta", "content": b"Acta del paseo.", "media_type": "text/plain", "kind": "record"}
    return {"code": case.code, "pk": keep(case=case, by=fixture("ana"), now=case.opened_at, **given).pk}


def a_review(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A formal review of that letter."""
    from hilo.evidence.review_actions import review
    from hilo.evidence.reviews import rules_of

    alert = fixture("alert")
    answers = {rule.code: "met" for rule in rules_of("police_channel")}
    given = {"case": alert.case, "alert": alert, "origin": "police_channel", "answers": answers}
    return {"code": alert.case.code, "pk": review(by=fixture("ana"), now=alert.received_at, **given).pk}


METHODS = ("get", "post")
# everybody who sends it ends where people sign in
LEADS_AWAY = {("account_logout", "post"), ("mfa_authenticate", "post")}
ABOUT_A_CASE = ("assign", "close", "note", "person", "place", "record", "reopen", "state", "take", "tier")

# Name of the address -> its object.
OBJECTS: dict[str, Subject] = {
    "accountability:cases": Subject(lambda fixture: {"code": "FGE-NAY"}, ONLY_GET),
    "accountability:csv": Subject(lambda fixture: {"code": "FGE-NAY"}, ONLY_GET, everywhere=RECORD),
    "accountability:institution": Subject(lambda fixture: {"code": "FGE-NAY"}, ONLY_GET, everywhere=RECORD),
    "accountability:json": Subject(lambda fixture: {"code": "FGE-NAY"}, ONLY_GET, everywhere=RECORD),
    "accounts:factor_remove": Subject(a_factor, roles=frozenset()),
    "alerts:alert": Subject(an_alert, ONLY_GET),
    "alerts:quarantine_item": Subject(an_unread_item, ONLY_GET),
    "alerts:retry": Subject(an_unread_item, ONLY_POST),
    "alerts:reveal": Subject(an_alert, ONLY_POST),
    "alerts:set_aside": Subject(an_unread_item, ONLY_POST),
    **{f"cases:{name}": Subject(a_case) for name in ABOUT_A_CASE},
    **{f"cases:{name}": Subject(a_clock) for name in ("discharge", "extend", "pause", "resume")},
    "cases:conflict": Subject(a_case),
    "cases:emergency": Subject(a_look),
    "cases:file": Subject(a_case, ONLY_GET),
    "cases:judge": Subject(a_suggestion),
    "cases:reveal": Subject(a_name),
    **{f"exchange:{name}": Subject(a_handoff_received) for name in ("accept", "acknowledge", "give_result", "refuse")},
    **{f"exchange:{name}": Subject(a_handoff_sent) for name in ("letter", "link", "paper", "release", "withdraw")},
    "exchange:handoff": Subject(a_handoff_sent, ONLY_GET),
    "exchange:share": Subject(a_handoff_sent, ONLY_POST),
    "intake:answer": Subject(a_report, ONLY_POST),
    "evidence:casefile": Subject(a_case),
    "investigation:analysis": Subject(a_case, ONLY_GET),
    "investigation:point_act": Subject(a_point),
    "investigation:point_new": Subject(a_case),
    "investigation:point_settle": Subject(a_point),
    "intake:destroy": Subject(a_report),
    "intake:read": Subject(a_report, ONLY_POST),
    "intake:report": Subject(a_report, ONLY_GET),
    "intake:unfold": Subject(a_report, ONLY_POST),
    "exchange:offer": Subject(a_case),
    "exchange:outbox_settle": Subject(a_leaving_item, ONLY_POST),
    "exchange:outside_letter": Subject(a_letter, ONLY_GET),
    "exchange:outside_pdf": Subject(a_letter, ONLY_POST),
    "exchange:outside_sent": Subject(a_letter),
    "exchange:sender_answer": Subject(an_answer_about),
    "exchange:sender_case": Subject(a_case, ONLY_GET),
    "exchange:sender_letter": Subject(an_answer, ONLY_GET),
    "exchange:sender_sheet": Subject(an_answer),
    "exchange:unknown_item": Subject(an_unknown_code),
    "desk:close_account": Subject(somebody_open, everywhere=frozenset({"system_administrator"})),
    "desk:record_chain": Subject(lambda fixture: {"chain": fixture("case").code}),
}

TABLE |= {"evidence:export": CLOCKS}
OBJECTS |= {"evidence:export": Subject(a_case)}

OBJECTS |= {
    "evidence:document": Subject(a_document),
    "evidence:document_erase": Subject(a_document),
    "evidence:document_new": Subject(a_case),
    "evidence:documents": Subject(a_case, ONLY_GET),
    "evidence:review_new": Subject(a_case),
    "evidence:review_pdf": Subject(a_review),
    "evidence:reviews": Subject(a_case, ONLY_GET),
}

TABLE |= {"testimony:case": CONTENT}
OBJECTS |= {"testimony:case": Subject(a_case, ONLY_GET)}

TABLE |= {"investigation:plan": CONTENT, "investigation:plan_add": CLOCKS}
OBJECTS |= {"investigation:plan": Subject(a_case), "investigation:plan_add": Subject(a_case)}


def an_act(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An act of the plan of that case."""
    from hilo.investigation.actions import Adoption, adopt

    case, one = fixture("case"), Adoption("preserve_data", target="x")
    return {"code": case.code, "pk": adopt(case=case, adoptions=[one], by=fixture("ana"), now=case.opened_at)[0].pk}


def an_act_or_type(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The same, at the address that also takes an act that is only proposed."""
    given = an_act(fixture)
    return {"code": given["code"], "what": str(given["pk"])}


ABOUT_AN_ACT = ("act_challenge", "act_move", "act_record")
TABLE |= {"investigation:act": CONTENT, "investigation:act_set_aside": CLOCKS}
TABLE |= {f"investigation:{name}": CLOCKS for name in ABOUT_AN_ACT}
OBJECTS |= {"investigation:act": Subject(an_act, ONLY_GET), "investigation:act_set_aside": Subject(an_act_or_type)}
OBJECTS |= {f"investigation:{name}": Subject(an_act) for name in ABOUT_AN_ACT}


def a_written_letter(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A draft in that case, without identifiers: whoever sees the case may print it."""
    from hilo.investigation.request_actions import draft
    from hilo.investigation.request_content import RequestContent

    case, content = fixture("case"), RequestContent(fields=("care",), to="x")
    made = draft(case=case, template="medical_referral", content=content, by=fixture("ana"), now=case.opened_at)
    return {"code": case.code, "pk": made.pk}


def a_step_of_it(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """Its sending."""
    return a_written_letter(fixture) | {"step": "enviar"}


TABLE |= {f"investigation:{name}": CONTENT for name in ("requests", "request", "request_pdf")}
TABLE |= {f"investigation:{name}": CLOCKS for name in ("request_new", "request_edit", "request_step")}
OBJECTS |= {"investigation:requests": Subject(a_case, ONLY_GET), "investigation:request_new": Subject(a_case)}
OBJECTS |= {f"investigation:{name}": Subject(a_written_letter, ONLY_GET) for name in ("request", "request_pdf")}
OBJECTS |= {
    "investigation:request_edit": Subject(a_written_letter),
    "investigation:request_step": Subject(a_step_of_it),
}


def an_item(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An item of that case."""
    from hilo.evidence.actions import register

    case, given = fixture("case"), {"form": "object", "origin": "scene", "description": "Mochila"}
    return {"code": case.code, "pk": register(case=case, by=fixture("ana"), now=case.opened_at, **given).pk}


def a_delivery(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """That item, given to somebody outside: a colleague confirms it."""
    from hilo.evidence.actions import give
    from hilo.evidence.models import Item

    item, case = Item.objects.get(pk=an_item(fixture)["pk"]), fixture("case")
    return {"pk": give(item=item, to_institution="", to_person="x", by=fixture("ana"), now=case.opened_at).pk}


def a_package(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An item of a case of FGE-MOR that came to FGE-NAY and is here."""
    from hilo.evidence.actions import give, receive, register

    case, eva = fixture("arrive")("OCN-0009", state="MOR").case, fixture("eva")
    given = {"form": "object", "origin": "scene", "description": "Mochila"}
    item = register(case=case, by=eva, now=case.opened_at, **given)
    sent = give(item=item, to_institution="FGE-NAY", to_person="x", by=eva, now=case.opened_at)
    receive(transfer=sent, by=fixture("ana"), now=case.opened_at)
    return {"pk": sent.pk}


TABLE |= {"investigation:gaps": CONTENT, "investigation:offences": CONTENT}
TABLE |= {"investigation:charge": CLOCKS, "investigation:classify": CLOCKS}
OBJECTS |= {f"investigation:{name}": Subject(a_case) for name in ("charge", "classify")}
OBJECTS |= {"investigation:offences": Subject(a_case, ONLY_GET)}
TABLE |= {"evidence:items": CONTENT, "evidence:item": CONTENT, "evidence:item_new": CLOCKS}
TABLE |= {f"evidence:{name}": CLOCKS for name in ("custody_step", "give", "hand_give", "hand_step")}
TABLE |= {f"evidence:{name}": EMERGENCY for name in ("receive", "waiting")}
OBJECTS |= {"evidence:items": Subject(a_case, ONLY_GET), "evidence:item_new": Subject(a_case)}
OBJECTS |= {"evidence:item": Subject(an_item, ONLY_GET), "evidence:receive": Subject(a_delivery)}
OBJECTS |= {f"evidence:{name}": Subject(an_item) for name in ("custody_step", "give")}
OBJECTS |= {f"evidence:{name}": Subject(a_package) for name in ("hand_give", "hand_step")}

TESTIMONY = (
    access_hearing, access_transcripts, access_prompts, access_indicators, access_disclosure, access_double,
    access_across, access_practice,
)  # fmt: skip
for rows in TESTIMONY:
    TABLE |= rows.TABLE
    OBJECTS |= rows.OBJECTS

OPEN = {name: pattern for name, pattern in STAFF if gate_of(pattern.callback, pattern.name) != CLOSED}
KEYED = {name for name, pattern in OPEN.items() if is_with_key(pattern.callback)}
WITH_OBJECT = {name for name, pattern in OPEN.items() if pattern.pattern.regex.groups}


@pytest.fixture
def browser(person, settings) -> Callable[..., Client]:
    """``browser("auditor", "FGE-NAY")``: somebody with that role there has signed in.

    ``of``: the address to be asked; when it asks for the person's key, that is open.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many people, no secret

    def enter(role: str, institution: str = "FGE-NAY", of: str = "") -> Client:
        client = Client()
        if role != "anonymous":
            name = f"{role}-{institution}"
            somebody = person(name, role=role, institution=institution, password="una frase larga")
            client.force_login(somebody)
            if of in KEYED:
                open_key(client, somebody)
        return client

    return enter


def refused(response: HttpResponse) -> bool:
    """The gate said no: 403, or away to sign in, and back to what can be gone back to."""
    away = reverse("account_login")
    if response.request["REQUEST_METHOD"] == "GET":
        away += "?next="
    return response.status_code == 403 or (response.status_code == 302 and response.url.startswith(away))


def test_every_address_has_its_row():
    assert set(OPEN) - set(TABLE) == set(), "write who may reach it in TABLE"
    assert set(TABLE) - set(OPEN) == set(), "these addresses are gone"


def test_every_address_about_one_object_is_tried_with_one():
    assert WITH_OBJECT - set(OBJECTS) == set(), "say in OBJECTS how to make one"


PLAIN = [(name, method) for name in sorted(set(TABLE) & set(OPEN) - WITH_OBJECT) for method in METHODS]


@pytest.mark.parametrize(("name", "method"), [pair for pair in PLAIN if pair not in LEADS_AWAY])
def test_each_role_reaches_what_the_table_says(name, method, browser):
    address = reverse(name)
    reached = {role for role in ANYBODY if not refused(getattr(browser(role), method)(address))}
    assert reached == TABLE[name]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_an_object_is_reached_by_those_of_its_institution_whom_the_table_names(name, method, browser, request):
    subject = OBJECTS[name]
    address = reverse(name, kwargs=subject.make(request.getfixturevalue))
    answers = {role: getattr(browser(role, of=name), method)(address) for role in ANYBODY}
    passed = {role for role, answer in answers.items() if not refused(answer)}
    assert passed == TABLE[name]
    seen = {role for role in passed if answers[role].status_code not in (404, 405)}
    assert seen == ((TABLE[name] if subject.roles is None else subject.roles) if method in subject.methods else set())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_to_another_institution_the_object_does_not_exist(name, method, browser, request):
    subject = OBJECTS[name]
    address = reverse(name, kwargs=subject.make(request.getfixturevalue))
    others = TABLE[name] - subject.everywhere
    answers = {role: getattr(browser(role, "FGE-MOR", of=name), method)(address).status_code for role in others}
    assert answers == dict.fromkeys(others, 404 if method in subject.methods else 405)
