"""Pages of hearing a child: prompts. See pages.py."""

from tests.browser.page_rows import ACT, CASE, Answer, Page

ONE = {**CASE, "pk": "transcript"}
PAGES: tuple[Page, ...] = (
    Page("testimony:interview_quality", "ana", ONE),
    Page("testimony:prompt_queue", "ana"),
    Page("testimony:prompts", "ana", ONE),
    Page("testimony:who_first", "ana", ONE),
)
MORE: dict[str, Page] = {
    "questions, the less sure first": Page("testimony:prompts", "ana", ONE, "?orden=dudosas"),
    "no questions to look at": Page("testimony:prompt_queue", "vera"),
}
ANSWERS: dict[str, Answer] = {
    "no turn ticked": Answer(PAGES[2], ACT, status=422),
    "nothing to look for": Answer(PAGES[3], ACT, status=422),
    "who named a thing first": Answer(PAGES[3], ACT, {"#id_details": "mochila: mochila, morral\nchofer\npayaso"}),
}
SENT: set[str] = {"testimony:prompt_run"}
