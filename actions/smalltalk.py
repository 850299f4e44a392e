"""``action_smalltalk``: the talk around the matter."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import ADVICE, Turn, understood

#: Intents after which the advisor offers to begin, so that "yes" means that.
_OFFERS_ADVICE: Final = frozenset({"greet", "chitchat", "bot_challenge", "help", "affirm"})

#: What follows where a recommendation is approved of, or not, and the quote that it offers is not asked for.
_CHECKED: Final = {"affirm": "utter_all_fine", "deny": "utter_ask_change"}

#: Intents that leave open what has been asked for often enough, and what is said then.
_EVADES: Final = {"chitchat": "utter_chitchat_open", "abuse": "utter_abuse_open"}

#: Emoji after which nothing is to be put right.
_PLEASED: Final = frozenset({"pleased", "yes"})


class ActionSmalltalk(Action):
    """Says the response named after the intent."""

    def name(self) -> str:
        return "action_smalltalk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        again = turn.intent == "greet" and (turn.form or turn.slot("recommended"))
        checked = _CHECKED.get(turn.intent) if turn.slot("checking") and not turn.form else None
        if turn.intent == "affirm" and turn.slot("recommended") and not turn.form:
            checked = checked or "utter_all_fine"
        sign = turn.understanding.get("sign") if turn.intent == "chitchat" else None
        if sign:
            return self._answer_sign(turn, sign)
        if turn.intent in _EVADES and turn.form == ADVICE and turn.asked_enough:
            turn.respond(_EVADES[turn.intent])
            return [*understood(), *turn.left_open(str(turn.asked))]
        turn.respond(checked or ("utter_greet_again" if again else f"utter_{turn.intent}"))
        turn.close("smalltalk")
        offer = "request_advice" if turn.intent in _OFFERS_ADVICE and not turn.slot("recommended") else None
        if checked == "utter_all_fine":
            offer = "request_quote"
        return [*understood(), SlotSet("offer", offer)]

    def _answer_sign(self, turn: Turn, sign: str) -> list[EventType]:
        """A kind line for "😀" and the like, and what is open: the form's question, or what may come next."""
        turn.respond("utter_sign_pleased" if sign in _PLEASED else "utter_sign_other")
        offer = None
        if turn.form is None:
            offer = "request_quote" if turn.slot("recommended") else "request_advice"
            turn.respond("utter_sign_quote" if turn.slot("recommended") else "utter_sign_begin")
        turn.close("smalltalk")
        return [*understood(), SlotSet("offer", offer)]
