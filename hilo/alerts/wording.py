"""Codes of an alert in words for people, in the language of the page."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from hilo.alerts.draft import IdKind, Party
from hilo.alerts.place import HOME
from hilo.reference import pack
from hilo.reference.pack import plain

PARTIES: dict[str, Promise | str] = {
    Party.REPORTED: _("cuenta o persona señalada"),
    Party.RECIPIENT: _("quien lo recibió"),
    Party.VICTIM: _("niña, niño o adolescente"),
    Party.FILE: _("archivo"),
    Party.INCIDENT: _("el hecho"),
    Party.REPORTER: _("quien reporta"),
}

KINDS: dict[str, Promise | str] = {
    IdKind.ACCOUNT: _("Cuenta"),
    IdKind.SCREEN_NAME: _("Nombre de usuario"),
    IdKind.DISPLAY_NAME: _("Nombre que muestra"),
    IdKind.EMAIL: _("Correo"),
    IdKind.PHONE: _("Teléfono"),
    IdKind.IP: _("Dirección IP"),
    IdKind.DEVICE: _("Dispositivo"),
    IdKind.URL: _("Dirección web"),
    IdKind.PROFILE_URL: _("Dirección del perfil"),
    IdKind.GROUP: _("Grupo"),
    IdKind.HASH: _("Hash"),
    IdKind.PERSON_NAME: _("Nombre de persona"),
    IdKind.SCHOOL: _("Escuela"),
    IdKind.ADDRESS: _("Domicilio"),
    IdKind.CASE_NUMBER: _("Número de otra autoridad"),
}

FORMATS: dict[str, Promise | str] = {
    "cybertip_xml": _("CyberTipline (XML)"),
    "cybertip_json": _("CyberTipline (JSON)"),
    "iccam_json": _("ICCAM (JSON)"),
    "letter_json": _("carta o referencia"),
}

PLACE_SOURCES: dict[str, Promise | str] = {
    "address": _("un domicilio"),
    "estimated": _("la ubicación que estima la plataforma"),
    "geo_lookup": _("el lugar de la conexión"),
    "recipient_country": _("el país al que se envió"),
    "phone": _("la lada de un teléfono"),
    "hosting": _("el lugar del servidor"),
    "law_enforcement": _("la autoridad que lo recibió"),
}

JOINS: dict[str, Promise | str] = {
    "same_account": _("es la misma cuenta en la misma plataforma"),
    "prior_report": _("quien la envía nombra un reporte anterior de este caso"),
    "named_as_prior": _("un reporte de este caso ya la nombraba"),
}

# The last key of where a sender wrote something -> what it is. Senders spell some of them in several ways.
FIELDS: dict[str, Promise | str] = {
    **dict.fromkeys(("espescalation", "escalatetohighpriority"), _("Por qué pide atención urgente")),
    **dict.fromkeys(("incidentdatetimedescription", "incidentdaterange"), _("Cuándo ocurrió, en sus palabras")),
    "additionalincidenttypes": _("Otros tipos de incidente"),
    **dict.fromkeys(
        ("additionalinfo", "additionalinformation", "additionalinformations", "additonalinformations"),
        _("Información adicional"),
    ),
    "executivesummary": _("Resumen de la central"),
    **dict.fromkeys(("notes", "memo"), _("Notas")),
    **dict.fromkeys(("agency", "agencyname"), _("Autoridad a la que se envió")),
    "companytemplate": _("Texto fijo de la empresa"),
    "termsofservice": _("Condiciones del servicio"),
    **dict.fromkeys(("content", "contents"), _("Contenido del mensaje")),
    "filenames": _("Nombres de archivos"),
    "profilebio": _("Descripción del perfil"),
    **dict.fromkeys(("vehicledescription", "vehicletagnumber"), _("Vehículo")),
    "occupation": _("Ocupación"),
    **dict.fromkeys(("accesstochildvictim", "accesstochildren"), _("Trato con niñas o niños")),
    "reasontext": _("Razón que da"),
    "requested_action": _("Qué pide"),
    "narrative": _("Qué cuenta"),
    "batchedreport": _("Por qué agrupa varios reportes"),
    **dict.fromkeys(("incidenttype", "incident_type"), _("Tipo de incidente")),
    "incidentdatetime": _("Cuándo ocurrió"),
    "age": _("Edad"),
    "persons": _("Personas"),
    "entities": _("Identificadores"),
    "attachments": _("Archivos que describe"),
    "uploadedfiles": _("Archivos que describe"),
    "chatincident": _("Una conversación"),
    "webpageincident": _("Una página web"),
    "priorityid": _("Prioridad del remitente"),
}

# What an account was doing when a value of it was seen.
EVENTS: dict[str, Promise | str] = {
    "login": _("al entrar"),
    "registration": _("al registrarse"),
    "upload": _("al subir el archivo"),
    "purchase": _("al comprar"),
    "other": _("otro momento"),
    "unknown": _("no se sabe en qué momento"),
}

RELEVANCE: dict[str, Promise | str] = {
    "reported": _("es lo que se reporta"),
    "supplemental reported": _("acompaña a lo que se reporta"),
}

# What senders write on files. A flag that is not here is shown as it was written.
FLAGS: dict[str, Promise | str] = {
    "viral": _("viral"),
    "potentialmeme": _("posible meme"),
    "animedrawingvirtualhentai": _("animación o dibujo"),
    "possibleselfproduction": _("posiblemente hecho por la propia niña, niño o adolescente"),
    "livestreaming": _("transmisión en vivo"),
    "infant": _("niña o niño muy pequeño"),
    "generativeai": _("generado con inteligencia artificial"),
    "physicalharm": _("daño físico"),
    "violencegore": _("violencia"),
    "bestiality": _("con animales"),
}

CLASSIFICATIONS: dict[str, Promise | str] = {
    "A1": _("edad prepúber, acto sexual"),
    "A2": _("edad prepúber, exhibición"),
    "B1": _("edad púber, acto sexual"),
    "B2": _("edad púber, exhibición"),
}

DECIDED_BY: dict[str, Promise | str] = {
    "workable": _("Hay datos suficientes para trabajar"),
    "nothing_to_work": _("No trae datos con los que se pueda trabajar"),
}

_DETAILS: dict[str, Promise | str] = {
    "victim_age": gettext_lazy("%(n)s años"),
    "child_recipient": gettext_lazy("%(n)s años"),
    "self_produced_by_minor": gettext_lazy("%(n)s años"),
    "recent": gettext_lazy("hace %(n)s días"),
    "prior_reports": gettext_lazy("reportes anteriores: %(n)s"),
    "retention_lapsing": gettext_lazy("quedan %(n)s días"),
    "widespread": gettext_lazy("visto en %(n)s alertas"),
}


def said(answer: bool | None) -> str:
    """Yes, no, or that the sender does not say: never the one for the other."""
    if answer is None:
        return gettext("no lo dice")
    return gettext("sí") if answer else gettext("no")


def detail(factor: str, text: str) -> str:
    """The number behind a factor, with its unit; the code as it stands for others."""
    return str(_DETAILS.get(factor, "%(n)s")) % {"n": text} if text else ""


def place_reason(code: str) -> str:
    """Why an alert is placed where it is, of :func:`hilo.alerts.place.place_of`."""
    whole = {
        "several_states": gettext("los datos señalan más de una entidad"),
        "no_location": gettext("no dice dónde"),
        "abroad": gettext("los datos señalan otro país"),
        "phone_area": gettext("lo sugiere la lada de un teléfono"),
        "incident_address": gettext("así lo ubica quien la envía"),
    }
    if code in whole:
        return whole[code]
    party, _dash, source = code.partition("_")
    words = {"source": PLACE_SOURCES.get(source, gettext("un lugar")), "party": PARTIES.get(party, party)}
    return gettext("lo dice %(source)s (%(party)s)") % words


def flag(written: str) -> str:
    """A mark on a file in words; as it was written when it is a new one."""
    return str(FLAGS.get("".join(sign for sign in written.lower() if sign.isalnum()), written))


def named(path: str) -> str:
    """What stands at a place of the sender's form, by the last key of its path; "" for one that has no words here."""
    key = path.partition("[")[0] if "." not in path else path.rpartition(".")[2].partition("[")[0]
    return str(FIELDS.get(key.strip("@#").lower(), ""))


def priority(written: str) -> str:
    """The sender's own mark of priority, with what is known of it."""
    known = {"1": gettext("1, la más alta"), "E": gettext("E (clave del remitente; no dice qué significa)")}
    return known.get(written.strip().upper(), written)


def where(city: str, region: str, country: str) -> str:
    """A place as a person writes it: names for the keys of states, no country when it is home."""
    home = country.strip().upper() in HOME
    key = (pack().find_state(region) or "") if region and (home or not country) else ""
    parts = [part for part in (city, state(key) if key else region) if part]
    if country and not (home and parts):
        parts.append(gettext("México") if home else country)
    return ", ".join(parts)


def size(n: int) -> str:
    """How long a text is, in words, without showing it."""
    return ngettext("%(n)s palabra", "%(n)s palabras", n) % {"n": n}


def institution(code: str) -> str:
    """The name of an institution in the language of the page; its code when the pack does not have it."""
    known = pack().institutions.get(code)
    return known.name.get(get_language() or "es") if known else code


def state(key: str) -> str:
    """The name of a state; "" for none."""
    known = pack().states.get(key)
    return known.name.get(get_language() or "es") if known else key


def preferred(text: str) -> list[str]:
    """What the country pack prefers to say for the words in ``text``, in the language of the page."""
    language, said_plain = get_language() or "es", f" {_words(text)} "
    found = []
    for term in pack().terms:
        avoided = (word for words in (term.avoid.es, term.avoid.en) for word in words.partition(" (")[0].split(","))
        if any(f" {_words(word)} " in said_plain for word in avoided):
            found.append(term.prefer.get(language))
    return list(dict.fromkeys(found))


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(text)).split())
