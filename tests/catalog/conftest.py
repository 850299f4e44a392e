"""A small catalog without mistakes, to which a test makes its one change."""

from __future__ import annotations

from pathlib import Path

import pytest

from pin_advisor.catalog import CatalogError, Problem, load
from pin_advisor.vocabulary import ASPECTS

SHOP = """\
name: Pins of Delft
description: a workshop for pins
country: the Netherlands
source: shop
"""

SCALES = """\
scales:
  feel: {more: smoother, most: smoothest, less: rougher, least: roughest}
pin_types:
"""

RULES = """\
rules:
  - id: relief_not_hard
    when: {dimensionality: [3d]}
    effect: rule_out
    pin_types: [hard_enamel]
    because: A 3D design can't be polished flat.
    source: seed
  - id: photo_is_printed
    when: {artwork: [photo]}
    effect: require
    pin_types: [screen_printed, soft_enamel]
    because: Only print shows a photo.
    source: seed
  - id: award_hard
    when: {occasion: [award]}
    effect: prefer
    pin_types: [hard_enamel]
    weight: 3
    because: An award deserves it.
    source: judgement
  - id: small_order
    when: {quantity_below: 50}
    effect: note
    because: The mould weighs on every piece.
    source: judgement
"""

PRICES = """\
tiers:
  - {tier: tight, below: 1.5}
  - {tier: moderate, below: 4}
  - {tier: premium}
same_as_usd: [USD, EUR]
currencies:
  - {code: USD, names: [dollar, dollars], symbols: [$], subunits: [cent], per_usd: 1}
  - {code: EUR, names: [euro], symbols: [€], per_usd: 0.9}
source: judgement
"""

TOPICS = """\
topics:
  - id: rust
    question: Do pins rust?
    answer: Iron can rust; brass does not.
    related: [minimum]
    source: seed; judgement
  - id: minimum
    question: How few can I order?
    reply: quote
    answer: You can order from {shop.minimum_order} at {shop.name}.
    if_unknown: That depends on the design; a free quote tells.
    source: shop
"""

SOURCES = """\
sources:
  - id: seed
    title: our article
    url: https://example.com/article
  - {id: shop, title: the shop itself}
  - {id: judgement, title: our own judgement}
"""


def pin_type(id: str, offered: str = "true") -> str:
    lines = [
        f"  - id: {id}",
        f"    name: {id.replace('_', ' ').capitalize()}",
        f"    plural: {id.replace('_', ' ').capitalize()} pins",
        f"    offered: {offered}",
        f"    summary: What {id} is.",
        "    aspects:",
    ]
    for aspect in ASPECTS:
        lines += [
            f"      {aspect}:",
            f"        brief: have {aspect}",
            f"        text: About {aspect} of {id}.",
        ]
        lines += ["        rank: 1"] if aspect == "feel" else []
        lines += ["        source: seed"]
    return "\n".join(lines) + "\n"


class Folder:
    """The catalog on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        types = [pin_type(id) for id in ("hard_enamel", "soft_enamel", "screen_printed")]
        self.write("shop.yml", SHOP)
        self.write("pin_types.yml", SCALES + "".join(types) + pin_type("pvc", offered="false"))
        self.write("rules.yml", RULES)
        self.write("prices.yml", PRICES)
        self.write("faq/basics.yml", TOPICS)
        self.write("sources.yml", SOURCES)

    def write(self, file: str, content: str | bytes) -> None:
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, file: str) -> str:
        return (self.path / file).read_text("utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        """Replaces the first occurrence of ``old``, which must be there."""
        text = self.read(file)
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def line(self, file: str, text: str) -> int:
        """The first line that contains ``text``, from 1."""
        return next(n for n, line in enumerate(self.read(file).splitlines(), 1) if text in line)

    def problems(self) -> tuple[Problem, ...]:
        try:
            load(self.path)
        except CatalogError as error:
            return error.problems
        return ()

    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems()]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "catalog")
