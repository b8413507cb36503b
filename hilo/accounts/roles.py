"""The roles. They are reviewed code: nobody edits them while the system runs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hilo.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """``code`` is what the database keeps; ``label`` and ``description`` are texts for people."""

    code: str
    label: str | Promise
    description: str | Promise
    permissions: frozenset[P]


DESK = "desk"

_OWN = frozenset({P.PREFERENCES})
_READ = _OWN | {P.CASE_SEE, P.DESK_SEE, P.SEARCH}
_WORK = _READ | {P.CASE_NOTE, P.IDENTIFIER_REVEAL}
_HEARING = frozenset({P.INTERVIEW_HOLD, P.PRACTICE, P.TELLING_RECORD, P.TESTIMONY_CODE, P.TESTIMONY_READ})
_TESTIMONY = _HEARING | {P.ACCOUNT_COMPARE, P.INDICATOR_SUGGESTED, P.TESTIMONY_EXPORT}
_INVESTIGATION = frozenset(
    {
        P.CASEFILE_FULL,
        P.CASEFILE_PRINT,
        P.EVIDENCE_EXPORT,
        P.EVIDENCE_HANDLE,
        P.EVIDENCE_RECEIVE,
        P.OFFENCE_CLASSIFY,
        P.PLAN_DECIDE,
        P.REQUEST_SEND,
    }
)
_INTAKE = _WORK | {
    P.ALERT_TYPE,
    P.BREAK_GLASS,
    P.CASE_ASSIGN,
    P.CASE_TIER,
    P.CASEFILE_PRINT,
    P.CONFLICT_RECORD,
    P.EVIDENCE_RECEIVE,
    P.HANDOFF_ANSWER,
    P.HANDOFF_MAKE,
    P.LINK_DECIDE,
    P.PRACTICE,
    P.QUARANTINE_HANDLE,
    P.QUARANTINE_SEE,
    P.REPORT_ANSWER,
    P.REPORT_READ,
    P.TELLING_RECORD,
}
_CASEWORK = (
    _WORK
    | _INVESTIGATION
    | _TESTIMONY
    | {
        P.BREAK_GLASS,
        P.CASE_CLOSE,
        P.CASE_TIER,
        P.CLOCK_CHANGE,
        P.CONFLICT_RECORD,
        P.HANDOFF_ANSWER,
        P.HANDOFF_MAKE,
        P.LINK_DECIDE,
        P.REPORT_ANSWER,
        P.REPORT_READ,
        P.SENDER_ANSWER,
    }
)
_SUPERVISION = (
    _INTAKE
    | _CASEWORK
    | {
        P.BREAK_GLASS_REVIEW,
        P.CASE_REOPEN,
        P.CODING_DRAW,
        P.INSTITUTION_SEE,
        P.RECORD_SEE,
        P.REPORT_DESTROY,
        P.SUPERVISE,
        P.USER_CLOSE,
        P.USER_SEE,
    }
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "intake_analyst",
            _("Analista de recepción"),
            _("Recibe las alertas, cuida la cuarentena y entrega cada caso a quien lo seguirá."),
            _INTAKE,
        ),
        Role(
            "caseworker",
            _("Responsable de caso"),
            _("Sigue el caso de principio a fin y responde por sus plazos."),
            _CASEWORK,
        ),
        Role(
            "interviewer",
            _("Entrevistadora o entrevistador"),
            _("Escucha a la niña, niño o adolescente una sola vez y lo anota en el caso."),
            _WORK | _HEARING,
        ),
        Role(
            "investigator",
            _("Investigadora o investigador"),
            _("Lleva los actos de investigación y decide sobre los vínculos entre casos."),
            _WORK | _INVESTIGATION | _TESTIMONY | {P.BREAK_GLASS, P.CLOCK_CHANGE, P.CONFLICT_RECORD, P.LINK_DECIDE},
        ),
        Role(
            "supervisor",
            _("Supervisora o supervisor"),
            _("Ve todo lo de su institución, reparte el trabajo y atiende lo vencido y lo callado."),
            _SUPERVISION,
        ),
        Role(
            "institution_head",
            _("Titular de la institución"),
            _("Ve cómo va su institución y reabre casos; no abre identificadores."),
            _READ
            | {P.CASEFILE_PRINT, P.INSTITUTION_SEE}
            | {P.BREAK_GLASS_REVIEW, P.CASE_REOPEN, P.RECORD_SEE, P.SUPERVISE, P.USER_CLOSE, P.USER_SEE},
        ),
        Role(
            "auditor",
            _("Auditora o auditor"),
            _("Comprueba el registro y quién miró qué; no ve el contenido de los casos."),
            _OWN | {P.INSTITUTION_SEE, P.RECORD_SEE},
        ),
        Role(
            "system_administrator",
            _("Administración del sistema"),
            _("Mantiene el sistema y las cuentas; no ve el contenido de los casos."),
            _OWN | {P.USER_CLOSE, P.USER_SEE},
        ),
        Role(
            DESK,
            _("Guardia de la institución"),
            _("Tiene los casos hasta que una persona los toma. Nadie entra con esta cuenta."),
            frozenset(),
        ),
    )
}
