"""Pages of hearing a child: several accounts, and codes taken out. See pages.py."""

from tests.browser.page_rows import ACT, CASE, Answer, Page

PAGES: tuple[Page, ...] = (
    Page("testimony:codes_out", "ana", CASE),
    Page("testimony:comparison", "ana", {"pk": "across_row"}),
    Page("testimony:comparison_new", "ana", query="?edad=12"),
    Page("testimony:comparisons", "ana"),
)
MORE: dict[str, Page] = {
    "a comparison of an age not chosen yet": Page("testimony:comparison_new", "ana"),
    "a comparison of an age nobody has": Page("testimony:comparison_new", "ana", query="?edad=5"),
    "no comparisons yet": Page("testimony:comparisons", "vera"),
}
ANSWERS: dict[str, Answer] = {
    "a comparison of nobody": Answer(PAGES[2], ACT, status=422),
    "codes taken out for nothing": Answer(PAGES[0], ACT, status=422),
}
SENT: set[str] = set()
