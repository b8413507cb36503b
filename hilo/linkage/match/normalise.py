"""Identifiers to one form, so that the same thing written twice meets itself. Pure functions.

Each takes what the sender wrote and gives the normal form, or "" when the value cannot serve as a key
(placeholders, values every report carries). Raw values are kept sealed with the alert; links use these.
"""

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from email_validator import EmailNotValidError, validate_email

from hilo.linkage.match.normalise_mx import phone

NORM_VERSION = 1
_SPACES = re.compile(r"\s+")
_HEX = re.compile(r"[0-9a-f]{16,128}\Z")
_NOTHING = frozenset({"", "n/a", "na", "null", "none", "unknown", "desconocido", "undefined", "-", "0"})
# hashes that stand for "no hash": one repeated sign, or the hash of nothing
_EMPTY_HASHES = frozenset(
    {
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
)


def plain(value: str) -> str:
    """Lower case, single spaces, nothing for words that mean nothing."""
    text = _SPACES.sub(" ", value).strip().casefold()
    return "" if text in _NOTHING else text


def account(value: str) -> str:
    """A platform's id of an account: as it is, without spaces; case is kept by some platforms, so it stays."""
    text = value.strip()
    return "" if text.casefold() in _NOTHING or set(text) <= {"0"} else text


def email(value: str) -> str:
    """Lower-case address; a tag behind ``+`` and Gmail's dots are dropped. No look-up is made."""
    text = value.strip()
    try:
        parts = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return ""
    local, domain = parts.local_part.casefold().split("+")[0], parts.domain.casefold()
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else ""


def ip(value: str) -> str:
    """Canonical address; an IPv4 inside IPv6 becomes IPv4. Not a person: never links alone."""
    try:
        address = ipaddress.ip_address(value.strip())
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def file_hash(value: str) -> str:
    """Hexadecimal hash, lower case; placeholders such as one repeated digit give nothing."""
    text = value.strip().casefold()
    if not _HEX.match(text) or text in _EMPTY_HASHES or len(set(text)) == 1:
        return ""
    return text


def url(value: str) -> str:
    """Scheme and host in lower case, no fragment, no trailing slash. Inert text: it is never opened."""
    try:
        parts = urlsplit(value.strip())
        host = (parts.hostname or "").casefold()
        host = f"[{host}]" if ":" in host else host
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not host:
        return ""
    return urlunsplit((parts.scheme.casefold() or "https", host + port, parts.path.rstrip("/"), parts.query, ""))


def device(value: str) -> str:
    """Letters and digits only: ids are written with and without separators."""
    text = re.sub(r"[^0-9a-z]", "", value.casefold())
    return "" if len(text) < 6 or len(set(text)) < 3 else text


NORMALISERS: dict[str, Callable[[str], str]] = {
    "account": account,
    "screen_name": plain,
    "display_name": plain,
    "email": email,
    "phone": phone,
    "ip": ip,
    "device": device,
    "url": url,
    "profile_url": url,
    "group": account,
    "hash": file_hash,
    "person_name": plain,
    "school": plain,
    "address": plain,
    "case_number": plain,
}


def normal(kind: str, value: str) -> str:
    """The normal form of a value of a kind, or ""."""
    return NORMALISERS[kind](value)
