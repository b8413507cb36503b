"""Documents of a full case: one to read, one erased. And a formal review of its letter, with something missing."""

from datetime import timedelta
from types import SimpleNamespace

from hilo.evidence.document_actions import erase, keep
from hilo.evidence.review_actions import review
from hilo.evidence.reviews import rules_of

TITLE = "Respuesta de la escuela sobre el paseo del martes, con un título tan " + "largo" * 16


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert``, by Ana."""
    given = {"case": load.alert.case, "by": load.ana, "now": load.now - timedelta(hours=2), "media_type": "text/plain"}
    load.document = keep(name=TITLE, content=b"El paseo fue el martes.", kind="answer", **given)
    load.erased = keep(name="Acta", content=b"Acta del paseo.", kind="record", **given)
    erase(document=load.erased, reason="Era de otro caso.", by=load.ana, now=load.now)
    answers = {rule.code: "met" for rule in rules_of("police_channel")}
    answers |= {"reproduction": "missing", "custody": "missing", "abroad": "not_applicable"}
    about = {"case": load.alert.case, "origin": "police_channel", "alert": load.alert, "answers": answers}
    load.review = review(by=load.ana, now=load.now, note="El archivo abre con un lector común.", **about)
