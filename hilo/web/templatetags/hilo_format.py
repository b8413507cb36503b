"""How Hilo writes times, tiers, labels and hidden values, the same on every page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext_lazy, pgettext_lazy

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400
MONTH, YEAR = 2_629_800, 31_557_600  # mean Gregorian lengths, in seconds
SOON = timedelta(hours=24)
_UNITS = (("year", YEAR, 2 * YEAR), ("month", MONTH, 2 * MONTH), ("day", DAY, DAY), ("hour", HOUR, HOUR))

_DUE_IN = {
    "minute": ngettext_lazy("vence en %(n)d min", "vence en %(n)d min", "n"),
    "hour": ngettext_lazy("vence en %(n)d h", "vence en %(n)d h", "n"),
    "day": ngettext_lazy("vence en %(n)d día", "vence en %(n)d días", "n"),
    "month": ngettext_lazy("vence en %(n)d mes", "vence en %(n)d meses", "n"),
    "year": ngettext_lazy("vence en %(n)d año", "vence en %(n)d años", "n"),
}
_WAS_DUE = {
    "minute": ngettext_lazy("venció hace %(n)d min", "venció hace %(n)d min", "n"),
    "hour": ngettext_lazy("venció hace %(n)d h", "venció hace %(n)d h", "n"),
    "day": ngettext_lazy("venció hace %(n)d día", "venció hace %(n)d días", "n"),
    "month": ngettext_lazy("venció hace %(n)d mes", "venció hace %(n)d meses", "n"),
    "year": ngettext_lazy("venció hace %(n)d año", "venció hace %(n)d años", "n"),
}

# Shape carries the tier as well as number and word: full, half, open, dot.
_TIERS = {
    1: (gettext_lazy("Riesgo ahora"), mark_safe('<path d="M8 .5 15.5 8 8 15.5.5 8z"/>')),
    2: (
        gettext_lazy("Identificable"),
        mark_safe('<path class="open" d="M8 1.6 14.4 8 8 14.4 1.6 8z"/><path d="M8 1v14L1 8z"/>'),
    ),
    3: (gettext_lazy("Trabajable"), mark_safe('<circle class="open" cx="8" cy="8" r="5.6"/>')),
    4: (pgettext_lazy("urgencia", "Baja"), mark_safe('<circle cx="8" cy="8" r="3"/>')),
}

_CLOCKS = {
    "overdue": mark_safe('<path d="M8 1 15.5 15H.5z"/>'),
    "soon": mark_safe('<circle class="open" cx="8" cy="8" r="6.4"/><path d="M8 3.4V8h4.6A4.6 4.6 0 1 1 8 3.4z"/>'),
    "running": mark_safe('<circle class="open" cx="8" cy="8" r="6.4"/><path class="open" d="M8 4v4l2.6 2"/>'),
    "paused": mark_safe('<path d="M3.5 2h3v12h-3zM9.5 2h3v12h-3z"/>'),
    "stopped": mark_safe('<path class="open" d="m2 8.5 4 4 8-9"/>'),
}


@register.filter
def may(user: Any, permission: str) -> bool:
    """Whether this person may ever do it. False for nobody and for a permission that does not exist."""
    return bool(getattr(user, "is_authenticated", False) and user.has(permission))


@register.filter
def exact(moment: datetime | date | None) -> str:
    """«22 nov 2026, 14:05» in the local zone; a plain date without the hour; "" for None."""
    if not moment:
        return ""
    month = "b" if (get_language() or "es").startswith("es") else "M"
    if isinstance(moment, datetime):
        return date_format(_local(moment), f"j {month} Y, H:i")
    return date_format(moment, f"j {month} Y")


@register.filter
def when(moment: datetime | date | None) -> SafeString:
    """The same as a ``<time>`` element that machines read too."""
    if not moment:
        return mark_safe("")
    stamp = _local(moment) if isinstance(moment, datetime) else moment
    return format_html('<time class="when" datetime="{}">{}</time>', stamp.isoformat(), exact(moment))


@register.filter
def time_left(due_at: datetime | None, now: datetime | None = None) -> str:
    """«vence en 3 h», «vence mañana a las 14:00», «venció hace 2 días». Whole units, rounded down.

    Days to come are counted on the local calendar, so that "in 2 days" is the day after tomorrow.
    """
    if not due_at:
        return gettext("sin fecha de vencimiento")
    due, now = _local(due_at), _local(now or timezone.now())
    seconds = int((due.astimezone(UTC) - now.astimezone(UTC)).total_seconds())
    if abs(seconds) < MINUTE:
        return gettext("vence en este momento")
    if seconds < 0:
        unit, count = _whole(-seconds)
        return str(_WAS_DUE[unit] % {"n": count})
    return _named_day(due, now, seconds) or _due_in(due, now, seconds)


def _named_day(due: datetime, now: datetime, seconds: int) -> str:
    days = (due.date() - now.date()).days
    if seconds < 12 * HOUR or days > 1:
        return ""
    hour = f"{due:%H:%M}"
    if days:
        return gettext("vence mañana a las %(hour)s") % {"hour": hour}
    return gettext("vence hoy a las %(hour)s") % {"hour": hour}


def _due_in(due: datetime, now: datetime, seconds: int) -> str:
    unit, count = _whole(seconds)
    if unit in ("day", "hour") and seconds >= 12 * HOUR:
        unit, count = "day", (due.date() - now.date()).days
    return str(_DUE_IN[unit] % {"n": count})


def _whole(seconds: int) -> tuple[str, int]:
    for unit, size, least in _UNITS:
        if seconds >= least:
            return unit, seconds // size
    return "minute", seconds // MINUTE


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment if timezone.is_aware(moment) else timezone.make_aware(moment))


@register.simple_tag
def clock_chip(
    due_at: datetime | None,
    now: datetime | None = None,
    state: str = "running",
    stopped_at: datetime | None = None,
) -> SafeString:
    """A clock in words and in exact time. ``state``: running, paused or stopped.

    A running clock shows itself as overdue when its moment has passed and as soon in its last 24 hours.
    """
    now = now or timezone.now()
    if state == "paused":
        return _chip("paused", gettext("en pausa"), due_at)
    if state == "stopped":
        return _chip("stopped", _how_it_ended(due_at, stopped_at), stopped_at or due_at)
    if due_at and due_at <= now:
        return _chip("overdue", time_left(due_at, now), due_at, live=True)
    soon = bool(due_at and due_at - now <= SOON)
    return _chip("soon" if soon else "running", time_left(due_at, now), due_at, live=True)


def _how_it_ended(due_at: datetime | None, stopped_at: datetime | None) -> str:
    if not (due_at and stopped_at):
        return gettext("terminado")
    return gettext("terminado después de vencer") if stopped_at > due_at else gettext("terminado a tiempo")


def _chip(state: str, words: str, moment: datetime | None, *, live: bool = False) -> SafeString:
    return format_html(
        '<span class="clock clock-{}">{}<b{}>{}</b> {}</span>',
        state,
        _sign(_CLOCKS[state]),
        _live(moment) if live and moment else "",
        words,
        when(moment),
    )


def _sign(shape: SafeString) -> SafeString:
    return format_html('<svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">{}</svg>', shape)


def _live(moment: datetime) -> SafeString:
    """What hilo.js needs to say the time left again without asking the server."""
    ahead = gettext("vence %(time)s") % {"time": "{}"}
    past = gettext("venció %(time)s") % {"time": "{}"}
    return format_html(' data-left="{}" data-ahead="{}" data-past="{}"', moment.isoformat(), ahead, past)


@register.filter
def tier_badge(tier: int | str | None) -> SafeString:
    """Shape, number and word of a tier (1 to 4); "sin nivel" for anything else."""
    try:
        number = int(tier)  # type: ignore[arg-type]
        word, shape = _TIERS[number]
    except (TypeError, ValueError, KeyError):
        return format_html('<span class="tier tier-4">{}</span>', gettext("Sin nivel"))
    return format_html(
        '<span class="tier tier-{}">{}<span><span class="visually-hidden">{} </span>{} · {}</span></span>',
        number,
        _sign(shape),
        gettext("Nivel"),
        number,
        word,
    )


@register.filter
def tier_name(tier: int) -> str:
    """The one word of a tier, as its badge has it."""
    return str(_TIERS[tier][0])


@register.filter
def label(item: Any) -> str:
    """The words of a bilingual label (``.es`` and ``.en``, or a dict of both) in the reader's language."""
    language = (get_language() or "es")[:2]
    for key in (language, "es"):
        words = item.get(key) if isinstance(item, dict) else getattr(item, key, None)
        if words:
            return str(words)
    return str(item or "")


@register.filter
def mask(value: Any) -> str:
    """Hides an identifier: first and last sign of a long one, dots for the rest, never its length."""
    text = str(value or "")
    if len(text) < 8:
        return "••••••"
    return f"{text[0]}••••••{text[-1]}"


@register.simple_tag
def unconfirmed() -> SafeString:
    """The mark of a rule that counsel has still to confirm."""
    return format_html('<span class="unconfirmed">{}</span>', gettext("por confirmar"))
