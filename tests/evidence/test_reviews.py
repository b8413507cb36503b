"""Each source has its list with articles; what is missing is named with what to do; the note vouches for form alone."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from hilo.cases.actions import record
from hilo.cases.models import Event
from hilo.evidence import actions, review_actions
from hilo.evidence.admissibility import note_letter, reference_of
from hilo.evidence.models import Review
from hilo.evidence.reviews import ORIGINS, lines_of, origin_of, rules_of
from hilo.exchange.letters import pdf
from hilo.lib.errors import Denied
from hilo.reference import pack
from tests.door.pictures import B64

SIGNED = {"signer": "Nora Nieto", "post": "Agente", "place": "Tepic, Nayarit", "addressee": "Juez de control"}
# The articles of the notes on law that a rule may cite; none other was read.
ARTICLES = {
    "CNPP 259", "CNPP 227-228", "CNPP 381", "CNPP 217", "CNPP 131 IX", "CNPP 20 VIII", "CNPP 291", "CNPP 303",
    "CNPP 303 último párr.", "18 USC 2258A", "LGDNNA 76-80", "LGDNNA 83", "Asistencia jurídica mutua internacional",
}  # fmt: skip
ASKS_TOO_MUCH = re.compile(
    r"p[ií]dale|preg[uú]ntele|solic[ií]tele|entrev[ií]stel|que (?:lo |le )?entregue su (?:tel|disp)|ask the child to",
    re.I,
)
CLAIMS = re.compile(
    r"\b(?:es (?:cierto|verdad|auténtic\w+)|demuestra que|queda probad\w+|culpable|responsable de los hechos|creíble|"
    r"verídic\w+|acredita plenamente)\b",
    re.IGNORECASE,
)


def words_of(letter) -> str:
    """All that a letter says."""
    return json.dumps(letter.data(), ensure_ascii=False)


@pytest.fixture
def item(case, person):
    """``item(origin)`` registers a file of that origin with its hash; custody begins with its reception."""

    def make(origin="ncmec", *, sha256="ab" * 32):
        given = {
            "form": "file",
            "origin": origin,
            "description": "Archivo del paseo",
            "holder": "Nico Sierra",
            "place": "Oficina",
            "hashed": "typed" if sha256 else "",
        }
        return actions.register(case=case, sha256=sha256, by=person("nico"), now=timezone.now(), **given)

    return make


@pytest.fixture
def review(case, person):
    """``review(item=…, missing={"custody"})`` answers every rule: those are missing, the others are met."""

    def make(origin="ncmec", *, missing=(), left=(), note="", **about):
        answers = {rule.code: "met" for rule in rules_of(origin)}
        answers |= dict.fromkeys(missing, "missing") | dict.fromkeys(left, "not_applicable")
        return review_actions.review(
            case=case, origin=origin, answers=answers, by=person("nico"), now=timezone.now(), note=note, **about
        )

    return make


@pytest.mark.parametrize("origin", ORIGINS)
def test_each_source_has_its_list_and_every_rule_cites_law_that_was_read(origin):
    rules = rules_of(origin)
    laws = {rule.law for rule in rules}
    assert {"CNPP 259", "CNPP 227-228", "CNPP 381", "CNPP 217", "LGDNNA 76-80"} <= laws <= ARTICLES
    assert all(rule.todo.es and rule.todo.en and rule.says.es and rule.asks.en for rule in rules)


def test_what_is_particular_of_a_source_is_in_its_list():
    asked = {origin: {rule.law for rule in rules_of(origin)} for origin in ORIGINS}
    assert {"18 USC 2258A", "CNPP 20 VIII", "Asistencia jurídica mutua internacional"} <= asked["ncmec"]
    assert "CNPP 131 IX" in asked["embassy"] & asked["police_channel"] & asked["authority"]
    assert "CNPP 303" in asked["provider"]
    assert "CNPP 303 último párr." in asked["hotline"] & asked["child"]
    assert {origin for origin, laws in asked.items() if "18 USC 2258A" in laws} == {"ncmec"}


def test_the_swapped_footnotes_stay_corrected():
    by_code = {rule.code: rule for rule in pack().evidence_rules}
    assert by_code["lawful"].law == "CNPP 259"
    assert "cualquier medio" in by_code["lawful"].says.es
    assert by_code["custody"].law == "CNPP 227-228"


def test_only_law_that_nobody_read_waits_for_counsel():
    assert {rule.code for rule in pack().evidence_rules if rule.to_confirm} == {"content_by_assistance"}


def test_of_screenshots_nothing_asks_the_child_to_tell_again_or_to_hand_over_more():
    own = rules_of("child")
    for text in (text for rule in own for label in (rule.asks, rule.todo) for text in (label.es, label.en)):
        without = re.sub(r"(?:No le pida|Do not ask the child)[^.]*\.", "", text)
        assert not ASKS_TOO_MUCH.search(without), text
    todo = " ".join(rule.todo.es for rule in own)
    for limit in (
        "No le pida que lo cuente otra vez",
        "No vuelva a entrevistar",
        "no pida más capturas",
        "no haga ni envíe copias",
    ):
        assert limit in todo
    assert "no content" not in todo


def test_no_rule_uses_words_that_blame_or_that_the_guidelines_avoid():
    for rule in pack().evidence_rules:
        for label in (rule.label, rule.asks, rule.todo, rule.says):
            assert not re.search(r"\bmenor(?:es)?\b|pornograf|culpab|agresor|credib|veraz", label.es, re.IGNORECASE)


def test_where_it_comes_from_is_taken_from_the_record(alert, arrive, item):
    assert origin_of(alert) == "police_channel"
    assert origin_of(item("embassy")) == "embassy"
    assert origin_of(item("scene")) == ""
    assert [origin_of(arrive(f"R-{n}", sender=who)) for n, who in enumerate(("NCMEC", "INHOPE", "EMBASSY", "SEP"))] == [
        "ncmec", "hotline", "embassy", "authority",
    ]  # fmt: skip


def test_the_record_knows_of_an_item_its_hash_its_custody_and_what_is_on_the_thread(case, item, person):
    record(case=case, kind="preservation.ordered", by=person("nico"), now=timezone.now())
    seen = {one.rule.code: one.seen for one in lines_of(case, "ncmec", item(), "es")}
    assert "ab" * 8 in seen["unchanged"]
    assert "sin huecos" in seen["custody"]
    assert "Nico Sierra" in seen["registered"]
    assert "Conservación" in seen["preservation"]
    assert (seen["lawful"], seen["reproduction"], seen["identity"]) == ("", "", "")
    assert {one.rule.code: one.seen for one in lines_of(case, "ncmec", item(sha256=""), "es")}["unchanged"] == ""


def test_of_an_alert_it_knows_sender_number_moment_and_hash_but_no_custody(case, alert):
    seen = {one.rule.code: one.seen for one in lines_of(case, "police_channel", alert, "es")}
    assert "INTERPOL" in seen["sender"]
    assert seen["reference"] == alert.report_id
    assert re.search(r"[0-9a-f]{16}", seen["unchanged"])
    assert seen["custody"] == ""


def test_what_is_missing_is_named_in_the_note_as_pending_with_what_to_do(item, review):
    row = review(item=item(), missing={"reproduction", "kept_a_year"}, left={"content_by_assistance"})
    letter = note_letter(row, **SIGNED)
    tables = {block.head[0]: block for block in letter.blocks if block.type == "table"}
    pending = {cells[0]: cells for cells in tables["Pendiente"].rows}
    by_code = {rule.code: rule for rule in rules_of("ncmec")}
    assert set(pending) == {by_code[code].label.es for code in ("reproduction", "kept_a_year")}
    assert pending[by_code["reproduction"].label.es] == (
        by_code["reproduction"].label.es, "CNPP 381", by_code["reproduction"].todo.es,
    )  # fmt: skip
    assert "No aplica, según quien revisó: Vía para el contenido de la cuenta" in words_of(letter)
    assert "EX-0001" in words_of(letter)
    assert "ab" * 32 in words_of(letter)


@pytest.mark.parametrize("origin", ORIGINS)
def test_the_note_cites_every_article_and_never_says_that_the_evidence_is_true(origin, item, review):
    letter = note_letter(review(origin, item=item(origin)), **SIGNED)
    said = words_of(letter)
    assert all(rule.law in said and rule.says.es in said for rule in rules_of(origin))
    assert "No afirma que lo que muestra el dato sea cierto" in said
    assert "presume inocente" in said
    assert not CLAIMS.search(said.replace("No afirma que lo que muestra el dato sea cierto", ""))
    assert "Archivo del paseo" not in said


def test_the_note_is_in_spanish_whoever_prints_it_and_is_a_pdf(item, review):
    row = review(item=item())
    with translation.override("en"):
        letter = note_letter(row, **SIGNED)
        assert "signed step" not in words_of(letter)
        assert "paso firmado" in words_of(letter)
    assert pdf(letter).startswith(b"%PDF-")
    assert reference_of(row).startswith(f"{row.case.code}/FORMA-")


def test_the_thread_keeps_what_the_record_knew_beside_what_the_person_found(case, item, review):
    one = item()
    row = review(item=one, missing={"unchanged"}, note="Falta el equipo.")
    event = Event.objects.get(case=case, kind="admissibility.reviewed")
    facts = json.loads(event.facts)
    assert facts["review"] == str(row.pk)
    assert facts["item"] == str(one.pk)
    assert facts["missing"] == ["unchanged"]
    assert {"unchanged", "custody", "registered"} <= set(facts["known"])
    assert "equipo" not in event.facts
    assert b"equipo" not in bytes(row.note)


@pytest.mark.parametrize(
    ("change", "says"),
    [({"origin": "scene"}, "de dónde viene"), ({"answers": {"lawful": "met"}}, "cada punto"),
     ({"item": None}, "un indicio o una alerta"), ({"note": B64}, "archivo escrito en signos")],
)  # fmt: skip
def test_a_review_that_is_not_whole_is_refused(change, says, case, item, person):
    answers = {rule.code: "met" for rule in rules_of("ncmec")}
    given = {"case": case, "origin": "ncmec", "answers": answers, "item": item(), "by": person("nico")} | change
    with pytest.raises(Denied, match=says):
        review_actions.review(now=timezone.now(), **given)
    assert Review.objects.count() == 0


def test_nobody_of_another_institution_reviews(case, item, eva):
    answers = {rule.code: "met" for rule in rules_of("ncmec")}
    with pytest.raises(Denied):
        review_actions.review(case=case, origin="ncmec", answers=answers, item=item(), by=eva, now=timezone.now())


def test_the_pages_lead_from_what_came_to_its_list_and_to_the_note(case, alert, signed_in, person):
    client = signed_in(person("nico"))
    address = {name: reverse(f"evidence:{name}", kwargs={"code": case.code}) for name in ("reviews", "review_new")}
    assert f"Revisar {alert.sender}" in client.get(address["reviews"]).content.decode()
    about = f"{address['review_new']}?de=alert:{alert.pk}"
    page = client.get(about)
    form = page.context["form"]
    assert "En Hilo consta" in page.content.decode()
    given = {name: form[name].value() for name in ("revision", "seen")}
    given |= {field.html_name: "met" for _line, field in form.rows()}
    incomplete = client.post(about, {**given, "rule_lawful": "", "note": "Sin más."})
    assert incomplete.status_code == 422
    assert "Sin más." in incomplete.content.decode()
    assert client.post(about, {**given, "rule_reproduction": "missing"}).status_code == 302
    listed = client.get(address["reviews"]).content.decode()
    assert "Medio para reproducirlo" in listed
    assert f"Revisar {alert.sender}" not in listed
    sheet = reverse("evidence:review_pdf", kwargs={"code": case.code, "pk": Review.objects.get().pk})
    assert "consiga el equipo" in client.get(sheet).content.decode()
    assert client.post(sheet, {"place": ""}).status_code == 422
    made = client.post(sheet, SIGNED)
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")


def test_who_only_looks_sees_the_review_and_makes_no_note(alert, case, review, signed_in, person):
    row = review("police_channel", alert=alert)
    client = signed_in(person("tere"))
    sheet = reverse("evidence:review_pdf", kwargs={"code": case.code, "pk": row.pk})
    assert "Hacer la nota" not in client.get(sheet).content.decode()
    assert client.post(sheet, SIGNED).status_code == 422


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(case, item, review, signed_in, person):
    client, address = signed_in(person("nico")), reverse("evidence:reviews", kwargs={"code": case.code})
    review(item=item())
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for origin in ("embassy", "hotline", "child"):
        review(origin, item=item(origin), note="Visto.")
        item(origin)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
