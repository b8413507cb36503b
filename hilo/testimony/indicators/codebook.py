"""The codebook of ``data/codebook.yaml``: what each indicator is and is not, and which acts it calls for."""

from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from hilo.lib.canonical import digest
from hilo.lib.errors import BadInput
from hilo.reference.lines import Document
from hilo.reference.models import Certainty, Label, Row, Text, TextDate

FILE: Final = Path(__file__).parents[1] / "data" / "codebook.yaml"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Indicator(Row):
    """One topic. ``acts``: codes of the country pack; ``words``: base forms that make a suggestion, for machines only.

    ``certainty`` is of where the indicator comes from, ``legal_certainty`` of the articles in ``legal``.
    """

    id: Slug
    version: Annotated[int, Field(ge=1)]
    label: Label
    definition: Label
    includes: Label
    excludes: Label
    example: Label
    near_miss: Label
    base_rate: Label
    not_proof_of: Label
    source: Text
    certainty: Certainty
    acts: tuple[Slug, ...] = Field(min_length=1)
    legal: Label
    legal_certainty: Certainty
    unusual: bool = False  # the note about odd details stands beside it
    author: Label  # a role, never a name
    written: TextDate
    review_by: TextDate
    words: tuple[Text, ...] = Field(min_length=1)


class Codebook(Row):
    """All indicators of one version, in the order of the file. A coding cites ``version`` and ``hash``."""

    version: Annotated[int, Field(ge=1)]
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON of everything in it, 64 hexadecimal digits."""
        return digest(self.model_dump(mode="json")).hex()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(one.id for one in self.indicators)

    def indicator(self, which: str) -> Indicator:
        """The indicator with this id. Raises :class:`BadInput` where there is none."""
        for one in self.indicators:
            if one.id == which:
                return one
        raise BadInput(
            f"No hay un indicador «{which}» en la versión {self.version} del libro de códigos. "
            f"Use uno de: {', '.join(self.ids)}."
        )

    def cited(self, version: int, digest_hex: str) -> None:
        """Says nothing when a coding cites this very version. Raises :class:`BadInput` otherwise."""
        if (version, digest_hex) != (self.version, self.hash):
            raise BadInput(
                f"La codificación cita otra versión del libro de códigos ({version}); esta es la {self.version}. "
                "Ábrala con la versión que cita o codifique de nuevo."
            )


@cache
def codebook() -> Codebook:
    """The version that comes with this program; read once in a process."""
    return read_codebook(FILE)


def read_codebook(path: Path) -> Codebook:
    """A codebook file. Raises :class:`BadInput` for the first thing that is wrong, with its line."""
    document = Document(path)
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("indicators"), list):
        raise document.error((), "debe tener una lista 'indicators'; agréguela.")
    rows = [_with_defaults(row, data.get("defaults") or {}) for row in data["indicators"]]
    found = tuple(document.row(Indicator, row, ("indicators", n)) for n, row in enumerate(rows))
    _once_each(document, found)
    return document.row(Codebook, {"version": data.get("version"), "indicators": found}, ())


def _with_defaults(row: Any, defaults: dict[str, Any]) -> Any:
    return defaults | row if isinstance(row, dict) else row


def _once_each(document: Document, found: tuple[Indicator, ...]) -> None:
    seen: set[str] = set()
    for n, one in enumerate(found):
        if one.id in seen:
            raise document.error(("indicators", n, "id"), f"'{one.id}' está dos veces; cada indicador es único.")
        seen.add(one.id)
