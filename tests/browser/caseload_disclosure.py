"""What the pages of hearing a child show: disclosure."""

from types import SimpleNamespace

from hilo.testimony.disclosure_actions import note
from hilo.testimony.telling_actions import hearer


def write(load: SimpleNamespace) -> None:
    """A sign, two conversations of which not all is known, and something in a newspaper, of ``load.child``."""
    given = {"case": load.alert.case, "by": load.ana, "now": load.now}
    mother = str(hearer(role="family", name="Su mamá", **given).pk)
    teacher = str(hearer(role="teacher", name="La maestra de cuarto", **given).pk)
    told = {"child": load.child, "said_by": mother, **given}
    first = note(field="first_sign", parts={"what": "Estaba callada.", "at": "2026-03"}, **told)
    later = {"what": "No quería ir.", "at": "2026-03"}
    load.disclosure_sign = note(field="first_sign", parts=later, corrects=first, **told)
    talk = {"teller": "child", "hearer": mother, "at": "2026-03-12", "what": "La mochila."}
    note(field="conversation", parts=talk, **told)
    note(field="conversation", parts={"teller": mother, "hearer": teacher, "passed_on": "yes"}, **told)
    note(field="media", parts={"source": "Un diario", "at": "2026-04"}, **told)
