"""Every page of the staff site, and who opens it: what the browser suite goes through.

``PAGES``: one row for each address that shows a page when it is opened; a new address without a row fails
(tests/meta/test_browser_rows.py). ``MORE``: the same addresses in other states. ``ANSWERS``: what comes back
when something is sent. Keys in ``of`` are attributes of the caseload (see caseload.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.urls import reverse
from playwright.sync_api import Page as Tab

from hilo.cases.models import Case


@dataclass(frozen=True)
class Page:
    """``name``: of its address; ``who``: of the cast, "" for nobody; ``of``: argument -> key of the caseload."""

    name: str
    who: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200

    def path(self, load: SimpleNamespace) -> str:
        """The address, with the caseload's own objects."""
        given = {name: _key(load, key) for name, key in self.of.items()}
        return reverse(self.name, kwargs=given) + self.query


def _key(load: SimpleNamespace, key: str) -> object:
    """A case gives its code, anything else its primary key; text after "=" stands for itself."""
    if key.startswith("="):
        return key[1:]
    found = getattr(load, key)
    return found.code if isinstance(found, Case) else found.pk


@dataclass(frozen=True)
class Answer:
    """What comes after sending something from ``page``: fill ``fills`` (selector -> text), press ``press``."""

    page: Page
    press: str
    fills: Mapping[str, str] = field(default_factory=dict)
    choose: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def send(self, tab: Tab) -> None:
        """Do it in an open page."""
        for selector, text in self.fills.items():
            tab.locator(selector).fill(text)
        for selector, value in self.choose.items():
            tab.locator(selector).select_option(value)
        tab.locator(self.press).first.click()
        tab.wait_for_load_state()


CASE = {"code": "case"}
SEARCH = "form.asking button"
ACT = "main form[method=post] p.actions button"


def _act(name: str, who: str = "ana", **more: str) -> Page:
    return Page(f"cases:{name}", who, {**CASE, **more})


PAGES: dict[str, Page] = {
    page.name: page
    for page in (
        Page("account_change_password", "ana"),
        Page("accountability:cases", "beto", {"code": "=FGE-NAY"}, "?medida=not_acted"),
        Page("accountability:institution", "beto", {"code": "=FGE-NAY"}),
        Page("accountability:own", "ada"),
        Page("account_login"),
        Page("account_logout", "ana"),
        Page("account_reauthenticate", "ana"),
        Page("accounts:demo_people"),
        Page("accounts:factor_app", "ana"),
        Page("accounts:factor_passkey", "ana"),
        Page("accounts:factor_remove", "beto", {"pk": "factor"}),
        Page("accounts:factors", "beto"),
        Page("accounts:people", "beto"),
        Page("accounts:preferences", "ana"),
        Page("accounts:recovery_codes", "beto"),
        Page("accounts:recovery_text", "ana", status=404),
        Page("alerts:alert", "ana", {"pk": "alert"}),
        Page("alerts:letter", "caro"),
        Page("alerts:quarantine", "caro"),
        Page("alerts:quarantine_item", "caro", {"pk": "unread"}),
        _act("assign", "beto"),
        Page("cases:break_glass", "ana"),
        _act("close"),
        _act("conflict"),
        _act("discharge", pk="running"),
        Page("cases:emergencies", "beto"),
        Page("cases:emergency", "beto", {"pk": "look"}),
        _act("extend", pk="extended"),
        _act("file"),
        _act("judge", pk="suggestion"),
        _act("note"),
        _act("pause", pk="paused"),
        _act("person"),
        _act("place"),
        _act("record"),
        Page("cases:reopen", "beto", {"code": "closed"}),
        _act("resume", pk="paused"),
        _act("reveal", what="=persona", pk="person"),
        _act("state"),
        Page("cases:take", "ana", {"code": "other"}),
        _act("tier"),
        Page("desk:close_account", "beto", {"pk": "ana"}),
        Page("desk:inbox", "beto"),
        Page("desk:notices", "beto"),
        Page("desk:overview", "beto"),
        Page("desk:record", "ada"),
        Page("desk:record_chain", "ada", {"chain": "case"}),
        Page("desk:record_reads", "ada"),
        Page("desk:search", "ana"),
        Page("desk:story"),
        *(Page(f"exchange:{name}", "ana", {"pk": "got"}) for name in ("acknowledge", "accept", "refuse")),
        Page("exchange:give_result", "ana", {"pk": "taken"}),
        Page("exchange:handoff", "ana", {"pk": "sent"}),
        Page("exchange:handoffs", "beto"),
        Page("exchange:offer", "ana", CASE),
        Page("exchange:carry", "ana"),
        Page("exchange:outbox", "ana"),
        Page("exchange:sender_answer", "ana", {"code": "case", "pk": "alert"}),
        Page("exchange:sender_case", "ana", CASE),
        Page("exchange:sender_letter", "ana", {"code": "case", "pk": "drafted"}),
        Page("exchange:sender_sheet", "ana", {"code": "case", "pk": "drafted"}),
        Page("exchange:senders", "ana"),
        Page("exchange:unknown", "ana"),
        Page("exchange:unknown_item", "ana", {"pk": "strange"}),
        *(
            Page(f"exchange:{name}", "tere", {"code": "late", "pk": "risen"})
            for name in ("outside_letter", "outside_sent")
        ),
        *(
            Page(f"exchange:{name}", "ana", {"pk": "sent"})
            for name in ("letter", "link", "paper", "release", "withdraw")
        ),
        Page("mfa_authenticate"),
        Page("mfa_reauthenticate", "beto"),
        Page("mfa_reauthenticate_webauthn", "ana"),
    )
}

# Addresses that only take what is sent, and answer with a redirect or with another page.
SENT = {
    "accounts:demo_enter",
    "accounts:language",
    "alerts:retry",
    "alerts:reveal",
    "alerts:set_aside",
    "desk:assign",
    "exchange:answer_many",
    "exchange:outbox_settle",
    "exchange:senders_tell",
}
SENT |= {"accounts:notify_to", "desk:notices_seen", "exchange:outside_pdf"}
SENT |= {"accountability:csv", "accountability:json"}  # answered as a file
SENT |= {"web:health", "web:ready"}  # answered as JSON, for whoever watches the machine

NOWHERE = Page("cases:file", "ana", {"code": "=H-0000-0000"}, status=404)
MORE: dict[str, Page] = {
    "a case read in an emergency": Page("cases:file", "eva", CASE),
    "an alert read in an emergency": Page("alerts:alert", "eva", {"pk": "alert"}),
    "the case of a caseworker of another institution": Page("cases:file", "eva", {"code": "other"}, status=404),
    "a case that is not there": NOWHERE,
    "a page for another role": Page("desk:overview", "ana", status=403),
    "a page for another role, for who sees no content": Page("desk:inbox", "saul", status=403),
    "an alert of a platform, changed": Page("alerts:alert", "beto", {"pk": "changed"}),
    "an alert with details of files": Page("alerts:alert", "ana", {"pk": "detailed"}),
    "an alert for the head": Page("alerts:alert", "tere", {"pk": "alert"}),
    "a closed case": Page("cases:file", "beto", {"code": "closed"}),
    "a case with a campaign under it": Page("cases:file", "ana", {"code": "campaign"}),
    "the whole thread": Page("cases:file", "ana", CASE, "?all=1"),
    "a case for the head": Page("cases:file", "tere", CASE),
    "an item that was set aside": Page("alerts:quarantine_item", "caro", {"pk": "handled"}),
    "closing what can be closed": Page("cases:close", "ana", {"code": "ready"}),
    "one's own cases": Page("desk:inbox", "ana"),
    "the urgent ones that are overdue": Page("desk:inbox", "beto", query="?de=todos&nivel=1&situacion=vencidos"),
    "the silent ones": Page("desk:inbox", "beto", query="?de=todos&situacion=callados"),
    "a filter that nothing passes": Page("desk:inbox", "beto", query="?de=mios&nivel=1"),
    "the inbox of a new institution": Page("desk:inbox", "vera"),
    "the overview of a new institution": Page("desk:overview", "vera"),
    "the record of a new institution": Page("desk:record", "vera"),
    "the looks in a new institution": Page("desk:record_reads", "vera"),
    "the quarantine of a new institution": Page("alerts:quarantine", "vera"),
    "looks, filtered to none": Page("desk:record_reads", "ada", query="?since=2001-01-01&until=2001-01-02"),
    "the record of a supervisor": Page("desk:record", "beto"),
    "the choice of the first factor": Page("accounts:factors", "ana"),
    "preferences with a factor": Page("accounts:preferences", "beto"),
    "closing one's own account": Page("desk:close_account", "beto", {"pk": "beto"}),
    "codes that nobody has": Page("accounts:recovery_codes", "ana"),
    "signing in after the session ended": Page("account_login", query="?ended=1"),
    "a hand-off that was received": Page("exchange:handoff", "ana", {"pk": "got"}),
    "a hand-off with its result, from the other side": Page("exchange:handoff", "eva", {"pk": "ended"}),
    "an answer to be carried to its sender": Page("exchange:sender_sheet", "beto", {"code": "ready", "pk": "carried"}),
    "the answers of a closed case": Page("exchange:sender_case", "tere", {"code": "closed"}),
    "senders of a new institution": Page("exchange:senders", "vera"),
    "answers to carry of a new institution": Page("exchange:carry", "vera"),
    "the outbox of a new institution": Page("exchange:outbox", "vera"),
    "hand-offs sent": Page("exchange:handoffs", "ana", query="?ver=enviadas"),
    "hand-offs of a new institution": Page("exchange:handoffs", "vera"),
    "a late duty that calls for no letter yet": Page(
        "exchange:outside_letter", "ana", {"code": "case", "pk": "running"}, status=422
    ),
    "nothing that asks for attention": Page("desk:notices", "vera"),
    "hand-offs that ended": Page("exchange:handoffs", "ana", query="?ver=terminadas"),
    "the figures of another institution": Page("accountability:institution", "vera", {"code": "=FGE-NAY"}),
    "the figures of a new institution": Page("accountability:own", "vera"),
    "the overview of a head": Page("desk:overview", "tere"),
}

ANSWERS: dict[str, Answer] = {
    "signing in with a wrong password": Answer(
        Page("account_login"), "main form[action*=login] button", {"#id_login": "ana", "#id_password": "no es esta"}
    ),
    "a password that is too short": Answer(
        PAGES["account_change_password"],
        "main form[action*=password] button",
        {"#id_oldpassword": "no es esta", "#id_password1": "corta", "#id_password2": "larga"},
    ),
    "a wrong first code of an app": Answer(
        PAGES["accounts:factor_app"], "main form[method=post] button", {"#id_code": "000000"}, status=422
    ),
    "removing the only factor": Answer(PAGES["accounts:factor_remove"], "button.grave", status=422),
    "new recovery codes": Answer(PAGES["accounts:recovery_codes"], "main form[method=post] button"),
    "closing the account of somebody with cases": Answer(PAGES["desk:close_account"], "button.grave"),
    "closing one's own account": Answer(MORE["closing one's own account"], "button.grave", status=422),
    "an act without its kind": Answer(PAGES["cases:record"], ACT, status=422),
    "an empty note": Answer(PAGES["cases:note"], ACT, status=422),
    "a case given to nobody": Answer(PAGES["cases:assign"], ACT, status=422),
    "another tier without a reason": Answer(PAGES["cases:tier"], ACT, status=422),
    "another state without a reason": Answer(PAGES["cases:state"], ACT, status=422),
    "closing without saying how it ended": Answer(MORE["closing what can be closed"], ACT, status=422),
    "reopening without a reason": Answer(PAGES["cases:reopen"], ACT, status=422),
    "a person without a role": Answer(PAGES["cases:person"], ACT, status=422),
    "a place without anything": Answer(PAGES["cases:place"], ACT, status=422),
    "a pause until yesterday": Answer(
        PAGES["cases:pause"], ACT, {"#id_until": "2020-01-01T10:00", "#id_reason": "Viaje"}, status=422
    ),
    "an extension without a reason": Answer(PAGES["cases:extend"], ACT, status=422),
    "a duty set aside without a reason": Answer(PAGES["cases:discharge"], ACT, status=422),
    "an answer that was not chosen": Answer(PAGES["cases:judge"], ACT, status=422),
    "taking one's own case": Answer(_act("take"), ACT, status=422),
    "a name without a reason": Answer(PAGES["cases:reveal"], ACT, status=422),
    "a name": Answer(PAGES["cases:reveal"], ACT, {"#id_reason": "para el oficio"}),
    "identifiers without a reason": Answer(PAGES["alerts:alert"], "#mostrar button", status=422),
    "identifiers": Answer(PAGES["alerts:alert"], "#mostrar button", {"#id_reason": "para el oficio"}),
    "an empty letter": Answer(PAGES["alerts:letter"], ACT, status=422),
    "setting aside without a reason": Answer(PAGES["alerts:quarantine_item"], "button.grave", status=422),
    "reading again what cannot be read": Answer(PAGES["alerts:quarantine_item"], "form[action*=reintentar] button"),
    "searching for nothing": Answer(PAGES["desk:search"], "form.asking button", status=422),
    "searching for what nobody has": Answer(PAGES["desk:search"], "form.asking button", {"#buscado": "nada@x.example"}),
    "searching for an identifier": Answer(
        PAGES["desk:search"], "form.asking button", {"#buscado": "azul@correo.example"}
    ),
    "a letter delivered without its number": Answer(PAGES["exchange:outside_sent"], ACT, status=422),
    "notices that were seen": Answer(PAGES["desk:notices"], "main form[method=post] p.actions button"),
    "an answer that was chosen": Answer(PAGES["exchange:sender_answer"], ACT),
    "an answer about a child without its ground": Answer(PAGES["exchange:sender_sheet"], ACT, status=422),
    "a receipt without its reference": Answer(MORE["an answer to be carried to its sender"], ACT, status=422),
    "a receipt for no answer": Answer(PAGES["exchange:carry"], ACT, status=422),
    "a code that nobody decided": Answer(PAGES["exchange:unknown_item"], ACT, status=422),
    "an offer to nobody": Answer(PAGES["exchange:offer"], ACT, status=422),
    "a refusal without its reason": Answer(PAGES["exchange:refuse"], ACT, status=422),
    "a result that was not chosen": Answer(PAGES["exchange:give_result"], ACT, status=422),
    "a withdrawal without its reason": Answer(PAGES["exchange:withdraw"], ACT, status=422),
    "a one-time link": Answer(PAGES["exchange:link"], ACT),
    "a letter without its place": Answer(PAGES["exchange:letter"], ACT, status=422),
    "opening nothing": Answer(PAGES["exchange:release"], ACT, status=422),
    "a paper without its date": Answer(PAGES["exchange:paper"], ACT, status=422),
    "verifying everything": Answer(PAGES["desk:record"], "main form[method=post] button"),
    "verifying a chain": Answer(PAGES["desk:record_chain"], "main form[method=post] button"),
}
