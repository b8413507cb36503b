"""The demonstration's reports: told at the door, by telephone and at the counter, taken in, some read and answered.

All of it is invented, short and neutral. Keys of people open with the demonstration's own password.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from hilo.accounts import person_keys, recovery_keys, unit_care, unit_keys
from hilo.accounts.models import UnitShare, User
from hilo.accounts.open_keys import DEMO_PASSWORD
from hilo.accounts.permissions import Permission
from hilo.cases import actions
from hilo.cases.access import Sight
from hilo.door.limits import signature
from hilo.door.passages import sealed_words
from hilo.door.sealing import derived
from hilo.door.submit import Came, send
from hilo.door.telling import Coarse, Named, Telling
from hilo.intake import answering, news, reading
from hilo.intake.models import Taken
from hilo.intake.receive import take
from hilo.lib.codes import new_digits
from hilo.lib.sealed_to import KeyPair

BURST = 30  # reports alike, from one place within an hour
HOUR = timedelta(hours=1)
WHY = "Valorar el riesgo y decir qué sigue."


@dataclass(frozen=True)
class Story:
    """What somebody tells, ``hours`` ago. ``coarse``: what differs from a teenager in Nayarit who tells of herself.

    ``reader``: who reads it (name of the cast), and writes back when ``answer`` says something.
    """

    hours: float
    account: str
    coarse: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    channel: str = "web"
    by: str = ""
    reader: str = ""
    answer: str = ""
    then: str = ""  # what who told writes afterwards


SEEN = "Lo leímos y lo tomamos en serio. No es tu culpa. Ya pedimos ayuda y te escribimos otra vez aquí."
SEEN_ADULT = "Gracias por avisar. Ya lo leímos y pedimos ayuda. Por favor no le haga preguntas; le escribimos aquí."

STORIES = (
    Story(100, "Me quitan la mochila todos los días a la salida y me dicen que no diga.",
          {"age": "under_12", "place": "neighbourhood", "when": "week"}, reader="ana", answer=SEEN),
    Story(96, "Una persona grande me escribe por el teléfono aunque le dije que ya no.",
          {"place": "online", "ongoing": True, "when": "today"}, {"who": "No sé quién es, dice que vive cerca."},
          (Named("screen_name", "amigo_azul_88", "juego en línea"),), reader="ana", answer=SEEN,
          then="Ayer volvió a escribir. Ya no le contesto."),
    Story(90, "Mi hija llegó llorando y no quiere regresar con quien la cuida por las tardes.",
          {"path": "adult", "age": "under_12", "place": "neighbourhood", "when": "today"},
          {"child_name": "Luz (nombre inventado)"}, reader="ana", answer=SEEN_ADULT),
    Story(84, "Una alumna me dijo que le da miedo quedarse en el salón. Lo escribí con sus palabras.",
          {"path": "service", "age": "teen", "place": "school", "when": "week"},
          {"place_name": "Secundaria inventada, turno de la tarde"}, reader="caro", answer=SEEN_ADULT),
    Story(80, "A mi amiga le piden cosas por mensaje para no contarles a todos un secreto. No sabe qué hacer.",
          {"path": "known", "place": "online", "images": True, "when": "week"},
          named=(Named("url", "https://red.example/perfil-inventado"),), reader="beto", answer=SEEN),
    Story(74, "Cuando era niña un vecino me hizo algo que nunca conté. Hoy tengo 25 años.",
          {"path": "past", "age": "adult", "when": "past", "place": "neighbourhood"}, reader="ana",
          answer="Gracias por contarlo. Le escribimos qué puede hacer y quién le acompaña."),
    Story(70, "El entrenador se queda con mi teléfono y lee mis mensajes.",
          {"place": "church_club", "ongoing": True, "no_guardian": True, "state": "MOR"}, reader="eva", answer=SEEN),
    Story(66, "Alguien de la fiscalía me citó dos veces y no me dejó entrar con mi tía.",
          {"place": "prosecutor", "age": "teen", "no_home": True}, reader="pia", answer=SEEN),
    Story(60, "Mi primo dice que si cuento lo de la excursión ya no me va a hablar nadie.",
          {"state": "MOR", "when": "year"}, reader="eva"),
    Story(52, "En el albergue no nos dejan hablar por teléfono con nadie.",
          {"place": "shelter", "ongoing": True, "age": "teen"}),
    Story(49, "No sé si esto es grave. Me siguen cuando voy a la tienda.",
          {"state": "CMX", "when": "week", "place": "neighbourhood"}, reader="gala", answer=SEEN),
    Story(44, "Mi hermano chico ya no quiere ir a la escuela porque alguien de ahí lo asusta.",
          {"path": "known", "age": "under_12", "place": "school", "ongoing": True}),
    Story(40, "Me insisten por el teléfono para vernos. Yo no quiero.", {"state": "", "place": "online"}),
    Story(36, "Soy abuela. Mi nieto me contó algo de un señor del mercado y prometí avisar.",
          {"path": "adult", "age": "under_12"}, {"contact": "Solo por la mañana"}, channel="phone", by="caro",
          reader="caro", answer=SEEN_ADULT),
    Story(30, "Mi novio no me deja salir ni hablar con mis amigas.",
          {"age": "teen", "ongoing": True, "no_guardian": True}, channel="counter", by="ana", reader="ana"),
    Story(27, "Me mandan mensajes a las tres de la mañana y ya me da miedo prender el teléfono.",
          {"state": "CMX", "place": "online"}),
    Story(22, "Hay una cuenta que pone fotos de mis compañeras sin permiso.",
          {"path": "known", "images": True, "place": "online", "state": "MOR"},
          named=(Named("screen_name", "fotos_del_salon", "red inventada"),)),
    Story(18, "Un maestro me quita el teléfono y no me lo devuelve hasta que me quedo a solas.",
          {"place": "school", "when": "today", "ongoing": True}, reader="caro"),
    Story(12, "Me da pena decirlo. ¿Lo puedo contar poco a poco?", {"age": "under_12", "place": "home"}),
    Story(9, "En el equipo hay un señor que pide que alguien se quede después del entrenamiento.",
          {"path": "adult", "place": "church_club", "age": "teen", "state": "MOR"}),
    Story(6, "Mi vecina de 8 años pasa las noches sola en la calle.",
          {"path": "adult", "age": "under_12", "ongoing": True}, channel="phone", by="caro"),
    Story(4, "Ya no quiero regresar a mi casa hoy.", {"danger": True, "place": "home", "no_home": True,
          "no_guardian": True, "ongoing": True, "when": "today"}, reader="ana"),
    Story(2, "Me pidieron mi ubicación y ahora están afuera de mi escuela.",
          {"danger": True, "place": "online", "when": "today", "state": "CMX"}),
    Story(1, "Se me perdió mi cuaderno y alguien lo encontró y me pide cosas para dármelo.", {"age": "under_12"}),
    Story(0.2, "Hay alguien en la casa que no debería estar. Me encerré.",
          {"danger": True, "place": "home", "when": "today", "age": "teen"}),
)  # fmt: skip


def tell(people: dict[str, User], now: datetime) -> int:
    """Keys for who reads, then everything that is told, oldest first; how many reports."""
    units = keys(people, now - timedelta(days=30))
    rows = [_story(story, people, units, now) for story in STORIES]
    return len(rows) + _burst(now - 5 * HOUR)


def keys(people: dict[str, User], at: datetime) -> dict[str, dict[UUID, bytes]]:
    """A key for each person who reads, a unit for each institution, and a recovery key whose parts nobody has.

    Name of the person -> what they can open.
    """
    recovery_keys.put_in_use(public=KeyPair.make().public, replace=False, now=at)
    readers = {name: one for name, one in people.items() if one.has(Permission.REPORT_READ)}
    for one in readers.values():
        person_keys.make(user=one, password=DEMO_PASSWORD, now=at)
    found = {}
    for name, one in readers.items():
        private = person_keys.open_private(one, DEMO_PASSWORD)
        unit_care.look_after(one, private, now=at)
        shares = UnitShare.objects.filter(user=one).select_related("unit")
        found[name] = {share.unit_id: unit_keys.opened(share, share.unit, private) for share in shares}
    return found


def _story(story: Story, people: dict[str, User], units: dict[str, dict[UUID, bytes]], now: datetime) -> Taken:
    at = now - story.hours * HOUR
    coarse = Coarse(**{"path": "me", "age": "teen", "state": "NAY"} | dict(story.coarse))
    telling = Telling(coarse, {"account": story.account, **story.answers}, story.named)
    came = Came(channel=story.channel, by=people[story.by].pk if story.by else None)
    taken = take(send(digits=new_digits(), telling=telling, now=at, came=came), now=at)
    reader = people.get(story.reader)
    if reader is not None and taken.case.institution == reader.institution:
        _follow(taken, story, reader, units[story.reader], now)
    return taken


def _follow(taken: Taken, story: Story, reader: User, units: dict[UUID, bytes], now: datetime) -> None:
    """Somebody takes the case, reads it and writes back; who told comes back."""
    at = min(taken.taken_at + timedelta(minutes=40), now)
    actions.take(case=taken.case, by=reader, now=at)
    reading.read(taken=taken, units=units, reason=WHY, by=reader, sight=Sight(), now=at)
    if not story.answer:
        return
    at = min(at + HOUR, now)
    promised = localdate(now) + timedelta(days=2)
    answering.answer(taken=taken, words=story.answer, promised=promised, by=reader, now=at)
    if story.then:
        at = min(at + 20 * HOUR, now)
        sealed_words(taken.report, "message", story.then, at).save(force_insert=True)
        taken.report.news.create(kind="wrote", at=at)
        news.notice(now=at)


def _burst(at: datetime) -> int:
    """One message that somebody sends again and again: followed as one."""
    words = "Esto es una prueba para ver si de verdad contestan, pásenlo a todos los grupos de la escuela"
    for number in range(BURST):
        account = f"{words} {'!' * (number % 3)}"
        alike = signature(account, derived("similarity demo"))
        came = Came(slow=True, signature=alike, network="demo")
        telling = Telling(Coarse(path="known", state="NAY"), {"account": account})
        moment = at + timedelta(minutes=number)
        take(send(digits=new_digits(), telling=telling, now=moment, came=came), now=moment)
    return BURST
