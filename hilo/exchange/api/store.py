"""One request, one effect. What a POST does, its nonce and its answer are written in one transaction.

So nothing can lie between the deed and the memory of it: whoever is killed in the middle has done nothing, and
the same request does it. The same key again, with the same content, is answered from the table.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status
from ninja.params.functions import Header
from ninja.utils import contribute_operation_args

from hilo.accounts.sealing import open_text, seal_text
from hilo.exchange.api.problems import MEDIA_TYPE, Problem
from hilo.exchange.api.signatures import Asked, Caller, refused, target
from hilo.exchange.models import PartnerAnswer, PartnerNonce
from hilo.lib.errors import BadInput, Denied
from hilo.lib.ids import uuid7

KEY = r'^("[A-Za-z0-9_.:\-]{8,64}"|[A-Za-z0-9_.:\-]{8,64})$'
Act = Callable[[], Status[Any]]


def once(view: Callable[..., Status[Any]]) -> Callable[..., HttpResponse]:
    """An operation that is done once for each ``Idempotency-Key`` of a partner."""

    @wraps(view)
    def answered(request: Asked, *, idempotency_key: str, **values: Any) -> HttpResponse:
        return _answer(request, idempotency_key.strip('"'), lambda: view(request, **values), timezone.now())

    contribute_operation_args(answered, "idempotency_key", str, _header())
    return answered


def _header() -> Any:
    told = "Yours, of 8 to 64 signs. The same request under the same key is done once and answered alike for 30 days."
    return Header(..., alias="Idempotency-Key", pattern=KEY, description=told)


@transaction.atomic
def _answer(request: Asked, key: str, act: Act, now: datetime) -> HttpResponse:
    """Do it and keep the answer; or, when the key is known, give the answer that was kept."""
    caller, new_nonce = request.auth, _new_nonce(request.auth)
    content = content_of(request)
    row = _claim(caller, key, content, now)
    if row.status == 0:
        if not new_nonce:
            raise refused("nonce", request)  # the claim goes with the transaction
        row.status, body = _done(act)
        row.body = seal_text(body, place=f"answer.body:{row.pk}")
        row.save(update_fields=["status", "body"])
        return _response(row.status, body)
    if bytes(row.request) != content:
        if not new_nonce:
            raise refused("nonce", request)
        raise Problem(422, _("Esa clave de idempotencia ya se usó con otro contenido: use una clave nueva."))
    return _response(row.status, open_text(row.body, place=f"answer.body:{row.pk}"))


def content_of(request: HttpRequest) -> bytes:
    """SHA-256 of what makes two requests the same: method, address and body."""
    head = f"{request.method} {request.get_host()}{target(request)}\n"
    return hashlib.sha256(head.encode("utf-8", "surrogatepass") + request.body).digest()


def _claim(caller: Caller, key: str, content: bytes, now: datetime) -> PartnerAnswer:
    """The row of this key: ours, still without answer, or the one that stands. Whoever comes second waits here."""
    mine = PartnerAnswer(id=uuid7(), partner=caller.partner, key=key, request=content, at=now)
    PartnerAnswer.objects.bulk_create([mine], ignore_conflicts=True)
    return PartnerAnswer.objects.get(partner=caller.partner, key=key)


def _done(act: Act) -> tuple[int, str]:
    """What the operation answers; a refusal undoes what it had begun and is an answer too."""
    try:
        with transaction.atomic():
            answer = act()
            return answer.status_code, answer.value.model_dump_json(exclude_none=True)
    except Problem as no:
        return no.status, no.text()
    except (Denied, BadInput) as no:
        return 409, Problem(409, str(no)).text()


def _response(status: int, body: str) -> HttpResponse:
    kind = "application/json" if status < 400 else MEDIA_TYPE
    return HttpResponse(body, status=status, content_type=kind)


def _new_nonce(caller: Caller) -> bool:
    """Whether this nonce was never used; it is from now on."""
    mine = PartnerNonce(id=uuid7(), partner=caller.partner, nonce=caller.nonce, until=caller.until)
    PartnerNonce.objects.bulk_create([mine], ignore_conflicts=True)
    return PartnerNonce.objects.filter(pk=mine.pk).exists()


def use_nonce(caller: Caller, request: HttpRequest) -> None:
    """For what only reads: a signature is good once. Raises Problem (401)."""
    if not _new_nonce(caller):
        raise refused("nonce", request)
