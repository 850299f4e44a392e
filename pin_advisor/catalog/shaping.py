"""From a YAML tree to a model of :mod:`pin_advisor.catalog.models`, every slip reported at its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar, Union, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import SHAPE_MAPPING, SHAPE_TUPLE_ELLIPSIS, ModelField

from pin_advisor.catalog.problems import Problem, choose, nearest, quoted
from pin_advisor.catalog.reading import Block, Items, Node, Scalar

M = TypeVar("M", bound=BaseModel)
Path = Sequence[Union[str, int]]

#: Keys with words that visitors may say.
_SAID: Final = {"so", "not_so", "called", "unless", "near"}
_KINDS: Final = {
    "bool": ("should be true or false", "write true or false"),
    "integer": ("should be a whole number", "write digits only, such as 12"),
    "float": ("should be a number", "write digits with a point, such as 1.50, and no currency sign"),
    "str": (
        "should be text",
        "write the text on the line; if it starts with [ or { or contains a colon, put it in quotes",
    ),
    "tuple": ("should be a list", "write [one, two], or one item a line, each after a dash"),
    "dict": ("should be a group of `key: value` lines", "write them below it, indented by two more spaces"),
}


def shape(node: Node, model: type[M], file: str, name: str) -> tuple[M | None, list[Problem]]:
    """``node`` as a ``model``, or ``None`` with what is wrong.

    A single value is taken for a list of one where a list is expected, and an optional key with
    nothing after it counts as left out. ``name`` is what messages call the thing ("the rule").
    """
    if not isinstance(node, Block):
        what, fix = _KINDS["dict"]
        return None, [Problem(file, node.line, "PA223", f"{name} {what}", fix)]
    try:
        return model.parse_obj(_data(node, model)), []
    except ValidationError as error:
        return None, _Mistakes(node, model, file, name).explain(error)


def line_of(node: Node, path: Path) -> int:
    """The line of what ``path`` leads to, or of the nearest thing above it that exists."""
    line = node.line
    for step in path:
        if isinstance(node, Block) and step in node.entries:
            line, node = node.lines[str(step)], node.entries[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            break
    return line


def _data(node: Node, model: type[BaseModel]) -> Any:
    if not isinstance(node, Block):
        return _plain(node)
    data: dict[str, Any] = {}
    for key, value in node.entries.items():
        field = model.__fields__.get(key)
        if field is None:
            data[key] = None
        elif field.required or not (isinstance(value, Scalar) and value.empty):
            data[key] = _value(value, field)
    return data


def _value(node: Node, field: ModelField) -> Any:
    if field.shape == SHAPE_TUPLE_ELLIPSIS:
        if isinstance(node, Scalar):
            return None if node.empty else [_plain(node)]
        return (
            [_single(item, field.type_) for item in node.items] if isinstance(node, Items) else _plain(node)
        )
    if field.shape == SHAPE_MAPPING and isinstance(node, Block):
        return {key: _single(value, field.type_) for key, value in node.entries.items()}
    return _single(node, field.type_)


def _single(node: Node, kind: Any) -> Any:
    return _data(node, kind) if _is_model(kind) else _plain(node)


def _is_model(kind: Any) -> bool:
    # Python 3.10 takes `tuple[str, ...]` for a type, and then refuses it as one.
    return isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, BaseModel)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return None if node.empty else node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.entries.items()}


class _Mistakes:
    """Turns what pydantic found in one thing of the catalog into problems with a line."""

    def __init__(self, node: Block, model: type[BaseModel], file: str, name: str) -> None:
        self.node, self.model, self.file, self.name = node, model, file, name

    def explain(self, error: ValidationError) -> list[Problem]:
        errors = error.errors()
        # A misspelt key is reported once, not a second time as the missing key that it stands for.
        spelt: set[tuple[Any, ...]] = set()
        for each in errors:
            if each["type"] == "value_error.extra":
                *above, key = each["loc"]
                guess = nearest(str(key), self._fields(above))
                spelt.add((*above, guess))
        return [
            self._problem(each)
            for each in errors
            if each["type"] != "value_error.missing" or each["loc"] not in spelt
        ]

    def _problem(self, error: Mapping[str, Any]) -> Problem:
        loc, kind = error["loc"], error["type"]
        key = str(loc[-1]) if isinstance(loc[-1], str) else f"item {loc[-1] + 1} of `{loc[-2]}`"
        key = f"`{key}`" if isinstance(loc[-1], str) else key
        line = line_of(self.node, loc)

        def problem(code: str, what: str, fix: str) -> Problem:
            return Problem(self.file, line, code, f"{self.name}: {what}", fix)

        if kind == "value_error.extra":
            return problem("PA220", f"{key} isn't a key known here", self._key_fix(loc))
        if kind == "value_error.missing" or (loc[-1] == "source" and self._is_empty(kind)):
            if loc[-1] == "source":
                return problem(
                    "PA226",
                    "it isn't said where this comes from",
                    "add `source: shop` if you decided it, or name who says so",
                )
            return problem("PA221", f"{key} is missing", f"add a line `{loc[-1]}: ...`")
        if self._is_empty(kind):
            return problem(
                "PA222", f"{key} is empty", "write a value after it, or remove it if it isn't needed"
            )
        if kind == "value_error.const":
            given, allowed = str(error["ctx"]["given"]), [str(p) for p in error["ctx"]["permitted"]]
            return problem("PA224", f"{key} can't be {quoted(given)}", choose(given, allowed))
        if kind == "value_error.str.regex":
            given = self._given(loc)
            if loc[-1] == "code":
                return problem(
                    "PA225", f"{quoted(given)} isn't a currency code", "use three capitals, such as EUR"
                )
            if _SAID & set(loc):
                return problem(
                    "PA223",
                    f"{quoted(given)} can't be looked for",
                    "write plain words, with * for any ending and ... for a few words between two",
                )
            return problem(
                "PA225",
                f"{quoted(given)} can't be an id",
                f"use small letters, digits and _ only, such as {_as_id(given)}",
            )
        if kind.startswith("value_error.number"):
            return problem("PA223", f"{key} is too small", "write a number greater than 0")
        what, fix = _KINDS.get(kind.removeprefix("type_error.").removeprefix("value_error."), _KINDS["str"])
        return problem("PA223", f"{key} {what}", fix)

    @staticmethod
    def _is_empty(kind: str) -> bool:
        return kind in ("type_error.none.not_allowed", "value_error.any_str.min_length")

    def _fields(self, above: Path) -> list[str]:
        model = self.model
        for step in above:
            if isinstance(step, str) and step in model.__fields__:
                inner = model.__fields__[step].type_
                if _is_model(inner):
                    model = inner
        return list(model.__fields__)

    def _key_fix(self, loc: Path) -> str:
        *above, key = loc
        known = self._fields(above)
        for field in known:
            if key in self._fields([*above, field]) and key not in known:
                return f"if it belongs to `{field}`, indent it by two more spaces than `{field}`"
        return choose(str(key), known)

    def _given(self, loc: Path) -> str:
        node: Node = self.node
        for step in loc:
            if isinstance(node, Block):
                node = node.entries[str(step)]
            elif isinstance(node, Items) and isinstance(step, int):
                node = node.items[step]
        return node.text if isinstance(node, Scalar) else ""


def _as_id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40] or "soft_enamel"
