"""``action_recap``: what the visitor has told so far."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.quote_form import told
from actions.turn import Turn, understood
from pin_advisor.advice.summary import in_words
from pin_advisor.advice.words import LEFT_OPEN, listed
from pin_advisor.vocabulary import ASKED_NEEDS

_QUOTE_FORM: Final = "quote_form"


class ActionRecap(Action):
    """Lists in plain words what is known and what is still open; the talk then goes on as before."""

    def name(self) -> str:
        return "action_recap"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        known, details = in_words(turn.needs), told(turn)
        if not known and not details:
            turn.respond("utter_recap_nothing")
            turn.close("smalltalk")
            return understood()
        said = [f"So far I have: pins {known}." if known else "", f"{'; '.join(details)}." if details else ""]
        still_open = [LEFT_OPEN[need] for need in ASKED_NEEDS if turn.slot(need) is None]
        if still_open and turn.form != _QUOTE_FORM:
            said.append(f"Still open: {listed(still_open)}.")
        if turn.form is None:
            said.append("If anything of it is wrong, just tell me what it should be.")
        turn.say(" ".join(filter(None, said)))
        turn.close("smalltalk")
        offer = "request_quote" if turn.slot("recommended") else "request_advice"
        return [*understood(), SlotSet("offer", None if turn.form else offer)]
