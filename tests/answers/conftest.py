"""The shop's own catalog, and a small one whose every word is known to the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pin_advisor.catalog import Catalog, load

CATALOG = Path(__file__).resolve().parents[2] / "catalog"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """What the shop really knows."""
    return load(CATALOG)


def aspect(brief: str, text: str, rank: int | None = None, source: str = "book") -> dict[str, Any]:
    """One aspect as the owner writes it."""
    return {"brief": brief, "text": text, "rank": rank, "source": source}


@pytest.fixture
def small() -> Catalog:
    """Five types: two that tie on weight, one without a rank, one unknown on weight, one not offered."""
    pin_types = [
        {
            "id": "hard_enamel",
            "name": "Hard enamel",
            "plural": "Hard enamel pins",
            "offered": True,
            "summary": "Flat.",
            "aspects": {
                "thickness": aspect("weigh much", "Hard enamel weighs much. It is heavy.", 1),
                "look": aspect("look flat", "Hard enamel looks flat."),
                "what_is": aspect("are flat", "Hard enamel is flat.", source="book; talk"),
            },
        },
        {
            "id": "soft_enamel",
            "name": "Soft enamel",
            "plural": "Soft enamel pins",
            "offered": True,
            "summary": "Bumpy.",
            "aspects": {
                "thickness": aspect("weigh less", "Soft enamel weighs less. It is light.", 2, "talk"),
                "look": aspect("look bumpy", "Soft enamel looks bumpy."),
                "what_is": aspect("are bumpy", "Soft enamel is bumpy."),
            },
        },
        {
            "id": "printed",
            "name": "Printed",
            "plural": "Printed pins",
            "offered": True,
            "summary": "Inky.",
            "aspects": {"thickness": aspect("weigh less", "Printed pins weigh less.", 2)},
        },
        {
            "id": "paper",
            "name": "Paper",
            "plural": "Paper badges",
            "offered": True,
            "summary": "Folded.",
            "aspects": {"thickness": aspect("weigh nothing", "Paper badges weigh nothing.")},
        },
        {
            "id": "pvc",
            "name": "PVC",
            "plural": "PVC pins",
            "summary": "Rubbery.",
            "aspects": {"look": aspect("look fun", "PVC pins look fun.")},
        },
    ]
    return Catalog.parse_obj({
        "shop": {"name": "Pins of Delft", "description": "a workshop", "source": "book"},
        "scales": {
            "thickness": {"more": "heavier", "most": "heaviest", "less": "lighter", "least": "lightest"}
        },
        "pin_types": pin_types,
        "rules": [],
        "prices": {"tiers": [], "same_as_usd": [], "currencies": [], "source": "book"},
        "topics": [
            {
                "id": "post",
                "question": "Do you post pins?",
                "answer": "{shop.name} posts pins.",
                "related": ["hours"],
                "source": "talk",
            },
            {
                "id": "hours",
                "question": "When are you open?",
                "reply": "handoff",
                "answer": "Open {shop.opening_hours}.",
                "if_unknown": "Ask {shop.name} when it is open.",
                "source": "book",
            },
            {
                "id": "price",
                "question": "What does a pin cost?",
                "reply": "quote",
                "answer": "That depends. Ask for a quote.",
                "source": "nowhere",
            },
            {
                "id": "phone",
                "question": "Can I call you?",
                "answer": "Call {shop.phone}.",
                "source": "book",
            },
        ],
        "sources": [{"id": "book", "title": "The book of pins"}, {"id": "talk", "title": "A talk"}],
    })  # fmt: skip
