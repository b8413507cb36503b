"""Pages of hearing a child: transcripts. See pages.py."""

from tests.browser.page_rows import ACT, CASE, Answer, Page

ONE = {**CASE, "pk": "transcript"}
PAGES: tuple[Page, ...] = (
    Page("testimony:layer_new", "ana", {**ONE, "turn": "=4"}),
    Page("testimony:layer_replace", "ana", {**ONE, "mark": "transcripts_note"}),
    Page("testimony:transcript", "ana", ONE),
    Page("testimony:transcript_draft", "iris", {**CASE, "pk": "interview"}),
    Page("testimony:transcript_new", "ana", CASE),
    Page("testimony:transcript_out", "ana", ONE),
    Page("testimony:transcripts", "ana", CASE),
)
_BY_NAME = {page.name: page for page in PAGES}
MORE: dict[str, Page] = {
    "no transcripts yet": Page("testimony:transcripts", "ana", {"code": "ready"}),
    "a file of an interview where none was begun": Page("testimony:transcript_new", "ana", {"code": "ready"}),
}
ANSWERS: dict[str, Answer] = {
    "a transcript without its file": Answer(_BY_NAME["testimony:transcript_new"], ACT, status=422),
    "a typed transcript as it is read": Answer(
        _BY_NAME["testimony:transcript_draft"], "button[value=check]", {"#id_text": "E: Hola.\nN: Hola."}
    ),
    "a note on words said twice": Answer(
        _BY_NAME["testimony:layer_new"], ACT, {"#id_words_typed": "con", "#id_body": "¿Cuál?"}, status=422
    ),
    "a note without its text": Answer(_BY_NAME["testimony:layer_new"], ACT, status=422),
    "a transcript taken out for nothing": Answer(_BY_NAME["testimony:transcript_out"], ACT, status=422),
}
SENT: set[str] = set()
