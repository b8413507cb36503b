"""Which outside body is competent when an institution stays silent, by which article, and what it is asked for."""

from collections.abc import Collection, Sequence

from pydantic import Field

from hilo.lib.errors import BadInput
from hilo.reference.lines import Document
from hilo.reference.models import Certainty, Institution, Kind, Label, Level, Row, Sourced, State, Text


class Ground(Row):
    """An article and what it says. ``certainty`` as in :class:`Sourced`."""

    law: Text
    says: Label
    certainty: Certainty

    @property
    def to_confirm(self) -> bool:
        """Shown as «por confirmar» until counsel has read the article."""
        return self.certainty == "memory"


class OutsideBody(Sourced):
    """One body that is competent over institutions of some kinds and levels; empty means any.

    ``asked`` and ``asked_of_own`` may hold ``{within}``, a number of working days in words.
    """

    code: Text
    kinds: tuple[Kind, ...] = ()  # of the institution that stays silent
    levels: tuple[Level, ...] = ()
    duties: tuple[Text, ...] = ()  # clocks whose duty is another's (a court, a telephone company): only for these
    body: Text  # an institution; may hold {state}
    grounds: tuple[Ground, ...] = Field(min_length=1)
    asked: tuple[Label, ...] = Field(min_length=1)
    asked_of_own: tuple[Label, ...] = Field(min_length=1)  # when the institution itself tells of its own delay

    def fits(self, institution: Institution | None, duty: str) -> bool:
        """Whether the row speaks of this silence; None: an institution that left the pack."""
        if self.duties and duty not in self.duties:
            return False
        if institution is None:
            return not self.kinds and not self.levels
        return (not self.kinds or institution.kind in self.kinds) and (
            not self.levels or institution.level in self.levels
        )


def checked(
    found: Sequence[tuple[Document, int, OutsideBody]],
    institutions: dict[str, Institution],
    states: dict[str, State],
    duties: Collection[str],
) -> list[OutsideBody]:
    """The rows. Raises PackError when one names an institution or a clock that is not there."""
    for document, n, row in found:
        for code in {row.body.replace("{state}", key) for key in states}:
            if code not in institutions:
                raise document.error(("rows", n, "body"), f"'{code}' no existe; use una institución.")
        for place, duty in enumerate(row.duties):
            if duty not in duties:
                raise document.error(("rows", n, "duties", place), f"'{duty}' no existe en clocks.yaml.")
    return [row for _, _, row in found]


def choose(
    rows: Sequence[OutsideBody],
    institutions: dict[str, Institution],
    silent: str,
    state: str,
    *,
    but: Collection[str],
    duty: str,
) -> OutsideBody:
    """The first row that fits, its body without ``{state}``: see :meth:`Pack.outside_body_for`."""
    known = institutions.get(silent)
    place = (known and known.state) or state  # a local authority answers to the bodies of its own state
    for row in rows:
        body = row.body.replace("{state}", place)
        there = institutions.get(body)
        if there is None or there.valid_until is not None or body == silent or body in but:
            continue
        if row.fits(known, duty):
            return row.model_copy(update={"body": body})
    raise BadInput(f"Nadie es competente ante el silencio de {silent}: añada una fila en outside_bodies.yaml.")
