"""One question, in plain words: wh-, yes/no, choice, and what each takes for granted."""

import re

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known, echo_share
from hilo.testimony.coding.presupposed import granted, has_verb, taken
from hilo.testimony.coding.requests import invitation, request
from hilo.testimony.coding.words import content, fold, split

_WHO_FIRST = re.compile(
    r"^(?:y )?(?:tu|usted|ustedes|ellos|ellas|(?:el|la|los|las|tu|tus|su|sus)(?: \w+(?: del? (?:la )?\w+)?)?|ella) "
    r"(?:(?:a|de|con|en|por|para) )?(?:que|quien|quienes|como|cuando|donde|cuanto|cuantos|cuantas|"
    r"por que)\b(?! te llamas)"
)
_HIMSELF = re.compile(r"\b(?:a ti|contigo)\b")  # «¿y a ti te dio refresco?» asks more than the child said


def question(text: str, known: Known, *, previous: str = "", marked: bool = True, wh: bool = False) -> Found:
    """Code ``text`` (no accents, no marks). ``previous`` is the label of the interviewer's question before.

    ``wh`` says that an accent showed an asking word somewhere («¿y después de comer qué hicieron?»).
    """
    told = p.TELL.match(text)
    if told and not p.BARE_DIME.match(text):
        return request(text[told.end() :].strip(), known, lambda inner: question(inner, known, previous=previous))
    for look in (_short, _happened, _how_come, _negated, _knowledge, _choice, _wh, _elliptic, _echo):
        found = look(text, known, previous)
        if found is not None:
            return found
        if look is _choice and wh and not p.WH.match(text):
            return _asks_wh(text, 1, known)
    return _yes_no(text, known, marked=marked)


def _short(text: str, known: Known, previous: str) -> Found | None:
    if text in ("y", "dime"):
        return Found("FAC", "go on")
    if (
        re.match(r"^(?:y )?(?:luego|despues|antes) de\b", text)
        and not has_verb(text)
        and not p.WH_WORD.search(text[8:])
    ):
        return invitation(text, text, known)
    if p.MORE.match(text):
        return Found("INV-F", "more")
    if more := p.MORE_KNOW.match(text):
        return invitation(text, more["rest"], known, more=True) if known.any else Found("INV-G", "what is remembered")
    if p.ANYTHING_ELSE.match(text):
        return Found("OPT-YN", "anything else")
    return None


def _happened(text: str, known: Known, previous: str) -> Found | None:
    match = p.WHAT_HAPPENED.match(text)
    if match is None:
        return _happened_there(text, known) or _how_was(text, known)
    rest = match["rest"]
    if text.startswith("como paso") or " como paso" in f" {text}":
        new = tuple(known.new(split(rest)))
        return Found("SUG-PRE" if new else "INV-C", "how it happened", new)
    if not rest and re.search(r"^(?:y )?(?:luego|despues|entonces|ya|ahi)", text):
        return Found("INV-F", "and then")
    if not rest:
        return Found("INV-F" if match["more"] else "INV-G", "what happened")
    return invitation(text, rest, known, more=bool(match["more"]))


def _happened_there(text: str, known: Known) -> Found | None:
    """«¿y en tu casa qué pasó?» asks what «¿qué pasó en tu casa?» asks."""
    match = p.THERE_HAPPENED.match(text)
    return invitation(text, match["there"], known) if match and not p.WH_WORD.search(match["there"][7:]) else None


def _how_was(text: str, known: Known) -> Found | None:
    match = p.HOW_WAS.match(text)
    if (
        match is None
        or not (match["that"] or text in ("como fue", "como estuvo"))
        or text.startswith(("como es", "como era"))
    ):
        return None
    new = tuple(known.new(split(text)))
    return Found("SUG-PRE" if new else "INV-C", "how it was", new)


def _how_come(text: str, known: Known, previous: str) -> Found | None:
    match = p.HOW_COME.match(text)
    if match is None:
        return None
    if re.match(r"no (?:te |lo |la )?(?:se|sabes|acuerdas|viste|recuerdas|oiste)", match["rest"]):
        return Found("SUG-SOC", "disbelief")
    return Found("DIR", "asks what is meant", tuple(known.new(split(text))))


def _negated(text: str, known: Known, previous: str) -> Found | None:
    if p.WH.match(text) or p.COURTESY.match(text):
        return None
    head = p.NEGATED.match(text) or re.match(
        r"^(?:y )?(?:(?:el|la|los|las|tu|su|ellos|ellas|ese|esa|tus|sus) ?(?:\w+ )?(?:de \w+ )?)?(?:no) "
        r"(?!se$|se (?:que|si|como|quien|donde|cuando|nada|bien)\b)\w+",
        text,
    )
    if head is None or re.match(r"^no (?:te preocupes|pasa nada|hay prisa|importa)\b", text) or p.OR_TAIL.search(text):
        return None
    if p.ADVERSE.search(fold(known.last)) and echo_share(split(text), known.last) >= 0.75:
        return Found("FAC", "echo of a negative sentence")
    return Found("SUG-NEG", "negated yes/no question", tuple(known.new(split(text))))


def _knowledge(text: str, known: Known, previous: str) -> Found | None:
    match = p.KNOWLEDGE.match(text)
    if match is None or not (
        match["rest"].startswith(("si ", "de ", "del ", "lo ", "que ", "algo"))
        or p.WH.match(match["rest"])
        or not match["rest"]
    ):
        return None
    if re.match(
        r"^(?:viste|oiste|escuchaste|te dijeron|te dijo) (?!si |a? ?quien|que |como|donde|cuando|cual|cuant)", text
    ):
        return None
    new = tuple(known.new(split(match["rest"])))
    if new and p.WH.match(match["rest"]):
        return Found("SUG-PRE", "asks whether the child knows what it did not say", new, sure=0.55)
    return Found("OPT-YN", "knowledge question", new)


def _choice(text: str, known: Known, previous: str) -> Found | None:
    body = p.OR_TAIL.sub("", text).strip()
    if not p.ALTERNATIVES.search(re.sub(r"\b(?:mas o menos|una o dos|uno o dos|dos o tres)\b", "", body)):
        return None if body == text else _tailed(body, known)
    if not re.search(r"\w+.*\b[ou] \w+", body):
        return None
    if re.search(r"\bo (?:no|si) \w+", body):
        return Found("OPT-YN", "yes or no", tuple(known.new(split(body))))
    new = known.new(split(body))
    topic = taken(body, known) or (new and re.search(r"\b(?:mucho|bastante|mas) o (?:poco|poquito|menos)$", body))
    return (
        Found("SUG-PRE", "choice about what was not said", tuple(new), sure=0.6)
        if topic
        else Found("OPT-FC", "choice", tuple(new))
    )


def _tailed(body: str, known: Known) -> Found:
    """«¿Traía capa o qué?» adds no alternative; «¿en el salón, en el patio o dónde?» has two before."""
    new = tuple(known.new(split(body)))
    places = re.findall(r"\b(?:en|de|con|a|por|del|al) (?:el |la |los |las |un |una )?\w+", body)
    if len(places) > 1 and len(places) * 3 >= len(body.split()) - 1:
        return Found("OPT-FC", "alternatives named", new)
    return Found("OPT-YN", "one alternative", new)


def _wh(text: str, known: Known, previous: str) -> Found | None:
    match = (
        p.WH.match(text)
        or _WHO_FIRST.match(text)
        or p.WH_LAST.search(text)
        or re.match(
            r"^(?:luego |despues |entonces |y |ya )+(?:(?:a|de|con|en|por|para) )?(?:que|quien|quienes|cual|como|"
            r"cuando|donde|cuanto|cuantos|cuantas|adonde)\b",
            text,
        )
    )
    if match is None or _choice_after(text):
        return (
            None
            if match is None
            else Found("OPT-FC", "question that ends in its options", tuple(known.new(split(text))))
        )
    return _asks_wh(text, match.end(), known)


def _asks_wh(text: str, at: int, known: Known) -> Found:
    pieces = len(
        re.findall(
            r"\by (?:(?:a|de|con|en|por|para|desde|hasta) )?(?:que|quien|quienes|cual|como|cuando|donde|cuantos?|"
            r"cuantas?|por que)\b",
            text[at:],
        )
    )
    new = tuple(granted(text, known))
    if new:
        return Found("SUG-PRE", "wh- question about what was not said", new, sure=0.7, prompts=1 + pieces)
    return Found("DIR", "wh- question", prompts=1 + pieces)


def _choice_after(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:en|de|con|a|por|un|una|el|la|los|las|del|al)? ?\w+ [ou] (?:en|de|con|a|por|un|una|el|la|los|las|"
            r"del|al|otr\w|algun\w*|alguien)?\b ?\w+$",
            text,
        )
    ) and not p.OR_TAIL.search(text)


def _elliptic(text: str, known: Known, previous: str) -> Found | None:
    match = p.ELLIPTIC.match(text)
    if match is None or len(text.split()) > 6 or has_verb(match["rest"]):
        return None
    new = tuple(known.new(split(text)))
    if previous and previous.startswith(("DIR", "OPT", "INV")):
        return Found(
            "SUG-PRE" if new and previous == "DIR" else previous, "takes up the question before", new, sure=0.6
        )
    return Found("SUG-PRE" if new else "DIR", "takes up the question before", new, sure=0.5)


def _echo(text: str, known: Known, previous: str) -> Found | None:
    text = re.sub(r"^(?:me )?(?:dijiste|dices|contaste|mencionaste)(?: tu)? que ", "", text)
    if not known.last or known.new(split(text)) or _HIMSELF.search(text):
        return None
    words = [word for word in split(text) if len(word) > 1]
    if words and echo_share(words, known.last) >= 0.99 and content(words):
        return Found("FAC", "echo of what was just said", sure=0.8)
    return None


def _yes_no(text: str, known: Known, *, marked: bool) -> Found:
    new = tuple(known.new(split(text)))
    if new and taken(text, known):
        return Found("SUG-PRE", "takes for granted what was not said", new, sure=0.6)
    return Found("OPT-YN", "yes/no question", new, sure=0.85 if marked else 0.6)
