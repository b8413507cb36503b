"""What an adult says without asking: support, structure, echo, new content, pressure."""

import re

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding import structure as s
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known
from hilo.testimony.coding.words import content, fold, plain, split

_PERMITS = re.compile(
    r"(?:aqui )?(?:tambien )?esta bien si (?:lloras|te cansas|te enojas|te da (?:pena|miedo|tristeza))$"
)
# who is said to have told is nobody's news: a child has a family and a school
_REPORTER = re.compile(
    r"^(?:(?:tu|tus|la|el|su) \w+ )?(?:ya )?(?:me|nos) (?:dijo|dijeron|conto|contaron|platico|platicaron|comento|aviso)"
    r"(?: (?:tu|tus|la|el) \w+)? que "
)


def pressure(text: str, known: Known) -> Found | None:
    """Social pressure in any sentence, asked or not (Schreiber et al. 2006, five categories)."""
    for pattern, rule in (
        (p.OTHERS_TOLD, "says that others told"),
        (p.PRAISE, "praises the content"),
        (p.REWARD, "promises a reward"),
        (p.PRESS, "presses"),
        (p.PRETEND, "invites to imagine"),
    ):
        found = pattern.search(text)
        if found and not _excused(rule, pattern, text, known):
            return Found("SUG-SOC", rule, tuple(_brought(rule, pattern.sub(" ", text), text[found.end() :], known)))
    return None


def _brought(rule: str, without: str, after: str, known: Known) -> list[str]:
    """The new words of a sentence that presses: what others are said to have told, not the pressing itself."""
    if rule == "says that others told":
        return known.new(split(re.sub(r"\b(?:nomas|solo|nada mas) faltas tu\b", "", after)))
    if rule == "presses" and known.last and re.search(r"\b(?:viste|oiste|fuiste|seguro)\b", without):
        return []
    if rule == "promises a reward" or re.search(r"\beres\b", without):
        return []
    return known.new(split(without))


def _excused(rule: str, pattern: re.Pattern[str], text: str, known: Known) -> bool:
    """Where the same words do not press: the child's own phrase given back, a rule, a question, an offer of comfort."""
    if pattern.search(plain(known.last)):
        return True
    if rule == "says that others told":
        to_child = re.search(r"\bte (?:dij|cont|platic)", text) and not re.search(r"\bya (?:me|nos)\b|\bfaltas\b", text)
        return bool(to_child) or _reads_question(text)
    if rule == "promises a reward":
        return bool(s.COMFORT.search(text) or p.NO_REWARD.search(text))
    allowed = {"presses": s.RULE, "invites to imagine": p.NO_GUESSING}.get(rule)
    return bool(allowed and allowed.search(text))


def _reads_question(text: str) -> bool:
    """«¿Qué te dijeron tus amigos?» asks; it does not report."""
    return bool(
        re.match(
            r"^(?:y |luego |entonces )*(?:(?:a|de|con|en|por|para) )?(?:que|quien|quienes|cual|como|cuando|donde|"
            r"cuanto\w*)\b",
            text,
        )
    ) or bool(p.TELL.match(text))


def remark(text: str, known: Known, *, whole: str) -> Found:
    """A sentence that asks for nothing: what it is. ``text`` is ``whole`` without the small words at its start."""
    if s.NOT_A_REMARK.match(text):
        return Found("", "filler") if not s.ENCOURAGE.match(text) else Found("FAC", "go on", sure=0.8, prompts=0)
    if s.ENCOURAGE.match(text) or p.AGAIN_PLEASE.match(text):
        return Found("FAC", "go on")
    if (
        s.EMPATHY.search(text)
        and not re.search(r"\bdific|\bcost|\bnormal", text)
        and known.new(split(s.EMPATHY.sub("", text)))
    ):
        return Found(
            "SUG-INTRO", "names a feeling that was not said", tuple(known.new(split(s.EMPATHY.sub("", text)))), sure=0.6
        )
    if structural(text):
        return Found("STR", "about the interview")
    if _supports(text) or whole.startswith("gracias por") or _PERMITS.match(whole):
        return Found("SUP", "support")
    return statement(text, known)


def structural(text: str) -> bool:
    """Rules, openings, closings, comfort, topics: nothing of the event."""
    return any(look.search(text) for look in (s.RULE, s.OPENING, s.CLOSING, s.COMFORT, s.TOPIC, s.UNDERSTOOD))


def _supports(text: str) -> bool:
    return bool(s.SUPPORT.search(text)) and not re.search(r"\bdijo|\bviste\b", text)


def statement(text: str, known: Known) -> Found:
    """A statement about the event: an echo, or new content brought in."""
    told = re.sub(
        r"^(?:(?:me |nos |tu )?(?:dijiste|contaste|platicaste|mencionaste|dices|decias|"
        r"comentaste)(?: hace rato)?(?: que)?|entonces|o sea|asi que|conque)+ ",
        "",
        text,
    )
    new = tuple(known.new(split(_REPORTER.sub("", told))))
    if new:
        report = bool(p.INFORMANT.search(text))
        return Found("SUG-INTRO", "a report" if report else "states what was not said", new, sure=0.8)
    if _sharpens(told, known):
        return Found("SUG-INTRO", "sharpens what was said", ("ti",), sure=0.6)
    if not content(split(told)):
        return Found("FAC", "nothing new", sure=0.7)
    return Found("FAC", "restates what was said", sure=0.85)


def _sharpens(text: str, known: Known) -> bool:
    """The child said «a alguien»; the adult says «a ti»."""
    return bool(re.search(r"\b(?:a ti|contigo|tuy[oa])\b", text)) and bool(
        re.search(r"\b(?:alguien|un nino|una nina|otro)\b", fold(known.last))
    )
