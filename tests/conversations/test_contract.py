"""The contract notices when a turn breaks it: a check that lets everything pass would prove nothing."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.conversations.contract import LONGEST_TURN, breaches

NEEDS = {
    "occasion": "club",
    "budget": "tight",
    "dimensionality": "3d",
    "durability": None,
    "quantity": 50,
    "artwork": None,
}
QUESTION = {"type": "question", "slot": "budget", "choices": ["Tight", "Premium"]}
RECOMMENDATION = {
    "type": "recommendation",
    "pin_type": "soft_enamel",
    "needs": NEEDS,
    "assumed": ["durability"],
    "reasons": [{"rule": "relief_soft", "text": "Your design is 3D, and soft enamel can follow it."}],
    "alternatives": [{"pin_type": "screen_printed", "text": "Screen-printed pins would work too."}],
    "ruled_out": [{"pin_type": "hard_enamel", "rule": "relief_not_hard", "text": "It is polished flat."}],
}
REASON = "I recommend soft enamel pins. Your design is 3D, and soft enamel can follow it."
QUOTE_SENT = {"type": "quote", "state": "sent", "quote_id": "Q-7F3K2M"}


def a_turn(payload: Any, text: str = "Good.", choices: list[str] | None = None) -> list[dict[str, Any]]:
    said: dict[str, Any] = {"recipient_id": "me", "text": text}
    if choices:
        said["buttons"] = [{"title": choice, "payload": f"{choice} it is"} for choice in choices]
    return [said, {"recipient_id": "me", "custom": copy.deepcopy(payload)}]


GOOD = {
    "question": a_turn(QUESTION, "What may a pin cost?", ["Tight", "Premium"]),
    "question after an answer": a_turn(
        {**QUESTION, "answered": ["rust", "feel", "what_if"]}, "A price?", ["Tight", "Premium"]
    ),
    "recommendation": a_turn(RECOMMENDATION, REASON),
    "answer": a_turn(
        {"type": "answer", "topics": ["feel"], "sources": ["our article"]}, "None of them is rough."
    ),
    "quote asked for": a_turn({"type": "quote", "state": "asking"}, "How many?"),
    "quote sent": a_turn(QUOTE_SENT, "Your request Q-7F3K2M is with the shop and goes to a_b@c_d.example."),
    "small talk": a_turn({"type": "smalltalk"}),
    "handoff": a_turn({"type": "handoff"}),
    "fallback": a_turn(
        {"type": "fallback", "suggestions": ["What is epoxy?"]}, "One of these?", ["What is epoxy?"]
    ),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_turn_passes(kind: str) -> None:
    assert list(breaches("me", GOOD[kind])) == []


def changed(kind: str, **values: Any) -> list[dict[str, Any]]:
    """A good turn with other values in its payload; ``...`` takes a key out."""
    turn = copy.deepcopy(GOOD[kind])
    for key, value in values.items():
        if value is ...:
            del turn[-1]["custom"][key]
        else:
            turn[-1]["custom"][key] = value
    return turn


TALK = {"type": "smalltalk"}
BAD_TURNS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "silence": ([], "answers nothing"),
    "no text": (a_turn(TALK)[1:], "no text"),
    "an empty text": (a_turn(TALK, " ") + a_turn(TALK), "empty text"),
    "no payload": (a_turn(TALK)[:1], "0 payloads"),
    "two payloads": (a_turn(TALK) + a_turn(TALK), "2 payloads"),
    "a payload that is not last": (a_turn(TALK)[::-1], "not the last"),
    "another visitor's message": ([{**one, "recipient_id": "you"} for one in a_turn(TALK)], "for 'you'"),
    "a message with more in it": ([{**a_turn(TALK)[0], "slots": {}}, a_turn(TALK)[1]], "the key slots"),
    "too long": (a_turn(TALK, "a" * (LONGEST_TURN + 1)), "characters long"),
    "an id": (a_turn(TALK, "I recommend hard_enamel."), "an id"),
    "a response": (a_turn(TALK, "utter_ask"), "an id"),
    "a rule": (a_turn(TALK, "By S21 you need it."), "the number of a rule"),
    "a placeholder": (a_turn(TALK, "Made in {shop.country}."), "a placeholder"),
    "markup": (a_turn(TALK, "<b>Good</b>"), "a placeholder"),
    "None": (a_turn(TALK, "Your budget is None."), "a value of the program"),
    "a slot": (a_turn(TALK, "Which slot is it?"), "a word of the workshop"),
    "a price": (a_turn(TALK, "It is $ 3 a piece."), "a price"),
    "a price in words": (a_turn(TALK, "It is 1.50 euros."), "a price"),
    "a hole in a sentence": (a_turn(TALK, "It is made in ."), "broken punctuation"),
    "two full stops": (a_turn(TALK, "It is so.. Good."), "broken punctuation"),
    "a command on a button": (
        [{**a_turn(TALK)[0], "buttons": [{"title": "Yes", "payload": "/affirm"}]}, a_turn(TALK)[1]],
        "would type",
    ),
    "an id on a button": (
        [{**a_turn(TALK)[0], "buttons": [{"title": "Yes", "payload": "hard_enamel"}]}, a_turn(TALK)[1]],
        "would type",
    ),
    "a number on a button": (
        [{**a_turn(TALK)[0], "buttons": [{"title": "1", "payload": "Yes"}]}, a_turn(TALK)[1]],
        "not words",
    ),
    "a key of another type": (changed("handoff", topics=["rust"]), "topics"),
    "an unknown type": (a_turn({"type": "chat"}), "type of the payload is 'chat'"),
    "a key too many": (changed("small talk", mood="good"), "mood"),
    "a question about something else": (changed("question", slot="quantity"), "slot"),
    "a question without choices": (changed("question", choices=...), "choices"),
    "choices that are not on the buttons": (
        changed("question", choices=["Tight", "Moderate"]),
        "on the buttons",
    ),
    "nothing answered": (changed("question", answered=[]), "left out"),
    "an unknown topic": (changed("question after an answer", answered=["weather"]), "no topic"),
    "a question whose text is another one": (
        a_turn(QUESTION, "Which colour?", ["Tight", "Premium"]),
        "ask about",
    ),
    "a need missing": (
        changed("recommendation", needs={k: v for k, v in NEEDS.items() if k != "artwork"}),
        "artwork",
    ),
    "a need with another value": (changed("recommendation", needs={**NEEDS, "budget": "low"}), "budget"),
    "a number as words": (changed("recommendation", needs={**NEEDS, "quantity": "50"}), "quantity"),
    "a type that is not offered": (changed("recommendation", pin_type="pvc"), "no pin type"),
    "3D hard enamel": (changed("recommendation", pin_type="hard_enamel", ruled_out=[]), "cannot be 3D"),
    "what is ruled out": (
        changed("recommendation", pin_type="hard_enamel", needs={**NEEDS, "dimensionality": "2d"}),
        "ruled out",
    ),
    "an alternative to itself": (
        changed("recommendation", alternatives=[{"pin_type": "soft_enamel", "text": "It works."}]),
        "own alternative",
    ),
    "known and assumed": (changed("recommendation", assumed=["occasion"]), "both known and assumed"),
    "no reasons": (changed("recommendation", reasons=[]), "reasons"),
    "an unknown rule": (changed("recommendation", reasons=[{"rule": "luck", "text": "So."}]), "no rule"),
    "the type is not in the text": (a_turn(RECOMMENDATION, REASON.replace("soft", "some")), "does not name"),
    "the reasons are not in the text": (
        a_turn(RECOMMENDATION, "I recommend soft enamel pins."),
        "none of the reasons",
    ),
    "an answer to nothing": (changed("answer", topics=[]), "topics"),
    "an answer without sources": (changed("answer", sources=...), "sources"),
    "a sent quote without its id": (changed("quote sent", quote_id=...), "quote_id"),
    "an id without a sent quote": (changed("quote sent", state="asking"), "quote_id"),
    "an id of another shape": (changed("quote sent", quote_id="Q-1"), "quote_id"),
    "an id that is not in the text": (
        changed("quote sent", quote_id="Q-7F3K2N"),
        "does not name the request",
    ),
    "four suggestions": (changed("fallback", suggestions=["A?", "B?", "C?", "D?"]), "suggestions"),
    "suggestions that are not on the buttons": (
        changed("fallback", suggestions=["What is that?"]),
        "on the buttons",
    ),
}


@pytest.mark.parametrize("what", BAD_TURNS)
def test_a_bad_turn_is_noticed(what: str) -> None:
    turn, told = BAD_TURNS[what]
    assert any(told in breach for breach in breaches("me", turn)), list(breaches("me", turn))
