"""The two sides of every contract: what is written down, and what the code does with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.nlu.training_data.loading import load_data

from pin_advisor.catalog import Catalog, load

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A Python file of the product. ``name`` is its path in the project, with slashes."""

    name: str
    tree: ast.Module

    def calls(self, *functions: str) -> Iterator[ast.Call]:
        """Calls of functions or methods with one of these names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
                if name in functions:
                    yield node

    def strings(self) -> Iterator[str]:
        """String literals, without docstrings and without the pieces of f-strings."""
        passed_over: set[int] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.JoinedStr):
                passed_over |= {id(part) for part in node.values}
            elif isinstance(node, ast.Expr):
                passed_over.add(id(node.value))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
                yield node.value

    def formatted(self) -> Iterator[str]:
        """f-strings, with ``*`` for what is filled in."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)

    def imports(self) -> Iterator[str]:
        """Full names of what is imported, wherever in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@dataclass(frozen=True)
class Rule:
    """A rule of ``data/rules.yml``: the form it is for, the intents it begins with, and its actions."""

    name: str
    form: str | None
    intents: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Utterance:
    """A training utterance without its annotations; ``entities`` are pairs of name and value."""

    text: str
    intent: str
    topic: str | None
    entities: tuple[tuple[str, Any], ...]

    @property
    def plain(self) -> str:
        """The text without regard to case and spacing."""
        return plain(self.text)


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    return dict(yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8")))


@pytest.fixture(scope="session")
def intents(domain: dict[str, Any]) -> set[str]:
    return {name for entry in domain["intents"] for name in (entry if isinstance(entry, dict) else [entry])}


@pytest.fixture(scope="session")
def form_slots(domain: dict[str, Any]) -> set[str]:
    """The slots that some form asks for."""
    return {slot for form in domain["forms"].values() for slot in form["required_slots"]}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load(PROJECT / "catalog")


@pytest.fixture(scope="session")
def modules() -> tuple[Module, ...]:
    """The Python files of the product."""
    folders = ("pin_advisor", "actions", "supply_chain")
    paths = [p for folder in folders for p in sorted((PROJECT / folder).rglob("*.py"))]
    return tuple(
        Module(p.relative_to(PROJECT).as_posix(), ast.parse(p.read_text("utf-8"), str(p))) for p in paths
    )


@pytest.fixture(scope="session")
def action_modules(modules: tuple[Module, ...]) -> tuple[Module, ...]:
    return tuple(m for m in modules if m.name.startswith("actions/"))


@pytest.fixture(scope="session")
def language_modules(modules: tuple[Module, ...]) -> tuple[Module, ...]:
    return tuple(m for m in modules if m.name.startswith("pin_advisor/language/"))


@pytest.fixture(scope="session")
def rules() -> tuple[Rule, ...]:
    data = yaml.safe_load((PROJECT / "data" / "rules.yml").read_text("utf-8"))
    return tuple(_rule(entry) for entry in data["rules"])


def _rule(entry: dict[str, Any]) -> Rule:
    forms = [c["active_loop"] for c in entry.get("condition", ()) if "active_loop" in c]
    first = entry["steps"][0]
    either = first.get("or", [first])
    return Rule(
        entry["rule"],
        forms[0] if forms else None,
        tuple(step["intent"] for step in either if "intent" in step),
        tuple(step["action"] for step in entry["steps"] if "action" in step),
    )


@pytest.fixture(scope="session")
def utterances() -> tuple[Utterance, ...]:
    """Every training utterance, as Rasa itself reads it."""
    examples = load_data(str(PROJECT / "data" / "nlu")).training_examples
    return tuple(
        Utterance(
            example.get("text"),
            example.get("intent"),
            ((example.get("metadata") or {}).get("intent") or {}).get("topic"),
            tuple((e["entity"], e["value"]) for e in example.get("entities") or ()),
        )
        for example in examples
    )


@pytest.fixture(scope="session")
def docs() -> str:
    """All that is written for people who run, use or change the product."""
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text("utf-8") for page in pages if page.is_file())


@pytest.fixture(scope="session")
def product_texts(domain: dict[str, Any], catalog: Catalog) -> dict[str, str]:
    """What visitors can read or are shown to choose from, by where it stands; placeholders taken out."""
    texts: dict[str, str] = {}
    for name, variants in domain["responses"].items():
        for variant in variants:
            texts[name] = variant["text"]
            for button in variant.get("buttons", ()):
                texts[f"{name}: {button['title']}"] = f"{button['title']} {button['payload']}"
    for topic in catalog.topics:
        texts[f"topic {topic.id}"] = f"{topic.question} {topic.answer} {topic.if_unknown or ''}"
    for pin_type in catalog.pin_types:
        texts[f"pin type {pin_type.id}"] = f"{pin_type.name} {pin_type.plural} {pin_type.summary}"
        for name, aspect in pin_type.aspects.items():
            texts[f"{pin_type.id} {name}"] = f"{aspect.brief} {aspect.text}"
    for rule in catalog.rules:
        texts[f"rule {rule.id}"] = rule.because
    for aspect_name, scale in catalog.scales.items():
        texts[f"scale {aspect_name}"] = " ".join((scale.more, scale.most, scale.less, scale.least))
    for source in catalog.sources:
        texts[f"source {source.id}"] = source.title
    return {where: re.sub(r"\{shop\.\w+\}", "", text) for where, text in texts.items()}
