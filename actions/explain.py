"""``action_explain``: why, why not, what if, what would change it, second best, compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_now, table
from actions.answering import payload as payload_of
from actions.knowledge import catalog
from actions.recommendation_reply import payload
from actions.turn import Turn, needs_from, understood
from actions.unwanted import readmitted
from pin_advisor.advice import (
    Needs,
    compare,
    compare_all,
    recommend,
    second_best,
    what_if,
    what_would_change,
    why,
    why_not,
)
from pin_advisor.advice.named_money import budget_of
from pin_advisor.advice.words import plural
from pin_advisor.answers.table import side_by_side

#: Questions that may be about the supposed case: a further supposition, and why.
_SUPPOSING: Final = frozenset({"what_if", "explain_why"})
_ONLY_SUPPOSED: Final = "That is only supposed; your wishes are as they were. Shall I go by it from now on?"
_QUOTE_CHOICE: Final = "Get a free quote"


class ActionExplain(Action):
    """Answers questions about a recommendation from the rules that made it."""

    def name(self) -> str:
        return "action_explain"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        supposed = (turn.slot("hypothesis") or {}) if turn.intent in _SUPPOSING else {}
        needs = turn.needs.with_changes(supposed)
        types = [t for t in turn.understanding.get("pin_types", ()) if _known(t)]
        if turn.slot("recommended") is None and not _anything(needs):
            return self._nothing_to_explain(turn, types)
        if turn.intent == "what_if":
            return self._what_if(turn, needs)
        if turn.understanding.get("chooses") in types:
            return self._settle(turn, turn.understanding["chooses"])
        everything = turn.understanding.get("all_types")
        compared = _compared(types, needs) if turn.intent == "compare_options" and not everything else ()
        for text in (
            compare_all(needs, catalog()).texts
            if everything
            else _explanation(turn.intent, types, needs, turn.slot("recommended"), _place(turn))
        ):
            turn.say(text)
        now = recommend(turn.needs, catalog())
        moved = bool(turn.stated) and turn.slot("recommended") not in (None, now.pin_type)
        if moved:  # "Why not soft enamel? There's a photo on it."
            turn.say(f"With what you have just told me I would choose {now.name}.")
        turn.close("answer", topics=[turn.intent], sources=[], **table(side_by_side(compared, catalog())))
        return [
            *understood(),
            *([SlotSet("recommended", now.pin_type)] if moved else []),
            *([SlotSet("hypothesis", supposed)] if supposed else [SlotSet("offer", "request_quote")]),
            SlotSet("answered", [turn.intent] if turn.form else None),
        ]

    def _what_if(self, turn: Turn, needs: Needs) -> list[EventType]:
        change = supposed_needs(turn, needs)
        if not change:
            turn.say(" ".join(what_would_change(needs, catalog()).texts))
            turn.close("answer", topics=["what_would_change"], sources=[])
            return [*understood(), SlotSet("answered", ["what_if"] if turn.form else None)]
        outcome = what_if(needs, change, catalog())
        for text in outcome.texts:
            turn.say(text)
        if turn.form is None:
            turn.say(_ONLY_SUPPOSED)
        turn.close("recommendation", **payload(outcome.after))
        kept = {**(turn.slot("hypothesis") or {}), **change}
        return [
            *understood(),
            SlotSet("hypothesis", kept),
            SlotSet("answered", ["what_if"] if turn.form else None),
        ]

    def _settle(self, turn: Turn, pin_type: str) -> list[EventType]:
        """Take the visitor's own choice, with what speaks against it; what can't work is no choice."""
        verdict = why_not(pin_type, turn.needs, catalog())
        possible = verdict.verdict in ("chosen", "possible")
        name = plural(catalog().pin_type(pin_type))
        if possible:
            weigh = verdict.verdict == "possible" and verdict.reasons
            caveat = f" Just so that you can weigh it: {verdict.reasons[0].text}" if weigh else ""
            turn.say(f"Good, {name} it is.{caveat} Shall I ask the shop for a free quote?", [_QUOTE_CHOICE])
        else:
            for text in verdict.texts:
                turn.say(text)
        turn.close("answer", topics=[turn.intent], sources=[])
        return [
            *understood(),
            SlotSet("chosen", pin_type if possible else turn.slot("chosen")),
            *(readmitted(turn, pin_type) if possible else []),
            SlotSet("offer", "request_quote" if possible else None),
            SlotSet("answered", [turn.intent] if turn.form else None),
        ]

    def _nothing_to_explain(self, turn: Turn, types: Sequence[str]) -> list[EventType]:
        """Before any advice such a question is one about pins in general, or a wish for advice."""
        if turn.understanding.get("all_types"):
            texts: Sequence[str] = compare_all(Needs(), catalog()).texts
        elif turn.questions:
            reply, events = answer_now(turn)
            turn.close(reply.kind, **payload_of(reply))
            return events if turn.form else [*events, SlotSet("answered", None)]
        elif len(types) == 1:
            texts = why_not(types[0], Needs(), catalog()).texts
        elif len(types) > 1:
            texts = compare(types, Needs(), catalog()).texts
        else:
            turn.respond("utter_no_recommendation_yet")
            return [] if turn.form else [FollowupAction("advice_form")]
        for text in texts:
            turn.say(text)
        turn.close("answer", topics=[turn.intent], sources=[])
        return [*understood(), SlotSet("answered", [turn.intent] if turn.form else None)]


def supposed_needs(turn: Turn, needs: Needs) -> dict[str, Any]:
    """The needs that "what if ..." supposes, as far as they were understood."""
    supposed = dict(turn.understanding.get("hypothesis") or {})
    amount = supposed.pop("budget_amount", None)
    currency, per = supposed.pop("budget_currency", None), supposed.pop("budget_per", None)
    quantity = supposed.get("quantity", needs.quantity)
    if amount:
        tier = budget_of(amount, currency, per, quantity, catalog().prices)
        supposed |= {"budget": tier} if tier else {}
    known = needs_from(supposed)
    return {name: value for name in supposed if (value := getattr(known, name, None)) is not None}


def _place(turn: Turn) -> int:
    """Which one in the order of merit is asked for: the second, unless another is named."""
    return max(2, int(turn.understanding.get("place") or 2))


def _explanation(
    intent: str, types: Sequence[str], needs: Needs, recommended: str | None, place: int
) -> Sequence[str]:
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
        return compare(_compared(types, needs), needs, knowledge).texts
    return why(recommend(needs, knowledge)).texts


def _compared(types: Sequence[str], needs: Needs) -> Sequence[str]:
    """The recommended type beside those that were named, or beside its nearest alternative."""
    chosen = recommend(needs, catalog())
    compared = list(dict.fromkeys([chosen.pin_type, *types]))
    if len(compared) < 2 and chosen.alternatives:
        compared.append(chosen.alternatives[0].pin_type)
    return compared[:3]


def _known(pin_type: str) -> bool:
    return any(p.id == pin_type for p in catalog().pin_types)


def _anything(needs: Needs) -> bool:
    return needs != Needs()
