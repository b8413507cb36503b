"""How often a password or a code may be tried, by account and by network address, before it is looked at."""

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hilo.accounts import limits
from hilo.accounts.addresses import address_of

FIVE_MINUTES, A_DAY = 5 * 60, 24 * 60 * 60

# What is tried -> (attempts, seconds) for one account. A code has a million values and needs the
# password first, so that a day's limit keeps nobody out whom the password did not already let in.
BY_ACCOUNT = {"password": ((5, FIVE_MINUTES),), "code": ((5, FIVE_MINUTES), (30, A_DAY))}
BY_ADDRESS = ((30, FIVE_MINUTES),)  # an office may share one address
USED_SECONDS = 120  # longer than a code of an app is valid


def begin(request: HttpRequest, kind: str, *, account: str) -> Callable[[], None]:
    """Count an attempt at a "password" or a "code" of an account. Call the answer when it succeeded.

    Raises ValidationError, which says when to try again, when there were too many; what was typed must
    then not be looked at. The address is counted first: who is stopped there uses up nobody's account.
    """
    now = timezone.now()
    rates = [(f"{kind}:address:{address_of(request)}:{seconds}", limit, seconds) for limit, seconds in BY_ADDRESS]
    rates += [(f"{kind}:account:{account}:{seconds}", limit, seconds) for limit, seconds in BY_ACCOUNT[kind]]
    for key, limit, seconds in rates:
        if not limits.take(key, limit=limit, seconds=seconds, now=now):
            raise ValidationError(_too_many(limits.until(key, now=now) or now), code="too_many_attempts")

    def succeeded() -> None:
        for key, _limit, _seconds in rates:
            limits.give_back(key)

    return succeeded


def name_key(username: str) -> str:
    """One key for all ways of writing a user name that the database may take for the same."""
    return unicodedata.normalize("NFKC", username).strip().upper().casefold()


def first_use(user_pk: int, code: str) -> bool:
    """Whether nobody used this code of this person in the last minutes, in any process."""
    shown = "".join(sign for sign in code if sign.isalnum()).casefold()
    return limits.take(f"code:used:{user_pk}:{shown}", limit=1, seconds=USED_SECONDS, now=timezone.now())


def _too_many(until: datetime) -> str:
    again = timezone.localtime(until + timedelta(seconds=59))  # in the minute shown it is surely over
    if again.date() == timezone.localdate():
        return _("Demasiados intentos. Puede intentar otra vez a las %(time)s.") % {"time": date_format(again, "H:i")}
    return _("Demasiados intentos. Puede intentar otra vez el %(day)s, a las %(time)s.") % {
        "day": date_format(again, "DATE_FORMAT"),
        "time": date_format(again, "H:i"),
    }
