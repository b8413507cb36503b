"""From what a case holds to signs, as tables: code of the source -> the signs that it gives, with words."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases import queries

Words = tuple[tuple[str, object], ...]
"""Signs of one source, each with the words that say so."""

ONLINE = _("Lo que se avisa ocurrió en un servicio en línea:")
_SCHOOL = _("Los hechos señalan una escuela.")
_DANGER = _("Se dijo que hay peligro ahora.")
_CONTACT = _("Se dijo que la persona señalada sigue en contacto con la niña, niño o adolescente.")
_RECENT = _("Ocurrió hace pocos días.")
_IMAGES = _("Se dijo que circulan imágenes.")
_FOUND = _("Una alerta dice quién es o cómo localizar a la niña, niño o adolescente.")
_MONEY = _("Puede haber dinero de por medio.")
_PLACE = _("Se conoce un lugar.")
_ACCOUNT = _("Se conoce una cuenta.")
_NAMED = _("Una alerta da el nombre de la persona señalada.")

BY_KIND: Mapping[str, Words] = {
    "school": (("school", _SCHOOL),),
    "trafficking": (("money", _("En la trata de personas hay quien paga y quien cobra.")),),
    "published": (("school", _SCHOOL), ("several_children", _("El caso publicado es de violencia organizada."))),
}

# Codes of triage.yaml.
BY_FACTOR: Mapping[str, Words] = {
    "account": (("account", _ACCOUNT), ("online", _ACCOUNT)),
    "ip_time": (("address_ip", _("Hay conexiones con fecha y hora.")),),
    "ip_port": (("address_ip", _("Hay conexiones con puerto.")),),
    "device": (("device", _("Una alerta describe un aparato.")),),
    "victim_school": (("school", _("Una alerta nombra la escuela.")),),
    "victim_named": (("child_known", _FOUND),),
    "victim_located": (("child_known", _FOUND),),
    "victim_reachable": (("child_known", _FOUND),),
    "exact_place": (("place_known", _PLACE),),
    "child_access": (("danger", _("Una alerta dice que la persona señalada tiene acceso a niñas o niños.")),),
    "sextortion": (
        ("money", _("Una alerta habla de extorsión sexual: puede haber pagos.")),
        ("images_circulate", _("Una alerta habla de extorsión sexual: pueden difundir imágenes.")),
    ),
    "molestation": (("sexual_violence", _("Una alerta habla de abuso sexual con contacto.")),),
    "trafficking": (("money", _MONEY),),
    "enticement": (("online", _("Una alerta habla de contacto en línea con una niña, niño o adolescente.")),),
    "widespread": (("images_circulate", _("Un archivo ya se vio en muchas alertas.")),),
    "viral": (("images_circulate", _("Quien envió la alerta dice que el archivo circula.")),),
    "prior_reports": (("linked_cases", _("La misma cuenta ya tenía alertas.")),),
}

# Answers of a report: the name of the answer and what was said.
BY_ANSWER: Mapping[tuple[str, object], Words] = {
    ("danger", True): (("danger", _DANGER),),
    ("ongoing", True): (("danger", _CONTACT),),
    ("when", "today"): (("recent", _RECENT),),
    ("when", "week"): (("recent", _RECENT),),
    ("images", True): (("images_circulate", _IMAGES), ("online", _IMAGES)),
    ("place", "school"): (("school", _SCHOOL),),
    ("place", "online"): (("online", _("Se dijo que pasa en internet, en un juego o por celular.")),),
    ("place", "church_club"): (("several_children", _("El lugar recibe a más niñas y niños.")),),
    ("place", "shelter"): (("several_children", _("El lugar recibe a más niñas y niños.")),),
    ("place", "police"): (("person_works_at_institution", _("Se señala a alguien de la policía.")),),
    ("place", "prosecutor"): (("person_works_at_institution", _("Se señala a alguien de la fiscalía.")),),
}

# Kind of identifier -> whose it is -> signs; "" for anybody else's.
BY_IDENTIFIER: Mapping[str, Mapping[str, Words]] = {
    "account": {"": (("account", _ACCOUNT), ("online", _ACCOUNT))},
    "screen_name": {"": (("account", _ACCOUNT), ("online", _ACCOUNT))},
    "profile_url": {"": (("account", _ACCOUNT), ("online", _ACCOUNT))},
    "email": {"": (("email", _("Se conoce un correo.")),)},
    "phone": {"": (("phone", _("Se conoce una línea telefónica.")),)},
    "ip": {"": (("address_ip", _("Se conoce una dirección IP.")),)},
    # a child's own device is handed over by the child, not searched for
    "device": {"victim": (), "": (("device", _("Se conoce un aparato.")),)},
    "url": {"": (("url", _("Se conoce la dirección de una página.")), ("online", _("Se conoce una página.")))},
    "hash": {"": (("file_hash", _("Hay archivos descritos por su huella (hash).")),)},
    "school": {"": (("school", _("Una alerta nombra la escuela.")),)},
    "address": {"": (("place_known", _PLACE),)},
    "person_name": {"victim": (("child_known", _FOUND),), "reported": (("person_of_interest", _NAMED),)},
}

BY_ROLE: Mapping[str, Words] = {
    "person_of_interest": (("person_of_interest", _("Hay una persona señalada.")),),
    "child_harmful_behaviour": (
        ("child_harmful_behaviour", _("La conducta se atribuye a una niña, niño o adolescente.")),
    ),
}

BY_PLACE: Mapping[str, Words] = {
    "school": (("school", _("Hay una escuela en el caso.")), ("place_known", _PLACE)),
    "place_of_harm": (("place_known", _PLACE),),
    "home": (("place_known", _PLACE),),
    "online": (("online", _("Hay un espacio en línea en el caso.")),),
}

BY_EVENT: Mapping[str, tuple[str, ...]] = {
    "arrest.made": ("arrest",),
    "sentence.heard": ("person_convicted",),
    "health.sexual_violence_known": ("sexual_violence", "recent"),
    "digital_violence.known": ("images_circulate",),
    "report.images": ("images_circulate",),
    "protection.risk_known": ("danger",),
    "report.danger": ("danger",),
    "child.identified": ("child_known",),
    "child.located": ("child_known",),
    "suspect.identified": ("person_of_interest",),
    "suspect.line_known": ("phone",),
    "suspect.under_twelve": ("child_harmful_behaviour",),
    "report.school": ("school",),
    "school.fact_known": ("school",),
    "evidence.seized": ("device",),
}

# Marks in a child's words, and what they say of an act that they call for.
PASSAGES = ("indicator.confirmed", "indicator.withdrawn")
PASSAGE = _("Un pasaje confirmado: %(indicator)s.")


def event(kind: str) -> str:
    """«Está en el hilo: Persona detenida.»"""
    return gettext("Está en el hilo: %s.") % queries.event_label(kind).get(get_language() or "es")


# What is still to be found out, by the first sign that would say so.
MISSING: Mapping[str, object] = {
    "place_known": _("Todavía no se sabe dónde pasa."),
    "child_known": _("Todavía no se sabe quién es la niña, niño o adolescente."),
    "person_of_interest": _("Todavía no se sabe quién está detrás."),
    "account": _("Todavía no hay cuenta, línea, página ni persona por la cual empezar."),
}
OF_THIS_KIND = _("Se propone en los casos de este tipo.")
AGAIN = _("Ya está en el plan, y después llegó algo nuevo: vea si es otra cuenta, línea, aparato o lugar.")
