"""``action_fallback``: not understood, or not about pins."""

from __future__ import annotations

from typing import Any, Final, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_all
from actions.changes import money_in_words
from actions.knowledge import catalog
from actions.turn import Turn, understood
from pin_advisor.vocabulary import ASPECTS

#: How often in a row a visitor is misunderstood before another way is offered.
_PATIENCE: Final = 2
#: Offered where the words themselves point nowhere, or to what was offered before.
_USUAL: Final = ("types_offered", "difference", "hard_or_soft", "price", "lead_time", "minimum_order")
_MOST_SUGGESTIONS: Final = 3
#: What is said where nothing was understood, the first time in a row, the second and so on; after the last it
#: goes on with the fourth. No two that follow each other are alike.
_IN_A_ROW: Final = (
    "utter_fallback",
    "utter_fallback_nearer",
    "utter_fallback_handoff",
    "utter_fallback_other_end",
    "utter_fallback_anything",
    "utter_fallback_handoff_again",
)
#: The same for other goods, in turn.
_OTHER_GOODS: Final = ("utter_other_goods", "utter_other_goods_again", "utter_other_goods_once_more")
_REPEATED: Final = 3
#: Those of them that hand over to the shop, and those that leave it to the visitor what to say.
_HAND_OVER: Final = frozenset({"utter_fallback_handoff", "utter_fallback_handoff_again"})
_OPEN: Final = frozenset({"utter_fallback_other_end"})


class ActionFallback(Action):
    """Offers up to three questions to pick from; the second time in a row three others; then the shop.

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
        if turn.understanding.get("either"):
            return _money_or_pieces(turn)
        if turn.form:
            return self._in_form(turn, times)
        if turn.understanding.get("other_goods"):
            if turn.questions:  # and about pins as well
                turn.respond("utter_other_goods_in_form")
                return answer_all(turn)
            turn.respond(turn.next_of(_OTHER_GOODS))
            turn.close("handoff")
            return [*understood(), SlotSet("offer", "contact_shop")]
        response = _response(times)
        hands_over = response in _HAND_OVER
        suggestions = [] if hands_over or response in _OPEN else suggested(turn)
        if response == _IN_A_ROW[0] and not suggestions:
            response = "utter_fallback_plain"
        if suggestions:
            turn.say(_text(domain, response), suggestions)
        else:
            turn.respond(response)
        if hands_over:
            turn.close("handoff")
        else:
            turn.close("fallback", suggestions=suggestions)
        return [
            # The count stays within what the slot may hold.
            SlotSet("misunderstood", float(_position(times) + 1)),
            SlotSet("offer", "contact_shop" if hands_over else None),
            SlotSet("checking", None),
            SlotSet("suggestions", suggestions or turn.slot("suggestions")),
        ]

    def _in_form(self, turn: Turn, times: int) -> list[EventType]:
        if turn.intent == "deny" and turn.before("waiting"):
            turn.respond("utter_not_passed_on")
            return understood()
        if turn.understanding.get("presses"):
            turn.respond("utter_needs_a_little")
            return []
        if turn.understanding.get("other_goods"):
            turn.respond("utter_other_goods_in_form")
            return []
        patient = times < _PATIENCE and not turn.asked_enough
        if patient or turn.asked in ("contact", "quote_confirmed"):
            turn.respond("utter_contact_unreadable" if turn.asked == "contact" else "utter_fallback_in_form")
            return [SlotSet("misunderstood", float(times))]
        hinted = turn.hint(str(turn.asked)) is not None
        turn.respond("utter_go_by_hint" if hinted else "utter_leave_open")
        return [SlotSet("misunderstood", 0.0), *turn.left_open(str(turn.asked))]


def _money_or_pieces(turn: Turn) -> list[EventType]:
    """Asks what a number counts, where both would make sense; nothing is changed before that is known."""
    told = turn.understanding["either"]
    amount, currency, per = (told.get(f"budget_{part}") for part in ("amount", "currency", "per"))
    money, pieces = money_in_words(amount, currency, per), f"{amount:,.0f} pieces"
    turn.say(
        f"Is that the money, {money}, or do you mean {pieces}? I have changed nothing yet.",
        () if turn.form else (_spoken(amount, currency, per), pieces),
    )
    turn.close("fallback", suggestions=[])
    return []


def _spoken(amount: float, currency: Optional[str], per: Optional[str]) -> str:
    """The money as a visitor would type it."""
    number = f"{amount:.2f}".removesuffix(".00")
    whole = {"piece": "each", "total": "in total"}.get(str(per), "")
    return " ".join(filter(None, ("a budget of", number, currency, whole)))


def suggested(turn: Turn) -> list[str]:
    """Up to three questions that the message may have meant, as a visitor would ask them.

    None that was offered the last time: it was not what was meant.
    """
    topics = {t.id: t.question for t in catalog().topics}
    ids = [t for t in turn.understanding.get("suggestions", ()) if t in topics and t not in ASPECTS]
    before = turn.slot("suggestions") or ()
    questions = [topics[t] for t in dict.fromkeys([*ids, *_USUAL]) if t in topics]
    return [q for q in questions if q not in before][:_MOST_SUGGESTIONS]


def _position(times: int) -> int:
    """Which of :data:`_IN_A_ROW` is due the ``times``-th time."""
    index = times - 1
    return index if index < len(_IN_A_ROW) else _REPEATED + (index - _REPEATED) % (len(_IN_A_ROW) - _REPEATED)


def _response(times: int) -> str:
    return _IN_A_ROW[_position(times)]


def _text(domain: dict[str, Any], response: str) -> str:
    return str(domain["responses"][response][0]["text"])
