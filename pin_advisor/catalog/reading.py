"""YAML as a tree that remembers its lines.

Scalars stay exactly as written: nothing is resolved to a number, date or yes/no before the models
say what they expect. So an unquoted ``no``, ``2d`` or ``0123`` is never mangled, and no object is
ever constructed from a file. Anchors, aliases and tags are refused: a catalog has no use for them,
and without them a small file can't blow up into a huge one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Union

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pin_advisor.catalog.problems import Problem, quoted

#: Bytes; the catalog that comes with the product is about a quarter of this in all its files together.
MAX_BYTES: Final = 1_000_000
#: Levels of nesting; the deepest place of the models is 6.
MAX_DEPTH: Final = 16

_KEY: Final = re.compile(r"^\s*(?:- +)?[\w.-]+\s*:(?:\s|$)")
_INDENTED_BY_TAB: Final = re.compile(r"^ *\t")


@dataclass(frozen=True)
class Scalar:
    """A single value as written, without its quotes. ``plain`` tells that it had none."""

    text: str
    line: int
    plain: bool

    @property
    def empty(self) -> bool:
        """Nothing was written, or a sign for nothing."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A group of ``key: value`` lines; ``lines`` holds the line of each key."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """The value of ``key`` if it is a single one and not empty."""
        node = self.entries.get(key)
        return node.text.strip() if isinstance(node, Scalar) and not node.empty else None


Node = Union[Scalar, Items, Block]


def read(content: bytes, file: str) -> tuple[Block | None, list[Problem]]:
    """The tree of one file, or ``None`` if it can't be told, with every problem met on the way.

    ``file`` is the name that the problems carry.
    """
    return _Reader(file).read(content)


class _Stop(Exception):
    """Nothing sensible can be read beyond this point of the file."""


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: list[str] = []

    def read(self, content: bytes) -> tuple[Block | None, list[Problem]]:
        try:
            root = self._tree(self._decode(content))
        except _Stop:
            return None, self.problems
        if isinstance(root, Block):
            return root, self.problems
        if root is None or (isinstance(root, Scalar) and root.empty):
            self._add(1, "PA202", "the file is empty", "restore its text, from a backup if need be")
        else:
            self._add(
                root.line,
                "PA223",
                "the file should start with a line like `key: value`",
                "compare it with the same file of a fresh copy",
            )
        return None, self.problems

    def _add(self, line: int, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, code, what, fix))

    def _stop(self, line: int, code: str, what: str, fix: str) -> _Stop:
        self._add(line, code, what, fix)
        return _Stop()

    def _decode(self, content: bytes) -> str:
        if len(content) > MAX_BYTES:
            raise self._stop(
                1,
                "PA204",
                f"the file is larger than {MAX_BYTES // 1000} kB",
                "split it, or remove what doesn't belong in it",
            )
        save = 'save the file again with the encoding "UTF-8" (in the editor\'s "Save as")'
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise self._stop(1, "PA203", "the file is saved as UTF-16", save)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise self._stop(line, "PA203", "there is a letter that isn't UTF-8", save) from None
        self.lines = re.split("\r\n|[\r\n]", text)
        for number, written in enumerate(self.lines, 1):
            if any(_is_control(c) for c in written):
                raise self._stop(
                    number,
                    "PA203",
                    "there is an invisible control character",
                    "delete it, or type the line again",
                )
        if not text.strip():
            raise self._stop(1, "PA202", "the file is empty", "restore its text, from a backup if need be")
        return text

    def _tree(self, text: str) -> Node | None:
        try:
            events = list(self._events(text))
        except MarkedYAMLError as error:
            self._explain(error)
            raise _Stop from None
        except (YAMLError, ValueError, OverflowError):
            # An escape such as "\UFFFFFFFF" makes the pure Python parser fail in the latter ways.
            raise self._stop(
                1,
                "PA206",
                'there is a "\\..." that means nothing',
                "write the letter itself, or use '...' quotes",
            ) from None
        walk = iter(events)
        for event in walk:
            if isinstance(event, DocumentStartEvent):
                return self._node(next(walk), walk)
        return None

    def _events(self, text: str) -> Iterator[Event]:
        depth = documents = 0
        for event in YAML(typ="safe").parse(text):
            line = event.start_mark.line + 1
            anchor = getattr(event, "anchor", None)
            if isinstance(event, AliasEvent) or anchor or getattr(event, "tag", None):
                sign = "*" if isinstance(event, AliasEvent) else "&" if anchor else "!"
                raise self._stop(
                    line,
                    "PA209",
                    f"a value starts with {sign}, which has a special meaning",
                    f"put the whole text in quotes if it should really start with {sign}",
                )
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stop(
                        line, "PA209", "a line --- starts a second document", "delete the line ---"
                    )
            if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                depth += 1
                if depth > MAX_DEPTH:
                    raise self._stop(
                        line, "PA204", "the text is nested too deeply", "look for brackets or dashes too many"
                    )
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                depth -= 1
            yield event

    def _node(self, event: Event, walk: Iterator[Event]) -> Node:
        line = event.start_mark.line + 1
        if isinstance(event, ScalarEvent):
            return self._scalar(event, line)
        if isinstance(event, SequenceStartEvent):
            items = Items(line)
            while not isinstance(item := next(walk), SequenceEndEvent):
                items.items.append(self._node(item, walk))
            return items
        block = Block(line)
        while not isinstance(key := next(walk), MappingEndEvent):
            self._entry(block, self._node(key, walk), self._node(next(walk), walk))
        return block

    def _entry(self, block: Block, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self._add(
                key.line,
                "PA206",
                "a list or group stands where a key should",
                "look for a stray colon or bracket",
            )
        elif key.text in block.entries:
            self._add(
                key.line,
                "PA208",
                f"{quoted(key.text)} is given twice, first in line {block.lines[key.text]}",
                "keep one of the two; if a new entry should start here, start it with a dash",
            )
        else:
            block.entries[key.text] = value
            block.lines[key.text] = key.line

    def _scalar(self, event: ScalarEvent, line: int) -> Scalar:
        scalar = Scalar(event.value, line, bool(event.implicit[0]))
        if any(_is_control(c) for c in scalar.text):
            self._add(
                line, "PA203", "a \\ stands for an invisible character", "remove it, or use '...' quotes"
            )
        end = event.end_mark
        rest = self.lines[end.line][end.column :].lstrip() if end.line < len(self.lines) else ""
        if scalar.plain and re.match(r"#[^\s#]", rest):
            self._add(
                end.line + 1,
                "PA210",
                f"the text ends before {quoted(rest)}, because # starts a remark",
                "put the whole text in quotes; if it is a remark, put a space after #",
            )
        return scalar

    def _explain(self, error: MarkedYAMLError) -> None:
        """Says in the owner's terms what the parser stumbled over, judging by the line it names."""
        tabs = [n for n, line in enumerate(self.lines, 1) if _INDENTED_BY_TAB.match(line)]
        for number in tabs:
            self._add(number, "PA205", "the line is indented with a tab", "indent with spaces only")
        if tabs:
            return
        mark = error.problem_mark or error.context_mark
        number = min(mark.line + 1 if mark else 1, len(self.lines))
        while number > 1 and not self.lines[number - 1].strip():
            number -= 1  # The parser looks beyond a mistake at the end of a paragraph.
        line, column = self.lines[number - 1], mark.column if mark else 0
        problem = str(error.problem or "")
        if "mapping values" in problem:
            self._explain_colon(number, line)
        elif "quoted scalar" in str(error.context):
            start = error.context_mark.line + 1 if error.context_mark else number
            self._add(
                start,
                "PA206",
                "a quotation mark is opened and never closed",
                "close it, or remove the first one",
            )
        elif line[column : column + 1] == "\t":
            self._add(number, "PA205", "there is a tab where a space should be", "replace it by a space")
        elif "cannot start" in problem or "alias" in str(error.context) or "anchor" in str(error.context):
            self._add(
                number,
                "PA209",
                f"a value starts with {line[column : column + 1] or 'a sign'}, which has a special meaning",
                "put the whole text in quotes",
            )
        elif re.search(r":\s+[\[{]", line) or ("flow" in str(error.context)):
            self._add(
                number,
                "PA206",
                "a value starts with [ or {, and the brackets don't make a list",
                "put text that starts with a bracket in quotes; close the bracket of a list",
            )
        elif re.search(r"(:|-)\s+[\"']", line):
            self._add(
                number,
                "PA206",
                "there is more text after a closing quotation mark",
                "put the other kind of quotes round the whole text, or none; double a ' inside '...'",
            )
        else:
            self._add(
                number,
                "PA206",
                "the line doesn't fit the lines above it",
                "start it in the same column as the line above that it belongs beside, "
                "and look for a missing dash, colon or closing quote just above",
            )

    def _explain_colon(self, number: int, line: str) -> None:
        above = next((n for n in range(number - 1, 0, -1) if self.lines[n - 1].strip()), None)
        previous = self.lines[above - 1] if above else ""
        one_key = len(re.findall(r":(?:\s|$)", line)) == 1 and _KEY.match(line)
        if above and one_key and (glued := re.match(r"^\s*(?:- +)?(\w+):\S", previous)):
            self._add(
                above, "PA207", f"there is no space after `{glued[1]}:`", f"write `{glued[1]}: ` with a space"
            )
        elif above and one_key and (bare := re.match(r"^\s*(?:- +)?(\w+)\s*(=.*)?$", previous)):
            self._add(
                above, "PA207", f"there is no colon after `{bare[1]}`", f"write `{bare[1]}: ` and its value"
            )
        else:
            self._add(
                number,
                "PA207",
                "a colon followed by a space stands inside unquoted text",
                'put the whole text in "..." quotes; if it is a new key, start it below the other keys',
            )


def _is_control(char: str) -> bool:
    # The parser refuses the last three (U+FEFF is the byte order mark) anywhere in a text, and takes the
    # first two for line ends, as hardly any editor does: line numbers would no longer agree.
    if char in "\u2028\u2029\ufeff\ufffe\uffff":
        return True
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r"
