"""The hash of a file is computed in the page: not one byte of the file, nor its name, is ever asked to travel."""

import hashlib
import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ACT, PAGES

CANARY, NAME = b"canario-que-no-vuela", "mochila-de-la-prueba.bin"
HASH = re.compile(r"[0-9a-f]{64}")
SIZES = (0, 1, 55, 56, 63, 64, 65, 119, 120, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_001)


def _file(size):
    """Bytes of that size with the canary at both ends, where there is room for it."""
    middle = random.Random(size).randbytes(max(size - 2 * len(CANARY), 0))
    return (CANARY + middle + CANARY)[:size]


@pytest.fixture
def wire(tab):
    """``wire(page)``: a tab, and all that any of its requests carried: address, headers and body."""

    def open_tab(**more):
        page, sent = tab("ana", **more), []
        page.context.on("request", lambda asked: sent.append(_carried(asked)))
        page.on("websocket", lambda socket: sent.append(b"websocket " + socket.url.encode()))
        return page, sent

    return open_tab


def _carried(asked):
    headers = repr(asked.all_headers() if asked.method == "POST" else asked.headers)
    return "\n".join((asked.method, asked.url, headers)).encode() + (asked.post_data_buffer or b"")


def test_a_file_is_hashed_here_and_no_byte_of_it_travels(wire, town):
    page, sent = wire()
    page.goto(town.address + PAGES["evidence:item_new"].path(town))
    page.wait_for_load_state("networkidle")
    before = len(sent)
    for size in SIZES:
        content = _file(size)
        page.locator("#id_sha256").fill("")
        page.locator("#hash_file").set_input_files([{"name": NAME, "mimeType": "text/plain", "buffer": content}])
        expect(page.locator("#id_sha256")).to_have_value(HASH, timeout=120_000)
        assert page.locator("#id_sha256").input_value() == hashlib.sha256(content).hexdigest()
        assert page.locator("#id_size").input_value() == str(size)
        assert page.locator("#id_hashed").input_value() == "browser"
    assert sent[before:] == []  # hashing asks for nothing at all
    page.locator(ACT).first.click()  # the form itself is sent, and comes back because it does not say what the item is
    page.wait_for_load_state()
    body = sent[before]
    assert body.startswith(b"POST")
    assert hashlib.sha256(_file(SIZES[-1])).hexdigest().encode() in body
    assert not [one for one in sent if CANARY in one or b"canario" in one or NAME.encode() in one]


def test_a_hash_changed_by_hand_does_not_say_that_it_was_computed(wire, town):
    page, _sent = wire()
    page.goto(town.address + PAGES["evidence:item_new"].path(town))
    page.locator("#hash_file").set_input_files([{"name": NAME, "mimeType": "text/plain", "buffer": b"algo"}])
    expect(page.locator("#id_sha256")).to_have_value(HASH, timeout=120_000)
    page.locator("#id_sha256").fill("ab" * 32)
    assert page.locator("#id_hashed").input_value() == "typed"


def test_without_javascript_no_file_is_offered_and_the_command_is_named(wire, town):
    page, sent = wire(javascript=False, width=320)
    page.goto(town.address + PAGES["evidence:item_new"].path(town))
    assert not page.locator("#hash_file").is_visible()
    assert page.get_by_text("hilo evidence hash").is_visible()
    page.locator("#id_form").select_option("file")
    page.locator("#id_origin").select_option("child")
    page.locator("#id_description").fill("Una captura de los horarios de la escuela")
    page.locator("#id_sha256").fill("cd" * 32)
    page.locator(ACT).first.click()
    assert page.get_by_text("Una captura de los horarios").is_visible()
    assert b"multipart" not in b"".join(sent)
