#!/usr/bin/env python3
"""Verifies an export of Hilo without Hilo: Python 3.9 or later and the package ``cryptography``, nothing else.

    python verify_hilo.py FILE.zip [--key HEX] [--authority CA.pem] [--en] [--json]

Exit: 0 all holds, 1 something does not, 2 the file cannot be read. ``--key``: the public key that the institution
published, 64 hex signs. ``--authority``: certificate (PEM) of the authority that stamped the time (RFC 3161).

One file on purpose, longer than any other of Hilo: a stranger reads it from top to bottom and runs it as it is. What
it reads is hostile until shown otherwise: no value is used before its type and size were looked at, nothing is
unpacked to disk, and nothing is decompressed. Words come first, then container, manifest, ledger, checkpoints,
custody, acts, CASE and stamps; each layer is checked by itself, so that it can be said where something is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import struct
import sys
import uuid
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import ExtendedKeyUsageOID
except ImportError:  # pragma: no cover - said where it is needed
    sys.exit("Falta «cryptography». Instálela: python -m pip install cryptography")

MOST_BYTES = 256 * 2**20  # of the whole file
MOST_FILES = 5_000
MOST_JSON = 64 * 2**20
MOST_PARTS = 2_000_000  # values in one JSON file
MOST_TOLD = 60  # places named one by one

FORMAT = "hilo export"
FILES = (
    "LEAME.txt", "acts.json", "case.jsonld", "checkpoints.json", "custody.json", "index.pdf", "ledger.json",
    "manifest.json", "manifest.sig", "verify_hilo.py",
)  # fmt: skip
UNLISTED = ("manifest.json", "manifest.sig")
ZERO = bytes(32)
LATE = 24 * 3600 * 1_000_000  # microseconds between what happened and its entry, before it is pointed out

# ---------------------------------------------------------------------------------------------- words

SAY: dict[str, tuple[str, str]] = {
    # container
    "too_big": (
        "El archivo es más grande de lo que puede ser un expediente exportado.",
        "The file is larger than an export can be.",
    ),
    "not_zip": (
        "No es un expediente exportado: no empieza como un zip de Hilo.",
        "Not an export: it does not begin like one.",
    ),
    "cut": ("El archivo está cortado o dañado aquí.", "The file is cut or damaged here."),
    "packed": (
        "El zip fue rehecho: este archivo está comprimido o cifrado, y así nunca se exporta.",
        "The zip was made anew: this file is compressed or encrypted, and in an export none is.",
    ),
    "bad_name": ("El nombre de este archivo no es válido.", "The name of this file is not valid."),
    "twice": ("Hay dos archivos con este nombre.", "Two files have this name."),
    "container": (
        "El contenedor no es, byte por byte, el que se exportó: lo rehicieron o lo alteraron aquí.",
        "The container is not, byte for byte, the one exported: it was made anew or altered here.",
    ),
    # manifest
    "absent": ("Falta este archivo.", "This file is missing."),
    "unlisted": ("El manifiesto no nombra este archivo.", "The manifest does not name this file."),
    "file_altered": ("No es el archivo que el manifiesto nombra.", "Not the file that the manifest names."),
    "not_ours": ("No es un manifiesto que este programa conozca.", "Not a manifest this program knows."),
    "bad_key": ("Una llave no corresponde a su identificador.", "A key does not match its id."),
    "other_key": (
        "Lo firmó otra llave y no la que usted indicó con --key.",
        "It was signed by another key than the one given with --key.",
    ),
    "manifest_signature": (
        "La firma del manifiesto no es válida: el manifiesto no es el que se firmó.",
        "The signature of the manifest does not hold: it is not the manifest that was signed.",
    ),
    # JSON
    "json": ("No es JSON como el que se exporta: %(what)s.", "Not JSON as it is exported: %(what)s."),
    "malformed": ("Aquí hay un valor que no puede estar: %(what)s.", "A value that cannot stand here: %(what)s."),
    # ledger
    "entry_place": ("Esta entrada no está en su lugar.", "This entry is not in its place."),
    "event_altered": ("El suceso no es el que se registró.", "The event is not the one that was recorded."),
    "chain_broken": (
        "La cadena se rompe aquí: falta una entrada antes, o es de otra cadena.",
        "The chain breaks here: an entry before is missing, or this one is of another chain.",
    ),
    "entry_altered": ("La entrada no es la que se escribió.", "The entry is not the one that was written."),
    "entry_twice": ("El mismo suceso está dos veces.", "The same event stands twice."),
    "length": (
        "El manifiesto dice %(told)s entradas y hay %(found)s.",
        "The manifest says %(told)s entries, not %(found)s.",
    ),
    # checkpoints
    "checkpoint_signature": (
        "La firma de este punto de control no es válida.",
        "The signature of this checkpoint does not hold.",
    ),
    "checkpoint_order": ("Los puntos de control no están en orden.", "The checkpoints are not in order."),
    "checkpoint_gap": ("Falta el punto de control anterior.", "The checkpoint before is missing."),
    "checkpoint_fork": (
        "Este punto de control no sigue al anterior: es de otro registro o de otra versión del pasado.",
        "This checkpoint does not follow the one before: it is of another record or another past.",
    ),
    "inclusion": (
        "La prueba de inclusión no lleva a la raíz firmada: el punto de control no habla de esta cadena.",
        "The inclusion proof does not lead to the signed root: the checkpoint does not speak of this chain.",
    ),
    "log_cut": (
        "El punto de control vio %(told)s entradas y aquí hay %(found)s: el registro está cortado.",
        "The checkpoint saw %(told)s entries and here are %(found)s: the log is cut.",
    ),
    "fork": (
        "El punto de control vio otra cosa en la entrada %(told)s: la cadena es otra.",
        "The checkpoint saw something else at entry %(told)s: the chain is another.",
    ),
    "uncovered": (
        "Ningún punto de control firmado llega hasta la última entrada.",
        "No signed checkpoint reaches the last entry.",
    ),
    # custody
    "other_case": ("Es de otro caso.", "It is of another case."),
    "step_place": (
        "Este paso no está en su lugar: falta uno o sobra.",
        "This step is not in its place: one is missing, or one too many.",
    ),
    "step_altered": ("El paso no es el que se firmó.", "The step is not the one that was signed."),
    "step_signature": ("La firma de este paso no es válida.", "The signature of this step does not hold."),
    "step_unvouched": ("El registro no da fe de este paso.", "The ledger does not vouch for this step."),
    "step_time": (
        "El momento de este paso no es el del registro.",
        "The moment of this step is not that of the ledger.",
    ),
    "step_missing": (
        "El registro da fe de un paso de custodia que no está en custody.json.",
        "The ledger vouches for a step of custody that is not in custody.json.",
    ),
    "item_missing": (
        "El registro da fe de un indicio que no está en custody.json.",
        "The ledger vouches for an item that is not in custody.json.",
    ),
    "item_unvouched": ("El registro no da fe de este indicio.", "The ledger does not vouch for this item."),
    "item_hash": ("El hash del indicio no es el de su custodia.", "The item's hash is not the one in its custody."),
    "commitment": ("«%(what)s» no es lo que se registró entonces.", "“%(what)s” is not what was recorded then."),
    "not_redacted": (
        "Dice ser una copia sin nombres y los trae.",
        "It says that it is a copy without names, and has them.",
    ),
    # acts and CASE
    "act_unvouched": (
        "El registro no da fe de este paso del acto.",
        "The ledger does not vouch for this step of the act.",
    ),
    "act_state": (
        "El estado del acto no es el de su último paso.",
        "The state of the act is not that of its last step.",
    ),
    "act_missing": (
        "El registro da fe de un acto que no está en acts.json.",
        "The ledger vouches for an act that is not in acts.json.",
    ),
    "case_exhibits": (
        "Los indicios del archivo CASE no son los de custody.json.",
        "The exhibits of the CASE file are not those of custody.json.",
    ),
    "case_step": ("El archivo CASE dice otra cosa de este paso.", "The CASE file says something else of this step."),
    "case_code": ("El archivo CASE es de otro caso.", "The CASE file is of another case."),
    # stamps
    "stamp_name": ("No hay un punto de control con ese número.", "There is no checkpoint with that number."),
    "stamp_shape": ("No es un sello de tiempo RFC 3161: %(what)s.", "Not an RFC 3161 time stamp: %(what)s."),
    "stamp_other": (
        "El sello es de otra cosa y no de ese punto de control.",
        "The stamp is over something else, not this checkpoint.",
    ),
    "stamp_signature": (
        "La firma de la autoridad de sellos no es válida.",
        "The signature of the stamping authority does not hold.",
    ),
    "stamp_authority": (
        "El sello no es de la autoridad cuyo certificado usted indicó.",
        "The stamp is not of the authority whose certificate was given.",
    ),
    # notes: true, and worth a look
    "late": ("Se anotó %(what)s horas después de ocurrir.", "It was entered %(what)s hours after it happened."),
    "future": (
        "Se anotó antes de ocurrir, según los dos momentos.",
        "It was entered before it happened, by its two moments.",
    ),
    "backwards": ("Ocurrió antes que el paso anterior.", "It happened before the step before it."),
    "waiting": (
        "Se entregó y nadie confirmó todavía que llegó.",
        "It was delivered and nobody has confirmed its arrival.",
    ),
    "not_given": ("Se recibió sin que conste quién lo entregó.", "It was received, and no delivery is on record."),
    "on_the_way": ("Iba en una entrega sin confirmar.", "It was on its way in a delivery that nobody confirmed."),
    "slow": (
        "Pasaron más de 24 horas entre la entrega y la recepción.",
        "More than 24 hours passed between delivery and receipt.",
    ),
    "after_return": ("Ya constaba devuelto.", "It was already on record as returned."),
    "first": (
        "La cadena no empieza con un hallazgo, una recolección, una copia o una recepción.",
        "The chain does not begin with a finding, a collection, a copy or a receipt.",
    ),
    "hash": ("El hash no es el del paso anterior.", "The hash is not that of the step before."),
    "one_side": ("La misma cuenta anotó la entrega y la recepción.", "One account recorded both delivery and receipt."),
    "no_custody": ("No tiene ningún paso de custodia.", "It has no step of custody."),
    "clock_back": (
        "Desde aquí hay momentos anteriores al de la línea previa, por una carga tardía o un reloj movido: %(what)s.",
        "From here on some moments are earlier than the one before, from a late import or a moved clock: %(what)s.",
    ),
    "stamp_before": ("El sello es de antes que el punto de control.", "The stamp is older than the checkpoint."),
    "more_keys": (
        "Hay firmas de %(what)s llaves: se cambió la llave alguna vez. La del manifiesto da fe de las demás.",
        "There are signatures of %(what)s keys: the key was exchanged. That of the manifest vouches for the others.",
    ),
    "links_left_out": ("Los puntos de control intermedios no vienen.", "The checkpoints in between are not included."),
    # what is proven
    "p_whole": (
        "El archivo está completo y es, byte por byte, el que firmó la llave %(key)s.",
        "The file is whole and is, byte for byte, the one signed by key %(key)s.",
    ),
    "p_key": ("Esa llave es la que usted indicó.", "That key is the one you gave."),
    "p_ledger": (
        "Los sucesos registrados del caso (%(entries)s) forman una sola cadena: no se alteró, borró, agregó ni "
        "reordenó ninguno.",
        "The recorded events of the case (%(entries)s) form one chain: none was altered, deleted, added or reordered.",
    ),
    "p_checkpoints": (
        "Puntos de control firmados dan fe de esa cadena hasta su última entrada: %(checkpoints)s. El último es el "
        "número %(last)s, del %(at)s según el reloj del sistema.",
        "Signed checkpoints vouch for that chain up to its last entry: %(checkpoints)s. The last one is number "
        "%(last)s, of %(at)s by the system's clock.",
    ),
    "p_custody": (
        "La cadena de custodia (indicios: %(items)s; pasos: %(steps)s) es la que se registró, paso por paso y en ese "
        "orden.",
        "The chain of custody (items: %(items)s; steps: %(steps)s) is the one that was recorded, step by step and in "
        "that order.",
    ),
    "p_told": (
        "Las personas, lugares, estados y sellos que se leen en la custodia son los que se anotaron entonces.",
        "The people, places, conditions and seals shown in the custody are those that were entered then.",
    ),
    "p_stamp": (
        "«%(who)s» selló el punto de control %(number)s el %(at)s: lo que ese punto vio ya existía entonces.",
        "“%(who)s” stamped checkpoint %(number)s at %(at)s: what that checkpoint saw existed by then.",
    ),
    # what is not
    "n_nothing": (
        "Nada de esto, mientras no se aclare lo que está mal.",
        "None of it, until what is wrong has been explained.",
    ),
    "n_key": (
        "Que la llave %(key)s sea de la institución. Compárela con la que la institución haya publicado, con --key.",
        "That key %(key)s belongs to the institution. Compare it with the one it published, with --key.",
    ),
    "n_truth": (
        "Que lo escrito sea verdad, ni que no haya ocurrido algo que nadie escribió.",
        "That what was written is true, or that nothing happened which nobody wrote down.",
    ),
    "n_person": (
        "Qué persona estuvo ante el teclado: firma el sistema; la cuenta y su segundo factor dicen quién.",
        "Which person sat at the keyboard: the system signs; the account and its second factor say who.",
    ),
    "n_clock": (
        "Que los momentos sean exactos: son del reloj del sistema, y quien tuviera la llave y la base de datos podría "
        "escribir otro pasado. No hay sello de tiempo de una autoridad externa.",
        "That the moments are exact: they are of the system's clock, and who held both key and database could write "
        "another past. There is no time stamp of an outside authority.",
    ),
    "n_after": (
        "Lo que pasó entre el último sello de tiempo y esta copia solo lo fecha el reloj del sistema.",
        "What happened between the last time stamp and this export is dated by the system's clock alone.",
    ),
    "n_authority": (
        "Que el sello sea de esa autoridad: compare su certificado con --authority.",
        "That the stamp is of that authority: compare its certificate with --authority.",
    ),
    "n_text": (
        "Que las descripciones y notas de actos e indicios se escribieran así desde el principio: están firmadas en "
        "esta copia, no en el registro.",
        "That descriptions and notes of acts and items were written so from the start: they are signed in this "
        "export, not in the ledger.",
    ),
    "n_redacted": (
        "Quiénes son las personas: es una copia sin nombres. La copia completa los abre y se comprueba igual.",
        "Who the people are: this is a copy without names. The full copy opens them and verifies alike.",
    ),
    "n_later": (
        "Lo que se registró después de la entrada %(entries)s.",
        "What was recorded after entry %(entries)s.",
    ),
    "n_self": (
        "Que este verificador sea el verdadero, si venía dentro del zip: tómelo de otra parte o compare su SHA-256: "
        "%(what)s.",
        "That this verifier is the true one, if it came inside the zip: take it from elsewhere or compare its SHA-256: "
        "%(what)s.",
    ),
}
WHERE = {"entry": "entrada", "checkpoint": "punto de control", "step": "paso", "act": "acto", "byte": "byte"}


class Wrong(Exception):
    """Something does not hold; ``code`` of :data:`SAY`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


SHAPE = (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError, struct.error)


def shown(value: Any) -> str:
    """A stranger's text for a terminal: short, and nothing in it that a terminal would obey."""
    text = str(value)[:200] if isinstance(value, (str, int)) else type(value).__name__
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def label(row: Any, name: str, n: int) -> Any:
    """How a row is called in the answer: by its own name, or by its place."""
    value = row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, (str, int)) else f"[{n}]"


class Report:
    """What was found, in one language."""

    def __init__(self, en: bool) -> None:
        self.en = en
        self.broken: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []
        self.checked: dict[str, int] = {}

    def say(self, code: str, values: dict[str, Any] | None = None) -> str:
        plain = {name: shown(value) if isinstance(value, str) else value for name, value in (values or {}).items()}
        return SAY[code][1 if self.en else 0] % plain

    def where(self, parts: tuple[Any, ...]) -> str:
        words = parts if self.en else tuple(WHERE.get(part, part) for part in parts)
        return " ".join(shown(part) for part in words)

    def tell(self, file: str, where: tuple[Any, ...], code: str, **values: Any) -> None:
        self.broken.append({"file": file, "where": self.where(where), "why": f"{code}: {self.say(code, values)}"})

    def note(self, file: str, where: tuple[Any, ...], code: str, **values: Any) -> None:
        self.notes.append({"file": file, "where": self.where(where), "why": f"{code}: {self.say(code, values)}"})

    def at(self, file: str, *where: Any) -> At:
        return At(self, file, where)


class At:
    """``with report.at(file, place):`` what goes wrong inside is told of that place, and the next one is looked at."""

    def __init__(self, report: Report, file: str, where: tuple[Any, ...]) -> None:
        self.report, self.file, self.where = report, file, where

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, _: Any) -> bool:
        if isinstance(wrong, Wrong):
            self.report.tell(self.file, self.where, wrong.code, **wrong.values)
            return True
        if isinstance(wrong, SHAPE):
            self.report.tell(self.file, self.where, "malformed", what=type(wrong).__name__)
            return True
        return False


# ---------------------------------------------------------------------------------------------- shapes

Kind = TypeVar("Kind")


def want(row: Any, name: str, kind: type[Kind]) -> Kind:
    """The value of that name, when it is exactly of that type."""
    value = row[name] if isinstance(row, dict) else None
    if type(value) is not kind:
        raise ValueError(name)
    return value


def raw(row: Any, name: str, size: int) -> bytes:
    """Bytes written as lower-case hexadecimal, of exactly that size."""
    text = want(row, name, str)
    if len(text) != 2 * size or set(text) - set("0123456789abcdef"):
        raise ValueError(name)
    return bytes.fromhex(text)


def listed(data: Any, name: str) -> list[Any]:
    return want(data, name, list)


def _number(text: str) -> int:
    if len(text) > 20:
        raise ValueError("number")
    return int(text)


def _no_float(text: str) -> float:
    raise ValueError("number " + text[:20])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated name")
    return found


def load(files: dict[str, bytes], name: str) -> Any:
    """A JSON file: UTF-8, whole numbers of ordinary size, no name twice, and not deeper than Python allows."""
    if name not in files:
        raise Wrong("absent")
    data = files[name]
    if len(data) > MOST_JSON:
        raise Wrong("json", what="> 64 MB")
    if sum(data.count(sign) for sign in (b"[", b"{", b",")) > MOST_PARTS:
        raise Wrong("json", what=f"> {MOST_PARTS}")
    try:
        return json.loads(
            data.decode("utf-8"),
            parse_int=_number, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once,
        )  # fmt: skip
    except RecursionError:
        raise Wrong("json", what="[[[[…") from None
    except ValueError as wrong:  # also UnicodeDecodeError and JSONDecodeError
        raise Wrong("json", what=str(wrong)[:120]) from None


def canonical(value: Any) -> bytes:
    """As Hilo writes what it hashes: sorted names, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def moment(at: int) -> str:
    """Microseconds since 1970 as ISO 8601 in UTC."""
    return (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=at)).isoformat()  # noqa: UP017


def signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# ---------------------------------------------------------------------------------------------- container

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_DAY = 0x21  # 1980-01-01, the first day a zip can say
_UTF8 = 0x800


def build(files: dict[str, bytes]) -> bytes:
    """The canonical zip: stored, sorted by name, without moments. The same files give the same bytes."""
    body, directory, at = [], [], 0
    for name in sorted(files):
        data, told = files[name], name.encode("ascii")
        known = (_UTF8, 0, 0, _DAY, zlib.crc32(data), len(data), len(data), len(told))
        body += [_LOCAL.pack(b"PK\3\4", 20, *known, 0), told, data]
        directory += [_CENTRAL.pack(b"PK\1\2", 20, 20, *known, 0, 0, 0, 0, 0, at), told]
        at += _LOCAL.size + len(told) + len(data)
    end = b"".join(directory)
    return b"".join(body) + end + _END.pack(b"PK\5\6", 0, 0, len(files), len(files), len(end), at, 0)


def unpack(data: bytes, report: Report) -> dict[str, bytes]:
    """The files inside, by name; empty when they cannot be read. Compressed ones are never opened."""
    files: dict[str, bytes] = {}
    starts: list[tuple[int, str]] = []
    if len(data) > MOST_BYTES:
        report.tell("zip", (), "too_big")
        return {}
    at, name = 0, ""
    if data[:4] != b"PK\3\4":
        report.tell("zip", ("byte", 0), "not_zip")
        return {}
    while data[at : at + 4] == b"PK\3\4" and len(files) < MOST_FILES:
        starts.append((at, name))
        try:
            _, _, flags, method, _, _, _, packed, size, told, extra = _LOCAL.unpack_from(data, at)
            name = data[at + _LOCAL.size : at + _LOCAL.size + told].decode("ascii")
        except (struct.error, UnicodeDecodeError):
            report.tell("zip", ("byte", at), "cut" if len(data) - at < _LOCAL.size else "bad_name")
            return {}
        start = at + _LOCAL.size + told + extra
        wrong = _unreadable(name, files, flags, method, packed == size)
        if wrong or start + size > len(data):
            report.tell("zip", (shown(name), "byte", at), wrong or "cut")
            return {}
        starts[-1] = (at, name)
        files[name] = data[start : start + size]
        at = start + size
    _same(data, files, starts, at, report)
    return files


def _unreadable(name: str, files: dict[str, bytes], flags: int, method: int, stored: bool) -> str:
    if method or flags & ~_UTF8 or not stored:
        return "packed"
    if not name or set(name) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"):
        return "bad_name"
    return "twice" if name in files else ""


def _same(data: bytes, files: dict[str, bytes], starts: list[tuple[int, str]], end: int, report: Report) -> None:
    made = build(files)
    if made == data:
        return
    at = _first_difference(made, data)
    inside = [name for start, name in starts if start <= at] if at < end else []
    report.tell("zip", (inside[-1] if inside else "zip", "byte", at), "container")


def _first_difference(one: bytes, other: bytes) -> int:
    """The first place where they differ, by halves: comparing slices is quick, comparing bytes one by one is not."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high) // 2
        if one[low : middle + 1] == other[low : middle + 1]:
            low = middle + 1
        else:
            high = middle
    return low


# ---------------------------------------------------------------------------------------------- manifest


class Manifest:
    """What the manifest says, as far as it could be read."""

    def __init__(self) -> None:
        self.case = self.chain = self.institution = ""
        self.key = b""
        self.keys: dict[bytes, bytes] = {}
        self.length = 0
        self.redacted = self.links = False


def manifest_of(files: dict[str, bytes], key: str, report: Report) -> Manifest | None:
    """Read and check the manifest; None when nothing more can be checked."""
    found = Manifest()
    with report.at("manifest.json"):
        data = load(files, "manifest.json")
        if want(data, "format", str) != FORMAT or want(data, "v", int) != 1:
            raise Wrong("not_ours")
        found.case, found.chain = want(data, "case", str), raw(data, "chain", 16).hex()
        found.redacted, found.links = want(data, "redacted", bool), want(data, "links", bool)
        found.length, found.key = want(data, "entries", int), raw(data, "key", 32)
        keys = want(data, "keys", dict)
        found.keys = {bytes.fromhex(one): raw(keys, one, 32) for one in keys}
        if any(sha256(public)[:8] != one for one, public in found.keys.items()) or found.key not in found.keys.values():
            raise Wrong("bad_key")
        if len(found.keys) > 1:
            report.note("manifest.json", (), "more_keys", what=len(found.keys))
        _check_files(files, want(data, "files", dict), report)
        _check_signature(files, found, key, report)
        return found
    return None


def _check_files(files: dict[str, bytes], told: dict[str, Any], report: Report) -> None:
    for name in sorted(set(told) | set(FILES) | set(files)):
        with report.at(shown(name)):
            if name not in files:
                raise Wrong("absent")
            if name in UNLISTED:
                continue
            if name not in told or (name not in FILES and not name.startswith("stamps/")):
                raise Wrong("unlisted")
            row = told[name]
            if want(row, "size", int) != len(files[name]) or raw(row, "sha256", 32) != sha256(files[name]):
                raise Wrong("file_altered")
    report.checked["files"] = len(files)


def _check_signature(files: dict[str, bytes], found: Manifest, key: str, report: Report) -> None:
    with report.at("manifest.sig"):
        if key and key.strip().lower() != found.key.hex():
            raise Wrong("other_key")
        signature = raw({"sig": files["manifest.sig"].decode("ascii").rstrip("\n")}, "sig", 64)
        if not signed(found.key, signature, b"hilo export manifest 1\0" + files["manifest.json"]):
            raise Wrong("manifest_signature")


# ---------------------------------------------------------------------------------------------- ledger

_ENTRY = struct.Struct(">23s16sQ16s32sq32sH")


def entry_hash(chain: bytes, seq: int, kind: str, subject: bytes, content: bytes, at: int, prev: bytes) -> bytes:
    """As hilo.ledger.encoding makes it: every field with its width, the kind with its length in front."""
    told = kind.encode("ascii")
    return sha256(_ENTRY.pack(b"hilo ledger entry 1\0\0\0\0", chain, seq, subject, content, at, prev, len(told)) + told)


def event_digest(subject: bytes, chain: bytes, kind: str, event: dict[str, Any]) -> bytes:
    """SHA-256 of all columns of an event, in their order; a sealed note only by its own SHA-256."""
    by, note = event["by"], event["note"]
    if not (by is None or type(by) is int) or not (note is None or raw(event, "note", 32)):
        raise ValueError("by")
    moments = [want(event, "happened_at", int), want(event, "entered_at", int)]
    return sha256(canonical([subject.hex(), chain.hex(), kind, *moments, by, want(event, "facts", str), note]))


class Ledger:
    """The chain of the case: ``heads[n]`` after entry n; ``events`` by their id."""

    def __init__(self) -> None:
        self.heads: list[bytes] = [ZERO]
        self.events: dict[bytes, dict[str, Any]] = {}
        self.items: dict[str, list[dict[str, Any]]] = {}  # facts of their registration


def ledger_of(files: dict[str, bytes], manifest: Manifest, report: Report) -> Ledger:
    """Compute every entry of the chain anew."""
    found, rows = Ledger(), []
    with report.at("ledger.json"):
        data = load(files, "ledger.json")
        if raw(data, "chain", 16).hex() != manifest.chain:
            raise Wrong("other_case")
        rows = listed(data, "entries")
        if len(rows) != manifest.length:
            report.tell("ledger.json", (), "length", told=manifest.length, found=len(rows))
    last: int | None = None
    back: list[int] = []
    for n, row in enumerate(rows, 1):
        stated = ZERO
        with report.at("ledger.json", "entry", n):
            stated = raw(row, "hash", 32)
            _check_entry(row, n, found, bytes.fromhex(manifest.chain))
            back += [n] if last is not None and row["at"] < last else []
            last = row["at"]
        found.heads.append(stated)
    if back:
        report.note("ledger.json", ("entry", back[0]), "clock_back", what=len(back))
    report.checked["entries"] = len(rows)
    return found


def _check_entry(row: dict[str, Any], n: int, found: Ledger, chain: bytes) -> None:
    seq, kind, at = want(row, "seq", int), want(row, "kind", str), want(row, "at", int)
    subject, content, prev = raw(row, "subject", 16), raw(row, "content", 32), raw(row, "prev", 32)
    event = want(row, "event", dict)
    if subject in found.events:
        raise Wrong("entry_twice")
    facts = _facts(event)
    found.events[subject] = {**event, "kind": kind, "facts": facts}
    if kind == "item.registered":
        found.items.setdefault(bare(facts.get("item")), []).append(facts)
    if seq != n:
        raise Wrong("entry_place")
    if event_digest(subject, chain, kind, event) != content or event["entered_at"] != at:
        raise Wrong("event_altered")
    if prev != found.heads[-1]:
        raise Wrong("chain_broken")
    if entry_hash(chain, seq, kind, subject, content, at, prev) != row_hash(row):
        raise Wrong("entry_altered")


def row_hash(row: dict[str, Any]) -> bytes:
    return raw(row, "hash", 32)


def _facts(event: dict[str, Any]) -> dict[str, Any]:
    """What an event says, when it can be read; the digest is over the text, whatever it is."""
    try:
        facts = load({"facts": want(event, "facts", str).encode("utf-8")}, "facts")
    except (Wrong, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def bare(value: Any) -> str:
    """An id in a fact, with or without hyphens."""
    return value.replace("-", "") if isinstance(value, str) else ""


# ---------------------------------------------------------------------------------------------- checkpoints

_CHECKPOINT = struct.Struct(">28sQq32s32sQ8s")
_LEAF = struct.Struct(">16sQ32s")


def checkpoint_message(number: int, at: int, prev: bytes, root: bytes, leaves: int, key: bytes) -> bytes:
    return _CHECKPOINT.pack(b"hilo ledger checkpoint 1\0\0\0\0", number, at, prev, root, leaves, key)


def root_from(index: int, count: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """The root to which an inclusion proof leads (RFC 9162, 2.1.3.2). Raises ValueError when it leads nowhere."""
    if not 0 <= index < count or len(proof) > 64:
        raise ValueError("proof")
    first, last, made = index, count - 1, sha256(b"\0" + leaf)
    for other in proof:
        if last == 0:
            raise ValueError("proof")
        if first & 1 or first == last:
            made = sha256(b"\1" + other + made)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            made = sha256(b"\1" + made + other)
        first, last = first >> 1, last >> 1
    if last:
        raise ValueError("proof")
    return made


class Checkpoints:
    """Hash and moment of each checkpoint that holds, by number; the last that speaks of the case."""

    def __init__(self) -> None:
        self.hashes: dict[int, bytes] = {}
        self.at: dict[int, int] = {}
        self.last = self.covered = 0


def checkpoints_of(files: dict[str, bytes], manifest: Manifest, ledger: Ledger, report: Report) -> Checkpoints:
    """Check the signature of each checkpoint, that it follows the one before, and what it says of the chain."""
    found, rows = Checkpoints(), []
    with report.at("checkpoints.json"):
        rows = listed(load(files, "checkpoints.json"), "checkpoints")
    before: tuple[int, bytes, int] | None = None
    speaking = 0
    for n, row in enumerate(rows, 1):
        with report.at("checkpoints.json", "checkpoint", label(row, "number", n)):
            before = _checkpoint(row, manifest, before, found, report)
            if row.get("leaf") is not None:
                speaking += 1
                _check_leaf(row, manifest, ledger, found)
    with report.at("checkpoints.json"):
        if found.covered != len(ledger.heads) - 1 or not speaking:
            raise Wrong("uncovered")
    report.checked["checkpoints"] = speaking
    report.checked["links"] = len(rows) - speaking
    return found


def _checkpoint(
    row: Any, manifest: Manifest, before: tuple[int, bytes, int] | None, found: Checkpoints, report: Report
) -> tuple[int, bytes, int]:
    number, at, leaves = want(row, "number", int), want(row, "at", int), want(row, "leaves", int)
    prev, root, key = raw(row, "prev_hash", 32), raw(row, "root", 32), raw(row, "key", 8)
    signature = raw(row, "signature", 64)
    message = checkpoint_message(number, at, prev, root, leaves, key)
    if not signed(manifest.keys.get(key, b""), signature, message):
        raise Wrong("checkpoint_signature")
    if before:
        if number <= before[0]:
            raise Wrong("checkpoint_order")
        if number == before[0] + 1 and prev != before[1]:
            raise Wrong("checkpoint_fork")
        if number > before[0] + 1 and manifest.links:
            raise Wrong("checkpoint_gap")
        if at < before[2]:
            report.note("checkpoints.json", ("checkpoint", number), "clock_back", what=1)
    moment(at)
    found.hashes[number], found.at[number] = sha256(message + signature), at
    return number, found.hashes[number], at


def _check_leaf(row: dict[str, Any], manifest: Manifest, ledger: Ledger, found: Checkpoints) -> None:
    leaf = want(row, "leaf", dict)
    length, head, index = want(leaf, "length", int), raw(leaf, "head", 32), want(leaf, "index", int)
    proof = [raw({"hash": one}, "hash", 32) for one in listed(leaf, "proof")]
    told = _LEAF.pack(bytes.fromhex(manifest.chain), length, head)
    try:
        holds = root_from(index, row["leaves"], told, proof) == raw(row, "root", 32)
    except ValueError:
        holds = False
    if not holds:
        raise Wrong("inclusion")
    if length >= len(ledger.heads):
        raise Wrong("log_cut", told=length, found=len(ledger.heads) - 1)
    if ledger.heads[length] != head:
        raise Wrong("fork", told=length)
    if length <= found.covered:
        raise Wrong("checkpoint_order")
    found.covered, found.last = length, row["number"]


# ---------------------------------------------------------------------------------------------- custody

TEXTS = ("holder", "place", "condition", "seal")


class Custody:
    """Items as the CASE file must know them: exhibit -> hash; steps by the id of their event -> moment."""

    def __init__(self) -> None:
        self.exhibits: dict[str, str] = {}
        self.steps: dict[str, int] = {}
        self.told = 0


def custody_of(files: dict[str, bytes], manifest: Manifest, ledger: Ledger, report: Report) -> Custody:
    """Check each item's chain of steps, and that ledger and custody speak of the same ones."""
    found, rows = Custody(), []
    with report.at("custody.json"):
        rows = listed(load(files, "custody.json"), "items")
    seen: set[bytes] = set()
    items: set[str] = set()
    for n, row in enumerate(rows, 1):
        with report.at("custody.json", label(row, "exhibit", n)):
            items.add(_item(row, manifest, ledger, found, seen, report))
    for subject, event in ledger.events.items():
        facts = event["facts"]
        if event["kind"] == "custody.recorded" and subject not in seen:
            report.tell("custody.json", (_exhibit(facts), "step", _int(facts, "seq")), "step_missing")
        if event["kind"] == "item.registered" and bare(facts.get("item")) not in items:
            report.tell("custody.json", (_exhibit(facts),), "item_missing")
    report.checked["items"], report.checked["steps"] = len(rows), len(found.steps)
    return found


def _int(facts: dict[str, Any], name: str) -> int:
    value = facts.get(name)
    return value if type(value) is int and 0 <= value < 10**9 else 0


def _exhibit(facts: dict[str, Any]) -> str:
    return f"EX-{_int(facts, 'number'):04d}"


def _item(row: Any, manifest: Manifest, ledger: Ledger, found: Custody, seen: set[bytes], report: Report) -> str:
    item, number, told = raw(row, "item", 16).hex(), want(row, "number", int), want(row, "sha256", str)
    exhibit = want(row, "exhibit", str)
    if exhibit != f"EX-{number:04d}" or exhibit in found.exhibits:
        raise ValueError("exhibit")
    found.exhibits[exhibit] = told
    with report.at("custody.json", exhibit):
        _check_born(row, item, manifest, ledger)
    prev, before = ZERO, None
    for n, step in enumerate(listed(row, "steps"), 1):
        stated = ZERO
        with report.at("custody.json", exhibit, "step", n):
            stated = raw(step, "hash", 32)
            seen.add(raw(step, "event", 16))
            body = _step(step, prev, manifest)
            found.steps[step["event"]] = body["happened_at"]
            _check_place(body, n, item, manifest)
            _check_vouched(step, body, n, ledger, item)
            _check_told(step, body, manifest, found)
            _look_at(body, before, exhibit, n, report)
            before = {**body, "sha256": body["sha256"] or (before or body)["sha256"]}
        prev = stated
    if before is not None and before["kind"] == "transferred":
        report.note("custody.json", (exhibit, "step", before["seq"]), "waiting")
    if not row["steps"]:
        report.note("custody.json", (exhibit,), "no_custody")
    return item


def _check_born(row: dict[str, Any], item: str, manifest: Manifest, ledger: Ledger) -> None:
    if manifest.redacted and {"description", "place"} & set(row):
        raise Wrong("not_redacted")
    born = ledger.items.get(item, [])
    if len(born) != 1 or born[0].get("number") != row["number"]:
        raise Wrong("item_unvouched")
    if born[0].get("hash", "") != row["sha256"]:
        raise Wrong("item_hash")


def _step(step: Any, prev: bytes, manifest: Manifest) -> dict[str, Any]:
    text = want(step, "body", str)
    made = sha256(b"hilo custody 1\0" + prev + text.encode("ascii"))
    if made != raw(step, "hash", 32):
        raise Wrong("step_altered")
    if not signed(
        manifest.keys.get(raw(step, "key", 8), b""), raw(step, "signature", 64), b"hilo custody signature 1\0" + made
    ):
        raise Wrong("step_signature")
    body = load({"body": text.encode("ascii")}, "body")
    for name in ("seq", "happened_at", "entered_at", "by"):
        want(body, name, int)
    for name in ("kind", "sha256"):
        want(body, name, str)
    return body  # type: ignore[no-any-return]


def _check_place(body: dict[str, Any], n: int, item: str, manifest: Manifest) -> None:
    if body["seq"] != n:
        raise Wrong("step_place")
    if bare(body["case"]) != manifest.chain or bare(body["item"]) != item:
        raise Wrong("other_case")


def _check_vouched(step: dict[str, Any], body: dict[str, Any], n: int, ledger: Ledger, item: str) -> None:
    event = ledger.events.get(raw(step, "event", 16))
    if event is None or event["kind"] != "custody.recorded":
        raise Wrong("step_unvouched")
    facts = event["facts"]
    if facts.get("hash") != step["hash"] or facts.get("seq") != n or bare(facts.get("item")) != item:
        raise Wrong("step_unvouched")
    if body["entered_at"] != event["entered_at"] or body["happened_at"] != event["happened_at"]:
        raise Wrong("step_time")


def _check_told(step: dict[str, Any], body: dict[str, Any], manifest: Manifest, found: Custody) -> None:
    told = step.get("told")
    if told is None:
        return
    if manifest.redacted:
        raise Wrong("not_redacted")
    for name in TEXTS:
        row = want(told, name, dict)
        made = hmac.new(raw(row, "salt", 16), want(row, "text", str).encode("utf-8"), hashlib.sha256).digest()
        if made != raw(want(body, "commit", dict), name, 32):
            raise Wrong("commitment", what=name)
    found.told += 1


def _look_at(body: dict[str, Any], before: dict[str, Any] | None, exhibit: str, n: int, report: Report) -> None:
    """What holds and is still worth a look: custody is described, not judged."""
    place, waited = (exhibit, "step", n), body["entered_at"] - body["happened_at"]
    if waited > LATE:
        report.note("custody.json", place, "late", what=waited // 3_600_000_000)
    if waited < 0:
        report.note("custody.json", place, "future")
    if before is None and body["kind"] not in ("found", "collected", "received", "copied"):
        report.note("custody.json", place, "first")
    for code in _between(before, body) if before else ():
        report.note("custody.json", place, code)


def _between(before: dict[str, Any], body: dict[str, Any]) -> Iterator[str]:
    gave, came = before["kind"] == "transferred", body["kind"] == "received"
    waited = body["happened_at"] - before["happened_at"]
    found = {
        "backwards": waited < 0,
        "not_given": came and not gave,
        "on_the_way": gave and not came,
        "one_side": gave and came and before["by"] == body["by"],
        "slow": gave and came and waited > LATE,
        "after_return": before["kind"] == "returned",
        "hash": bool(before["sha256"] and body["sha256"] and before["sha256"] != body["sha256"]),
    }
    yield from (code for code, holds in found.items() if holds)


# ---------------------------------------------------------------------------------------------- acts and CASE


def acts_of(files: dict[str, bytes], manifest: Manifest, ledger: Ledger, report: Report) -> None:
    """Check that the ledger vouches for each move of each act, and that none was left out."""
    rows: list[Any] = []
    with report.at("acts.json"):
        rows = listed(load(files, "acts.json"), "acts")
    known: set[str] = set()
    for n, row in enumerate(rows, 1):
        with report.at("acts.json", "act", label(row, "number", n)):
            act = raw(row, "act", 16).hex()
            known.add(act)
            if manifest.redacted and "target" in row:
                raise Wrong("not_redacted")
            _check_moves(row, act, manifest, ledger)
    for event in ledger.events.values():
        told = bare(event["facts"].get("act"))
        if event["kind"].startswith("act.") and told and told not in known:
            report.tell("acts.json", ("act", _int(event["facts"], "number")), "act_missing")
    report.checked["acts"] = len(rows)


def _check_moves(row: dict[str, Any], act: str, manifest: Manifest, ledger: Ledger) -> None:
    steps = listed(row, "steps")
    for step in steps:
        event = ledger.events.get(raw(step, "event", 16))
        if event is None or bare(event["facts"].get("act")) != act:
            raise Wrong("act_unvouched")
        if (
            want(step, "happened_at", int) != event["happened_at"]
            or want(step, "entered_at", int) != event["entered_at"]
        ):
            raise Wrong("act_unvouched")
        if manifest.redacted and "note" in step:
            raise Wrong("not_redacted")
    if steps and steps[-1].get("state") != want(row, "state", str):
        raise Wrong("act_state")


def case_of(files: dict[str, bytes], manifest: Manifest, custody: Custody, report: Report) -> None:
    """Check that the CASE file speaks of the same exhibits and steps."""
    nodes: dict[str, Any] = {}
    with report.at("case.jsonld"):
        graph = listed(load(files, "case.jsonld"), "@graph")
        nodes.update((want(one, "@id", str), one) for one in graph)
        names = [one.get("core:name") for one in graph if one.get("@type") == "inv:Investigation"]
        if names != [manifest.case]:
            raise Wrong("case_code")
        if dict(_exhibits(nodes)) != custody.exhibits:
            raise Wrong("case_exhibits")
    with report.at("case.jsonld"):
        told = {one: node for one, node in nodes.items() if one.startswith("kb:custody-step-")}
        for event, at in custody.steps.items():
            name = iri(manifest.chain, "custody-step", event)
            with report.at("case.jsonld", name):
                if told.pop(name)["act:startTime"]["@value"] != moment(at):
                    raise Wrong("case_step")
        for name in told:
            report.tell("case.jsonld", (shown(name),), "case_step")


def _exhibits(nodes: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for node in nodes.values():
        if node.get("@type") == "inv:ProvenanceRecord":
            held = [nodes[one["@id"]] for one in node["core:object"]]
            told = [_hash(facet) for one in held for facet in one.get("core:hasFacet", [])]
            yield want(node, "inv:exhibitNumber", str), "".join(told)


def _hash(facet: dict[str, Any]) -> str:
    return want(facet["obs:hash"]["types:hashValue"], "@value", str) if "obs:hash" in facet else ""


def iri(chain: str, kind: str, what: str) -> str:
    """The name of a node. Its end is made of our own id: CASE 1.5 knows no UUID above version 5, and ours are 7."""
    return f"kb:{kind}-{uuid.uuid5(uuid.UUID(chain), kind + ':' + what)}"


# ---------------------------------------------------------------------------------------------- stamps (RFC 3161)

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_ATTRIBUTE_TYPE = bytes.fromhex("2a864886f70d010903")
_ATTRIBUTE_DIGEST = bytes.fromhex("2a864886f70d010904")
_ATTRIBUTE_CERTIFICATES = (bytes.fromhex("2a864886f70d010910020c"), bytes.fromhex("2a864886f70d010910022f"))
_DIGESTS: dict[bytes, Any] = {
    bytes.fromhex("608648016503040201"): hashes.SHA256,
    bytes.fromhex("608648016503040202"): hashes.SHA384,
    bytes.fromhex("608648016503040203"): hashes.SHA512,
}


class Der:
    """One value of DER: its tag, its content, and all its bytes. Lengths are definite and stay inside."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.tag, size, start = data[at], data[at + 1], at + 2
        if size & 0x80:
            width = size & 0x7F
            if not 1 <= width <= 4 or start + width > len(data):
                raise ValueError("length")
            size, start = int.from_bytes(data[start : start + width], "big"), start + width
        self.end = start + size
        if self.end > len(data):
            raise ValueError("length")
        self.content, self.whole = data[start : self.end], data[at : self.end]

    def parts(self) -> list[Der]:
        found: list[Der] = []
        at = 0
        while at < len(self.content):
            if len(found) > 1000:
                raise ValueError("parts")
            found.append(Der(self.content, at))
            at = found[-1].end
        return found


class Stamp:
    """What a token says: over what, when, by whom; and the certificate that signed it."""

    def __init__(self, data: bytes) -> None:
        status, token = Der(data).parts()[:2]
        if status.parts()[0].content not in (b"\0", b"\1"):
            raise ValueError("status")
        kind, wrapped = token.parts()
        if kind.content != _SIGNED_DATA:
            raise ValueError("content")
        signed_data = Der(wrapped.content).parts()
        kind, inner = signed_data[2].parts()
        if kind.content != _TST_INFO:
            raise ValueError("content")
        self.info = Der(inner.content).content
        told = Der(self.info).parts()
        algorithm, imprint = told[2].parts()
        self.digest, self.imprint = _DIGESTS[algorithm.parts()[0].content], imprint.content
        self.at = _generalized(told[4].content.decode("ascii"))
        signers = signed_data[-1].parts()
        if len(signers) != 1:
            raise ValueError("signers")
        given = [one for part in signed_data[3:-1] if part.tag == 0xA0 for one in part.parts()]
        self.given = [one.whole for one in given]
        self.certificate = self._signed_by(
            signers[0].parts(), [x509.load_der_x509_certificate(one.whole) for one in given]
        )

    def _signed_by(self, signer: list[Der], given: list[x509.Certificate]) -> x509.Certificate:
        issuer, serial = signer[1].parts()
        number = int.from_bytes(serial.content, "big", signed=True)
        mine = [one for one in given if one.issuer.public_bytes() == issuer.whole and one.serial_number == number]
        digest, attributes = _DIGESTS[signer[2].parts()[0].content], signer[3]
        if not mine or attributes.tag != 0xA0:
            raise ValueError("certificate")
        told = {one.parts()[0].content: one.parts()[1].parts()[0] for one in attributes.parts()}
        same = told[_ATTRIBUTE_TYPE].content == _TST_INFO and told[_ATTRIBUTE_DIGEST].content == _hashed(
            digest, self.info
        )
        if not same or not self._named(told, mine[0]):
            raise Wrong("stamp_signature")
        _verified(mine[0], signer[5].content, b"\x31" + attributes.whole[1:], digest())
        self._may_stamp(mine[0])
        return mine[0]

    @staticmethod
    def _named(told: dict[bytes, Der], certificate: x509.Certificate) -> bool:
        """Whether the signed attributes name this very certificate (RFC 5816)."""
        der = certificate.public_bytes(Encoding.DER)
        for one in (told[name] for name in _ATTRIBUTE_CERTIFICATES if name in told):
            parts = one.parts()[0].parts()[0].parts()
            digest = _DIGESTS[parts[0].parts()[0].content] if parts[0].tag == 0x30 else None
            named = parts[1].content if digest else parts[0].content
            sha1 = hashlib.sha1(der).digest()  # noqa: S324 - RFC 2634 names certificates by it; RSA or ECDSA signs them
            if named in ([_hashed(digest, der)] if digest else [_hashed(hashes.SHA256, der), sha1]):
                return True
        return False

    def _may_stamp(self, certificate: x509.Certificate) -> None:
        use = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        if not use.critical or ExtendedKeyUsageOID.TIME_STAMPING not in use.value:
            raise Wrong("stamp_signature")
        if not certificate.not_valid_before_utc <= self.at <= certificate.not_valid_after_utc:
            raise Wrong("stamp_signature")

    def over(self, message: bytes) -> bool:
        return self.imprint == _hashed(self.digest, message)

    @property
    def authority(self) -> str:
        names = self.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.certificate.subject.rfc4514_string()


def _hashed(algorithm: Any, data: bytes) -> bytes:
    made = hashes.Hash(algorithm())
    made.update(data)
    return made.finalize()


def _verified(certificate: x509.Certificate, signature: bytes, message: bytes, digest: hashes.HashAlgorithm) -> None:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(digest))
        else:
            raise ValueError("algorithm")
    except InvalidSignature:
        raise Wrong("stamp_signature") from None


def _generalized(text: str) -> datetime:
    whole, _, part = text.rstrip("Z").partition(".")
    if not text.endswith("Z") or len(whole) != 14:
        raise ValueError("time")
    at = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)  # noqa: UP017
    return at + timedelta(microseconds=int((part + "000000")[:6]))


def stamps_of(
    files: dict[str, bytes], checkpoints: Checkpoints, authority: bytes, report: Report
) -> list[tuple[int, Stamp]]:
    """Check each stamp of an outside authority: (number of its checkpoint, stamp)."""
    found: list[tuple[int, Stamp]] = []
    trusted = x509.load_pem_x509_certificates(authority) if authority else []
    for name in sorted(one for one in files if one.startswith("stamps/")):
        with report.at(shown(name)):
            number = int(name[7:].split("-")[0]) if name[7:13].isdigit() else -1
            if number not in checkpoints.hashes:
                raise Wrong("stamp_name")
            stamp = stamp_of(files[name])
            if not stamp.over(checkpoints.hashes[number]):
                raise Wrong("stamp_other")
            if trusted and not any(_issued(stamp.certificate, one) for one in trusted):
                raise Wrong("stamp_authority")
            if stamp.at.timestamp() * 1_000_000 + 1_000_000 < checkpoints.at[number]:
                report.note(name, (), "stamp_before")
            found.append((number, stamp))
    report.checked["stamps"] = len(found)
    return found


def stamp_of(data: bytes) -> Stamp:
    """The stamp, when its own signature holds. Raises :class:`Wrong`."""
    try:
        return Stamp(data)
    except Wrong:
        raise
    except Exception as wrong:  # whatever a library finds wrong in what a stranger wrote
        raise Wrong("stamp_shape", what=type(wrong).__name__) from None


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    if certificate == authority:
        return True
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


# ---------------------------------------------------------------------------------------------- all of it


def verify(data: bytes, *, key: str = "", authority: bytes = b"", en: bool = False) -> dict[str, Any]:
    """Check the bytes of an export. ``{"ok", "case", "checked", "broken", "notes", "proven", "not_proven"}``.

    ``broken`` and ``notes``: ``{"file", "where", "why"}``; ``why`` is ``code: sentence``. Raises ValueError only for
    an ``authority`` that is no certificate.
    """
    report, proven, case = Report(en), [], ""
    not_proven = [report.say("n_nothing")]
    files = unpack(data, report)
    manifest = manifest_of(files, key, report) if files else None
    if manifest:
        case = manifest.case
        ledger = ledger_of(files, manifest, report)
        checkpoints = checkpoints_of(files, manifest, ledger, report)
        custody = custody_of(files, manifest, ledger, report)
        acts_of(files, manifest, ledger, report)
        case_of(files, manifest, custody, report)
        stamps = stamps_of(files, checkpoints, authority, report)
        if not report.broken:
            proven = _proven(report, manifest, checkpoints, custody, stamps, bool(key))
            not_proven = _not_proven(report, manifest, stamps, bool(key), bool(authority))
    ok = not report.broken and manifest is not None
    return {
        "ok": ok, "case": shown(case), "checked": report.checked, "broken": report.broken, "notes": report.notes,
        "proven": proven, "not_proven": not_proven,
    }  # fmt: skip


def grouped(key: bytes) -> str:
    """A public key for the eye: its first 16 hex signs of SHA-256, by fours."""
    told = sha256(key).hex()[:16].upper()
    return " ".join(told[at : at + 4] for at in range(0, 16, 4))


def _proven(
    report: Report, manifest: Manifest, checkpoints: Checkpoints, custody: Custody, stamps: list[tuple[int, Stamp]],
    key: bool,
) -> list[str]:  # fmt: skip
    last = {"last": checkpoints.last, "at": moment(checkpoints.at[checkpoints.last])}
    values: dict[str, Any] = {**report.checked, **last, "key": grouped(manifest.key)}
    told = ["p_whole", *(["p_key"] if key else []), "p_ledger", "p_checkpoints"]
    told += ["p_custody"] if values["items"] else []
    told += ["p_told"] if custody.told else []
    said = [report.say(code, values) for code in told]
    for number, stamp in stamps:
        said.append(report.say("p_stamp", {"who": stamp.authority, "number": number, "at": stamp.at.isoformat()}))
    return said


def _not_proven(
    report: Report, manifest: Manifest, stamps: list[tuple[int, Stamp]], key: bool, authority: bool
) -> list[str]:
    told: list[tuple[str, dict[str, Any]]] = [] if key else [("n_key", {"key": grouped(manifest.key)})]
    told += [("n_truth", {}), ("n_person", {}), ("n_after" if stamps else "n_clock", {})]
    told += [("n_authority", {})] if stamps and not authority else []
    told += [("n_redacted" if manifest.redacted else "n_text", {})]
    told += [("links_left_out", {})] if not manifest.links else []
    mine = sha256(Path(__file__).read_bytes()).hex() if Path(__file__).is_file() else "?"
    told += [("n_later", report.checked), ("n_self", {"what": mine})]
    return [report.say(code, values) for code, values in told]


def words(found: dict[str, Any], *, en: bool = False) -> str:
    """The answer for a reader."""
    heads = (
        ("All holds.", "IT DOES NOT HOLD.", "Worth a look", "Proven", "Not proven")
        if en
        else ("Todo coincide.", "NO COINCIDE.", "Conviene mirar", "Queda probado", "No queda probado")
    )
    lines = [f"{found['case']}: {heads[0]}" if found["ok"] else heads[1]]
    for title, rows in ((None, found["broken"]), (heads[2], found["notes"])):
        if rows and title:
            lines += ["", f"{title}:"]
        for row in rows[:MOST_TOLD]:
            place = " · ".join(part for part in (row["file"], row["where"]) if part)
            lines.append(f"  {place} · {row['why'].split(': ', 1)[1]}")
        if len(rows) > MOST_TOLD:
            lines.append(f"  … +{len(rows) - MOST_TOLD}")
    for title, rows in ((heads[3], found["proven"]), (heads[4], found["not_proven"])):
        if rows:
            lines += ["", f"{title}:", *(f"  - {row}" for row in rows)]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(prog="verify_hilo.py", description="Comprueba un expediente exportado de Hilo.")
    parser.add_argument("file", metavar="FILE.zip")
    parser.add_argument("--key", default="", metavar="HEX", help="llave pública que la institución publicó")
    parser.add_argument("--authority", default="", metavar="CA.pem", help="certificado de la autoridad de sellos")
    parser.add_argument("--json", action="store_true", help="un solo objeto JSON")
    parser.add_argument("--en", action="store_true", help="answer in English")
    told = parser.parse_args(arguments)
    try:
        with open(told.file, "rb") as source:
            data = source.read(MOST_BYTES + 1)
        authority = Path(told.authority).read_bytes() if told.authority else b""
        found = verify(data, key=told.key, authority=authority, en=told.en)
    except (OSError, ValueError) as wrong:
        print(f"verify_hilo: {wrong}", file=sys.stderr)
        return 2
    text = json.dumps(found, ensure_ascii=True) if told.json else words(found, en=told.en)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
