"""Pages of hearing a child: indicators. See pages.py."""

from tests.browser.page_rows import ACT, CASE, Answer, Page

_CHILD, _TOLD = {**CASE, "child": "child"}, {**CASE, "pk": "transcript"}
_ENTRY = {**_CHILD, "indicator": "=recording_device"}
_MARK = Page("testimony:indicator_mark", "ana", _TOLD, "?turno=4")
_WITHDRAW = Page("testimony:indicator_withdraw", "ana", {**_TOLD, "mark": "indicator_mark"})
_SUGGESTED = Page("testimony:indicator_suggestions", "ana", _TOLD)

PAGES: tuple[Page, ...] = (
    Page("testimony:indicators", "ana", _CHILD),
    Page("testimony:indicator", "ana", _ENTRY),
    _MARK,
    Page("testimony:indicator_unusual", "ana", _TOLD),
    _SUGGESTED,
    _WITHDRAW,
)
MORE: dict[str, Page] = {
    "indicators: nothing marked": Page("testimony:indicators", "iris", {**CASE, "child": "person"}),
    "indicators: nobody spoke of it": Page("testimony:indicator", "iris", {**_CHILD, "indicator": "=lighting"}),
    "indicators: all turns": Page("testimony:indicator_mark", "iris", _TOLD),
    "indicators: no odd detail": Page("testimony:indicator_unusual", "ana", {**CASE, "pk": "indicator_untouched"}),
    "indicators: not looked for": Page("testimony:indicator_suggestions", "ana", {**CASE, "pk": "indicator_untouched"}),
    "indicators: kept back": Page(
        "testimony:indicator_suggestions", "ana", {**CASE, "pk": "indicator_ahead"}, status=404
    ),
}
ANSWERS: dict[str, Answer] = {
    "indicators: words said twice": Answer(_MARK, ACT, {"#id_words_typed": "a"}, {"#id_code": "clothes"}, status=422),
    "indicators: taken back without a reason": Answer(_WITHDRAW, ACT, status=422),
    "indicators: without saying how": Answer(_SUGGESTED, "article button", choose={"#p-2": ""}, status=422),
}
SENT: set[str] = set()
