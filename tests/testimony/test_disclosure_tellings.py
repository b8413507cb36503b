"""Every time that a child was made to tell: what is counted, and what is said before one more."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.codes import lists
from hilo.testimony.disclosure.tellings import Telling, continuations, count, in_time
from hilo.testimony.disclosure.warnings import RetellingWarning, warning
from hilo.testimony.disclosure.when import PRECISIONS, When

NOW = date(2026, 11, 23)


def telling(id: str = "one", day: date | None = date(2026, 3, 12), **changes: Any) -> Telling:
    """A child tells a teacher about a lost backpack, unless changed."""
    values: dict[str, Any] = {
        "asked_by": "teacher-1",
        "role": "teacher",
        "institution": "school-1",
        "purpose": "school",
        "formal": False,
    }
    return Telling(id, day, "day" if day else "unknown", **(values | changes))


def session(id: str, day: date | None, **changes: Any) -> Telling:
    values = {"asked_by": "int-1", "role": "interviewer", "institution": "office-1", "purpose": "investigation"}
    return telling(id, day, **(values | {"formal": True, "session_of": "protocol-1", "planned": True} | changes))


def said(found: RetellingWarning | None) -> dict[str, str]:
    assert found is not None
    return {reason.code: reason.text.es for reason in found.reasons}


def test_tellings_of_several_institutions_are_counted_together() -> None:
    found = count(
        [
            telling("a"),
            telling("b", asked_by="mother", institution="", role="family", purpose="care"),
            session("c", date(2026, 4, 1), who_present=("psychologist-1",)),
        ]
    )
    assert (found.formal, found.informal, found.adults, found.hearers) == (1, 2, 3, 4)
    assert found.institutions == ("office-1", "school-1")
    assert found.unknown_institutions == 1


def test_the_same_adult_asking_twice_is_one_adult() -> None:
    assert count([telling("a"), telling("b", date(2026, 3, 13))]).adults == 1


def test_adults_who_are_not_known_are_never_taken_for_one_person() -> None:
    found = count([telling("a", asked_by=""), telling("b", asked_by="")])
    assert (found.adults, found.unknown_adults) == (0, 2)


def test_a_planned_second_session_is_counted_apart() -> None:
    found = count([session("a", date(2026, 4, 1)), session("b", date(2026, 4, 8))])
    assert (found.formal, found.continuations) == (1, 1)


def test_the_first_session_of_a_protocol_counts_even_when_it_was_planned() -> None:
    assert continuations([session("a", date(2026, 4, 1))]) == frozenset()


def test_an_unplanned_further_session_counts_like_any_other_telling() -> None:
    found = count([session("a", date(2026, 4, 1)), session("b", date(2026, 4, 8), planned=False)])
    assert (found.formal, found.continuations) == (2, 0)


def test_the_first_session_by_date_counts_whatever_the_order_of_writing() -> None:
    assert continuations([session("late", date(2026, 4, 8)), session("early", date(2026, 4, 1))]) == {"late"}


def test_sessions_of_two_protocols_do_not_continue_each_other() -> None:
    assert count([session("a", date(2026, 4, 1)), session("b", date(2026, 4, 8), session_of="other")]).formal == 2


def test_before_the_first_telling_nothing_is_said() -> None:
    assert warning([], "investigation", NOW) is None


def test_a_telling_still_to_come_is_not_one_that_took_place() -> None:
    assert warning([telling(day=NOW + timedelta(days=1))], "investigation", NOW) is None


def test_a_telling_of_this_year_may_have_taken_place() -> None:
    this_year = Telling("a", date(2026, 12, 31), "year", "t", "teacher", "s", "school", formal=False)
    assert warning([this_year], "investigation", NOW) is not None


def test_before_a_further_telling_its_dates_and_records_are_named() -> None:
    found = said(warning([telling(), session("b", date(2026, 4, 1), recorded="audio")], "trial", NOW))
    assert "12 de marzo de 2026, 1 de abril de 2026" in found["told"]
    assert "1 vez formal y 1 informal" in found["told"]
    assert "1 de abril de 2026 (Solo audio)" in found["kept"]
    assert "12 de marzo" not in found["kept"]


def test_the_same_purpose_is_pointed_out_and_another_is_not() -> None:
    assert "12 de marzo de 2026" in said(warning([telling()], "school", NOW))["same_purpose"]
    assert "same_purpose" not in said(warning([telling()], "trial", NOW))


def test_where_nothing_was_kept_it_says_whom_to_ask() -> None:
    assert "pregunte a quien lo oyó" in said(warning([telling(recorded="none")], "trial", NOW))["nothing_kept"]


def test_it_says_when_an_earlier_statement_would_have_served() -> None:
    told = [session("a", date(2026, 4, 1)), session("b", date(2026, 5, 2), earlier_usable="yes", planned=False)]
    assert "2 de mayo de 2026" in said(warning(told, "trial", NOW))["usable"]


def test_where_nobody_wrote_whether_a_statement_serves_it_asks_to_find_out() -> None:
    assert "averígüelo" in said(warning([telling()], "trial", NOW))["usable_unknown"]


def test_a_planned_continuation_gives_no_warning() -> None:
    begun = [session("a", date(2026, 4, 1))]
    assert warning(begun, "investigation", NOW, session_of="protocol-1", planned=True) is None
    assert warning(begun, "investigation", NOW, session_of="protocol-1") is not None
    assert warning(begun, "investigation", NOW, session_of="protocol-2", planned=True) is not None


@pytest.mark.parametrize("purpose", [one.code for one in lists().purposes])
def test_no_warning_forbids(purpose: str) -> None:
    found = warning([telling()], purpose, NOW)
    assert found is not None
    assert "no impide" in found.note.es
    assert not any(word in text for text in said(found).values() for word in ("prohíb", "no puede", "debe "))


def test_an_article_of_law_comes_with_its_source_and_how_sure_it_is() -> None:
    found = warning([telling()], "expert", NOW)
    assert found is not None
    assert [(one.source, one.certainty) for one in found.reasons if one.code == "law"] == [("CNPP 275", "seen")]


@pytest.mark.parametrize("mode", [one.code for one in lists().modes])
def test_no_way_of_recording_is_required(mode: str) -> None:
    assert telling(recorded=mode, mode_chosen_by_child="yes").recorded == mode


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"role": "astronaut"}, "use: family"),
        ({"purpose": "fun"}, "use: child_began"),
        ({"recorded": "hidden_video"}, "use: audio"),
        ({"legal_need": "because"}, "use: none_stated"),
        ({"earlier_usable": "perhaps"}, "use: yes"),
        ({"planned": True}, "de qué protocolo"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_the_list(changes: dict[str, Any], hint: str) -> None:
    with pytest.raises(BadInput, match=hint):
        telling(**changes)


def test_two_tellings_with_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="misma clave"):
        count([telling("a"), telling("a")])


def test_every_rule_of_law_has_a_source_and_a_certainty() -> None:
    rules = [one.before for one in lists().purposes if one.before]
    assert rules
    assert all(one.source and one.certainty == "seen" for one in rules)


@pytest.mark.parametrize(
    ("text", "es", "en", "last"),
    [
        ("2026-03-12", "12 de marzo de 2026", "12 March 2026", date(2026, 3, 12)),
        ("2024-02", "febrero de 2024", "February 2024", date(2024, 2, 29)),
        ("2026", "2026", "2026", date(2026, 12, 31)),
    ],
)
def test_a_date_is_read_and_said_as_far_as_it_is_known(text: str, es: str, en: str, last: date) -> None:
    when = When.parse(text)
    assert (when.words("es"), when.words("en"), when.last) == (es, en, last)


@pytest.mark.parametrize("text", ["", "12/03/2026", "2026-13", "2026-02-30", "0000", "٢٠٢٦"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="2026-03-12"):
        When.parse(text)


@pytest.mark.parametrize(("at", "precision"), [(None, "day"), (date(2026, 1, 1), "unknown"), (None, "hour")])
def test_a_date_and_its_precision_must_agree(at: date | None, precision: str) -> None:
    with pytest.raises(BadInput):
        When(at, precision)


DATES = st.dates(date(1990, 1, 1), date(2030, 12, 31))
WHENS = st.one_of(st.just(When()), st.builds(When, DATES, st.sampled_from(PRECISIONS[:3])))
TELLINGS = st.lists(
    st.builds(
        lambda when, who, formal, protocol, planned: (when, who, formal, protocol, planned and bool(protocol)),
        WHENS,
        st.sampled_from(["", "ana", "eva"]),
        st.booleans(),
        st.sampled_from(["", "p", "q"]),
        st.booleans(),
    ),
    max_size=8,
).map(
    lambda rows: [
        Telling(str(n), w.at, w.precision, who, "other", "", "care", formal, protocol, planned)
        for n, (w, who, formal, protocol, planned) in enumerate(rows)
    ]
)


@given(WHENS, WHENS, WHENS)
def test_surely_before_is_an_order(a: When, b: When, c: When) -> None:
    assert not (a.surely_before(b) and b.surely_before(a))
    if a.surely_before(b) and b.surely_before(c):
        assert a.surely_before(c)


@given(TELLINGS)
def test_each_telling_is_counted_once(tellings: list[Telling]) -> None:
    found = count(tellings)
    assert found.formal + found.informal + found.continuations == len(tellings)


@given(TELLINGS)
def test_a_protocol_never_hides_its_own_first_session(tellings: list[Telling]) -> None:
    apart = continuations(tellings)
    for protocol in {one.session_of for one in tellings} - {""}:
        assert any(one.id not in apart for one in tellings if one.session_of == protocol)


@given(TELLINGS)
def test_no_telling_comes_after_one_that_is_surely_later(tellings: list[Telling]) -> None:
    found = in_time(tellings)
    for n, one in enumerate(found):
        assert not any(later.when.surely_before(one.when) for later in found[n + 1 :])
