"""A visitor of a door that runs in another process: real requests, one cookie, forms as a browser sends them."""

import http.client
import re
import time
from typing import Any
from urllib.parse import urlencode

from tests.door.door_site import FORM, Visitor

DIGITS = re.compile(r"\b(\d{4} \d{4} \d{4} \d{4} \d{4})\b")


class RealVisitor(Visitor):
    """As :class:`Visitor`, over a socket. ``status`` and ``headers``: of the last answer; ``took``: its seconds."""

    def __init__(self, port: int, *, language: str = "es", forwarded: str = "") -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie, self.page, self.status, self.took, self.last_step = "", "", 0, 0.0, 0.0
        self.sent_headers = {"Accept-Language": language, "Host": "localhost"}
        if forwarded:
            self.sent_headers["X-Forwarded-For"] = forwarded
        self.headers: dict[str, str] = {}
        self.cookies_given: list[str] = []

    def look(self) -> str:
        """The page where they are."""
        self.page = self.ask("GET", "/").decode()
        assert self.status == 200, self.page
        return self.page

    def press(self, go: str = "next", **fields: Any) -> str:
        """Press a button with what was typed or chosen; the page that comes then."""
        self.post_only(go, **fields)
        return self.look()

    def post_only(self, go: str, **fields: Any) -> None:
        """Press a button, and do not follow «Seguir»; ``last_step`` is how long its answer took."""
        self.answer = self.ask("POST", "/", self.hidden() | {"go": go} | fields)
        self.last_step = self.took
        assert self.status == 200, self.answer

    def ask(self, method: str, path: str, fields: Any = None, **headers: str) -> bytes:
        """One request, and its body; the line is closed when it broke, and can be used again."""
        body = urlencode(fields, doseq=True) if isinstance(fields, dict) else fields
        sent = self.sent_headers | ({"Content-Type": FORM} if body is not None else {}) | headers
        if self.cookie:
            sent["Cookie"] = self.cookie
        began = time.perf_counter()
        try:
            self.line.request(method, path, body, sent)
            answer = self.line.getresponse()
            read = answer.read()
        except (OSError, http.client.HTTPException):
            self.line.close()
            raise
        self.took, self.status = time.perf_counter() - began, answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.cookies_given = answer.headers.get_all("Set-Cookie", [])
        if self.cookies_given:
            self.cookie = self.cookies_given[0].partition(";")[0]
        return read

    @property
    def code(self) -> str:
        """The 20 digits that the page shows; "" for none."""
        found = DIGITS.search(self.words)
        return found[1].replace(" ", "") if found else ""

    def tell_urgently(self, account: str, **fields: str) -> str:
        """The shortest way to the page that has the code and the last button; the code."""
        self.look()
        self.press("urgent")
        self.press(account=account, state="NAY", about="me", **fields)
        return self.code
