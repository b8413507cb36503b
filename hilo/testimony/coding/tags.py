"""Particles that seek agreement with a statement, and those that only check an instruction."""

import re

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding import structure as s
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known
from hilo.testimony.coding.remarks import structural
from hilo.testimony.coding.units import Unit, strip_fillers
from hilo.testimony.coding.words import plain, split


def tag(unit: Unit, known: Known) -> Found | None:
    """A particle that seeks agreement, put on a statement."""
    whole, core, lead = strip_fillers(unit.said), plain(unit.core), plain(unit.lead)
    if unit.asked and lead and not p.WH.match(strip_fillers(lead)) and (p.CHECK.match(core) or p.TAG.match(core)):
        return _tagged(lead, core, known)
    start = p.TAG_START.match(unit.asks if unit.asked else whole)
    if start and start["rest"] and (unit.asked is not False):
        return Found("SUG-TAG", "particle before a statement", tuple(known.new(split(start["rest"]))))
    return _tag_at_end(unit, whole, known)


def _tag_at_end(unit: Unit, whole: str, known: Known) -> Found | None:
    if unit.asked is False or not p.TAG_END.search(whole) or len(whole.split()) < 3 or p.WH.match(whole):
        return None
    before = p.TAG_END.sub("", whole).strip()
    if before.endswith((" o", " que", " ya")) or (unit.asked and len(before.split()) < 3 and "," not in unit.core):
        return None
    if unit.asked is None and re.match(r"^(?:habia|hubo|estaba|traia|fue)\b.* no$", whole):
        return None
    return _tagged(before, "verdad", known)


def _tagged(lead: str, particle: str, known: Known) -> Found:
    statement_ = strip_fillers(lead)
    if p.CHECK.match(particle) or structural(statement_) or p.TELL.match(statement_):
        return Found("STR", "particle on an instruction")
    if s.NOT_A_REMARK.match(statement_) or s.ENCOURAGE.match(statement_):
        return Found("FAC", "particle alone")
    return Found("SUG-TAG", "particle after a statement", tuple(known.new(split(lead))))
