"""Three hundred texts that try to be more than text, and what a page, a file or a terminal must not do with them.

Each has a mark, ``window.hurt``, that it would leave in a browser that ran it.
"""

import csv
import io
import re
from html.parser import HTMLParser
from itertools import product

HURT = "window.hurt=1"
_RUN = (
    f"<script>{HURT}</script>", f"<ScRiPt>{HURT}</sCrIpT>", f"<script>{HURT}//", f"<scr<script>ipt>{HURT}</script>",
    f"<img src=x onerror={HURT}>", f"<img/src/onerror={HURT}>", f"<svg onload={HURT}>",
    f"<svg><script>{HURT}</script>", f"<svg/onload={HURT}//", f"<body onload={HURT}>",
    f"<iframe srcdoc='<script>parent.{HURT}</script>'>", f"<iframe src=javascript:parent.{HURT}>",
    f"<details open ontoggle={HURT}>", f"<input autofocus onfocus={HURT}>", f"<video><source onerror={HURT}>",
    f"<audio src=x onerror={HURT}>", f"<marquee onstart={HURT}>", f"<a href=javascript:{HURT}>Perdí la mochila</a>",
    f"<form action=javascript:{HURT}><button>", "<base href=//malo.example/>", f"<object data=javascript:{HURT}>",
    f"<embed src=javascript:{HURT}>", f"<math><mi//xlink:href=javascript:{HURT}>",
    "<link rel=stylesheet href=//malo.example/x.css>", "<style>*{display:none}</style>",
    "<style>@import '//malo.example'</style>", "<meta http-equiv=refresh content='0;url=//malo.example'>",
    f"<template><script>{HURT}</script></template>", f"<noscript><p title='</noscript><img src=x onerror={HURT}>'>",
    f"<!--><script>{HURT}</script>-->", "<plaintext>", "<xmp>", f"<table background=javascript:{HURT}>",
    f"<isindex type=image src=x onerror={HURT}>", f"<button formaction=javascript:{HURT}>",
)  # fmt: skip
_CLOSING = ("", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>")  # out of where text may stand
_ATTRIBUTE = tuple(
    f"{quote}{before}{handler}={quote}{HURT}{quote}"
    for quote, before, handler in product(
        ('"', "'", ""), (" ", "/", "\t"), ("onmouseover", "onfocus autofocus x", "style")
    )
)
_ADDRESSES = (
    f"javascript:{HURT}", f"JaVaScRiPt:{HURT}", f"java\tscript:{HURT}", f"java\nscript:{HURT}",
    f"&#106;avascript:{HURT}", f"javascript&colon;{HURT}", f" javascript:{HURT}", f"vbscript:{HURT}",
    "data:text/plain,hola", "//malo.example", "http://malo.example/\" onclick=\"" + HURT,
    "https://malo.example/?q=<script>" + HURT, "file:///etc/passwd", "\\\\malo.example\\x", "http://[::1]:80/",
    "ftp://malo.example", "mailto:x@malo.example?bcc=y", "tel:*#06#",
)  # fmt: skip
_BRACES = (
    "{{ 7*7 }}", "{% include '/etc/passwd' %}", "{% load static %}{% static 'x' %}", "{# nada #}", "${7*7}",
    "#{7*7}", "<%= 7*7 %>", "%(word)s", "%s%s%s%n", "%d", "{0}", "{word}", "{word.__class__}", "%", "%%", "{{",
    "}}", "{%", "$$", "\\1", "\\g<0>", "{{ request.user }}", "{% debug %}", "{% csrf_token %}", "{% now 'U' %}",
)  # fmt: skip
_FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://malo.example\")", "\t=1+1",
    "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "=1;=2", "\"=1+1\"", ",=1+1", ";=1+1", "'=1+1",
    "=IMPORTXML(\"http://malo.example\")", "|=1+1",
)  # fmt: skip
_SIGNS = (
    "\u202eihcom al", "\u2066a\u2069", "a\u200bb", "\ufeffa", "\u200fa\u200e", "\u2028a\u2029", "\x00", "a\x00b",
    "\x1b[31mrojo\x1b[0m", "\x1b]0;título\x07", "\x07", "\x08\x08\x08", "\x7f", "\x85", "\x9b31m", "\r\n\r\n", "\r",
    "\x0b\x0c", "\ud800", "a\udfffb", "\ud83d", "\ufffe", "\uffff", "\U000e0041\U000e0042", "\U0010ffff",
    "a" + "\u0301" * 200, "Z\u0351\u036b\u0343a" * 60, "ﷺ" * 300, "مرحبا بالعالم", "שלום <b>", "👩‍👩‍👧‍👦" * 50, "ﬃ",
    "İı", "ẞß", "Ω" * 500, "\u00ad" * 100, "𝕳𝖔𝖑𝖆", "\u3164" * 20, "\t" * 50, " " * 500, "\u115f\u1160", "\xa0" * 30,
    "\u180e", "\U0001f1f2\U0001f1fd" * 40, "a\u0338\u0489",
)  # fmt: skip
_LINES = (
    "hola\nERROR django.request 500", "hola\r\nSet-Cookie: s=1", "hola\r\n\r\n<html>",
    "x\nSubject: otro\nBcc: y@malo.example", "\n.\nQUIT", "hola\n\n\n\n\nadiós",
    "2026-11-22T20:00:00 INFO hilo todo bien", "{\"level\": \"ERROR\"}\n{\"a\": 1}",
)  # fmt: skip
_JSON = (
    "\"}", "\\\"", "\\", "\\u003cscript\\u003e", "[[[[", "{\"a\":", "null", "true", "NaN", "1e999", "\"", "'", "]]",
    "\\n\\r", "</script>{}", "[" * 900, "{\"a\":" * 200,
)  # fmt: skip
_TYPST = (
    "#include \"/etc/passwd\"", "#read(\"/etc/passwd\")", "#image(\"/etc/passwd\")",
    "#import \"@preview/x:0.1.0\": *", "#panic(\"x\")", "#let x = 1", "#{ while true {} }", "#eval(\"1+1\")",
    "$ x^2 $", "*negrita* _cursiva_", "= Título", "`código`", "<etiqueta>", "@cita", "\\#", "#", "```", "// nota",
    "/* nota", "*/", "]", "[", "#set page(width: 1pt)", "#show: it => []", "~", "#link(\"javascript:x\")",
)  # fmt: skip
_QUERIES = (
    "' OR 1=1 --", "'; DROP TABLE door_report; --", "\" OR \"\"=\"", "1; SELECT pg_sleep(1)", "%' OR '1'='1", "_",
    "%", "\\'", "admin'--", "') UNION SELECT 1,2,3 --", "'||'", "0x27", "x'; ATTACH DATABASE 'x' AS y; --", "$$;$$",
    "MATCH '*'",
)  # fmt: skip
_LONG = (
    "a" * 500,
    "palabra " * 400,
    "á" * 3000,
    "<b>" * 300,
    "&" * 2000,
    "\n" * 300,
    "x" * 20_000,
    "Perdí la mochila. " * 900,
)

CORPUS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *_RUN,
            *(closing + payload for closing, payload in product(_CLOSING[1:], _RUN[:9])),
            *_ATTRIBUTE, *_ADDRESSES, *_BRACES, *_FORMULAS, *_SIGNS, *_LINES, *_JSON, *_TYPST, *_QUERIES, *_LONG,
        ]
    )
)  # fmt: skip
SHORT = tuple(one for one in CORPUS if len(one) < 200)

# what an error of a form brings with it, and hurts nobody
INERT_TAGS = {"br", "div", "h2", "h3", "li", "p", "small", "span", "strong", "ul"}
INERT = {
    "id",
    "class",
    "role",
    "tabindex",
    "for",
    "autofocus",
    "value",
    "checked",
    "selected",
    "required",
    "dir",
    "lang",
}
ADDRESSED = ("href", "src", "action", "formaction", "data", "srcdoc", "xlink:href")
SAFE_ADDRESS = re.compile(r"(?:[/#?.]|tel:|https://|http://(?:testserver|localhost|127\.0\.0\.1)|mailto:|$)")


class Shape(HTMLParser):
    """Which elements a page has, which attributes on which of them, and what is wrong with those."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kinds: set[tuple[str, str]] = set()
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs if name not in INERT and not name.startswith("aria-")}
        self.kinds |= {(tag, name) for name in (names if tag in INERT_TAGS else {"", *names})}
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.wrong.append(f"{tag} {name}")
            if name in ADDRESSED and not SAFE_ADDRESS.match((value or "").strip()):
                self.wrong.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def wrong_with(answer: object, known: set[tuple[str, str]] | None = None) -> list[str]:
    """What is wrong with an answer of ours, whatever was typed: its status, and by its kind. Empty: nothing.

    ``known``: the elements and attributes that the same page has without poison.
    """
    status, kind = answer.status_code, answer.headers.get("Content-Type", "")
    found = [f"status {status}"] if status >= 500 else []
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind.startswith("text/html"):
        shape = Shape(body.decode())
        found += shape.wrong
        found += [f"new: {one}" for one in sorted(shape.kinds - known)] if known is not None else []
    elif kind.startswith("text/csv"):
        found += [f"cell: {cell[:20]!r}" for cell in formulas(body.decode())]
    found += [name for name, value in answer.headers.items() if "\r" in value or "\n" in value]
    return found


def formulas(table: str) -> list[str]:
    """Cells that a spreadsheet would take for more than text or a number."""
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    return [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def unsafe_on_a_terminal(text: str) -> list[str]:
    """Signs that a terminal obeys."""
    return re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
