"""What a verification finds, in words and in codes."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHECKPOINTS = UUID(int=0)  # the chain that checkpoints form among themselves


class Code(StrEnum):
    """Why something does not hold. Codes are kept for good; sentences may be reworded."""

    ENTRY_ALTERED = "entry_altered"
    ENTRY_REORDERED = "entry_reordered"
    ENTRY_DUPLICATED = "entry_duplicated"
    ENTRY_MISSING = "entry_missing"
    TAIL_CUT = "tail_cut"
    ENTRY_ADDED = "entry_added"
    HEAD_ALTERED = "head_altered"
    HEAD_MISSING = "head_missing"
    HEAD_UNSEALED = "head_unsealed"
    CONTENT_ALTERED = "content_altered"
    CONTENT_MISSING = "content_missing"
    ROW_WITHOUT_ENTRY = "row_without_entry"
    CHECKPOINT_DIFFERS = "checkpoint_differs"
    CHECKPOINT_LEAVES = "checkpoint_leaves"
    CHECKPOINT_ALTERED = "checkpoint_altered"
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_ADDED = "checkpoint_added"
    CHECKPOINT_HEAD = "checkpoint_head"


SENTENCES: dict[Code, Promise | str] = {
    Code.ENTRY_ALTERED: _("Esta entrada no es la que se escribió."),
    Code.ENTRY_REORDERED: _("Esta entrada no está en su lugar."),
    Code.ENTRY_DUPLICATED: _("Hay más de una entrada en este lugar."),
    Code.ENTRY_MISSING: _("Desde aquí faltan entradas. Cuántas: %(count)s."),
    Code.TAIL_CUT: _("Desde aquí la cadena está cortada. Entradas que faltan: %(count)s."),
    Code.ENTRY_ADDED: _("Desde aquí hay entradas que el sistema no selló. Cuántas: %(count)s."),
    Code.HEAD_ALTERED: _("La fila que dice dónde termina la cadena fue alterada; no falta ninguna entrada."),
    Code.HEAD_MISSING: _("Falta la fila que dice dónde termina la cadena."),
    Code.HEAD_UNSEALED: _("El final de la cadena no lleva nuestro sello: fue cortada, alargada o reescrita."),
    Code.CONTENT_ALTERED: _("El suceso que respalda esta entrada fue alterado."),
    Code.CONTENT_MISSING: _("Falta el suceso que respalda esta entrada."),
    Code.ROW_WITHOUT_ENTRY: _("Hay un suceso que ninguna entrada respalda: %(subject)s."),
    Code.CHECKPOINT_DIFFERS: _("El punto de control %(number)s vio aquí otra cosa."),
    Code.CHECKPOINT_LEAVES: _("Las hojas de este punto de control no son las que se firmaron."),
    Code.CHECKPOINT_ALTERED: _("Este punto de control no es el que se firmó."),
    Code.CHECKPOINT_MISSING: _("Desde aquí faltan puntos de control. Cuántos: %(count)s."),
    Code.CHECKPOINT_ADDED: _("Desde aquí hay puntos de control que el sistema no selló. Cuántos: %(count)s."),
    Code.CHECKPOINT_HEAD: _("El último punto de control no lleva nuestro sello: fueron cortados o reescritos."),
}

# Checkpoints form a chain too; what breaks it has its own words.
OF_CHECKPOINTS = {
    Code.ENTRY_ALTERED: Code.CHECKPOINT_ALTERED,
    Code.ENTRY_REORDERED: Code.CHECKPOINT_ALTERED,
    Code.ENTRY_DUPLICATED: Code.CHECKPOINT_ADDED,
    Code.ENTRY_MISSING: Code.CHECKPOINT_MISSING,
    Code.TAIL_CUT: Code.CHECKPOINT_MISSING,
    Code.ENTRY_ADDED: Code.CHECKPOINT_ADDED,
    Code.HEAD_ALTERED: Code.CHECKPOINT_HEAD,
    Code.HEAD_MISSING: Code.CHECKPOINT_HEAD,
    Code.HEAD_UNSEALED: Code.CHECKPOINT_HEAD,
}


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the record does not hold.

    ``chain`` is the text of a UUID (:data:`CHECKPOINTS` for checkpoints); ``seq`` the entry, or the number of
    the checkpoint, and 0 where it is the chain as a whole. ``why`` is ``code: sentence``.
    """

    chain: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified, and all that does not hold, in the order of chain and place."""

    ok: bool
    chains: int
    entries: int
    checkpoints: int
    broken: list[Break]
