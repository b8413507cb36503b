"""Mexican telephone numbers, in all the ways they have been written."""

import re

import phonenumbers

SHORTEST = 7  # signs; anything shorter is a service number, which belongs to nobody
_NOT_DIGITS = re.compile(r"[^\d+]")
# mobile prefixes that ended on 3 August 2019: 044, 045 and the 1 after +52
_OLD = re.compile(r"^(?:(?:\+?52)?(?:044|045)?|\+?521)(\d{10})$")
_NORTH_AMERICAN = re.compile(r"^1[2-9]\d{9}$")  # as the United States writes its own, without the plus


def phone(value: str) -> str:
    """E.164, or "" when it is no number. Without country code it is taken as Mexican."""
    digits = _NOT_DIGITS.sub("", value)
    if len(digits) < SHORTEST or len(set(digits)) < 3:
        return ""
    mexican = _OLD.match(digits) if not digits.startswith("+") or digits.startswith("+52") else None
    if mexican and not mexican.group(1).startswith("0"):
        return f"+52{mexican.group(1)}"
    if _NORTH_AMERICAN.match(digits):
        digits = f"+{digits}"
    try:
        number = phonenumbers.parse(digits, "MX")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if len(written) > SHORTEST else ""
