"""The shape of the conversation files, and errors that a person who writes them can act upon.

Every file in a folder beside this module is a list of conversations; the folder is the behaviour
that they show. README.md explains the keys with examples.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Optional

import yaml
from pydantic import BaseModel, Extra, Field, ValidationError, root_validator, validator

from pin_advisor.vocabulary import NEEDS

FOLDER: Final = Path(__file__).resolve().parent

_YAML_ADVICE: Final = (
    "Check the indentation, and put words with ': ' or ' #' in quotes; "
    "within [ ] and { } also those with , ? [ ] { }."
)

PayloadType = Literal[
    "question", "recommendation", "answer", "quote", "smalltalk", "handoff", "fallback"
]  # docs/architecture.md, "Replies"


class ConversationError(Exception):
    """A conversation file that cannot be used; says where and what to do."""


class _Model(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True


class Turn(_Model):
    """What the visitor does and what must come back; where nothing is expected, only the contract counts.

    Either ``say`` (typed words, ``repeat`` times over) or ``choose`` (a button of the turn before: its
    title, or 1 for the first one). ``expect`` is compared with the payload, ``needs`` with its needs; see
    :mod:`matching`. ``text`` and ``never`` are regular expressions, whatever the case of letters.
    """

    say: Optional[str] = None
    repeat: int = Field(1, ge=1)
    choose: Optional[str] = None
    expect: dict[str, Any] = Field(default_factory=dict)
    needs: dict[str, Any] = Field(default_factory=dict)
    text: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @root_validator(skip_on_failure=True)
    def _one_deed(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["say"] is None) == (values["choose"] is None):
            raise ValueError("a turn has either 'say' or 'choose': write the words, or the button to press")
        return values

    @validator("say", "choose", pre=True)
    def _words(cls, value: Any) -> Any:
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            raise ValueError("must be words; put them in quotes")
        return str(value)

    @validator("text", "never", pre=True)
    def _a_list(cls, value: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError("must be a list, even of one: [value]")
        return value

    @validator("text", "never", each_item=True)
    def _an_expression(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(
                f"{value!r} is no regular expression ({error}); "
                "put \\ before any of . ? * + ( ) [ ] that is meant as such"
            ) from error
        return value

    @validator("needs")
    def _known_needs(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in value:
            if name not in NEEDS:
                raise ValueError(
                    f"{name!r} is no need{_did_you_mean(name, NEEDS)}; needs are {', '.join(NEEDS)}"
                )
        return value

    @validator("expect")
    def _known_type(cls, value: dict[str, Any]) -> dict[str, Any]:
        known = PayloadType.__args__  # type: ignore[attr-defined]
        wanted = value.get("type", known)
        for kind in wanted if isinstance(wanted, (list, tuple)) else [wanted]:
            if kind not in known:
                raise ValueError(f"{kind!r} is no type of a payload{_did_you_mean(kind, known)}")
        return value

    @property
    def words(self) -> str:
        """What is typed."""
        return (self.say or "") * self.repeat


class Conversation(_Model):
    """Turns of one visitor, from the first message on."""

    name: str
    turns: list[Turn] = Field(..., min_items=1)

    @validator("name")
    def _a_name(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("must say what is shown, in a few words")
        return value.strip()


@dataclass(frozen=True)
class Case:
    """A conversation and where it is written. ``behaviour`` is its folder."""

    behaviour: str
    conversation: Conversation
    path: Path
    line: int

    @property
    def id(self) -> str:
        """Name for pytest: ``digressions/a question in the middle ...``."""
        return f"{self.behaviour}/{self.conversation.name}"


def load_all(folder: Path = FOLDER) -> list[Case]:
    """Return every conversation of the behaviour folders in ``folder``.

    Raises:
        ConversationError: with every mistake in them, one a line; also where two conversations share a name.
    """
    cases: dict[str, Case] = {}
    problems = []
    for path in sorted(folder.glob("*/*.yml")):
        try:
            found = load_file(path)
        except ConversationError as error:
            problems.append(str(error))
            continue
        for case in found:
            if other := cases.get(case.id):
                problems.append(
                    f"{_place(path, case.line)}: the name {case.conversation.name!r} is taken by "
                    f"{_place(other.path, other.line)}; give this conversation another one."
                )
            cases[case.id] = case
    if problems:
        raise ConversationError("\n".join(problems))
    return list(cases.values())


def load_file(path: Path) -> list[Case]:
    """Return the conversations of one file.

    Raises:
        ConversationError: with every mistake in it, one a line.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        data = _data(path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise ConversationError(f"{_place(path, line)}: {problem}. {_YAML_ADVICE}") from error
    except UnicodeDecodeError as error:
        raise ConversationError(f"{_place(path, 1)}: not UTF-8. Save the file with that encoding.") from error
    if node is None or not isinstance(data, list) or not data:
        raise ConversationError(
            f"{_place(path, 1)}: a file is a list of conversations. Begin each with '- name: ...'."
        )
    cases, problems = [], []
    for index, item in enumerate(data):
        line = node.value[index].start_mark.line + 1
        try:
            conversation = Conversation.parse_obj(item)
        except ValidationError as error:
            problems += [_told(path, node.value[index], item, one) for one in error.errors()]
        else:
            cases.append(Case(path.parent.name, conversation, path, line))
    if problems:
        raise ConversationError("\n".join(problems))
    return cases


class _Loader(yaml.SafeLoader):
    """YAML 1.2's plain values, so that ``say: no`` is a word; the same key twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"the key {key.value!r} stands here for the second time"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))


def _data(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_Loader)


def _told(path: Path, node: yaml.Node, item: Any, error: Any) -> str:
    """One mistake with its line, the conversation's name and what to do."""
    loc = [part for part in error["loc"] if part != "__root__"]
    name = item.get("name") if isinstance(item, dict) else None
    where = f"{_place(path, _line(node, loc))} ({name or 'a conversation without a name'})"
    key = str(loc[-1]) if loc else ""
    if error["type"] == "value_error.extra":
        model = Turn if len(loc) > 1 else Conversation
        known = tuple(model.__fields__)
        return f"{where}: unknown key {key!r}{_did_you_mean(key, known)}; the keys are {', '.join(known)}."
    if error["type"] == "value_error.missing":
        return f"{where}: {key!r} is missing; add '{key}: ...'."
    if error["type"] == "type_error.dict" or (error["type"] == "type_error" and not key):
        return f"{where}: must be written as 'key: value' lines."
    if error["type"] == "value_error.list.min_items":
        return f"{where}: {key!r} is empty; give it at least one entry."
    at = f"'{'.'.join(str(part) for part in loc)}': " if loc else ""
    return f"{where}: {at}{error['msg']}."


def _line(node: yaml.Node, loc: Iterable[Any]) -> int:
    """The line of the innermost node on the way ``loc`` that exists."""
    line = node.start_mark.line + 1
    for part in loc:
        found = next(_children(node, part), None)
        if found is None:
            break
        line, node = found
    return line


def _children(node: yaml.Node, part: Any) -> Iterator[tuple[int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                yield key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        yield node.value[part].start_mark.line + 1, node.value[part]


def _place(path: Path, line: int) -> str:
    return f"{path.parent.name}/{path.name}:{line}"


def _did_you_mean(word: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(word), list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
