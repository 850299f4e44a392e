"""This product: what its parse of a message says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import Reading, in_scope, resolved
from pin_advisor.advice.named_money import budget_of
from pin_advisor.answers.question import Question
from pin_advisor.catalog import Catalog


def reading(case: Case, parsed: Mapping[str, Any], catalog: Catalog) -> Reading:
    """What the product's parse of a message says."""
    understanding = parsed["understanding"]
    intent = parsed["intent"]["name"]
    questions = sorted(understanding["questions"], key=lambda q: -q["confidence"])
    stated = {e["entity"]: e["value"] for e in parsed["entities"]}
    return Reading(
        id=case.id,
        intent=intent,
        topics=tuple(dict.fromkeys(resolved(_question(q), case) for q in questions)),
        needs=_needs(understanding["hypothesis"] if intent == "what_if" else stated, catalog),
        confidence=parsed["intent"]["confidence"],
        in_scope=in_scope((r["name"], r["confidence"]) for r in parsed["intent_ranking"]),
    )


def _question(found: Mapping[str, Any]) -> Question:
    return Question(
        topic=found["topic"],
        pin_types=tuple(found["pin_types"]),
        form=found["form"],
        direction=found["direction"],
        occasion=found["occasion"],
    )


def _needs(stated: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """Needs with named money as a budget; it counts more than words about it, as in the form."""
    needs = {n: v for n, v in stated.items() if not n.startswith("budget_")}
    if (amount := stated.get("budget_amount")) is not None:
        currency, per = stated.get("budget_currency"), stated.get("budget_per")
        tier = budget_of(amount, currency, per, stated.get("quantity"), catalog.prices)
        needs |= {"budget": tier} if tier else {}
    return needs
