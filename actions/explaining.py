"""What is said to questions about the advice: why, why not, what if, second best, compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from actions.knowledge import catalog
from actions.turn import Turn, needs_from
from pin_advisor.advice import (
    Needs,
    compare,
    recommend,
    second_best,
    what_if,
    what_would_change,
    why,
    why_not,
)
from pin_advisor.advice.named_money import budget_of, price_of

#: The slots of the money that was named.
MONEY: Final = ("budget_amount", "budget_currency", "budget_per")
#: Questions that may be about the supposed case: a further supposition, and why.
SUPPOSING: Final = frozenset({"what_if", "explain_why"})
#: Topics whose questions are about pins of a kind, by the needs that such pins have.
_SUPPOSED_BY: Final[Mapping[str, Mapping[str, str]]] = {
    "which_3d": {"dimensionality": "3d"},
    "soft_3d_examples": {"dimensionality": "3d"},
    "hard_3d": {"dimensionality": "3d"},
    "sculpted_pin": {"dimensionality": "3d"},
    "cannot_afford_hard": {"budget": "tight"},
    "lower_price": {"budget": "tight"},
    "corporate_soft": {"occasion": "branding"},
    "for_collectors": {"occasion": "collectible"},
}
#: Which one in the order of merit is asked for where none is named.
SECOND: Final = 2
ONLY_SUPPOSED: Final = "That is only supposed; your wishes are as they were. Shall I go by it from now on?"


def supposed_needs(turn: Turn, needs: Needs) -> dict[str, Any]:
    """The needs that "what if ..." supposes, as far as they were understood."""
    supposed = dict(turn.understanding.get("hypothesis") or {})
    amount = supposed.get("budget_amount")
    currency, per = supposed.get("budget_currency"), supposed.get("budget_per")
    quantity = supposed.get("quantity", needs.quantity)
    price = {}
    if amount:
        tier = budget_of(amount, currency, per, quantity, catalog().prices)
        supposed |= {"budget": tier} if tier else {}
        price = {"price": price_of(amount, currency, per, quantity, catalog().prices)} if tier else {}
    known = needs_from({name: value for name, value in supposed.items() if name not in MONEY})
    return {name: value for name in supposed if (value := getattr(known, name, None)) is not None} | price


def supposed_before(turn: Turn) -> dict[str, Any]:
    """The needs that were supposed before, and still are."""
    return {name: value for name, value in (turn.slot("hypothesis") or {}).items() if name not in MONEY}


def supposed_so_far(turn: Turn, change: Mapping[str, Any]) -> dict[str, Any]:
    """What is supposed with ``change``: needs, and the money that was named, to be taken over as it was."""
    before, named = dict(turn.slot("hypothesis") or {}), {}
    if "budget" in change:
        before = {name: value for name, value in before.items() if name not in (*MONEY, "price")}
        told = turn.understanding.get("hypothesis") or {}
        named = {name: told[name] for name in MONEY if "price" in change and name in told}
    return {**before, **change, **named}


def place_asked(turn: Turn) -> int:
    """Which one in the order of merit is asked for: the second, unless another is named."""
    return max(SECOND, int(turn.understanding.get("place") or SECOND))


def needs_asked_about(last_question: object) -> Needs:
    """What the question before supposed: after "which can be 3D?", "why not hard?" is about a 3D design."""
    if not isinstance(last_question, Mapping):
        return Needs()
    supposed = dict(_SUPPOSED_BY.get(str(last_question.get("topic")), {}))
    occasion = last_question.get("occasion")
    return needs_from(supposed | ({"occasion": occasion} if occasion else {}))


def explanation(
    intent: str, types: Sequence[str], needs: Needs, recommended: str | None, place: int
) -> Sequence[str]:
    """What is said to one question about the advice, from the rules that decided; not to "what if ..."."""
    knowledge = catalog()
    if intent == "explain_why_not":
        others = [t for t in types if t != recommended] or types
        if not others:
            return second_best(needs, knowledge).texts
        return [text for t in others[:2] for text in why_not(t, needs, knowledge).texts]
    if intent == "what_would_change":
        return what_would_change(needs, knowledge).texts
    if intent == "second_best":
        return second_best(needs, knowledge, place).texts
    if intent == "compare_options":
        return compare(compared(types, needs), needs, knowledge).texts
    return why(recommend(needs, knowledge)).texts


def compared(types: Sequence[str], needs: Needs) -> Sequence[str]:
    """The recommended type beside those that were named, or beside its nearest alternative."""
    chosen = recommend(needs, catalog())
    named = list(dict.fromkeys([chosen.pin_type, *types]))
    if len(named) < 2 and chosen.alternatives:
        named.append(chosen.alternatives[0].pin_type)
    return named[:3]


def known_type(pin_type: str) -> bool:
    """Whether the catalog knows it."""
    return any(p.id == pin_type for p in catalog().pin_types)


def supposition(change: dict[str, Any], needs: Needs, in_form: bool) -> Sequence[str]:
    """What is said to "what if ...", where other things are asked in the same message."""
    if not change:
        return what_would_change(needs, catalog()).texts
    return [*what_if(needs, change, catalog()).texts, *([] if in_form else [ONLY_SUPPOSED])]


def reason_of(asked: str | None, domain: Mapping[str, Any]) -> str:
    """The response of ``domain.yml`` that says what the question for a slot is good for."""
    response = f"utter_explain_{asked}"
    return response if response in domain.get("responses", {}) else "utter_explain_nothing"
