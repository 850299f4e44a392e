"""``catalog/`` from disk to a :class:`Catalog`, or every mistake in it at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from pin_advisor.catalog.checks import CHECKS
from pin_advisor.catalog.draft import Draft, Entry
from pin_advisor.catalog.models import Catalog, Fact, PinType, Prices, Rule, Scale, Shop, Source, Topic
from pin_advisor.catalog.problems import CatalogError, Problem, nearest, quoted
from pin_advisor.catalog.reading import MAX_BYTES, Block, Items, Node, Scalar, read
from pin_advisor.catalog.shaping import shape

M = TypeVar("M", bound=BaseModel)

#: The files beside the folder ``faq/`` that must be there.
FILES: Final = ("shop.yml", "pin_types.yml", "rules.yml", "prices.yml")
#: The list of sources. A shop may do without; then ``source`` fields may say anything.
SOURCES: Final = "sources.yml"
#: What visitors get right or wrong. A shop may do without.
FACTS: Final = "facts.yml"
#: More topic files than anyone would keep; a guard against pointing the product at a wrong folder.
MAX_TOPIC_FILES: Final = 200


def load(directory: Path) -> Catalog:
    """The checked catalog in ``directory``.

    Raises:
        CatalogError: with every problem found, each with its file, line, code and what to do.
    """
    directory = Path(directory)
    if not directory.is_dir():
        what = f"there is no folder {directory}"
        fix = "name the folder that holds shop.yml, or put it back"
        raise CatalogError([Problem(directory.name or ".", 1, "PA201", what, fix)])
    loader = _Loader(directory)
    draft = loader.draft()
    problems = loader.problems + [problem for check in CHECKS for problem in check(draft)]
    if problems:
        raise CatalogError(problems)
    return _catalog(draft)


def catalog_files(directory: Path) -> list[Path]:
    """The files that make up the catalog in ``directory``, whether they exist or not, in order."""
    return [directory / name for name in (*FILES, SOURCES, FACTS)] + _topic_files(directory)


def unread_files(directory: Path) -> list[Problem]:
    """Files in ``directory`` that look as if they belonged to the catalog but are never read.

    They do no harm, so :func:`load` doesn't mind them.
    """
    strays = [p for p in _entries(directory) if _is_yaml(p) and p.name not in (*FILES, SOURCES, FACTS)]
    strays += [p for p in _entries(directory / "faq") if _is_yaml(p) and p.suffix != ".yml"]
    fix = "move it into faq/ if it holds topics, with a name that ends in .yml; delete it otherwise"
    return [
        Problem(path.relative_to(directory).as_posix(), 1, "PA211", "this file is never read", fix)
        for path in strays
    ]


def _topic_files(directory: Path) -> list[Path]:
    return [path for path in _entries(directory / "faq") if path.suffix == ".yml"]


def _entries(folder: Path) -> list[Path]:
    """What is in ``folder``, without hidden files: editors keep their own business in those."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []
    return [folder / name for name in names]


def _catalog(draft: Draft) -> Catalog:
    # Nothing has been complained of, so nothing of the draft is missing.
    assert draft.shop
    assert draft.shop.value
    assert draft.prices
    assert draft.prices.value
    return Catalog(
        shop=draft.shop.value,
        scales={aspect: entry.value for aspect, entry in (draft.scales or {}).items() if entry.value},
        pin_types=_values(draft.pin_types),
        rules=_values(draft.rules),
        prices=draft.prices.value,
        topics=_values(draft.topics),
        sources=_values(draft.sources),
        facts=_values(draft.facts),
    )


def _values(entries: tuple[Entry[M], ...] | None) -> tuple[M, ...]:
    return tuple(entry.value for entry in entries or () if entry.value)


class _Loader:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.problems: list[Problem] = []

    def draft(self) -> Draft:
        shop = self._read("shop.yml")
        pin_types = self._read("pin_types.yml")
        rules = self._read("rules.yml")
        prices = self._read("prices.yml")
        topics, all_topics = self._topics()
        listed = (self.directory / SOURCES).exists()
        sources = self._read(SOURCES) if listed else None
        facts = self._read(FACTS) if (self.directory / FACTS).exists() else None
        return Draft(
            shop=self._entry("shop.yml", shop, Shop, "the shop") if shop else None,
            scales=self._scales(pin_types) if pin_types else None,
            pin_types=self._list("pin_types.yml", pin_types, "pin_types", PinType, ("scales", "pin_types")),
            rules=self._list("rules.yml", rules, "rules", Rule),
            prices=self._entry("prices.yml", prices, Prices, "the prices") if prices else None,
            topics=topics,
            all_topics=all_topics,
            sources=self._list(SOURCES, sources, "sources", Source),
            facts=self._list(FACTS, facts, "facts", Fact) or (),
        )

    def _add(self, file: str, line: int, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(file, line, code, what, fix))

    def _read(self, file: str) -> Block | None:
        path = self.directory / file
        try:
            if not path.is_file():
                self._missing(file, path)
                return None
            with path.open("rb") as stream:
                # One byte more than allowed tells that the file is too large.
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            reason = error.strerror or "it can't be opened"
            self._add(
                file, 1, "PA201", f"the file can't be opened: {reason}", "make it readable for the bot's user"
            )
            return None
        root, problems = read(content, file)
        self.problems += problems
        return root

    def _missing(self, file: str, path: Path) -> None:
        if path.exists() or path.is_symlink():
            self._add(file, 1, "PA201", "this isn't a file", "replace it by the file of that name")
            return
        guess = nearest(file, [p.name for p in _entries(self.directory) if p.name not in FILES])
        fix = f"rename {guess} to {file}" if guess else f"put {file} back, from a backup or a fresh copy"
        self._add(file, 1, "PA201", f"there is no {file}", fix)

    def _topics(self) -> tuple[tuple[Entry[Topic], ...], bool]:
        paths = _topic_files(self.directory)
        if not paths:
            self._add(
                "faq", 1, "PA201", "there is no file with topics", "put at least one .yml file into faq/"
            )
            return (), False
        if len(paths) > MAX_TOPIC_FILES:
            self._add("faq", 1, "PA204", f"there are {len(paths)} files", f"keep at most {MAX_TOPIC_FILES}")
            return (), False
        topics: list[Entry[Topic]] = []
        complete = True
        for path in paths:
            file = f"faq/{path.name}"
            entries = self._list(file, self._read(file), "topics", Topic)
            complete = complete and entries is not None
            topics += entries or ()
        return tuple(topics), complete

    def _entry(self, file: str, node: Node, model: type[M], name: str, line: int | None = None) -> Entry[M]:
        value, problems = shape(node, model, file, name)
        self.problems += problems
        return Entry(file, node, value, line)

    def _list(
        self, file: str, root: Block | None, key: str, model: type[M], keys: Sequence[str] = ()
    ) -> tuple[Entry[M], ...] | None:
        """The entries below ``key``; ``None`` if there is no telling what they are."""
        if root is None:
            return None
        self._only(file, root, keys or (key,))
        node = root.entries.get(key)
        if not isinstance(node, Items):
            line = root.lines.get(key, root.line)
            if node is None and any(nearest(other, [key]) for other in root.entries):
                pass  # It is misspelt, which has just been said.
            elif node is None:
                self._add(file, line, "PA221", f"`{key}:` is missing", f"start the list with a line `{key}:`")
            elif isinstance(node, Scalar) and node.empty:
                self._add(
                    file, line, "PA222", f"`{key}:` is empty", "add an entry; delete the file if it has none"
                )
            else:
                self._add(
                    file, line, "PA223", f"`{key}` should be a list", "start each entry with `- id: ...`"
                )
            return None
        kind = key.rstrip("s").replace("_", " ")
        return tuple(self._entry(file, item, model, self._name(kind, item)) for item in node.items)

    @staticmethod
    def _name(kind: str, item: Node) -> str:
        id = item.text("id") if isinstance(item, Block) else None
        return f"{kind} {quoted(id)}" if id else f"this {kind}"

    def _only(self, file: str, root: Block, keys: Sequence[str]) -> None:
        for key in root.entries:
            if key not in keys:
                guess = nearest(key, keys)
                self._add(
                    file,
                    root.lines[key],
                    "PA220",
                    f"{quoted(key)} isn't a key known here",
                    f"did you mean {guess}?" if guess else "indent it so that it belongs to the entry above",
                )

    def _scales(self, root: Block) -> dict[str, Entry[Scale]] | None:
        node = root.entries.get("scales")
        if not isinstance(node, Block):
            line = root.lines.get("scales", root.line)
            if node is None:
                self._add(
                    "pin_types.yml", line, "PA221", "`scales:` is missing", "put the lines of scales back"
                )
            else:
                self._add(
                    "pin_types.yml",
                    line,
                    "PA223",
                    "`scales` should be a group of aspects",
                    "put its lines back",
                )
            return None
        return {
            aspect: self._entry("pin_types.yml", scale, Scale, f"scale {quoted(aspect)}", node.lines[aspect])
            for aspect, scale in node.entries.items()
        }


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in (".yml", ".yaml")
