"""Every page of the staff site, and who opens it: what the browser suite goes through.

``PAGES``: one row for each address that shows a page when it is opened; a new address without a row fails
(tests/meta/test_browser_rows.py). ``MORE``: the same addresses in other states. ``ANSWERS``: what comes back
when something is sent. Keys in ``of`` are attributes of the caseload (see caseload.py).
"""

from tests.browser import (
    pages_across,
    pages_disclosure,
    pages_double,
    pages_hearing,
    pages_indicators,
    pages_practice,
    pages_prompts,
    pages_transcripts,
)
from tests.browser.page_rows import ACT, CASE, Answer, Page


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
        Page("evidence:export", "ana", CASE),
        Page("evidence:casefile", "ana", CASE),
        Page("investigation:analysis", "ana", CASE),
        Page("investigation:point_act", "ana", {**CASE, "pk": "question"}),
        Page("investigation:point_new", "ana", CASE, "?tipo=known"),
        Page("investigation:point_settle", "ana", {**CASE, "pk": "point"}),
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
        Page("intake:destroy", "beto", {"code": "withdrawn_case", "pk": "withdrawn"}),
        Page("intake:new", "caro"),
        Page("intake:report", "ana", {"code": "report_case", "pk": "report"}),
        Page("mfa_authenticate"),
        Page("mfa_reauthenticate", "beto"),
        Page("mfa_reauthenticate_webauthn", "ana"),
    )
}

PAGES |= {
    page.name: page
    for page in (
        Page("evidence:document", "ana", {"code": "case", "pk": "document"}),
        Page("evidence:document_erase", "ana", {"code": "case", "pk": "document"}),
        Page("evidence:document_new", "ana", CASE),
        Page("evidence:documents", "ana", CASE),
        Page("evidence:review_new", "ana", CASE),
        Page("evidence:review_pdf", "ana", {"code": "case", "pk": "review"}),
        Page("evidence:reviews", "ana", CASE),
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
    "exchange:share",
    "intake:answer",
    "intake:read",
    "intake:unfold",
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
    "a report that nobody may be written to about": Page(
        "intake:report", "beto", {"code": "withdrawn_case", "pk": "withdrawn"}
    ),
    "a report for the head, who reads none": Page("intake:report", "tere", {"code": "report_case", "pk": "report"}),
    "the file of a case that was told": Page("cases:file", "ana", {"code": "report_case"}),
    "printing without names": Page("evidence:casefile", "tere", CASE),
    "an analysis nobody has begun": Page("investigation:analysis", "ana", {"code": "other"}),
    "the analysis for the head": Page("investigation:analysis", "tere", CASE),
    "another explanation": Page("investigation:point_new", "ana", CASE, "?tipo=innocent"),
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
    "an export for nothing": Answer(PAGES["evidence:export"], ACT, status=422),
    "a case file printed for nothing": Answer(PAGES["evidence:casefile"], ACT, status=422),
    "a point that is known from nothing": Answer(PAGES["investigation:point_new"], ACT, {"#id_text": "x"}, status=422),
    "a point settled without a reason": Answer(PAGES["investigation:point_settle"], ACT, status=422),
    "an act that does not say about what": Answer(PAGES["investigation:point_act"], ACT, status=422),
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
    "what somebody told": Answer(PAGES["intake:report"], "#leer button", {"#id_reason": "valorar el riesgo"}),
    "reading without a reason": Answer(PAGES["intake:report"], "#leer button", status=422),
    "an empty message": Answer(PAGES["intake:report"], "#escribir button", status=422),
    "destroying without a reason": Answer(PAGES["intake:destroy"], "button.grave", status=422),
    "a report taken down without anything": Answer(PAGES["intake:new"], ACT, status=422),
    "the code of a report that was taken down": Answer(
        PAGES["intake:new"],
        ACT,
        {"#id_account": "Le quitaron su mochila."},
        {"#id_path": "known", "#id_state": "NAY"},
        checks=("#id_channel_0",),
    ),
    "verifying everything": Answer(PAGES["desk:record"], "main form[method=post] button"),
    "verifying a chain": Answer(PAGES["desk:record_chain"], "main form[method=post] button"),
}

MORE |= {
    "no documents yet": Page("evidence:documents", "ana", {"code": "ready"}),
    "a document for the head, who opens none": Page("evidence:document", "tere", {"code": "case", "pk": "document"}),
    "no reviews yet": Page("evidence:reviews", "ana", {"code": "ready"}),
    "the rules for what a hotline sent": Page("evidence:review_new", "ana", CASE, "?de=alert:{alert}&origen=hotline"),
    "a review for the head": Page("evidence:review_pdf", "tere", {"code": "case", "pk": "review"}),
    "a document that was erased": Page("evidence:document", "ana", {"code": "case", "pk": "erased"}),
}
ANSWERS |= {
    "a document without its file": Answer(
        PAGES["evidence:document_new"], ACT, {"#id_name": "Acta"}, {"#id_kind": "record"}, status=422
    ),
    "a review without an answer": Answer(MORE["the rules for what a hotline sent"], ACT, status=422),
    "a review of nothing": Answer(PAGES["evidence:review_new"], "main form p.actions button", status=422),
    "a note without its place": Answer(PAGES["evidence:review_pdf"], ACT, status=422),
    "a document erased without a reason": Answer(PAGES["evidence:document_erase"], ACT, status=422),
}

PAGES |= {
    "investigation:plan": Page("investigation:plan", "ana", CASE),
    "investigation:plan_add": Page("investigation:plan_add", "ana", CASE, "?acto=call_records"),
}
MORE |= {
    "a plan with nothing in it": Page("investigation:plan", "ana", {"code": "other"}),
    "a plan for who may only look": Page("investigation:plan", "caro", CASE),
    "the plan of a closed case": Page("investigation:plan", "beto", {"code": "closed"}),
    "an act not chosen yet": Page("investigation:plan_add", "ana", CASE),
}
ANSWERS |= {
    "a plan with nothing marked": Answer(PAGES["investigation:plan"], "p.stay button", status=422),
    "an act of no kind": Answer(MORE["an act not chosen yet"], ACT, {"#id_target": "la mochila"}, status=422),
}


def _of_act(name: str, key: str, query: str = "", who: str = "ana", **more: int) -> Page:
    return Page(f"investigation:{name}", who, {**CASE, "pk": key}, query, **more)


PAGES |= {
    page.name: page
    for page in (
        _of_act("act", "act_kept"),
        _of_act("act_move", "act_planned", "?a=ordered"),
        _of_act("act_challenge", "act_refused"),
        _of_act("act_record", "act_emergency"),
        Page("investigation:act_set_aside", "ana", {**CASE, "what": "act_planned"}),
    )
}
MORE |= {
    "an act that was only adopted": _of_act("act", "act_planned"),
    "an act that was refused": _of_act("act", "act_refused"),
    "an act that was done": _of_act("act", "act_done"),
    "an act whose result is that nothing was found": _of_act("act", "act_negative"),
    "an act whose time ran out": _of_act("act", "act_lapsed"),
    "an act that was set aside": _of_act("act", "act_aside"),
    "an act for who may not see what it is about": _of_act("act", "act_kept", who="tere"),
    "a challenge of nothing": _of_act("act_challenge", "act_kept"),
    "an act for which nothing else waits": _of_act("act_record", "act_done"),
    "asking for an act": _of_act("act_move", "act_planned", "?a=asked"),
    "a result": _of_act("act_move", "act_kept", "?a=done"),
    "setting a proposal aside": Page("investigation:act_set_aside", "ana", {**CASE, "what": "=bank_records"}),
}
ANSWERS |= {
    "an order that does not say what of": Answer(PAGES["investigation:act_move"], ACT, status=422),
    "a result without words": Answer(MORE["a result"], ACT, status=422),
    "asking without saying who": Answer(MORE["asking for an act"], ACT, status=422),
    "an act set aside without a reason": Answer(PAGES["investigation:act_set_aside"], ACT, status=422),
    "a challenge that was not chosen": Answer(PAGES["investigation:act_challenge"], ACT, status=422),
    "nothing of what an act waits for": Answer(PAGES["investigation:act_record"], ACT, status=422),
}


def _of_letter(name: str, key: str, who: str = "ana", **more: str) -> Page:
    return Page(f"investigation:{name}", who, {**CASE, "pk": key, **more})


SENT |= {"investigation:request_pdf"}  # answered as a file
NEW_LETTER = "?oficio=cctv_logs&acto={act_planned}"
PAGES |= {
    "investigation:requests": Page("investigation:requests", "ana", CASE),
    "investigation:request_new": Page("investigation:request_new", "ana", CASE, NEW_LETTER),
    "investigation:request": _of_letter("request", "letter_partly"),
    "investigation:request_edit": _of_letter("request_edit", "letter_draft"),
    "investigation:request_step": _of_letter("request_step", "letter_draft", step="=enviar"),
}
MORE |= {
    "no letters yet": Page("investigation:requests", "ana", {"code": "other"}),
    "letters for who may only look": Page("investigation:requests", "tere", CASE),
    "which letter to write": Page("investigation:request_new", "ana", CASE, "?acto={act_planned}"),
    "a letter about a line, whose numbers an alert holds": Page(
        "investigation:request_new", "ana", CASE, "?oficio=call_records"
    ),
    "a letter to be completed": _of_letter("request", "letter_draft"),
    "a letter without answer": _of_letter("request", "letter_late"),
    "a letter that was answered": _of_letter("request", "letter_done"),
    "a letter that was left": _of_letter("request", "letter_left"),
    "a letter that repeats another": _of_letter("request", "letter_repeat"),
    "a letter for who opens no identifiers": _of_letter("request", "letter_late", "tere"),
    "an answer": _of_letter("request_step", "letter_new", step="=contestado"),
    "an answer in part": _of_letter("request_step", "letter_new", step="=parcial"),
    "a letter came": _of_letter("request_step", "letter_new", step="=recibido"),
    "repeating a letter": _of_letter("request_step", "letter_late", step="=reiterar"),
    "raising a silence": _of_letter("request_step", "letter_new", step="=elevar"),
    "leaving a draft": _of_letter("request_step", "letter_draft", step="=dejar"),
}
ANSWERS |= {
    "a letter to nobody": Answer(PAGES["investigation:request_new"], ACT, status=422),
    "an answer in part that lacks nothing": Answer(MORE["an answer in part"], ACT, status=422),
    "a silence raised too soon": Answer(MORE["raising a silence"], ACT, status=422),
    "a draft left without a reason": Answer(MORE["leaving a draft"], ACT, status=422),
}


def _of_item(name: str, key: str = "item", who: str = "ana") -> Page:
    return Page(f"evidence:{name}", who, {**CASE, "pk": key})


PAGES |= {
    "evidence:items": Page("evidence:items", "ana", CASE),
    "evidence:item_new": Page("evidence:item_new", "ana", CASE, "?acto={act_planned}"),
    "evidence:item": _of_item("item"),
    "evidence:custody_step": _of_item("custody_step"),
    "evidence:give": _of_item("give"),
    "evidence:waiting": Page("evidence:waiting", "ana"),
    "evidence:receive": Page("evidence:receive", "ana", {"pk": "package"}),
    "evidence:hand_step": Page("evidence:hand_step", "ana", {"pk": "held"}),
    "evidence:hand_give": Page("evidence:hand_give", "ana", {"pk": "held"}),
}
MORE |= {
    "no items yet": Page("evidence:items", "ana", {"code": "other"}),
    "items for who may only look": Page("evidence:items", "tere", CASE),
    "an item for who sees no names": _of_item("item", who="tere"),
    "an item on its way, of which it was said that it did not come": _of_item("item", "item_sent"),
    "an item that a colleague confirms on paper": _of_item("item", "item_out", "beto"),
    "nothing to receive": Page("evidence:waiting", "vera"),
    "packages for who only receives": Page("evidence:waiting", "caro"),
    "a package of one's own": Page("evidence:receive", "ana", {"pk": "package_mine"}),
    "a package to be confirmed on paper": Page("evidence:receive", "beto", {"pk": "package_mine"}),
}
ANSWERS |= {
    "an item of nothing": Answer(PAGES["evidence:item_new"], ACT, {"#id_sha256": "corto"}, status=422),
    "a step of no kind": Answer(PAGES["evidence:custody_step"], ACT, status=422),
    "a delivery to nobody": Answer(PAGES["evidence:give"], ACT, status=422),
    "a package that did not come, without words": Answer(
        PAGES["evidence:receive"], ACT, checks=("#id_outcome_2",), status=422
    ),
    "a step of what is here of no kind": Answer(PAGES["evidence:hand_step"], ACT, status=422),
    "a delivery back to nobody": Answer(PAGES["evidence:hand_give"], ACT, status=422),
}

PAGES |= {
    "investigation:charge": Page("investigation:charge", "ana", CASE),
    "investigation:classify": Page("investigation:classify", "ana", CASE),
    "investigation:gaps": Page("investigation:gaps", "tere"),
    "investigation:offences": Page("investigation:offences", "ana", CASE),
}
MORE |= {
    "facts nobody has answered": Page("investigation:offences", "ana", {"code": "other"}),
    "offences for who may only look": Page("investigation:offences", "tere", CASE),
}
ANSWERS |= {"a charge of nothing": Answer(PAGES["investigation:charge"], ACT, status=422)}

PAGES |= {"testimony:case": Page("testimony:case", "ana", CASE)}
MORE |= {"a case in which nobody is heard yet": Page("testimony:case", "ana", {"code": "ready"})}

TESTIMONY = (
    pages_hearing, pages_transcripts, pages_prompts, pages_indicators, pages_disclosure, pages_double, pages_across,
    pages_practice,
)  # fmt: skip
for rows in TESTIMONY:
    PAGES |= {page.name: page for page in rows.PAGES}
    MORE |= rows.MORE
    ANSWERS |= rows.ANSWERS
    SENT |= rows.SENT
