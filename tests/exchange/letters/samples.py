"""Invented letters of each kind, for the tests and for looking at."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hilo.exchange.letters import (
    Basis,
    DutyDue,
    Lapse,
    OneTimeLink,
    Party,
    Told,
    acknowledgement_form,
    covering_letter,
    sender_letter,
    silence_letter,
)

DAY = date(2026, 11, 22)
ZONE = ZoneInfo("America/Mexico_City")
DESK = Party(
    "Guardia Nacional, centro de respuesta a incidentes cibernéticos (CERT-MX)", "Ana Prueba", "Titular de mesa"
)
STATE = Party("Fiscalía General del Estado de Nayarit", "", "Persona titular de la Fiscalía")
BODY = Party("Comisión de Derechos Humanos de Nayarit", "", "Presidencia")
RECEIPT = DutyDue("Acusar recibo", datetime(2026, 11, 23, 14, 30, tzinfo=ZONE))
LINK = OneTimeLink(
    "https://hilo.ejemplo.mx/acuse/Qm9nYSBlbiBjYWxtYQ", "7K3M9QXD2FHJ", datetime(2026, 11, 29, 23, 59, tzinfo=ZONE)
)


def covering(**changed):
    """A covering letter."""
    said = {
        "reference": "GN-CERT/CAN/0042/2026",
        "case_code": "H-7K3M-9QXD",
        "folio": "C-2026-0042",
        "sender": DESK,
        "addressee": STATE,
        "place": "Ciudad de México",
        "day": DAY,
        "travels": (
            "Ficha del caso con 3 alertas internacionales (solo metadatos)",
            "Lista de huellas de archivos; ningún archivo",
            "Registro de conservación de datos pedido al proveedor",
        ),
        "duties": (
            RECEIPT,
            DutyDue("Aceptar o rechazar con motivo", date(2026, 11, 25), "CNPP 131 II", to_confirm=True),
            DutyDue("Informar el resultado", date(2026, 12, 22), "CNPP 109 V"),
        ),
        "return_to": "acuses@ejemplo.mx",
        "link": LINK,
        "copies": ("Procuraduría Federal de Protección de Niñas, Niños y Adolescentes. Para su conocimiento.",),
    }
    return covering_letter(**said | changed)


def silence(**changed):
    """A letter about silence."""
    said = {
        "reference": "GN-CERT/SIL/0007/2026",
        "case_code": "H-7K3M-9QXD",
        "writer": DESK,
        "addressee": BODY,
        "silent": STATE.institution,
        "duty": "acusar recibo de la canalización C-2026-0042 ni con informar si la acepta",
        "since": date(2026, 11, 3),
        "place": "Ciudad de México",
        "day": DAY,
        "lapses": (
            Lapse("Se envió la canalización C-2026-0042", date(2026, 11, 2)),
            Lapse("Vencía el acuse de recibo", date(2026, 11, 3), days_late=19),
            Lapse("Vencía informar de inmediato al Ministerio Público", date(2026, 11, 3), "CNPP 222", days_late=19),
            Lapse("Se avisó a la persona supervisora y a la persona titular", date(2026, 11, 9)),
            Lapse("Vencía aceptar o rechazar", date(2026, 11, 10), "LGDNNA 122", to_confirm=True, days_late=12),
        ),
        "asked": (
            "Requerir a la institución señalada que responda por escrito en un plazo de {within}.",
            "Pedirle que nombre a una persona responsable del caso, con cargo y medio de contacto.",
            "Informar a quien suscribe lo que se resuelva.",
        ),
        "basis": (
            Basis(
                "CPEUM 102, apartado B", "Organismos que conocen de actos u omisiones de autoridades.", to_confirm=True
            ),
            Basis("CNPP 222", "Deber de dar aviso inmediato al Ministerio Público."),
        ),
        "copies": ("Órgano interno de control de la Fiscalía General del Estado de Nayarit.",),
    }
    return silence_letter(**said | changed)


def sender(lang="en", **changed):
    """An answer to a sender."""
    words = {
        "en": (
            ["Accepted: a case is under way", "Child safeguarded"],
            ["Located and safe", "In the care of relatives"],
        ),
        "es": (
            ["Aceptada: hay un caso en curso", "Niña, niño o adolescente a salvo"],
            ["Con localización y a salvo", "Al cuidado de familiares"],
        ),
    }[lang]
    said = {
        "reference": "GN-CERT/RES/0101/2026",
        "their_reference": "INTERPOL/EX/2026/5512",
        "received": date(2026, 9, 1),
        "sender": DESK,
        "addressee": Party("INTERPOL General Secretariat", "", "Crimes against Children unit"),
        "place": "Ciudad de México",
        "day": DAY,
        "outcomes": [Told(words[0][0], date(2026, 9, 3)), Told(words[0][1], date(2026, 11, 20))],
        "child": words[1],
        "lang": lang,
    }
    return sender_letter(**said | changed)


def form(**changed):
    """The acknowledgement form of the covering letter."""
    said = {
        "reference": "GN-CERT/CAN/0042/2026",
        "case_code": "H-7K3M-9QXD",
        "folio": "C-2026-0042",
        "sender": DESK,
        "receiver": STATE,
        "place": "Ciudad de México",
        "day": DAY,
        "due": RECEIPT,
        "return_to": "acuses@ejemplo.mx",
    }
    return acknowledgement_form(**said | changed)
