"""How a trainee's rehearsals went, as a picture: one dot a session, oldest first. The table beside it says the same."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hilo.testimony.practice_figures import Step

WIDE, LEFT, RIGHT = 300, 8, 8
PANEL, GAP, TOP = 80, 46, 26  # units: height of one curve, room between the two, room above


def progress_picture(steps: Sequence[Step]) -> SafeString:
    """Inline SVG, 300 units wide: share of invitations above, details below. Empty for fewer than two sessions."""
    if len(steps) < 2:
        return SafeString("")
    invited = [one.invitations.value for one in steps]
    told = [one.details.value for one in steps]
    below = TOP + PANEL + GAP
    height = below + PANEL + 6
    title = escape(_("Invitaciones y detalles en cada práctica, de la más antigua a la más reciente"))
    curves = _curve(_("Invitaciones, de lo que preguntó"), invited, TOP)
    curves += _curve(_("Detalles que salieron"), told, below)
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDE} {height}" aria-label="{title}">'
        f"{curves}</svg>"
    )


def _curve(words: str, values: Sequence[float | None], top: int) -> str:
    """From nothing to all.."""
    step = (WIDE - LEFT - RIGHT) / (len(values) - 1)
    at = [(LEFT + step * n, top + PANEL * (1 - v)) for n, v in enumerate(values) if v is not None]
    dots = "".join(f'<circle class="tp-arrival" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in at)
    path = "".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(at))
    line = f'<path class="tp-strand-stopped" d="{path}"/>' if len(at) > 1 else ""
    edges = "".join(f'<path class="tp-tie" d="M0 {y}H{WIDE}"/>' for y in (top, top + PANEL))
    return (
        f'<text x="0" y="{top - 8}">{escape(words)}</text><text class="tp-when" x="{WIDE}" y="{top - 8}"'
        f' text-anchor="end">100 %</text>{edges}{line}{dots}'
    )
