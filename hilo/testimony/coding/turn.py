"""One turn of an interviewer: its sentences, the one label they give, and the flags."""

import re
from collections.abc import Sequence

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding import structure as s
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known
from hilo.testimony.coding.questions import question
from hilo.testimony.coding.remarks import pressure, remark, statement, structural
from hilo.testimony.coding.units import Unit, strip_fillers, units
from hilo.testimony.coding.words import plain, split


_ACCENTED = re.compile(r"\b(?:qué|quién(?:es)?|cómo|cuándo|dónde|adónde|cuál(?:es)?|cuánt[oa]s?)\b")
_WH_LATER = re.compile(
    r"^(?:y )?(?:(?:en|con|despues de|antes de|a|cuando) .*?|(?:el|la|los|las|tu|tus|su|ellos|ellas|usted) ?\w*(?: de \w+)?) "
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
    said, asks = unit.said, unit.asks
    if s.FINE_IF.match(said):
        return Found("SUP", "support")
    if rule:
        return Found("STR", "ground rule")
    if (
        unit.asked
        and (p.SURPRISE.match(asks) or p.AGAIN_PLEASE.match(plain(unit.core)))
        and not strip_fillers(plain(unit.lead))
    ):
        return Found("FAC", "surprise, or asks to repeat")
    if found := pressure(said, known):
        return found
    if found := tag(unit, known):
        return found
    if (
        unit.core.startswith("¡")
        and len(said.split()) <= 4
        and not p.TELL.match(asks)
        and not s.NOT_A_REMARK.match(said)
    ):
        return Found("", "an exclamation")
    if unit.asked is False:
        return _unasked(unit, known, previous)
    if unit.asked is None and not _looks_asked(strip_fillers(said)):
        return (
            remark(strip_fillers(said), known, whole=said)
            if not p.TELL.match(strip_fillers(said))
            else question(strip_fillers(said), known, previous=previous)
        )
    return asked(unit, known, previous)


def tag(unit: Unit, known: Known) -> Found | None:
    """A particle that seeks agreement, put on a statement."""
    whole, core, lead = strip_fillers(unit.said), plain(unit.core), plain(unit.lead)
    if unit.asked and lead and (p.CHECK.match(core) or p.TAG.match(core)):
        return _tagged(lead, core, known)
    start = p.TAG_START.match(unit.asks if unit.asked else whole)
    if start and start["rest"] and (unit.asked is not False):
        return Found("SUG-TAG", "particle before a statement", tuple(known.new(split(start["rest"]))))
    return _tag_at_end(unit, whole, known)


def _tag_at_end(unit: Unit, whole: str, known: Known) -> Found | None:
    if unit.asked is False or not p.TAG_END.search(whole) or len(whole.split()) < 3 or p.WH.match(whole):
        return None
    before = p.TAG_END.sub("", whole).strip()
    if before.endswith(" o") or unit.asked and "," not in unit.core and not whole.endswith("verdad"):
        return None
    if unit.asked is None and re.match(r"^(?:habia|hubo|estaba|traia|fue)\b.* no$", whole):
        return None
    return _tagged(before, "verdad", known)


def _tagged(lead: str, particle: str, known: Known) -> Found:
    statement_ = strip_fillers(lead)
    if p.CHECK.match(particle) or structural(statement_) or p.TELL.match(statement_):
        return Found("STR", "particle on an instruction")
    if s.NOT_A_REMARK.match(statement_) or s.ENCOURAGE.match(statement_):
        return Found("FAC", "bare particle")
    return Found("SUG-TAG", "particle after a statement", tuple(known.new(split(lead))))


def _unasked(unit: Unit, known: Known, previous: str) -> Found:
    text = strip_fillers(unit.said)
    if p.BARE_DIME.match(text):
        return Found("FAC", "go on")
    if p.THINK_BACK.match(text) and not known.new(split(text)):
        return Found("", "brings back the child's words")
    if told := p.TELL.match(text):
        rest = text[told.end() :].strip()
        if not rest and plain(unit.core).startswith(("bueno ahora", "ahora")):
            return Found("STR", "topic")
        return question(text, known, previous=previous)
    if late := _late_request(unit, known, previous):
        return late
    conclusion = p.CONCLUDES.match(unit.said)
    if conclusion and known.new(split(unit.said)) and not structural(text):
        return Found("SUG-INTRO", "concludes what was not said", tuple(known.new(split(unit.said))))
    if p.MORE.match(text) or (p.WHAT_HAPPENED.match(text) and text.startswith(("que paso", "que mas", "luego que"))):
        return question(text, known, previous=previous)
    return remark(text, known, whole=unit.said)


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
        p.WH.match(text)
        or p.MORE.match(text)
        or p.WHAT_HAPPENED.match(text)
        or p.NEGATED.match(text)
        or p.KNOWLEDGE.match(text)
    ):
        return not s.SUPPORT.search(text) and not s.RULE.search(text)
    if p.OR_TAIL.search(text) or re.search(r"\b[ou] \w+", text) or _WH_LATER.match(text):
        return True
    if re.match(r"^(?:me |nos )?(?:dijiste|contaste|mencionaste|platicaste|comentaste)\b", text):
        return False
    first = text.split()[0] if text else ""
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
        and not p.WH.match(strip_fillers(conclusion["rest"]))
        and conclusion["rest"]
        and not p.TELL.match(conclusion["rest"])
    ):
        return _concluded(conclusion["rest"], known)
    accented = bool(
        _ACCENTED.search(unit.core.lower()) or (unit.asked is None and _WH_LATER.match(asks))
    ) and not p.KNOWLEDGE.match(asks)
    found = question(_with_lead(unit), known, previous=previous, marked=bool(unit.asked), wh=accented)
    lead = _lead_statement(unit, known)
    return lead if lead and not found.suggests else found


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


def label_of(found: Sequence[Found]) -> Found:
    """The one that decides: suggestive anywhere wins, social pressure before the last; else the last prompt."""
    pressed = [f for f in found if f.label == "SUG-SOC"]
    suggestive = pressed or [f for f in found if f.suggests]
    prompts = suggestive or [f for f in found if f.is_prompt]
    if prompts:
        return prompts[-1] if prompts[-1].own or len(prompts) == 1 else prompts[-2]
    for label in ("STR", "SUP", "FAC"):
        rest = [f for f in found if f.label == label]
        if rest:
            return rest[-1]
    return Found("FAC", "nothing asked", sure=0.6)


def flags_of(found: Sequence[Found], turn: str, *, repeated: bool = False) -> tuple[str, ...]:
    """The flags of a turn, in the order of hilo.testimony.labels.FLAGS. ``interrupts`` comes from the transcript."""
    prompts = [f for f in found if f.is_prompt and not _only_states(f)]
    real = [f for f in prompts if f.own] or prompts
    joined = sum(a.label.startswith("INV") and b.label.startswith("INV") for a, b in zip(real, real[1:], strict=False))
    count = sum(f.prompts for f in real) - joined  # a request in two sentences is one
    recast = any(
        a.label.startswith("INV") and not b.label.startswith("INV") for a, b in zip(real, real[1:], strict=False)
    )
    flags = {
        "multiple": count > 1,
        "recast": recast,
        "faux": any(f.faux for f in found) or _bare_before_question(found),
        "repeated": repeated or bool(p.AGAIN.search(plain(turn)) and not s.RULE.search(plain(turn)) and prompts),
        "new_content": any(f.new for f in found if f.label not in ("STR", "SUP", "")),
    }
    return tuple(name for name, holds in flags.items() if holds)


def _only_states(found: Found) -> bool:
    return found.label == "SUG-INTRO" or found.label == "SUG-SOC" and found.rule not in ("invites to imagine",)


def _bare_before_question(found: Sequence[Found]) -> bool:
    return any(
        a.rule == "bare request" and b.is_prompt and not b.label.startswith("INV")
        for a, b in zip(found, found[1:], strict=False)
    )
