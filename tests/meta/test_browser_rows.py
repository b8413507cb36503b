"""Every address that shows a page is opened by the browser suite."""

from addresses import STAFF

from hilo.accounts.gate import CLOSED, gate_of
from tests.browser.pages import PAGES, SENT

OPEN = {name for name, pattern in STAFF if gate_of(pattern.callback, pattern.name) != CLOSED}


def test_every_address_has_its_row_in_the_browser_suite():
    assert OPEN - set(PAGES) - SENT == set(), "say in tests/browser/pages.py who opens it, or that it is only sent to"
    assert (set(PAGES) | SENT) - OPEN == set(), "these addresses are gone"
