"""``action_fallback``: not understood, or not about pins."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import catalog
from actions.turn import Turn, understood
from pin_advisor.vocabulary import ASPECTS

#: How often in a row a visitor is misunderstood before another way is offered.
_PATIENCE: Final = 2
#: Offered where the words themselves point nowhere.
_USUAL: Final = ("types_offered", "difference", "hard_or_soft")


class ActionFallback(Action):
    """Offers up to three questions to pick from; the second time in a row, the shop.

    In a form what could not be read is left open after the second try, or settled by what earlier words
    suggested, so that nobody is asked the same thing for ever; only without a contact no quote can reach
    anybody.
    """

    def name(self) -> str:
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        times = int(turn.slot("misunderstood") or 0) + 1
        if turn.form:
            return self._in_form(turn, times)
        if turn.understanding.get("other_goods"):
            again = turn.has_just_said("utter_other_goods")
            turn.respond("utter_other_goods_again" if again else "utter_other_goods")
            turn.close("handoff")
            return [*understood(), SlotSet("offer", "contact_shop")]
        if times >= _PATIENCE:
            again = turn.has_just_said("utter_fallback_again")
            turn.respond("utter_fallback_further" if again else "utter_fallback_again")
            turn.close("handoff")
            return [
                SlotSet("misunderstood", float(times)),
                SlotSet("offer", "contact_shop"),
                SlotSet("checking", None),
            ]
        suggestions = suggested(turn)
        turn.say(_text(domain, "utter_fallback" if suggestions else "utter_fallback_plain"), suggestions)
        turn.close("fallback", suggestions=suggestions)
        return [
            SlotSet("misunderstood", float(times)),
            SlotSet("offer", None),
            SlotSet("checking", None),
            SlotSet("suggestions", suggestions),
        ]

    def _in_form(self, turn: Turn, times: int) -> list[EventType]:
        if turn.understanding.get("presses"):
            turn.respond("utter_needs_a_little")
            return []
        if turn.understanding.get("other_goods"):
            turn.respond("utter_other_goods_in_form")
            return []
        if times < _PATIENCE or turn.asked in ("contact", "quote_confirmed"):
            turn.respond("utter_contact_unreadable" if turn.asked == "contact" else "utter_fallback_in_form")
            return [SlotSet("misunderstood", float(times))]
        hinted = turn.hint(str(turn.asked)) is not None
        turn.respond("utter_go_by_hint" if hinted else "utter_leave_open")
        return [SlotSet("misunderstood", 0.0), *turn.left_open(str(turn.asked))]


def suggested(turn: Turn) -> list[str]:
    """Up to three questions that the message may have meant, as a visitor would ask them."""
    topics = {t.id: t.question for t in catalog().topics}
    ids = [t for t in turn.understanding.get("suggestions", ()) if t in topics and t not in ASPECTS]
    return [topics[t] for t in dict.fromkeys([*ids, *_USUAL]) if t in topics][:3]


def _text(domain: dict[str, Any], response: str) -> str:
    return str(domain["responses"][response][0]["text"])
