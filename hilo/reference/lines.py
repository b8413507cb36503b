"""YAML that remembers its lines, and errors that name them."""

import difflib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hilo.lib.errors import BadInput

Where = tuple[str | int, ...]
R = TypeVar("R", bound=BaseModel)


class PackError(BadInput):
    """A country pack is wrong. The message names file, line and how to mend it."""


class _Plain(yaml.SafeLoader):
    """Dates stay text, so that a year, a month and a day are read alike; so do NO, on and yes."""


_BOOL, _DATE = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
_Plain.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if tag != _DATE and (tag != _BOOL or first in "tTfF")]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Document:
    """A YAML file as plain data, with the line of every part of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[Where, int] = {}
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            raise PackError(f"{path.name}: falta el archivo; restáurelo de la versión publicada.") from None
        loader = _Plain(text)
        try:
            node = loader.get_single_node()
            self.data = self._plain(loader, node, ()) if node is not None else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise PackError(f"{path.name}, línea {line}: no es YAML válido ({error.problem}).") from None
        finally:
            loader.dispose()

    def error(self, where: Where, message: str) -> PackError:
        """The error at ``where``, or at the nearest part around it."""
        while where and where not in self._lines:
            where = where[:-1]
        return PackError(f"{self.path.name}, línea {self._lines.get(where, 1)}: {message}")

    def row(self, model: type[R], value: Any, where: Where) -> R:
        """``value`` as ``model``. Raises PackError for the first thing that is wrong."""
        try:
            return model.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            raise self.error((*where, *first["loc"]), _sentence(model, first, first["loc"])) from None

    def _plain(self, loader: yaml.SafeLoader, node: Node, where: Where) -> Any:
        self._lines[where] = node.start_mark.line + 1
        if isinstance(node, MappingNode):
            return self._mapping(loader, node, where)
        if isinstance(node, SequenceNode):
            return [self._plain(loader, item, (*where, n)) for n, item in enumerate(node.value)]
        return loader.construct_object(node)

    def _mapping(self, loader: yaml.SafeLoader, node: MappingNode, where: Where) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value in node.value:
            if not isinstance(key_node, ScalarNode):
                raise self.error(where, "una clave debe ser una palabra o un número.")
            key = loader.construct_object(key_node)
            if key in found:
                self._lines[(*where, key)] = key_node.start_mark.line + 1
                raise self.error((*where, key), f"'{key}' está dos veces; deje una.")
            found[key] = self._plain(loader, value, (*where, key))
            self._lines[(*where, key)] = key_node.start_mark.line + 1
        return found


def _sentence(model: type[BaseModel], error: Any, loc: Where) -> str:
    name, given = loc[-1] if loc else "", error["input"]
    match error["type"]:
        case "missing":
            return f"falta '{name}'; añádalo."
        case "extra_forbidden" | "unexpected_keyword_argument":
            near = difflib.get_close_matches(str(name), list(model.model_fields), 1)
            return f"'{name}' no se usa aquí; {f'¿quiso decir «{near[0]}»?' if near else 'quítelo.'}"
        case "enum" | "literal_error":
            allowed = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            return f"'{name}: {given}' no existe; use {allowed}."
        case "string_pattern_mismatch":
            return f"'{name}: {given}' no tiene la forma {error['ctx']['pattern']}; corríjalo."
        case "value_error" | "assertion_error":
            return f"'{name}: {given}': {error['ctx']['error']}."
        case _:
            return f"'{name}: {given}' no sirve ({error['msg']}); corríjalo."
