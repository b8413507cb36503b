"""A visitor's whole way through the door, on each path, with no JavaScript."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hilo.door import journey as journeys
from hilo.door.models import Draft, Passage, Report
from hilo.door.sealing import open_arrival, unwrap
from hilo.door.telling import Arrival, Coarse, Named
from hilo.lib.codes import read_code
from hilo.lib.sealed_to import open_with

TOLD = "Me quitaron la mochila en el paseo, y volvió a pasar el lunes."


def opened(units) -> tuple[Arrival, dict]:
    """What somebody with a key can read of the one report there is: what the machine needs, and all the words."""
    report = Report.objects.get()
    pair = units.pairs[report.institution if report.wrappings.filter(reader="unit").exists() else ""]
    wrapping = report.wrappings.exclude(reader="code").order_by("-reader").first()
    passage = Passage.objects.get(report=report)
    account = json.loads(open_with(unwrap(wrapping, pair.private), bytes(passage.sealed), place=passage.place))
    return Arrival.of(json.loads(open_arrival(report))), account


def walk(visitor, **answers) -> list[str]:
    """Answer what there is an answer for and go on from the rest, up to the check; the pages that were passed."""
    passed = []
    while visitor.at != "check":
        passed.append(visitor.at)
        given = {visitor.at: answers[visitor.at]} if visitor.at in answers else {}
        visitor.press("next", **given)
        assert visitor.at != passed[-1], visitor.words
    return passed


def send_off(visitor) -> str:
    """From the check to the end; the digits that were shown before the last step."""
    visitor.press("next")
    assert visitor.at == "code"
    shown = visitor.digits
    visitor.press("send")
    assert visitor.at == "sent"
    return shown


# --- the five paths ---------------------------------------------------------------------------------


def test_a_child_tells_all_there_is_to_ask(door, units):
    child = door()
    child.press("me")
    passed = walk(
        child, age="under_12", danger="no", account=TOLD, who="El de la tienda", place="school",
        place_name="Mi escuela", ongoing="yes", when="week", state="NAY",
        named="@tienda99\n311 123 4567\nhttps://red.example/u/9",
        images="yes", wishes=["no_home", "no_guardian", "no_contact"], contact="por aquí", name="Lía",
    )  # fmt: skip
    assert passed == ["age", "before", "danger", "account", "who", "place", "place_name", "ongoing", "when", "state",
                      "named", "images", "wishes", "contact", "name"]  # fmt: skip
    send_off(child)
    arrival, account = opened(units)
    assert arrival.coarse == Coarse(
        path="me", age="under_12", danger=False, ongoing=True, when="week", state="NAY", place="school",
        no_home=True, no_guardian=True, images=True,
    )  # fmt: skip
    assert arrival.named == (
        Named("screen_name", "@tienda99"), Named("phone", "311 123 4567"), Named("url", "https://red.example/u/9"),
    )  # fmt: skip
    assert account["answers"] == {
        "account": TOLD, "who": "El de la tienda", "place_name": "Mi escuela", "contact": "por aquí", "name": "Lía",
        "named": "@tienda99\n311 123 4567\nhttps://red.example/u/9", "wishes": "no_contact",
    }  # fmt: skip


def test_somebody_tells_about_a_friend(door, units):
    friend = door()
    friend.press("known")
    assert "child_name" in walk(friend, child_age="teen", account=TOLD, child_name="Sol")
    send_off(friend)
    arrival, account = opened(units)
    assert (arrival.coarse.path, arrival.coarse.age) == ("known", "teen")
    assert account["answers"] == {"account": TOLD, "child_name": "Sol"}


def test_a_mother_tells_and_is_spoken_to_as_an_adult(door, units):
    mother = door()
    mother.press("adult")
    assert walk(mother, child_age="under_12", account=TOLD)[0] == "child_age"
    assert "Llame al 911" in mother.words
    send_off(mother)
    assert opened(units)[0].coarse.path == "adult"


def test_a_teacher_reads_first_what_the_law_asks(door, units):
    teacher = door()
    teacher.press("service")
    assert teacher.at == "service"
    assert "Ley General de Educación, artículos 73" in teacher.words
    walk(teacher, child_age="teen", account=TOLD, place="school", state="NAY")
    send_off(teacher)
    arrival, _ = opened(units)
    assert (arrival.coarse.path, arrival.coarse.place) == ("service", "school")


def test_somebody_tells_what_happened_long_ago(door, units):
    grown = door()
    grown.press("past")
    assert grown.at == "age"  # what the law says of it comes next, in words for that age
    passed = walk(grown, age="adult", account=TOLD)
    assert "past" in passed
    assert "danger" not in passed
    send_off(grown)
    assert (opened(units)[0].coarse.path, opened(units)[0].coarse.age) == ("past", "adult")


def test_danger_now_takes_at_most_five_pages(door, units):
    child = door()
    pages = [child.at]
    child.press("urgent")
    assert 'href="tel:911"' in child.page
    pages.append(child.at)
    child.press("next", account=TOLD, place_name="En la tienda de la esquina", state="NAY", about="me")
    pages.append(child.at)
    assert child.digits
    child.press("send")
    pages.append(child.at)
    assert pages == ["home", "urgent", "check", "sent"]
    arrival, account = opened(units)
    assert (arrival.coarse.danger, arrival.coarse.state) == (True, "NAY")
    assert account["answers"] == {"account": TOLD, "place_name": "En la tienda de la esquina"}


def test_who_says_there_is_danger_is_shown_911_and_goes_on(door):
    child = door()
    child.press("me")
    child.press(age="teen")
    child.press()
    child.press(danger="yes")
    assert child.at == "danger_now"
    child.press()
    assert child.at == "account"


# --- skipping, going back, changing -----------------------------------------------------------------


def test_only_what_happened_is_needed(door, units):
    child = door()
    child.press("me")
    while child.at != "check":
        if child.at == "account":
            child.press("next")
            assert child.at == "account"
            assert 'role="alert"' in child.page
            child.press("next", account=TOLD)
        else:
            child.press("next" if child.at == "before" else "skip")
    send_off(child)
    assert opened(units)[1]["answers"] == {"account": TOLD}


def test_what_happened_cannot_be_skipped_by_a_forged_button(door):
    child = at_account(door)
    child.press("skip")
    assert child.at == "account"
    child.press("finish")
    assert child.at == "account"


def test_going_back_keeps_what_was_typed(door):
    child = at_account(door)
    child.press("back", account=TOLD)
    assert child.at == "danger"
    child.press("next")
    assert TOLD in child.words


def test_looking_up_help_and_safety_leads_back_to_the_same_words(door):
    child = at_account(door)
    child.press("help", account=TOLD)
    child.press("safety")
    assert child.at == "safety"
    child.press("back")
    child.press("back")
    assert child.at == "account"
    assert TOLD in child.words


def test_one_answer_is_changed_and_the_check_comes_again(door):
    child = at_check(door)
    child.press("change:account")
    assert TOLD in child.words
    child.press(account="Me la quitaron el martes.")
    assert child.at == "check"
    assert "Me la quitaron el martes." in child.words
    assert TOLD not in child.words


def test_a_skipped_answer_can_be_given_at_the_check(door):
    child = at_check(door)
    child.press("change:danger")
    child.press(danger="yes")
    assert child.at == "check"


def test_emptying_what_happened_at_the_check_is_noticed(door):
    child = at_check(door)
    child.press("change:account")
    child.press(account="   ")
    assert child.at == "account"


def test_an_answer_that_is_too_long_is_shown_again_whole(door):
    child = at_account(door)
    child.press(account="mi mochila " * 2000)
    assert child.at == "account"
    assert "20000" in child.words or "20,000" in child.words or "20 000" in child.words
    assert ("mi mochila " * 2000).strip() in child.page


def test_an_answer_that_is_not_on_the_list_is_not_taken(door):
    child = door()
    child.press("me")
    child.press(age="ninety")
    assert child.at == "age"
    assert 'role="alert"' in child.page


def test_answers_of_a_path_left_behind_are_not_sent(door, units):
    visitor = door()
    visitor.press("known")
    visitor.press(child_age="under_12")
    visitor.press("back")
    visitor.press("back")
    visitor.press("me")
    walk(visitor, age="teen", account=TOLD)
    send_off(visitor)
    arrival, _ = opened(units)
    assert (arrival.coarse.path, arrival.coarse.age) == ("me", "teen")


def test_a_form_sent_twice_is_taken_once(door):
    child = door()
    child.press("me")
    form = child.hidden() | {"go": "next", "age": "teen"}
    child.post(form)
    child.post(form)
    child.look()
    assert child.at == "before"
    child.press("back")
    assert child.at == "age"


def test_a_form_of_a_page_nobody_came_to_moves_nothing(door):
    child = door()
    child.press("me")
    child.post(child.hidden() | {"p": "code", "go": "send"})
    child.look()
    assert child.at == "age"
    assert Report.objects.count() == 0


# --- the last step ----------------------------------------------------------------------------------


def test_the_code_is_shown_before_anything_is_kept(door):
    child = at_check(door)
    child.press()
    assert len(read_code(child.digits)) == 20
    assert (child.at, Report.objects.count()) == ("code", 0)


def test_the_six_words_say_the_same_code(door):
    child = at_check(door)
    child.press()
    assert read_code(child.code_words) == read_code(child.digits)


def test_the_code_stays_the_same_while_the_answers_change(door):
    child = at_check(door)
    child.press()
    first = child.digits
    child.press("back")
    child.press("change:account")
    child.press(account="Otra cosa")
    child.press()
    assert child.digits == first


def test_sending_twice_gives_one_report(door):
    child = at_check(door)
    child.press()
    form = child.hidden() | {"go": "send"}
    assert child.post(form).status_code == child.post(form).status_code == 200
    child.look()
    assert (child.at, Report.objects.count()) == ("sent", 1)


def test_sending_again_after_a_failure_of_the_machine_gives_one_report(door, monkeypatch):
    child = at_check(door)
    child.press()
    shown, form = child.digits, child.hidden() | {"go": "send"}

    def fails(*_args, **_more):
        raise RuntimeError("planted")

    with monkeypatch.context() as broken:
        broken.setattr(journeys.Journey, "save", fails)
        child.client.raise_request_exception = False
        assert child.post(form).status_code == 500
    assert child.look()
    assert (child.at, child.digits) == ("code", shown)
    child.press("send")
    assert (child.at, child.digits, Report.objects.count()) == ("sent", shown, 1)


def test_what_was_told_is_gone_from_the_pages_and_the_draft_once_it_is_sent(door):
    child = at_check(door)
    shown = send_off(child)
    assert child.digits == shown
    kept = journeys.Journey.load(child.client.cookies["s"].value, now=timezone.now()).state
    assert TOLD not in json.dumps(kept.answers) + child.page
    child.post(child.hidden() | {"p": "check", "go": "change:account"})
    child.look()
    assert child.at == "sent"


def test_who_told_reads_what_comes_next_and_by_when(door):
    child = at_check(door)
    send_off(child)
    assert "48 horas" in child.words
    assert "No es tu culpa" in child.words


def test_where_nobody_could_read_it_nothing_is_sent_and_nothing_lost(door, units):
    child = at_check(door)
    child.press()
    for row in units.rows.values():
        row.retired_at = timezone.now()
        row.save()
    assert child.post(child.hidden() | {"go": "send"}).status_code == 503
    assert Report.objects.count() == 0
    child.look()
    assert child.at == "code"


# --- the draft --------------------------------------------------------------------------------------


def test_a_draft_cannot_be_read_in_the_database(door):
    child = at_account(door)
    child.press(account=TOLD)
    row = Draft.objects.get()
    token = child.client.cookies["s"].value
    kept = bytes(row.sealed) + row.id.encode()
    for secret in (TOLD, "mochila", "account", token):
        assert secret.encode() not in kept


def test_a_draft_lives_sixty_minutes_from_the_last_page(door):
    child = at_account(door)
    Draft.objects.update(until=timezone.now() + timedelta(minutes=1))
    child.press(account=TOLD)
    left = Draft.objects.get().until - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)


def test_a_draft_that_grew_old_is_deleted_and_the_first_page_comes(door):
    child = at_account(door)
    Draft.objects.update(until=timezone.now())
    child.look()
    assert child.at == "home"
    assert Draft.objects.count() == 0


def test_words_written_for_longer_than_an_hour_are_not_lost(door):
    child = at_account(door)
    Draft.objects.update(until=timezone.now())
    child.press("next", account=TOLD)
    assert child.at == "who"
    child.press("back")
    assert TOLD in child.words


def test_leaving_forgets_everything_here_and_in_the_browser(door, settings):
    child = at_account(door)
    child.press(account=TOLD)
    left = child.client.get("/salir")
    assert (left.status_code, left["Location"]) == (303, settings.HILO_EXIT_URL)
    assert left["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert left.cookies["s"]["max-age"] == 0
    assert Draft.objects.count() == 0
    child.look()
    assert (child.at, TOLD in child.words) == ("home", False)


def test_leaving_works_for_who_has_no_cookie(door):
    assert door().client.get("/salir").status_code == 303


# --- who may post -----------------------------------------------------------------------------------


def test_a_browser_that_keeps_no_cookie_is_told_kindly_with_telephones(door):
    child = door()
    form = child.hidden() | {"go": "me"}
    child.client.cookies.clear()
    answer = child.post(form)
    assert answer.status_code == 400
    assert 'href="tel:911"' in answer.content.decode()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("proof", ["", "x", "ñ", "A" * 43])
def test_a_form_of_another_visitor_is_not_taken(door, proof):
    child = door()
    assert child.post(child.hidden() | {"f": proof, "go": "me"}).status_code == 403
    assert Draft.objects.count() == 0


def test_a_form_that_comes_from_another_site_is_not_taken(door):
    child = door()
    child.client.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert child.post(child.hidden() | {"go": "me"}).status_code == 403
    assert Draft.objects.count() == 0


def test_two_visitors_do_not_meet(door):
    one, two = at_account(door), door()
    one.press(account=TOLD)
    two.press("me")
    assert two.at == "age"
    assert TOLD not in two.words


# --- words ------------------------------------------------------------------------------------------


def test_pages_come_in_the_language_of_the_browser_and_in_the_chosen_one(door):
    child = door(language="en")
    assert '<html lang="en">' in child.page
    child.press("me")
    child.press("language:es", age="teen")
    assert '<html lang="es">' in child.page
    assert (child.at, 'value="teen" checked' in child.page) == ("age", True)
    child.press("language:xx")
    assert '<html lang="es">' in child.page


def test_the_words_fit_the_age_that_was_said(door):
    said = {}
    for age in ("under_12", "teen", "adult"):
        visitor = door()
        visitor.press("me")
        visitor.press(age=age)
        said[age] = visitor.words
    assert len(set(said.values())) >= 2
    assert said["adult"] not in (said["teen"], said["under_12"])


def at_account(door):
    """A child before the question of what happened."""
    child = door()
    child.press("me")
    child.press(age="teen")
    child.press()
    child.press()
    assert child.at == "account"
    return child


def at_check(door):
    """A child who told what happened, before the check."""
    child = at_account(door)
    child.press(account=TOLD)
    child.press("finish")
    assert child.at == "check"
    return child
