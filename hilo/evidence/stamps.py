"""Time stamps of an outside authority (RFC 3161) over checkpoints of the ledger.

Made for machines without a network: the request leaves as a file, the answer comes back as a file, and nothing of a
case is in either, only the hash of a checkpoint. Whoever stamps learns nothing but that it was asked.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from hilo.evidence.models import Stamp
from hilo.evidence.standalone.verify_hilo import Stamp as Token
from hilo.evidence.standalone.verify_hilo import stamp_of
from hilo.ledger.models import Checkpoint
from hilo.lib.errors import BadInput

MOST_BYTES = 1 << 20  # of an answer; real ones have some thousands


def request(folder: Path) -> dict[str, Any]:
    """Write the request for the last checkpoint: ``checkpoint-000012.tsq``. Raises BadInput when nothing was signed."""
    last = Checkpoint.objects.order_by("-number").first()
    if last is None:
        raise BadInput(_("Todavía no hay puntos de control. Ejecute «hilo ledger checkpoint»."))
    asked = TimestampRequestBuilder().data(bytes(last.hash)).hash_algorithm(HashAlgorithm.SHA256).build()
    path = folder / f"checkpoint-{last.number:06d}.tsq"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asked.as_bytes())
    except OSError as wrong:
        raise BadInput(
            _("No se puede escribir en «%(where)s»: %(why)s.") % {"where": path, "why": wrong.strerror}
        ) from None
    return {"checkpoint": last.number, "file": str(path), "hash": bytes(last.hash).hex()}


def keep(answer: Path, certificate: Path, *, now: datetime) -> dict[str, Any]:
    """Verify the answer of an authority and keep it. ``certificate``: PEM of the authority, with those in between.

    Raises BadInput when it cannot be read, is over something else, or was not signed by that authority.
    """
    data = _read(answer)
    response, token = _decoded(data)
    checkpoint = _stamped(token)
    _verified(response, token, _certificates(_read(certificate)))
    name = token.authority[:120]
    try:
        with transaction.atomic():
            Stamp.objects.create(
                checkpoint=checkpoint.number, authority=name, stamped_at=token.at, token=data, kept_at=now
            )
    except IntegrityError:
        told = {"who": name, "number": checkpoint.number}
        raise BadInput(
            _("Ya está guardado un sello de «%(who)s» para el punto de control %(number)s.") % told
        ) from None
    return {"checkpoint": checkpoint.number, "authority": name, "stamped_at": token.at}


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise BadInput(_("No se puede leer «%(where)s»: %(why)s.") % {"where": path, "why": wrong.strerror}) from None
    if len(data) > MOST_BYTES:
        raise BadInput(_("«%s» es demasiado grande para ser un sello o un certificado.") % path)
    return data


def _decoded(data: bytes) -> tuple[TimeStampResponse, Token]:
    """As the library reads it and as the verifier of exports does: what only one of them accepts is not kept."""
    try:
        token = stamp_of(data)
        return decode_timestamp_response(_in_order(data, token)), token
    except Exception:  # libraries raise many things for what a stranger wrote
        raise BadInput(_("No es un sello de tiempo RFC 3161 que se pueda comprobar.")) from None


def _in_order(data: bytes, token: Token) -> bytes:
    """The answer with its certificates in the order that DER wants of a set and the library insists on.

    Common programs leave them as they had them. Nothing that is signed changes; what is kept is the answer as it came.
    """
    return data.replace(b"".join(token.given), b"".join(sorted(token.given)))


def _stamped(token: Token) -> Checkpoint:
    """The checkpoint that was stamped. The newest are asked first: a stamp comes back within days."""
    known = Checkpoint.objects.order_by("-number").values_list("number", "hash")
    for number, made in known.iterator():
        if token.over(bytes(made)):
            return Checkpoint.objects.get(number=number)
    raise BadInput(_("El sello no es de ningún punto de control de este registro."))


def _certificates(data: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError:
        raise BadInput(_("El certificado de la autoridad debe venir en formato PEM.")) from None


def _verified(response: TimeStampResponse, token: Token, trusted: list[x509.Certificate]) -> None:
    builder = VerifierBuilder()
    roots = [one for one in trusted if one.issuer == one.subject] or trusted
    for one in trusted:
        builder = builder.add_root_certificate(one) if one in roots else builder.add_intermediate_certificate(one)
    try:
        builder.build().verify(response, token.imprint)
    except (VerificationError, ValueError) as wrong:
        raise BadInput(_("El sello no es de la autoridad de ese certificado: %s") % wrong) from None
