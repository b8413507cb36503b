"""Letters as the tests make them, and what their paper says."""

import io
from dataclasses import replace

from django.utils import timezone
from pypdf import PdfReader

from hilo.investigation import request_actions
from hilo.investigation.request_content import Entry, RequestContent
from hilo.reference import pack

URL = Entry("url", "https://ejemplo.test/mochila-perdida/123")
KIND = {"url": URL, "phone": Entry("phone", "+52 311 555 0101"), "person": Entry("person", "Persona de ejemplo")}
SIGNED = RequestContent(signer="Nico Sierra", post="Agente del Ministerio Público", place="Tepic, Nayarit")


def content_for(template, **given):
    """A complete letter of that template."""
    known = pack().requests[template]
    entry = next((KIND[kind] for kind in known.annex_with if kind in KIND), None)
    full = replace(
        SIGNED,
        fields=tuple(one.code for one in known.fields),
        to="Proveedor de ejemplo",
        order="Orden 12/2026, del 3 de marzo de 2026" if known.order else "",
        annex=(entry,) if entry else (),
    )
    return replace(full, **given)


def draft(case, by, template="preserve_platform", *, act=None, addressee="", now=None, picks=(), **given):
    """A draft of the case."""
    case.refresh_from_db()
    return request_actions.draft(
        case=case, template=template, by=by, now=now or timezone.now(), act=act, addressee=addressee, picks=picks,
        content=content_for(template, **given),
    )  # fmt: skip


def sent(case, by, template="preserve_platform", *, now=None, move_to="", **given):
    """A letter that went."""
    now = now or timezone.now()
    return request_actions.send(request=draft(case, by, template, now=now, **given), by=by, now=now, move_to=move_to)


def read(data):
    """What the paper says, its lines joined by single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
