"""The demonstration's hearings: two children, what they told and to whom, word for word; a third is still to be heard.

All of it is invented.
"""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from hilo.accounts.models import User
from hilo.cases import actions as cases
from hilo.cases.models import Case, PersonInCase
from hilo.testimony import (
    disclosure_actions,
    indicator_actions,
    interview_actions,
    prompt_actions,
    prompt_runs,
    telling_actions,
    transcript_actions,
)
from hilo.testimony.disclosure.fields import Value
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.models import Hearer, Interview, Transcript
from hilo.testimony.prompt_policies import Said

HOUR = timedelta(hours=1)

TRIP = """\
E: Hola, me llamo Irma. Mi trabajo es escuchar a niñas y niños. Si no sabes algo, dime «no sé».
N: Está bien.
E: Si digo algo que no es, corrígeme.
N: Bueno.
E: Primero vamos a practicar. Cuéntame todo lo que hiciste hoy desde que te levantaste.
N: Me levanté, desayuné huevo con frijoles y me trajo mi abuela en el camión.
E: Gracias por contarme. Ahora cuéntame qué pasó para que vinieras a platicar conmigo.
N: Es por lo del paseo. Fuimos con el maestro Beni a una casa que no era el museo.
E: Cuéntame todo lo que pasó ese día, desde el principio hasta el final.
N: Subimos a la camioneta blanca. El museo estaba cerrado y el maestro dijo que íbamos a otro lado. Era una casa con \
cortinas negras. Ahí nos pusieron capas y había una cámara en un tripié y un foco muy grande.
E: Me dijiste que había una cámara en un tripié. Cuéntame más de eso.
N: Una señora la movía. Decía que era para un concurso y que no le contáramos a nadie porque se perdía la sorpresa.
E: ¿Y qué pasó después?
N: Me dio mucho sueño con el agua de sabor. Cuando desperté ya estaba en la escuela y no tenía mi mochila.
E: ¿De qué color era la mochila?
N: Azul con estrellas.
E: ¿Estaba otra maestra o no había nadie más?
N: Estaban mis papás, pero invisibles.
E: El maestro te regañó, ¿verdad?
N: No.
E: ¿Quién era la señora?
N: No sé. Olía a pan.
E: Gracias por todo lo que me contaste. ¿Hay algo más que quieras decirme?
N: Que quiero mi mochila.
"""

FESTIVAL = """\
E: Hola. Hoy platicamos del festival de la escuela.
N: Sí.
E: Cuéntame todo lo que te acuerdes del festival.
N: Bailamos y después el conserje nos llevó al salón de música. Tomaba fotos con su teléfono.
E: Dijiste que tomaba fotos con su teléfono. Cuéntame de eso.
N: Nos decía que nos paráramos junto al piano. Dijo que si lo contábamos nos iban a correr de la escuela.
E: ¿Y luego?
N: Luego tocó el timbre y nos fuimos.
E: ¿Fue en la mañana o en la tarde?
N: En la tarde.
E: Gracias por decírmelo.
N: De nada.
"""


def hear_children(people: dict[str, User], now: datetime) -> None:
    """Two children in cases that Ana follows, heard by Irma, and one whom she will hear in two days."""
    own = Case.objects.open().filter(institution="FGE-NAY", owner=people["ana"], parent=None).order_by("tier", "pk")
    told = [case for case in own[:12] if case.opened_at + 60 * HOUR < now]
    for case, age, words in zip(told, (9, 11), (TRIP, FESTIVAL), strict=False):
        _hear(case, age, words, people, case.opened_at + 44 * HOUR)
    for case in told[2:3]:
        child = cases.add_person(case=case, role="child", age=8, by=people["ana"], now=now)
        interview_actions.plan(
            case=case, child=child, interviewer=people["irma"], protocol="nichd_revised", purpose="investigation",
            planned_for=now + 48 * HOUR, by=people["irma"], now=now,
        )  # fmt: skip


def _hear(case: Case, age: int, words: str, people: dict[str, User], at: datetime) -> None:
    irma, ana = people["irma"], people["ana"]
    child = cases.add_person(case=case, role="child", age=age, by=ana, now=at)
    mother, teacher = _told_before(case, child, ana, at)
    _how_it_came(case, child, ana, mother, teacher, at)
    row = _interview(case, child, irma, at + HOUR)
    kept = transcript_actions.keep(interview=row, data=words.encode(), typed=True, by=irma, now=at + 3 * HOUR)
    _mark(kept, words, people["dora"], at + 5 * HOUR)
    if words is TRIP:  # those of the other wait for somebody
        _confirm(kept, people["dora"], at + 6 * HOUR)


def _how_it_came(case: Case, child: PersonInCase, ana: User, mother: Hearer, teacher: Hearer, at: datetime) -> None:
    """The history of the disclosure, as the mother remembers it. Nobody asked about half of the fields yet."""
    day, next_day = (str(localdate(at) - timedelta(days=n)) for n in (6, 5))
    home, school = str(mother.pk), str(teacher.pk)
    entries: tuple[tuple[str, dict[str, Value]], ...] = (
        ("first_sign", {"what": "No quiso desayunar ni ir a la escuela.", "kind": "behaviour", "noticed_by": home,
                        "at": day}),
        ("first_statement", {"words": "Que no quería volver con ellos.", "recall": "remembered", "at": day,
                             "place": "en la cocina", "heard_by": home}),
        ("adult_words", {"just_before": "Le pregunté qué tenía.", "kinds": ("invitation",)}),
        ("adult_reaction", {"who": home, "kinds": ("distress",), "supportive": "yes"}),
        ("conversation", {"teller": "child", "hearer": home, "at": day, "medium": "in_person", "passed_on": "yes",
                          "written_record": "no"}),
        ("conversation", {"teller": home, "hearer": school, "at": next_day, "medium": "message", "passed_on": "yes",
                          "written_record": "yes"}),
        ("contact", {"kinds": ("group_chat",), "rumour": "not_known", "at": next_day}),
    )  # fmt: skip
    for field, parts in entries:
        disclosure_actions.note(case=case, child=child, field=field, parts=parts, said_by=home, by=ana, now=at)


def _confirm(kept: Transcript, dora: User, at: datetime) -> None:
    """Dora read what was suggested of each question and agreed; the last one she left for later."""
    run = prompt_runs.latest(kept)
    found = prompt_runs.suggested(run) if run else {}
    said = [Said(one.turn, one.label, tuple(one.flags)) for one in found.values() if one.label != "SUP"]
    prompt_actions.confirm(transcript=kept, said=said[:-1], by=dora, now=at)


def _told_before(case: Case, child: PersonInCase, ana: User, at: datetime) -> tuple[Hearer, Hearer]:
    """At home and at school, before anybody wrote a word down: the two who were told."""
    given = {"case": case, "by": ana, "now": at}
    mother = telling_actions.hearer(role="family", name="Su mamá", **given)
    teacher = telling_actions.hearer(role="teacher", name="La maestra de cuarto", **given)
    day = localdate(at) - timedelta(days=6)
    telling_actions.record(
        child=child, purpose="child_began", formal=False, on=day, precision="day", asked_by=mother, recorded="none",
        **given,
    )  # fmt: skip
    telling_actions.record(
        child=child, purpose="school", formal=False, on=day + timedelta(days=1), precision="day", asked_by=teacher,
        present=[mother], recorded="notes", **given,
    )  # fmt: skip
    return mother, teacher


# What Dora marks: indicator, words of the child, and after what kind of question they came.
MARKED = (
    ("recording_device", "una cámara en un tripié", "after_invitation"),
    ("recording_device", "Tomaba fotos con su teléfono", "after_invitation"),
    ("adult_threat", "nos iban a correr de la escuela", "after_invitation"),
)


def _mark(kept: Transcript, words: str, dora: User, at: datetime) -> None:
    lines = words.splitlines()
    for code, said, how in MARKED:
        turn = next((number for number, line in enumerate(lines, start=1) if said in line), None)
        if turn is not None:
            start = words.index(said)
            passage = Passage(turn, start, start + len(said))
            indicator_actions.mark(transcript=kept, passage=passage, code=code, provenance=how, by=dora, now=at)


def _interview(case: Case, child: PersonInCase, irma: User, at: datetime) -> Interview:
    """A third time, so it says why. Her own words were not kept before."""
    row = interview_actions.plan(
        case=case, child=child, interviewer=irma, protocol="nichd_revised", purpose="investigation", by=irma, now=at,
        earlier_usable="no", legal_need="records_missing", reason="Lo que contó en casa y en la escuela no se guardó.",
    )  # fmt: skip
    row = interview_actions.begin(interview=row, mode="audio", mode_chosen_by_child="yes", by=irma, now=at + HOUR / 2)
    row = interview_actions.close_narrative(interview=row, by=irma, now=at + HOUR)
    return interview_actions.end(interview=row, by=irma, now=at + 1.5 * HOUR)
