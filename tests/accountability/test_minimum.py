"""What other institutions see gives no small count away: a reader with a spreadsheet and patience learns nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.accountability.figures import KEPT, LINE_TOTAL, SMALL, Cell, Figures, Line, figures
from hilo.accountability.ground import Asked
from hilo.accountability.measures import COUNT, HOURS, MEASURES, PARTS
from hilo.accountability.minimum import MINIMUM, protect, veiled
from hilo.accountability.periods import Period
from tests.accountability.world import EVERYBODY, World

COUNTS = st.integers(0, 4) | st.integers(5, 40)
ANYTHING = (0, 10**6)


def reach(parts, veils):
    """From what to what each part can be, for who knows the sum, what is shown, and what a veil says."""
    bounds = [
        (count, count) if not veil else (0, MINIMUM - 1) if veil == SMALL else (0, 10**6)
        for count, veil in zip(parts, veils, strict=True)
    ]
    total = sum(parts)
    lows, highs = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    return [(max(low, total - (highs - high)), min(high, total - (lows - low))) for low, high in bounds]


@given(st.lists(COUNTS, min_size=2, max_size=13).filter(lambda parts: sum(parts) >= MINIMUM))
def test_a_small_count_could_be_anything_below_the_minimum(parts):
    veils = protect(parts, MINIMUM)
    for count, veil, (low, high) in zip(parts, veils, reach(parts, veils), strict=True):
        assert veil or count >= MINIMUM
        if count < MINIMUM:
            assert low == 0
            assert high >= MINIMUM - 1


@given(st.lists(st.integers(5, 40), min_size=2, max_size=13))
def test_nothing_is_veiled_where_nothing_is_small(parts):
    assert not any(protect(parts, MINIMUM))


def sums(told):
    """Every sum that a reader can write down: places of the parts, and the place of the whole."""
    keys = [line.key for line in told.months]
    for code in (one.code for one in MEASURES.values() if one.unit == COUNT):
        yield [(key, code) for key in keys], (LINE_TOTAL, code)
    for line in told.lines:
        for whole, groups in PARTS.items():
            for parts in groups:
                yield [(line.key, code) for code in parts], (line.key, whole)
    yield [("antes", "received")], ("antes", "still_open")
    yield [("antes", "offered")], ("antes", "unanswered")


def attacked(told):
    """What each count can be after all sums were used against each other until nothing more follows."""
    known = {}
    for line in told.lines:
        for code, cell in line.cells.items():
            if MEASURES[code].unit == COUNT:
                shown = (cell.number, cell.number) if not cell.veil else None
                known[line.key, code] = shown or ((0, MINIMUM - 1) if cell.veil == SMALL else ANYTHING)
    while True:
        before = dict(known)
        for parts, whole in sums(told):
            narrow(known, parts, whole)
        for line in told.months:  # no more can be open than came
            (low, high), most = known[line.key, "still_open"], known[line.key, "received"][1]
            known[line.key, "still_open"] = (low, min(high, most))
        if known == before:
            return known


def narrow(known, parts, whole):
    lows, highs = sum(known[one][0] for one in parts), sum(known[one][1] for one in parts)
    low, high = known[whole]
    known[whole] = low, high = max(low, lows), min(high, highs)
    for one in parts:
        least, most = known[one]
        known[one] = max(least, low - (highs - most)), min(most, high - (lows - least))


NONE_BY_DEFINITION = {("antes", code) for code in ("accepted", "refused", "withdrawn", "taken_back")}


def check_nothing_leaks(exact, shown):
    found = attacked(shown)
    for line in exact.lines:
        for code, cell in line.cells.items():
            if MEASURES[code].unit == COUNT and cell.number < MINIMUM and (line.key, code) not in NONE_BY_DEFINITION:
                low, high = found[line.key, code]
                assert low == 0, (line.key, code, cell.number, low, high)
                assert high >= MINIMUM - 1, (line.key, code, cell.number, low, high)


@pytest.mark.django_db
def test_no_sum_of_what_others_see_gives_a_small_count_away():
    now = World(8).now
    for institution in EVERYBODY:
        asked = Asked(institution, Period.ending(now), now, "FGR")
        exact, shown = figures(asked), figures(asked, minimum=MINIMUM)
        check_nothing_leaks(exact, shown)
        veils = {cell.veil for line in shown.lines for cell in line.cells.values()}
        assert veils <= {"", SMALL, KEPT}


MONTHS = ("antes", "2026-01", "2026-02", "2026-03")


@st.composite
def invented(draw):
    """Figures of any size that add up as real ones do."""
    lines = []
    for key in MONTHS:
        numbers = dict.fromkeys((one.code for one in MEASURES.values()), 0)
        size = draw(st.sampled_from([3, 12, 60]))
        for code in ("acted", "not_acted", "told", "untold", "folded"):
            numbers[code] = draw(st.integers(0, size))
        numbers["received"] = numbers["acted"] + numbers["not_acted"]
        numbers["alerts"] = numbers["told"] + numbers["untold"]
        still = numbers["received"] if key == "antes" else draw(st.integers(0, numbers["received"]))
        numbers["still_open"], numbers["age_30"] = still, draw(st.integers(0, still))
        numbers["age_0"] = still - numbers["age_30"]
        numbers["silent"] = draw(st.integers(0, still))
        numbers["offered"] = draw(st.integers(0, size))
        numbers["in_time"] = draw(st.integers(0, numbers["offered"]))
        numbers["late"] = numbers["offered"] - numbers["in_time"]
        numbers["accepted"] = 0 if key == "antes" else draw(st.integers(0, numbers["offered"]))
        numbers["unanswered"] = numbers["offered"] - numbers["accepted"]
        numbers["reports"] = draw(st.integers(0, size))
        numbers["read_in_time"] = draw(st.integers(0, numbers["reports"]))
        numbers["not_read"] = numbers["reports"] - numbers["read_in_time"]
        numbers["answered_in_time"] = 0 if key == "antes" else draw(st.integers(0, numbers["reports"]))
        numbers["not_answered"] = numbers["reports"] - numbers["answered_in_time"]
        numbers["notified"] = draw(st.integers(0, numbers["reports"]))
        numbers["not_notified"] = numbers["reports"] - numbers["notified"]
        lines.append(numbers)
    total = {code: sum(line[code] for line in lines) for code in lines[0]}
    told = [
        Line(key, {code: Cell(number) for code, number in line.items()})
        for key, line in zip((*MONTHS, LINE_TOTAL), (*lines, total), strict=True)
    ]
    return Figures("FGE-NAY", None, None, MINIMUM, tuple(told))


@given(invented())
def test_nor_does_any_sum_of_any_figures(exact):
    check_nothing_leaks(exact, veiled(exact))


@given(invented())
def test_a_time_is_told_only_of_as_many_as_may_be_counted(exact):
    shown = veiled(exact)
    for line in shown.lines:
        for code in ("first_act", "age_median", "age_worst", "first_answer"):
            of = {"first_act": "acted", "first_answer": "answered_in_time"}.get(code, "still_open")
            assert MEASURES[code].unit == HOURS
            assert line.cells[code].veil or line.cells[of].number >= MINIMUM
