"""Pages of hearing a child: practice. See pages.py."""

from tests.browser.page_rows import ACT, Answer, Page

OPEN = Page("testimony:practice_session", "ana", {"pk": "practice_open"})
PAGES: tuple[Page, ...] = (
    Page("testimony:home", "iris"),
    Page("testimony:practice", "ana"),
    Page("testimony:practice_new", "ana"),
    OPEN,
    Page("testimony:practice_end", "ana", {"pk": "practice_ended"}),
    Page("testimony:practice_delete", "ana", {"pk": "practice_open"}),
)
MORE: dict[str, Page] = {
    "practice: nothing yet": Page("testimony:practice", "iris"),
    "practice: changed since": Page("testimony:practice_session", "ana", {"pk": "practice_changed"}),
    "practice: without a word": Page("testimony:practice_end", "ana", {"pk": "practice_silent"}),
}
ANSWERS: dict[str, Answer] = {
    "practice: too long": Answer(OPEN, ACT, {"#id_text": "¿Y luego? " * 60}, status=422),
}
SENT: set[str] = set()
