"""Pages of hearing a child: hearing. See pages.py."""

from tests.browser.page_rows import ACT, Answer, Page

CHILD = {"code": "case", "child": "telling_child"}
OTHER = {"code": "case", "child": "telling_other"}
NEW = Page("testimony:telling_new", "ana", CHILD, "?para=trial")
PLAN = Page("testimony:interview_new", "iris", {"code": "case"}, "?de={telling_child}&para=expert")
PLANNED = {"code": "case", "pk": "hearing_planned"}

PAGES: tuple[Page, ...] = (
    Page("testimony:tellings", "ana", CHILD),
    NEW,
    Page("testimony:telling_correct", "ana", {**CHILD, "pk": "telling_now"}),
    Page("testimony:child_key", "ana", CHILD),
    Page("testimony:child_unkey", "ana", {**CHILD, "pk": "telling_key"}),
    PLAN,
    Page("testimony:interview_held", "iris", {"code": "case"}, "?de={telling_child}&para=investigation"),
    Page("testimony:interview", "iris", PLANNED),
    Page("testimony:interview_begin", "iris", PLANNED),
    Page("testimony:interview_close", "iris", {"code": "case", "pk": "hearing_begun"}),
    Page("testimony:interview_end", "iris", {"code": "case", "pk": "hearing_closed"}),
    Page("testimony:interview_cancel", "iris", PLANNED),
)
MORE: dict[str, Page] = {
    "hearing: nothing told": Page("testimony:tellings", "caro", OTHER),
    "hearing: what for": Page("testimony:telling_new", "ana", CHILD),
    "hearing: whom to hear": Page("testimony:interview_new", "iris", {"code": "case"}),
    "hearing: goes on": Page(
        "testimony:interview_new", "iris", {"code": "case"},
        "?de={telling_child}&sigue={hearing_ended}&para=investigation",
    ),
    "hearing: ended": Page("testimony:interview", "iris", {"code": "case", "pk": "hearing_ended"}),
    "hearing: cancelled": Page("testimony:interview", "beto", {"code": "case", "pk": "hearing_left"}),
}  # fmt: skip
ANSWERS: dict[str, Answer] = {
    "hearing: without a reason": Answer(PLAN, ACT, status=422),
    "hearing: a wrong key": Answer(Page("testimony:child_key", "ana", CHILD), ACT, {"#id_curp": "ABC"}, status=422),
}
SENT: set[str] = set()
