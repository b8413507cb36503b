"""The picture of a thread: readable by eyes and by ears, whatever the events say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hilo.desk.thread_picture import MOST_KNOTS, Knot, Strand, thread_picture

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def knot(days_ago, label="Llamada a la escuela", *, group="person", by="Ana", substantive=True):
    return Knot(NOW - timedelta(days=days_ago), label, group, by, substantive)


def strand(label, start_days_ago, due_days_ago, *, stopped_days_ago=None, overdue=False):
    def ago(days):
        return NOW - timedelta(days=days)

    stopped = None if stopped_days_ago is None else ago(stopped_days_ago)
    return Strand(label, ago(start_days_ago), ago(due_days_ago), stopped, overdue)


def read(knots=(), clocks=(), language="es"):
    """The picture as XML, with its text alternative and the texts that are drawn."""
    root = etree.fromstring(thread_picture(list(knots), list(clocks), NOW, language=language))
    return root, root.findtext(f"{SVG}desc"), [node.text for node in root.iter(f"{SVG}text")]


def test_it_is_an_image_with_a_name_and_a_text_alternative():
    root, told, _ = read([knot(1)])
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")
    assert root.get("aria-describedby") == root.find(f"{SVG}desc").get("id")
    assert "Llamada a la escuela" in told


def test_an_empty_thread_says_so_and_still_shows_today():
    _, told, drawn = read()
    assert "Todavía no hay sucesos." in drawn
    assert any("Hoy, 22 nov" in text for text in drawn)
    assert "Todavía no hay sucesos" in told


def test_twelve_days_without_an_act_are_said_and_drawn_as_slack():
    root, told, drawn = read([knot(13), knot(1)])
    assert "12 días sin actos" in told
    assert "12 días sin actos" in drawn
    assert len(root.findall(f"{SVG}path[@class='tp-slack']")) == 1


def test_what_the_machine_did_in_between_does_not_end_the_gap():
    root, told, _ = read([knot(20), knot(10, group="machine", substantive=False), knot(2)])
    assert "18 días sin actos" in told
    assert len(root.findall(f"{SVG}path[@class='tp-slack']")) == 2


def test_silence_up_to_today_is_a_gap_too_and_a_case_nobody_touched_is_all_gap():
    _, told, _ = read([knot(30, "Llegó la alerta", group="arrival", by="", substantive=False)])
    assert "30 días sin actos" in told


def test_a_busy_week_has_no_gap():
    root, told, _ = read([knot(days) for days in range(6)])
    assert "sin actos" not in told
    assert root.find(f"{SVG}path[@class='tp-slack']") is None


def test_each_group_has_a_shape_of_its_own():
    root, _, _ = read([knot(1, group=group) for group in ("arrival", "person", "machine", "overdue")])
    drawn = {node.get("class") for node in root} - {None}
    assert {"tp-arrival", "tp-person", "tp-machine", "tp-overdue"} <= drawn


def test_an_overdue_clock_goes_on_in_another_stroke_until_today():
    root, told, _ = read([knot(9)], [strand("Acuse", 9, 2, overdue=True)])
    assert "Venció: Acuse" in told
    assert root.find(f"{SVG}path[@class='tp-strand-overdue']") is not None


def test_running_and_ended_clocks_are_told_apart_in_words():
    _, told, _ = read([knot(9)], [strand("Respuesta", 9, -3), strand("Triaje", 9, 8, stopped_days_ago=8)])
    assert "Vence: Respuesta" in told
    assert "Terminó: Triaje" in told


def test_many_clocks_keep_those_that_still_run_and_count_the_rest():
    ended = [strand(f"viejo {n}", 30, 20, stopped_days_ago=20) for n in range(6)]
    _, told, drawn = read([knot(30)], [*ended, strand("Respuesta", 2, -3)])
    assert "Vence: Respuesta" in told
    assert "… y 3 plazos más en la lista" in drawn


def test_a_long_thread_is_folded_in_the_middle_and_says_how_much():
    root, told, drawn = read([knot(100 - n / 10, f"suceso {n}") for n in range(MOST_KNOTS + 23)])
    assert "… 23 sucesos más" in drawn
    assert len(root.findall(f"{SVG}circle")) == MOST_KNOTS
    assert "suceso 0" in told
    assert f"suceso {MOST_KNOTS + 22}" in told


def test_dates_are_written_in_the_zone_and_language_of_the_reader():
    local = NOW.astimezone(ZoneInfo("America/Mexico_City"))
    words = thread_picture([knot(0)], [], local, language="en")
    assert "22 Nov, 09:00" in words
    assert "The thread of the case" in words


moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
groups = st.sampled_from(["arrival", "person", "machine", "overdue", "", "<x>"])
labels = st.text(max_size=120)
knots = st.builds(Knot, moments, labels, groups, labels, st.booleans())
strands = st.builds(Strand, labels, moments, moments, st.none() | moments, st.booleans())


@given(st.lists(knots, max_size=60), st.lists(strands, max_size=8), st.sampled_from(["es", "en", "xx"]))
@settings(max_examples=60, deadline=None)
def test_whatever_the_events_say_it_is_well_formed_bounded_and_inert(events, clocks, language):
    root, _, drawn = read(events, clocks, language)
    names = {etree.QName(node).localname for node in root.iter()}
    assert names <= {"svg", "title", "desc", "path", "circle", "text"}
    assert not any(name == "style" or name.startswith("on") for node in root.iter() for name in node.attrib)
    assert len(drawn) <= 3 * (MOST_KNOTS + 8)


@given(st.lists(st.sampled_from(["Llamada & visita", "<b>negrita</b>", "«cita»", "a\x00b"]), max_size=MOST_KNOTS))
@settings(max_examples=40, deadline=None)
def test_every_label_is_in_the_text_alternative_also_of_simultaneous_events(given_labels):
    _, told, _ = read([knot(3, label) for label in given_labels])
    for label in given_labels:
        assert label.replace("\x00", "\ufffd") in told


@given(knots=st.lists(knots, max_size=8), clocks=st.lists(strands, max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_picture_runs_downwards_in_the_order_of_time(knots, clocks):
    root, _, _ = read(knots, clocks)
    starts = [
        float(node.get("d").removeprefix("M").split("V")[0].split("C")[0].split()[1])
        for node in root.iter(f"{SVG}path")
        if node.get("class") in ("tp-line", "tp-slack", "tp-ahead")
    ]
    assert starts == sorted(starts)
