"""The advice form: which needs are still to be asked for, and the questions themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Final, Optional

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.changes import changed_needs, changes, money_in_words
from actions.explaining import MONEY
from actions.first_thought import Said, say_first_thought
from actions.knowledge import catalog
from actions.noting import noted_in_form
from actions.taking_back import taken_back
from actions.turn import Turn, needs_among, understood
from actions.unwanted import unwanted
from pin_advisor.advice import Needs
from pin_advisor.advice.named_money import budget_of
from pin_advisor.advice.words import in_short
from pin_advisor.vocabulary import ASKED_NEEDS

#: How surely a need must have been suggested before to hold for a visitor who won't tell it.
_TOLD: Final = 0.5
#: How surely an occasion must have been suggested to be guessed at. Of 627 openings in the development
#: dialogues 86 suggest one that surely and no surer; of these 60 are right, and of the 43 below it 19.
_GUESSED: Final = 0.4
#: An occasion that says nothing.
_OTHER: Final = "other"
#: Intents that answer a question somehow, so that it is not put in the same words again.
_TELLS: Final = frozenset({"inform", "deny", "refuse", "not_sure"})
#: Intents with which the advice begins even where nothing is told yet.
_BEGINS: Final = frozenset({"inform", "request_advice"})
#: Who tells other things so often instead of answering leaves it open.
_PATIENCE: Final = 3
#: What asks for a need after something else was told instead of an answer: once, and more than once.
_AGAIN: Final = {
    "occasion": ("utter_ask_occasion_again", "utter_ask_occasion_once_more"),
    "dimensionality": ("utter_ask_dimensionality_again", "utter_ask_dimensionality_once_more"),
    "budget": ("utter_ask_budget_again", "utter_ask_budget_once_more"),
    "durability": ("utter_ask_durability_again", "utter_ask_durability_once_more"),
}
#: What is said before a need is asked for again; the others are only named without a value.
_REOPENED: Final = {"dimensionality": "utter_both_dimensions"}
#: The same where "2" may be 2D or the second choice.
_NUMBER: Final = "utter_number_or_dimension"


class ValidateAdviceForm(FormValidationAction):
    """Works out the budget from money that was named and leaves open what the visitor won't say."""

    def name(self) -> str:
        return "validate_advice_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """The needs that are neither known nor declined."""
        declined = set(tracker.get_slot("declined_needs") or ())
        return [need for need in ASKED_NEEDS if need not in declined]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if taken := taken_back(turn):
            return taken
        events = [*_adopted(turn), *budget(turn), *_declined(turn), *_reopened(turn), *unwanted(turn)]
        tracker.add_slots(events)
        changed = changes(turn)
        if changed:
            turn.say(changed)
        counts = set(turn.stated) == {"quantity"}  # a number alone misses no question
        settled = {e["name"] for e in events if e["value"] is not None} | set(turn.stated)
        if (
            turn.asked in ASKED_NEEDS
            and not settled & {turn.asked, "declined_needs", "unwanted_types"}
            and turn.intent == "inform"
            and not counts
            and not changed
        ):
            # It tells something, but not what was asked; the next time that stays open.
            events.append(SlotSet("misunderstood", 1.0))
        elif settled & {*ASKED_NEEDS, "declined_needs", "unwanted_types"} or (
            counts or (turn.asked is None and (settled or turn.intent in _BEGINS))
        ):
            events += understood()
        return events


def _adopted(turn: Turn) -> list[EventType]:
    """The needs that were only supposed ("what if ...") and are to hold now."""
    supposed = turn.slot("hypothesis")
    if not turn.understanding.get("adopts") or not isinstance(supposed, Mapping):
        return []
    taken = {name: value for name, value in supposed.items() if name not in turn.stated}
    taken.pop("price", None)  # it follows from the money
    money = MONEY if "budget" in taken else ()
    declined = [name for name in turn.slot("declined_needs") or () if name not in taken]
    return [
        *(SlotSet(name, None) for name in money if name not in taken),
        *(SlotSet(name, value) for name, value in taken.items()),
        SlotSet("declined_needs", declined),
        SlotSet("hypothesis", None),
    ]


def budget(turn: Turn) -> list[EventType]:
    """The budget that follows from named money, which counts more than words about it."""
    stated = turn.stated
    if "budget" in stated and "budget_amount" not in stated:
        if turn.slot("budget_amount") is None:
            return []
        return [SlotSet("budget_amount", None), SlotSet("budget_currency", None), SlotSet("budget_per", None)]
    if not {"budget_amount", "quantity"} & set(stated) or turn.slot("budget_amount") is None:
        return []
    events: list[EventType] = []
    if "budget_amount" in stated:
        events += [SlotSet(name, stated.get(name)) for name in ("budget_currency", "budget_per")]
    currency, per = (
        (stated.get("budget_currency"), stated.get("budget_per"))
        if "budget_amount" in stated
        else (turn.slot("budget_currency"), turn.slot("budget_per"))
    )
    tier = budget_of(turn.slot("budget_amount"), currency, per, turn.needs.quantity, catalog().prices)
    if tier is None and "budget_amount" not in stated:
        return events
    return [*events, SlotSet("budget", tier)]


def _declined(turn: Turn) -> list[EventType]:
    """The need that was asked for and is left open, or opened again because it is stated after all."""
    declined = list(turn.slot("declined_needs") or ())
    kept = [need for need in declined if need not in turn.stated]
    events = [SlotSet("declined_needs", kept)] if kept != declined else []
    if turn.understanding.get("unasked") and turn.intent in _BEGINS and turn.form != "quote_form":
        return [*events, *_all_left_open(turn, kept)]
    unanswered = turn.asked in ASKED_NEEDS and turn.asked not in turn.stated
    if unanswered and (_passed_over(turn) or turn.understanding.get("goes_round")):
        turn.respond("utter_leave_open" if turn.hint(str(turn.asked)) is None else "utter_go_by_hint")
        return [*events, *turn.left_open(str(turn.asked))]
    again = turn.intent == "inform" and bool(turn.slot("misunderstood")) and not changed_needs(turn)
    again = again and not turn.times_told_beside(str(turn.asked))
    if unanswered and (turn.intent == "not_sure" or again):
        return [*events, *turn.left_open(str(turn.asked))]
    if unanswered and turn.intent == "refuse":  # who won't tell is not guessed at, but may have told already
        return [*events, *turn.left_open(str(turn.asked), least=_TOLD)]
    if turn.understanding.get("presses") and turn.asked in ASKED_NEEDS and turn.needs != Needs():
        # The advice wanted at once: on what is known, the rest left open.
        return [*events, *_all_left_open(turn, kept)]
    if turn.intent == "refuse" and turn.asked is None and turn.form is None:
        return [SlotSet("declined_needs", kept + [need for need in ASKED_NEEDS if turn.slot(need) is None])]
    return events


def _passed_over(turn: Turn) -> bool:
    """Whether something else is told again and again instead of what was asked for."""
    return turn.intent == "inform" and turn.times_told_beside(str(turn.asked)) >= _PATIENCE


def _reopened(turn: Turn) -> list[EventType]:
    """The need that was named without a value, or with two, is asked for again."""
    need = turn.understanding.get("reopens")
    if need not in ASKED_NEEDS or turn.form == "quote_form":
        return []
    money = ("budget_amount", "budget_currency", "budget_per") if need == "budget" else ()
    declined = [name for name in turn.slot("declined_needs") or () if name != need]
    return [*(SlotSet(name, None) for name in (need, *money)), SlotSet("declined_needs", declined)]


def _all_left_open(turn: Turn, declined: list[str]) -> list[EventType]:
    """Every need that is not known, settled by what was suggested, or left open."""
    unknown = [need for need in ASKED_NEEDS if turn.slot(need) is None and need not in declined]
    hints = {need: value for need in unknown if (value := turn.hint(need)) is not None}
    left = [need for need in unknown if need not in hints]
    return [*(SlotSet(n, v) for n, v in hints.items()), SlotSet("declined_needs", [*declined, *left])]


class _AskNeed(Action, ABC):
    """Asks for one need; answers first what the same message asked beside what it stated.

    Who asks no more than which kind of pin to take hears a first thought.
    """

    @property
    @abstractmethod
    def need(self) -> str:
        """The slot that it asks for."""

    def name(self) -> str:
        return f"action_ask_{self.need}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.waits:
            turn.close_with_question("handoff")
            return [SlotSet("answered", None)]
        answered, events = answering.answer_rest(turn)
        turn.condole()
        said = Said()
        if not answered.topics:
            said = say_first_thought(turn)
            answered, events = said.answered, [*events, *said.events]
        if self.need == turn.understanding.get("reopens"):
            number = self.need == "dimensionality" and turn.text.strip(" .!#").isdigit()
            turn.respond(_NUMBER if number else _REOPENED.get(self.need, "utter_reopened"))
        elif told := noted_in_form(turn, said.needs):
            turn.say(told)  # or it would seem not to have been heard
        if total := _total_without_number(turn, asks=self.need == "budget"):
            turn.say(total)
        choices, asked = self._ask(turn)
        turn.close_with_question("question", slot=self.need, choices=choices, **answered.payload)
        return [*events, *asked, SlotSet("answered", None), SlotSet("waiting", None)]

    def _ask(self, turn: Turn) -> tuple[list[str], list[EventType]]:
        """Ask; the titles of the choices, and what is to be remembered of the question."""
        return turn.respond(self._question(turn)), []

    def _question(self, turn: Turn) -> str:
        """The response that asks: in other words where something else was told instead of an answer."""
        beside = self.need == turn.asked and bool(needs_among(turn.stated) - {self.need})
        times = turn.times_told_beside(self.need) if beside else 0
        again = _AGAIN[self.need]
        if not times and self.need == turn.asked:  # asked before, and something was said in between
            times = max(turn.times_asked(self.need) - 1, int(bool(turn.slot("brief"))))
        return again[(times - 1) % len(again)] if times > 0 else f"utter_ask_{self.need}"


def _total_without_number(turn: Turn, asks: bool) -> str:
    """What is said to a total that this message names, while the number of pins is not known; else "".

    ``asks``: for that number, because the budget is what is asked for now.
    """
    amount, per = turn.slot("budget_amount"), turn.slot("budget_per")
    if "budget_amount" not in turn.stated or per != "total" or turn.needs.quantity is not None:
        return ""
    words = money_in_words(amount, turn.slot("budget_currency"), per)
    asking = " Tell me for how many pins that is, and I'll know what one may cost." if asks else ""
    return f"Noted: {words}.{asking}"


class ActionAskOccasion(_AskNeed):
    """What are the pins for? Where that was as good as told, whether it is that."""

    need = "occasion"

    def _ask(self, turn: Turn) -> tuple[list[str], list[EventType]]:
        guess = self._guess(turn)
        if guess is None:
            return turn.respond(self._question(turn)), [SlotSet("guessed", None)]
        turn.say(f"That sounds like {in_short(self.need, guess)}.")
        return turn.respond("utter_ask_occasion_guessed"), [SlotSet("guessed", guess)]

    def _guess(self, turn: Turn) -> Optional[str]:
        """The occasion to ask about; once in a conversation, and again after a question in between."""
        told = turn.understanding.get("reopens") == self.need or turn.intent in _TELLS
        if turn.asked == self.need and turn.slot("guessed") and not told:
            return str(turn.slot("guessed"))
        guess = turn.hint(self.need, _GUESSED)
        return None if guess in (None, _OTHER) or turn.has_guessed() else str(guess)


class ActionAskDimensionality(_AskNeed):
    """Flat or sculpted?"""

    need = "dimensionality"


class ActionAskBudget(_AskNeed):
    """What may a pin cost?"""

    need = "budget"


class ActionAskDurability(_AskNeed):
    """How long should they last?"""

    need = "durability"
