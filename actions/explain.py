"""``action_explain``: why, why not, what if, what would change it, second best, compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_all, answer_now, table
from actions.answering import payload as payload_of
from actions.explaining import (
    ONLY_SUPPOSED,
    SUPPOSING,
    compared,
    explanation,
    known_type,
    needs_asked_about,
    place_asked,
    supposed_before,
    supposed_needs,
    supposed_so_far,
)
from actions.knowledge import catalog
from actions.recommendation_reply import payload
from actions.turn import Turn, understood
from actions.unwanted import readmitted
from pin_advisor.advice import (
    Needs,
    compare,
    compare_all,
    recommend,
    what_if,
    what_would_change,
    why_not,
)
from pin_advisor.advice.words import plural
from pin_advisor.answers.table import side_by_side

_QUOTE_CHOICE: Final = "Get a free quote"


class ActionExplain(Action):
    """Answers questions about a recommendation from the rules that made it."""

    def name(self) -> str:
        return "action_explain"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.asks_about_the_advice:  # and about something else as well
            return answer_all(turn)
        supposes = turn.intent in SUPPOSING or turn.understanding.get("in_that_case")
        supposed = (turn.slot("hypothesis") or {}) if supposes else {}
        needs = turn.needs.with_changes(supposed_before(turn)) if supposes else turn.needs
        types = [t for t in turn.understanding.get("pin_types", ()) if known_type(t)]
        if turn.slot("recommended") is None and not _anything(needs):
            return self._nothing_to_explain(turn, types)
        if turn.intent == "what_if":
            return self._what_if(turn, needs)
        if turn.understanding.get("chooses") in types:
            return self._settle(turn, turn.understanding["chooses"])
        everything = turn.understanding.get("all_types")
        beside = compared(types, needs) if turn.intent == "compare_options" and not everything else ()
        for text in (
            compare_all(needs, catalog()).texts
            if everything
            else explanation(turn.intent, types, needs, turn.slot("recommended"), place_asked(turn))
        ):
            turn.say(text)
        now = recommend(turn.needs, catalog())
        moved = bool(turn.stated) and turn.slot("recommended") not in (None, now.pin_type)
        if moved:  # "Why not soft enamel? There's a photo on it."
            turn.say(f"With what you have just told me I would choose {now.name}.")
        turn.close("answer", topics=[turn.intent], sources=[], **table(side_by_side(beside, catalog())))
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
            turn.say(ONLY_SUPPOSED)
        turn.close("recommendation", **payload(outcome.after))
        kept = supposed_so_far(turn, change)
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
            texts = why_not(types[0], needs_asked_about(turn.slot("last_question")), catalog()).texts
        elif len(types) > 1:
            texts = compare(types, Needs(), catalog()).texts
        else:
            turn.respond("utter_no_recommendation_yet")
            return [] if turn.form else [FollowupAction("advice_form")]
        for text in texts:
            turn.say(text)
        turn.close("answer", topics=[turn.intent], sources=[])
        return [*understood(), SlotSet("answered", [turn.intent] if turn.form else None)]


def _anything(needs: Needs) -> bool:
    return needs != Needs()
