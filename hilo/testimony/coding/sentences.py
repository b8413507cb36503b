"""What each sentence of a turn is."""

import re
from dataclasses import replace

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding import structure as s
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known
from hilo.testimony.coding.questions import question
from hilo.testimony.coding.remarks import pressure, remark, statement, structural
from hilo.testimony.coding.tags import tag
from hilo.testimony.coding.units import Unit, only_fillers, strip_fillers, units
from hilo.testimony.coding.words import plain, split

_ACCENTED = re.compile(r"\b(?:qué|quién(?:es)?|cómo|cuándo|dónde|adónde|cuál(?:es)?|cuánt[oa]s?)\b")
_TOPIC = re.compile(
    r"^(?:y )?(?:el|la|los|las|ese|esa|esos|esas|un|una|su|sus) \w+(?: \w+)?$"
)  # «el payaso, ¿qué hizo?»
_THAT_WH = re.compile(
    r"^(?:y )?(?:eso|el|ella|ellos|ahi) (?:(?:a|con|de|por|en) )?(?:que|quien|cuando|donde|como|cuanto)\b"
)
_MOMENT = re.compile(r"^(?:y )?(?:ya )?(?:cuando|mientras|(?:despues|antes) de que|desde que)\b")
_WH_LATER = re.compile(
    r"^(?:y )?(?:(?:en|con|despues de|antes de|a|cuando) .*?|(?:el|la|los|las|tu|tus|su|ellos|ellas|"
    r"usted) ?\w*(?: de \w+)?) "
    r"(?:(?:a|de|con|en|por|para) )?(?:que|quien|quienes|donde|cuando|como|cuantos?|cuantas?)(?: \w+){1,4}$"
)


def sentences(turn: str, known: Known, previous: str = "") -> list[Found]:
    """What each sentence of the turn is, in order. A practice question belongs to its ground rule."""
    cut = units(turn)
    found = [sentence(unit, known, previous, rule=_is_rule(unit)) for unit in cut]
    if any(map(_is_rule, cut)):
        found = [
            Found("STR", "ground rule") if f.label.startswith(("OPT", "DIR", "SUG-PRE", "SUG-NEG", "SUG-INTRO")) else f
            for f in found
        ]
    if any(s.CLOSING.search(unit.said) or s.OPENING.search(unit.said) for unit in cut):
        found = [
            Found("STR", "about the interview") if f.label == "SUG-INTRO" and f.rule != "a report" else f for f in found
        ]
    return found


def _is_rule(unit: Unit) -> bool:
    return bool(s.RULE.search(unit.said)) and not s.FINE_IF.match(unit.said)


def sentence(unit: Unit, known: Known, previous: str = "", *, rule: bool = False) -> Found:
    """One sentence, by the first of the tests that holds; their order is that of docs/explanation/prompt-coding.md."""
    return (
        _settled(unit, rule=rule)
        or pressure(unit.said, known)
        or pressure(strip_fillers(unit.said), known)
        or tag(unit, known)
        or _exclaims(unit)
        or (_unasked(unit, known, previous) if unit.asked is False else None)
        or (_unmarked(unit, known, previous) if unit.asked is None else None)
        or asked(unit, known, previous)
    )


def _settled(unit: Unit, *, rule: bool) -> Found | None:
    """What nothing else can change: comfort about not knowing, a ground rule, bare surprise."""
    if s.FINE_IF.match(unit.said):
        return Found("SUP", "support")
    if rule:
        return Found("STR", "ground rule")
    bare = p.SURPRISE.match(unit.asks) or p.AGAIN_PLEASE.match(plain(unit.core))
    lead = plain(unit.lead)
    if unit.asked and bare and (only_fillers(lead) or p.AGAIN_PLEASE.match(lead)):
        return Found("FAC", "surprise, or asks to repeat")
    return None


def _exclaims(unit: Unit) -> Found | None:
    short = unit.core.startswith("¡") and len(unit.said.split()) <= 4
    if short and not p.TELL.match(unit.asks) and not s.NOT_A_REMARK.match(unit.said):
        return Found("", "an exclamation")
    return None


def _unmarked(unit: Unit, known: Known, previous: str) -> Found | None:
    text = strip_fillers(unit.said)
    if _looks_asked(text):
        return None
    return question(text, known, previous=previous) if p.TELL.match(text) else remark(text, known, whole=unit.said)


def _unasked(unit: Unit, known: Known, previous: str) -> Found:
    text = strip_fillers(unit.said)
    told = p.TELL.match(text)
    if told and not p.BARE_DIME.match(text):
        topic = not text[told.end() :].strip() and plain(unit.core).startswith(("bueno ahora", "ahora"))
        return Found("STR", "topic") if topic else question(text, known, previous=previous)
    return (
        _pointed(text, known)
        or _late_request(unit, known, previous)
        or _concludes(unit, text, known)
        or _asked_without_mark(text, known, previous)
        or remark(text, known, whole=unit.said)
    )


def _pointed(text: str, known: Known) -> Found | None:
    """«Dime.», «Piensa en cuando…»: a push that asks for nothing of its own."""
    if p.BARE_DIME.match(text):
        return Found("FAC", "go on")
    if p.THINK_BACK.match(text) and not known.new(split(text)):
        return Found("", "brings back the child's words")
    return None


def _concludes(unit: Unit, text: str, known: Known) -> Found | None:
    new = tuple(known.new(split(unit.said))) if p.CONCLUDES.match(unit.said) else ()
    return Found("SUG-INTRO", "concludes what was not said", new) if new and not structural(text) else None


def _asked_without_mark(text: str, known: Known, previous: str) -> Found | None:
    happened = p.WHAT_HAPPENED.match(text) and text.startswith(("que paso", "que mas", "luego que"))
    return question(text, known, previous=previous) if happened or p.MORE.match(text) else None


def _late_request(unit: Unit, known: Known, previous: str) -> Found | None:
    """«Para practicar, cuéntame…»: the request stands after a comma; what is before it may bring in something."""
    pieces = re.split(r"[,:;]\s+", unit.core)
    for at in range(1, len(pieces)):
        text = strip_fillers(plain(", ".join(pieces[at:])))
        if p.TELL.match(text) and not p.BARE_DIME.match(text):
            before = statement(plain(" ".join(pieces[:at])), known)
            asks = question(text, known, previous=previous)
            return before if before.label == "SUG-INTRO" and not _sets_scene(pieces[0]) and not asks.suggests else asks
    return None


def _sets_scene(piece: str) -> bool:
    return structural(plain(piece)) or bool(
        re.match(r"^(?:para|cuando|ahora|antes|despues|si|con|desde|a ver|en|hoy|primero)\b", plain(piece))
    )


def _looks_asked(text: str) -> bool:
    """Without marks: does it begin as a question does?"""
    if (
        p.ANYTHING_ELSE.match(text)
        or p.WH.match(text)
        or p.MORE.match(text)
        or p.WHAT_HAPPENED.match(text)
        or p.NEGATED.match(text)
        or p.KNOWLEDGE.match(text)
    ):
        return not s.SUPPORT.search(text) and not s.RULE.search(text)
    if _THAT_WH.match(text) or p.OR_TAIL.search(text) or re.search(r"\b[ou] \w+", text) or _WH_LATER.match(text):
        return True
    if re.match(r"^(?:me |nos )?(?:dijiste|contaste|mencionaste|platicaste|comentaste)\b", text):
        return False
    first = text.split(maxsplit=1)[0] if text else ""
    second = " ".join(text.split()[:2])
    return bool(
        re.search(r"(?:aste|iste|abas|ias|eras)$", first)
        or re.match(r"^(?:habia|hubo|hay|tienes|era|eran|estaba|estaban|fue|traia|llevaba|iba|iban)$", first)
        or re.match(r"^(?:te|se|les|le|lo|la|los|las|me) \w+(?:aste|iste|o|aron|ieron|aba|ia|an|ian)$", second)
    ) and not structural(text)


def asked(unit: Unit, known: Known, previous: str) -> Found:
    """A question, with or without marks."""
    asks = unit.asks
    if s.UNDERSTOOD.match(asks) or s.OPENING.match(asks) or _about_interview(unit):
        return Found("STR", "about the interview")
    conclusion = p.CONCLUDES.match(plain(unit.core))
    if (
        conclusion
        and not unit.core.lower().startswith("con qué")
        and not p.WH.match(strip_fillers(conclusion["rest"]))
        and conclusion["rest"]
        and not p.TELL.match(conclusion["rest"])
    ):
        return _concluded(conclusion["rest"], known)
    accented = bool(
        _ACCENTED.search(unit.core.lower()) or (unit.asked is None and _WH_LATER.match(asks))
    ) and not p.KNOWLEDGE.match(asks)
    found = question(_with_lead(unit), known, previous=previous, marked=bool(unit.asked), wh=accented)
    if found.is_prompt and not found.label.startswith("INV") and _bare_tell(unit.lead):
        found = replace(found, faux=True)
    lead = _lead_statement(unit, known) or _lead_moment(unit, known)
    return lead if lead and not found.suggests else found


def _bare_tell(lead: str) -> bool:
    """«Cuéntame, ¿cómo te llevó?»: a tell-verb with no object, or with a question for one, before a question."""
    said = strip_fillers(plain(lead))
    told = p.TELL.match(said)
    rest = said[told.end() :].strip() if told else ""
    return bool(told and (not rest or p.WH.match(rest)))


def _about_interview(unit: Unit) -> bool:
    return any(look.search(unit.said) for look in (s.COMFORT, s.CLOSING)) or bool(
        re.search(r"\bsi te digo\b", unit.said)
    )


def _concluded(rest: str, known: Known) -> Found:
    new = tuple(known.new(split(rest)))
    if new:
        return Found("SUG-INTRO", "concludes what was not said", new)
    return Found("OPT-YN", "checks a summary", sure=0.7)


def _with_lead(unit: Unit) -> str:
    """«Okey, y luego, ¿qué sucedió?» is one prompt; «y X» keeps its «y»."""
    core = plain(unit.core)
    lead = strip_fillers(plain(unit.lead))
    if re.match(rf"^(?:(?:y|oye|bueno|a ver|okey) )*(?:luego|entonces|despues) que (?:mas )?{p.HAPPEN}$", core):
        return f"luego que {core.rpartition(' ')[2]}"
    if lead.startswith(("desde ", "entre ")) and p.WHAT_HAPPENED.match(unit.asks):
        return f"{unit.asks} {lead}"
    if p.THERE_HAPPENED.match(f"{lead} {unit.asks}"):
        return f"{lead} {unit.asks}"
    if _TOPIC.match(lead) and p.WH.match(core):
        return f"{lead} {core}"
    if p.MORE.match(lead) or lead in ("luego", "despues"):
        return f"{lead} {unit.asks}"
    return (
        core
        if p.ELLIPTIC.match(core) and not p.ELLIPTIC.match(unit.asks) and len(core.split()) < 6
        else _short_of(unit)
    )


def _short_of(unit: Unit) -> str:
    return plain(unit.core) if plain(unit.core) in ("y", "y ya", "y entonces", "y luego", "y despues") else unit.asks


def _lead_statement(unit: Unit, known: Known) -> Found | None:
    """A statement before the question mark that brings in something new."""
    lead = strip_fillers(plain(unit.lead))
    if (
        len(lead.split()) < 3
        or p.TELL.match(lead)
        or structural(lead)
        or re.match(r"^(?:cuando|despues|antes|en|si|y|ademas|de|con|el|la|los|las|desde|al)\b", lead)
    ):
        return None
    found = statement(lead, known)
    return found if found.label == "SUG-INTRO" else None


def _lead_moment(unit: Unit, known: Known) -> Found | None:
    """«Cuando se subieron al tren, ¿quién iba contigo?»: a moment that the child did not name is taken for granted."""
    lead = strip_fillers(plain(unit.lead))
    new = tuple(known.new(split(lead))) if _MOMENT.match(lead) and known.any else ()
    return Found("SUG-PRE", "takes for granted what was not said", new, sure=0.65) if new else None
