"""Invented accounts, places and files. Addresses, names and hashes are reserved or plainly unreal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple


class Place(NamedTuple):
    """A state as ISO 3166-2:MX suffix, its name, one of its cities and a telephone area code of its own."""

    state: str
    name: str
    city: str
    area: str


PLACES = tuple(
    Place(*row.split("|"))
    for row in """AGU|Aguascalientes|Aguascalientes|449
BCN|Baja California|Ensenada|646
BCS|Baja California Sur|La Paz|612
CAM|Campeche|Campeche|981
CHH|Chihuahua|Chihuahua|614
CHP|Chiapas|San Cristóbal de las Casas|967
CMX|Ciudad de México|Ciudad de México|55
COA|Coahuila|Saltillo|844
COL|Colima|Colima|312
DUR|Durango|Durango|618
GRO|Guerrero|Acapulco|744
GUA|Guanajuato|León|477
HID|Hidalgo|Pachuca|771
JAL|Jalisco|Guadalajara|33
MEX|Estado de México|Toluca|722
MIC|Michoacán|Morelia|443
MOR|Morelos|Cuernavaca|777
NAY|Nayarit|Tepic|311
NLE|Nuevo León|Monterrey|81
OAX|Oaxaca|Oaxaca|951
PUE|Puebla|Puebla|222
QUE|Querétaro|Querétaro|442
ROO|Quintana Roo|Cancún|998
SIN|Sinaloa|Culiacán|667
SLP|San Luis Potosí|San Luis Potosí|444
SON|Sonora|Hermosillo|662
TAB|Tabasco|Villahermosa|993
TAM|Tamaulipas|Ciudad Victoria|834
TLA|Tlaxcala|Tlaxcala|246
VER|Veracruz|Veracruz|229
YUC|Yucatán|Mérida|999
ZAC|Zacatecas|Zacatecas|492""".splitlines()
)
# Population weights, roughly: most alerts come from the largest states, none is left out.
PLACE_WEIGHTS = tuple({"MEX": 13, "CMX": 8, "JAL": 7, "VER": 6, "PUE": 5, "NLE": 5}.get(p.state, 2) for p in PLACES)

# How a place is told; each expects the state, save `unknown`, and a `phone` that stands alone.
PLACE_STYLES = ("region_code", "region_iso", "region_name", "address", "phone", "unknown")
PLACE_STYLE_WEIGHTS = (35, 10, 20, 10, 10, 15)

PLATFORMS = (
    ("Example Social", "ExampleSocial"),
    ("Example Messages Inc.", "ExampleChat"),
    ("Example Cloud LLC", "ExampleDrive"),
    ("Example Video", "ExampleVideo"),
    ("Example Games", "ExamplePlay"),
    ("Example Mail", "ExampleMail"),
)
PLATFORM_WEIGHTS = (45, 25, 12, 8, 5, 5)

COMMON_NAMES = ("usuario1", "usuario_mx", "shadow", "anonimo", "juan123", "n.n.", "user")
CARRIER_ADDRESSES = tuple(f"100.64.{i}.{i * 7 % 250}" for i in range(12))  # RFC 6598, shared by many
PLACEHOLDER_HASHES = ("0" * 32, "d41d8cd98f00b204e9800998ecf8427e")


class Capture(NamedTuple):
    """One sighting of an IP address."""

    address: str
    event: str
    at: datetime | None
    port: int | None
    proxy: bool | None


@dataclass
class Account:
    """An account on one platform. ``person`` is the same for every account of one invented person."""

    person: str
    company: str
    platform: str
    number: str
    screen_name: str
    email: str = ""
    email_verified: bool | None = None
    phone: str = ""
    phone_verified: bool | None = None
    device: str = ""
    age: int | None = None
    born: date | None = None
    captures: list[Capture] = field(default_factory=list)
    place: Place | None = None
    place_style: str = "unknown"

    @property
    def expected_state(self) -> str | None:
        """The state a careful reader must arrive at, or None when nothing says where."""
        return self.place.state if self.place and self.place_style != "unknown" else None


@dataclass
class Media:
    """A file as a sender describes it; the hash is an opaque key, not the hash of anything."""

    file_id: str
    name: str
    md5: str
    flags: tuple[str, ...] = ()
    classification: str = ""
    viewed: bool | None = None


class Cast:
    """Makes people, accounts and files; the same seed makes the same ones."""

    def __init__(self, rng: Random, *, prefix: str, until: datetime, states: Sequence[str] | None = None) -> None:
        """``states``: where everybody lives (all 32 when None)."""
        self.rng, self.prefix, self.until = rng, prefix, until
        here = [n for n, place in enumerate(PLACES) if states is None or place.state in states]
        self.places, self.weights = [PLACES[n] for n in here], [PLACE_WEIGHTS[n] for n in here]
        self.people = 0
        self.shared_files = [self.media_hash() for _ in range(40)]

    def account(self) -> Account:
        """A new person with one account, as complete or as bare as senders leave it."""
        rng = self.rng
        self.people += 1
        place = rng.choices(self.places, self.weights)[0]
        style = rng.choices(PLACE_STYLES, PLACE_STYLE_WEIGHTS)[0]
        made = self._on_platform(f"{self.prefix}-{self.people:05d}")
        made.place, made.place_style = place, style
        if style == "phone" or rng.random() < 0.4:
            made.phone = self._phone(place, style)
            made.phone_verified = rng.choice((True, False, None))
        if rng.random() < 0.55:
            made.email = f"c{rng.getrandbits(40):010x}@mail.example"
            made.email_verified = rng.choice((True, False, None))
        if rng.random() < 0.2:
            made.device = f"{rng.randrange(10**14, 10**15)}"
        if rng.random() < 0.3:
            made.age = rng.randint(18, 60)
        if rng.random() < 0.75:
            made.captures = [self.capture() for _ in range(rng.randint(1, 3))]
        return made

    def elsewhere(self, other: Account) -> Account:
        """The same person on another platform: another account and name, the same e-mail or telephone."""
        made = self._on_platform(other.person)
        made.email, made.phone = other.email, other.phone
        made.place, made.place_style = other.place, other.place_style
        return made

    def capture(self) -> Capture:
        """An IP address of a documentation net, or one shared by a carrier's customers."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.15:
            address = rng.choice(CARRIER_ADDRESSES)
        elif kind < 0.4:
            address = f"2001:db8:{rng.getrandbits(16):x}:{rng.getrandbits(16):x}::{rng.getrandbits(16):x}"
        else:
            address = f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randint(1, 254)}"
        return Capture(
            address,
            rng.choice(("Login", "Upload", "Registration", "Unknown")),
            None if rng.random() < 0.1 else self.moment(days=40),
            rng.randint(1024, 65535) if rng.random() < 0.4 else None,
            rng.choice((None, None, False, True)) if rng.random() < 0.5 else None,
        )

    def media(self, *flags: str, md5: str = "") -> Media:
        """A file: mostly its own, sometimes one that others hold too, seldom a hash that says nothing."""
        rng = self.rng
        kind = rng.random()
        own = rng.choice(PLACEHOLDER_HASHES) if kind < 0.04 else self.media_hash()
        return Media(
            file_id=f"{rng.getrandbits(128):032x}",
            name=f"IMG_{rng.randrange(10_000):04d}.bin",
            md5=md5 or (rng.choice(self.shared_files) if 0.04 <= kind < 0.25 else own),
            flags=flags,
            classification=rng.choice(("", "", "A1", "A2", "B1", "B2")),
            viewed=rng.choice((True, True, False, None)),
        )

    def media_hash(self) -> str:
        """32 hex signs, the first half zero: nobody can take it for the hash of a real file."""
        return f"{'0' * 16}{self.rng.getrandbits(64):016x}"

    def moment(self, *, days: int) -> datetime:
        """A whole second of the last ``days`` days."""
        return self.until - timedelta(seconds=self.rng.randrange(60, days * 86_400))

    def _on_platform(self, person: str) -> Account:
        rng = self.rng
        company, platform = rng.choices(PLATFORMS, PLATFORM_WEIGHTS)[0]
        own = f"nn_{rng.getrandbits(32):08x}"
        screen = rng.choice(COMMON_NAMES) if rng.random() < 0.12 else own
        return Account(person, company, platform, f"{rng.randrange(10**14, 10**15)}", screen)

    def _phone(self, place: Place, style: str) -> str:
        """A Mexican number; one that must not tell the place is of the whole country (800)."""
        area = place.area if style != "unknown" else "800"
        prefix = self.rng.choice(("+52", "+52 1 ", "+52"))
        return f"{prefix}{area}{self.rng.randrange(10 ** (10 - len(area))):0{10 - len(area)}d}"
