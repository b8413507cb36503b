"""Pages of hearing a child: disclosure. See pages.py."""

from tests.browser.page_rows import ACT, CASE, Answer, Page

ONE = {**CASE, "child": "child"}
PAGES: tuple[Page, ...] = (
    Page("testimony:disclosure", "ana", ONE),
    Page("testimony:disclosure_correct", "ana", {**ONE, "entry": "disclosure_sign"}),
    Page("testimony:disclosure_note", "ana", {**ONE, "field": "=conversation"}),
)
MORE: dict[str, Page] = {
    "a history of which nothing is known": Page("testimony:disclosure", "ana", {**CASE, "child": "person"}),
    "something that became public": Page("testimony:disclosure_note", "ana", {**ONE, "field": "=media"}),
    "a history for who only adds to it": Page("testimony:disclosure", "caro", ONE),
}
ANSWERS: dict[str, Answer] = {"an entry that says nothing": Answer(PAGES[2], ACT, status=422)}
SENT: set[str] = set()
