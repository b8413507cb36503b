"""Facts to articles: the patterns of the notes, limitation with its working, gaps, and what a charge keeps."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from hilo.investigation import classifier, gap_matrix, limitation, offence_actions
from hilo.lib.errors import Denied
from hilo.reference import pack

PATTERNS = yaml.safe_load((Path(__file__).parent / "fact_patterns.yaml").read_text("utf-8"))
MX = pack()
PROCEEDING = {True: "X", False: "Q", None: "?"}


def _found(pattern):
    answers = dict.fromkeys(pattern["yes"], "yes") | dict.fromkeys(pattern.get("no", ()), "no")
    day = date.fromisoformat(pattern["day"])
    born = date.fromisoformat(pattern["born"]) if "born" in pattern else None
    rows = classifier.candidates(
        answers, state=pattern["state"], conduct_from=day, conduct_until=day, victim_born=born, pack=MX
    )
    return {one.offence.code: one for one in rows if one.whole}


def test_there_are_more_than_sixty_patterns_and_each_names_its_row():
    assert len(PATTERNS) >= 60
    assert all(pattern["notes"] for pattern in PATTERNS)
    assert len({pattern["name"] for pattern in PATTERNS}) == len(PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS, ids=[pattern["name"] for pattern in PATTERNS])
def test_the_notes_and_the_classifier_say_the_same(pattern):
    found = _found(pattern)
    for wanted in pattern.get("expect", ()):
        one = found[wanted["code"]]
        assert (PROCEEDING[one.ex_officio], one.limit.kind) == (wanted["proceeding"], wanted["limitation"])
    assert not set(pattern.get("never", ())) & set(found)


def test_the_two_texts_of_a_reform_are_both_shown_for_conduct_that_crosses_it():
    rows = classifier.candidates(
        {"abuse_act": "yes"}, state="", conduct_from=date(2026, 1, 1), conduct_until=date(2026, 4, 1), pack=MX
    )
    articles = {one.offence.article for one in rows if one.whole and one.offence.code == "cpf_260"}
    assert len(articles) == 2


def test_the_mean_of_the_range_is_counted_with_its_working():
    one = _found({"yes": ["child", "by_technology", "asked_images"], "state": "JAL", "day": "2024-02-29"})
    limit = one["cpf_199_septies"].limit
    assert limit.until == date(2030, 2, 28), "six years, the mean of four and eight"
    assert any("6" in line for line in limit.lines)
    assert any("LGDNNA 106" in line for line in limit.lines), "the unresolved tension is said"


def test_limitation_from_eighteen_needs_the_day_of_birth_and_begins_there():
    pattern = {"yes": ["child", "material", "possessed"], "no": ["distributed"], "state": "NAY", "day": "2026-02-01"}
    assert _found(pattern)["nay_238_ter"].limit.kind == limitation.COUNSEL
    born = _found(pattern | {"born": "2012-05-20"})["nay_238_ter"].limit
    assert born.until == date(2033, 5, 20), "eighteen in 2030, and three years at least"


@pytest.mark.parametrize(("age", "years"), [("12-13", 1), ("14-15", 3), ("16-17", 5)])
def test_an_adolescent_has_the_limits_of_the_group(age, years):
    rows = classifier.candidates(
        {"threatened": "yes", "child": "no"}, state="JAL", conduct_from=date(2026, 1, 1),
        conduct_until=date(2026, 1, 1), accused_age=age, pack=MX,
    )  # fmt: skip
    (one,) = [one for one in rows if one.offence.code == "cpf_282"]
    assert one.limit.until == date(2026 + years, 1, 1)


def test_an_adolescents_threat_to_a_child_waits_for_counsel_and_a_sexual_offence_for_the_victims_eighteenth_birthday():
    rows = classifier.candidates(
        {"threatened": "yes", "abuse_act": "yes"}, state="MOR", conduct_from=date(2026, 1, 1), pack=MX,
        conduct_until=date(2026, 1, 1), victim_born=date(2012, 5, 20), accused_age="14-15",
    )  # fmt: skip
    limits = {one.offence.code: one.limit for one in rows if one.whole}
    assert limits["mor_161"].until == date(2033, 5, 20), "eighteen in 2030, and three years"
    assert limits["cpf_282"].kind == limitation.COUNSEL


def test_an_article_that_an_answer_excludes_is_listed_with_what_is_missing():
    answers = {"child": "yes", "produced": "yes", "livestream": "yes", "data_file": "no", "federal_signs": "yes"}
    asked = {"state": "NAY", "conduct_from": date(2026, 2, 1), "conduct_until": date(2026, 2, 1), "pack": MX}
    assert "cpf_202_produce" not in {one.offence.code for one in classifier.candidates(answers, **asked)}
    lacking = {one.offence.code: one for one in classifier.candidates(answers, **asked, lacking=True)}
    assert lacking["cpf_202_produce"].missing == (("data_file",),)


def test_a_fact_that_would_take_the_conduct_out_of_an_article_is_named_while_nobody_knows_it():
    asked = {"state": "NAY", "conduct_from": date(2026, 2, 1), "conduct_until": date(2026, 2, 1), "pack": MX}
    answers = {"child": "yes", "possessed": "yes", "material": "yes"}
    (one,) = [one for one in classifier.candidates(answers, **asked) if one.offence.code == "nay_238_ter"]
    assert one.bars == ("distributed",)
    gone = classifier.candidates(answers | {"distributed": "yes"}, **asked, lacking=True)
    assert ("distributed",) in {one.barred for one in gone if one.offence.code == "nay_238_ter"}


def test_a_child_under_twelve_is_no_accused_and_gets_no_candidates():
    rows = classifier.candidates(
        {"child": "yes", "abuse_act": "yes"}, state="NAY", conduct_from=None, conduct_until=None,
        accused_age="under12", pack=MX,
    )  # fmt: skip
    assert rows == []


facts = st.sampled_from(sorted(MX.facts))
days = st.dates(date(2010, 1, 1), date(2026, 11, 22))
told = st.dictionaries(facts, st.sampled_from(["yes", "no"]), max_size=12)


@given(told, facts, days, st.sampled_from(["NAY", "MOR", "JAL", ""]))
def test_forgetting_an_answer_never_takes_a_candidate_away(answers, forgotten, day, state):
    more = {code: said for code, said in answers.items() if code != forgotten}
    # answers that contradict each other (no child, but under 14) settle differently when one of them goes
    assume(classifier.full(more, MX.facts)[forgotten] in {"unknown", answers.get(forgotten, "unknown")})
    given_all = classifier.candidates(answers, state=state, conduct_from=day, conduct_until=day, pack=MX)
    given_less = classifier.candidates(more, state=state, conduct_from=day, conduct_until=day, pack=MX)
    kept = {one.offence.article for one in given_less}
    assert {one.offence.article for one in given_all} <= kept


@given(told, days, st.dates(date(1990, 1, 1), date(2025, 1, 1)), st.sampled_from(["NAY", "MOR", "JAL"]))
def test_limitation_never_ends_before_the_conduct(answers, day, born, state):
    for one in classifier.candidates(
        answers, state=state, conduct_from=day, conduct_until=day, victim_born=born, pack=MX
    ):
        assert one.limit.until is None or one.limit.until > day
        assert one.limit.lines


# G -> status by order (federal, NAY, MOR), from the matrix of the notes
GAPS = {
    "G1": ("partly", "partly", "partly"), "G2": ("partly", "partly", "partly"), "G3": ("open", "open", "open"),
    "G4": ("open", "partly", "partly"), "G5": ("open", "open", "open"), "G6": ("open", "open", "partly"),
    "G7": ("open", "open", "open"), "G8": ("covered", "open", "covered"), "G9": ("open", "not_applicable", "covered"),
    "G10": ("partly", "covered", "covered"), "G11": ("covered", "covered", "partly"),
    "G12": ("partly", "partly", "partly"), "G13": ("partly", "partly", "partly"),
    "G14": ("partly", "partly", "partly"), "G15": ("partly", "partly", "partly"),
    "G16": ("partly", "partly", "partly"), "G17": ("partly", "partly", "partly"), "G18": ("open", "open", "open"),
}  # fmt: skip


@pytest.mark.parametrize("code", GAPS)
def test_each_gap_stands_where_the_notes_put_it(code):
    cells = gap_matrix.row_of(MX.gaps[code], date(2026, 6, 1), MX, ["federal", "NAY", "MOR", "JAL"])
    assert tuple(one.status for one in cells) == (*GAPS[code], "unread")


def test_a_gap_was_wider_before_the_reform():
    row = gap_matrix.row_of(MX.gaps["G1"], date(2025, 1, 1), MX, ["federal"])
    assert row[0].status == gap_matrix.OPEN, "before the general law nothing reached it"


def test_a_case_shows_the_gaps_that_its_facts_touch_and_no_others():
    found = gap_matrix.touched({"accessed": "yes"}, "NAY", date(2026, 6, 1), MX)
    assert {gap.code for gap, _cells in found} == {"G3", "G6"}


def test_every_offence_cites_an_article_and_what_was_not_read_waits_for_counsel():
    for one in MX.offences:
        assert one.article
        assert one.limitation.law
        if one.years is None and not one.fine:
            told = limitation.limit_of(one, limitation.Times(date(2026, 11, 1)))
            assert told.kind in (limitation.COUNSEL, limitation.NEVER)


def test_the_codes_of_violence_against_children_are_left_for_who_has_them():
    assert {one.icvac for one in MX.offences} == {""}


@pytest.fixture
def classified(case, ana):
    answers = {"child": "yes", "by_technology": "yes", "asked_images": "yes", "threat_to_spread": "yes"}
    return offence_actions.classify(
        case=case, answers=answers, state="NAY", conduct_from=date(2026, 1, 5), by=ana, now=timezone.now()
    )


def test_a_reclassification_keeps_the_technology_the_codes_and_the_earlier_charge(classified, ana):
    case, now = classified.case, timezone.now()
    first = offence_actions.charge(
        case=case, offence="cpf_199_septies", text_date="2026-03-13", technology=True, iccs=["030223"], by=ana, now=now
    )
    with pytest.raises(Denied, match="razón"):
        offence_actions.charge(
            case=case, offence="nay_316", text_date="2026-03-06", technology=False, replaces=first, by=ana, now=now
        )
    second = offence_actions.charge(
        case=case, offence="nay_316", text_date="2026-03-06", technology=False, replaces=first, by=ana, now=now,
        reason="La unidad lo trató como amenazas",
    )  # fmt: skip
    assert second.technology
    assert second.iccs == "030223"
    assert case.charges.count() == 2
    facts = case.events.filter(kind="offence.charged").order_by("-entered_at", "-id").first().facts_dict()
    assert facts["instead_of"] == "cpf_199_septies"


@pytest.mark.parametrize("who", ["caro", "iris", "eva", "ada"])
def test_who_may_not_classify_is_refused(case, person, who):
    with pytest.raises(Denied):
        offence_actions.classify(case=case, answers={}, by=person(who), now=timezone.now())


def test_days_in_the_wrong_order_or_in_the_future_are_refused(case, ana):
    now = timezone.now()
    with pytest.raises(Denied, match="anterior"):
        offence_actions.classify(
            case=case, answers={}, conduct_from=date(2026, 2, 2), conduct_until=date(2026, 2, 1), by=ana, now=now
        )
    with pytest.raises(Denied, match="futuro"):
        offence_actions.classify(case=case, answers={}, conduct_from=date(2999, 1, 1), by=ana, now=now)


def test_the_page_shows_candidates_working_and_gaps_and_accuses_nobody(classified, ana, signed_in):
    page = signed_in(ana).get(reverse("investigation:offences", args=[classified.case.code])).content.decode()
    assert "CPF 199 Septies" in page
    assert "CPNay 316" in page
    assert "G8" in page
    assert "se presume inocente" in page
    assert "culpable" not in page


def test_what_is_answered_in_the_form_is_kept_and_comes_back(case, ana, signed_in):
    browser, address = signed_in(ana), reverse("investigation:classify", args=[case.code])
    case.refresh_from_db()
    sent = {"revision": case.revision, "seen": case.events.count(), "accused_age": "unknown", "state": "MOR",
            "conduct_from": "2026-01-05", "f_child": "yes", "f_livestream": "no"}  # fmt: skip
    assert browser.post(address, sent).status_code == 302
    row = case.classifications.get()
    assert json.loads(row.answers) == {"child": "yes", "livestream": "no"}
    assert 'value="yes" selected' in browser.get(address).content.decode()


def test_eva_finds_nothing(classified, eva, signed_in):
    for name in ("offences", "classify", "charge"):
        assert signed_in(eva).get(reverse(f"investigation:{name}", args=[classified.case.code])).status_code == 404


def test_the_gaps_page_opens_for_any_day(ana, signed_in):
    browser, address = signed_in(ana), reverse("investigation:gaps")
    assert "G18" in browser.get(address).content.decode()
    assert browser.get(address, {"dia": "2024-01-01"}).status_code == 200
    assert browser.get(address, {"dia": "mañana"}).status_code == 200
