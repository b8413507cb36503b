"""Pages of hearing a child: double coding. See pages.py."""

from tests.browser.page_rows import ACT, Answer, Page

PAGES: tuple[Page, ...] = (
    Page("testimony:studies", "beto"),
    Page("testimony:study", "ana", {"pk": "double_open"}),
    Page("testimony:study_code", "ana", {"pk": "double_open", "number": "=1"}),
    Page("testimony:study_new", "beto"),
)
MORE: dict[str, Page] = {
    "how far two coders agreed": Page("testimony:study", "beto", {"pk": "double_closed"}),
    "a narrative coded for indicators": Page("testimony:study_code", "ana", {"pk": "double_topics", "number": "=1"}),
    "a double coding left unfinished": Page("testimony:study", "beto", {"pk": "double_left"}),
    "no double codings yet": Page("testimony:studies", "vera"),
}
ANSWERS: dict[str, Answer] = {"a draw for nobody": Answer(PAGES[3], ACT, status=422)}
SENT: set[str] = {"testimony:study_finish", "testimony:study_leave"}
