"""Identifiers inside free text: what senders write only in prose.

Each pattern reads every character a bounded number of times, so a hostile text costs no more than
a long one. What is found was only mentioned: it belongs to nobody yet.
"""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from hilo.alerts.draft import IdKind
from hilo.alerts.formats import limits

Found = tuple[IdKind, str, str]  # kind, value, service

_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}+@[A-Za-z0-9\-]{1,63}+(?:\.[A-Za-z0-9\-]{1,63}+){1,8}+")
_URL = re.compile(r"\bh(?:tt|xx)ps?://[^\s<>\"'{}|\\^`\[\]]{1,2083}", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\w|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_PLUS_PHONE = re.compile(r"(?<![\w+])\+\d[\d ()\-.]{6,18}\d(?!\w)")
_PHONE = re.compile(r"(?<![\w+])\d[\d ()\-.]{7,18}\d(?!\w)")
_NAMING = re.compile(r"(?:\btel|\bcel|m[oó]vil|phone|mobile|whatsapp)[^\d+]{0,14}\Z", re.IGNORECASE)
_CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z][A-Za-z0-9_]{1,19}(?!\w)")
_ESP_ID = re.compile(r"unique ESP Identifier\W{0,5}(\w[\w.\-]{0,62}\w)", re.IGNORECASE)
_THREAD = re.compile(r"Messenger Thread ID\W{0,5}(\w[\w.\-]{0,62}\w)", re.IGNORECASE)
_IMEI = re.compile(r"\bIMEI\W{0,5}(\d{14,16})(?!\w)", re.IGNORECASE)


def mine(text: str) -> Iterator[Found]:
    """Identifiers mentioned in the first 20,000 characters of ``text``, at most 200."""
    text = text[: limits.MINED_CHARS]
    for count, found in enumerate(_mine(text)):
        if count >= limits.MINED_PER_TEXT:
            return
        yield found


def _mine(text: str) -> Iterator[Found]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield IdKind.EMAIL, match[0], ""
    if "://" in text:
        for match in _URL.finditer(text):
            yield IdKind.URL, match[0].rstrip(".,;:!?)"), ""
    if text.count(".") > 2:
        for match in _IPV4.finditer(text):
            if _is_address(IPv4Address, match[0]):
                yield IdKind.IP, match[0], ""
    if text.count(":") > 1:
        for match in _IPV6.finditer(text):
            if _is_address(IPv6Address, match[0]) and len(match[0]) > 4:
                yield IdKind.IP, match[0], ""
    yield from _phones(text)
    yield from _platform_ids(text)


def _phones(text: str) -> Iterator[Found]:
    if "+" in text:
        for match in _PLUS_PHONE.finditer(text):
            yield IdKind.PHONE, match[0], ""
    for match in _PHONE.finditer(text):
        if _NAMING.search(text[max(0, match.start() - 20) : match.start()]):
            yield IdKind.PHONE, match[0], ""


def _platform_ids(text: str) -> Iterator[Found]:
    if "$" in text:
        for match in _CASHTAG.finditer(text):
            yield IdKind.ACCOUNT, match[0], "cashtag"
    low = text.lower()
    if "unique esp identifier" in low:
        for match in _ESP_ID.finditer(text):
            # «File's unique ESP Identifier» names a file on the platform, not an account.
            of_file = "file" in text[max(0, match.start() - 12) : match.start()].lower()
            yield (IdKind.GROUP, match[1], "esp_file") if of_file else (IdKind.ACCOUNT, match[1], "")
    if "messenger thread id" in low:
        for match in _THREAD.finditer(text):
            yield IdKind.GROUP, match[1], "messenger_thread"
    if "imei" in low:
        for match in _IMEI.finditer(text):
            yield IdKind.DEVICE, match[1], "IMEI"


def _is_address(kind: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    try:
        kind(text)
    except AddressValueError:
        return False
    return True
