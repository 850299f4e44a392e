"""A quote request as it stands: its details in words, its pin type, what the shop would get."""

from __future__ import annotations

import re
from typing import Any, Final, Optional

from actions.changes import money_in_words
from actions.knowledge import catalog
from actions.recommendation_reply import needs_payload
from actions.turn import Turn
from pin_advisor.advice import recommend, why_not
from pin_advisor.advice.summary import in_words as needs_in_words
from pin_advisor.advice.words import listed, plural

#: What is asked for, each of which but the contact may be left open.
DETAILS: Final = ("quantity", "design", "deadline", "contact")
#: The details that are kept in the visitor's own words.
OWN_WORDS: Final = ("design", "deadline")
#: The same with the colours or the size that were told without a design.
TYPED: Final = (*OWN_WORDS, "look")
#: Joins an e-mail address and a telephone number.
_OR: Final = " or "
_BESIDE: Final = re.compile(r"\b(?:also|and|too|as well|or|plus|both)\b", re.I)
_AS_WELL: Final = re.compile(r"\b(?:also|too|as well|both|cc|copy|in addition|additionally)\b", re.I)
#: Ways to reach a visitor, as they are called where one is turned down or is to be the only one.
_MAIL: Final = r"(?:e-?mails?|mail)(?: address)?"
_PHONE: Final = (
    r"(?:tele)?phone(?: number)?|number(?! to\b)|phone calls?|calls?|text messages?|mobile(?: number)?"
)
_AHEAD: Final = r"(?:my|the|that|this|any|an|a|by|via|per|on|through|use|with|keep|contact|me|it|to)"
_DOWN: Final = (
    r"\b(?:no|not|never|without|don['\u2019]?t|do not|remove|drop|delete|skip|scrap|leave out|take out|omit"
    r"|forget|erase|strike|clear|hide|cut)"
)
_ONLY: Final = r"\b(?:only|just|solely|exclusively)"


def _turned_down(way: str, other: str) -> re.Pattern[str]:
    """A message that turns ``way`` down, or wants nothing but ``other``."""
    ahead = rf"(?:\s+{_AHEAD})*\s+"
    return re.compile(
        rf"{_DOWN}{ahead}(?:{way})\b|\b(?:take|leave|cut){ahead}(?:{way})\s+(?:out|off|away)\b"
        rf"|{_ONLY}{ahead}(?:{other})\b|\b(?:{other})\s+(?:only|alone)\b",
        re.I,
    )


_NO_MAIL: Final = _turned_down(_MAIL, _PHONE)
_NO_PHONE: Final = _turned_down(_PHONE, _MAIL)
_NAMES_MAIL: Final = re.compile(rf"\b(?:{_MAIL})\b", re.I)
_NAMES_PHONE: Final = re.compile(rf"\b(?:{_PHONE}|cell)\b", re.I)
_MARKUP: Final = re.compile(r"<[^>]*>|[<>{}\[\]]")
_LABELS: Final = {"design": "design: ", "deadline": "when: ", "contact": ""}
_LEFT_OPEN: Final = {"quantity": "how many pins", "design": "the design", "deadline": "when you need them"}
#: Longest part of the visitor's own words that is said back, in characters.
_LONGEST: Final = 240


def pin_type(turn: Turn) -> Optional[str]:
    """The visitor's own choice if it can be made, else what is recommended for the needs as they are now.

    ``None`` if no type was chosen or recommended: the request then claims none.
    """
    chosen = turn.slot("chosen")
    if chosen and can_be_made(turn, chosen):
        return str(chosen)
    if chosen or turn.slot("recommended"):
        return recommend(turn.needs, catalog()).pin_type
    return None


def can_be_made(turn: Turn, chosen: str) -> bool:
    """Whether nothing stands against a type for the needs as they are."""
    return why_not(chosen, turn.needs, catalog()).verdict in ("chosen", "possible")


def payload(turn: Turn) -> dict[str, Any]:
    """All that the shop gets beside the contact."""
    return {
        "pin_type": pin_type(turn),
        "needs": needs_payload(turn.needs),
        "budget_amount": turn.slot("budget_amount"),
        "budget_currency": turn.slot("budget_currency"),
        "budget_per": turn.slot("budget_per"),
        **{name: detail(turn, name) for name in ("quantity", *OWN_WORDS)},
    }


def detail(turn: Turn, name: str) -> Any:
    """A detail as it is known; of the design, if nothing else, its look."""
    return turn.slot(name) or (turn.slot("look") if name == "design" else None)


def summary(turn: Turn) -> str:
    """All that the shop would get, a line for each thing."""
    kind = pin_type(turn)
    wishes = needs_in_words(turn.needs.with_changes({"quantity": None}))
    amount = turn.slot("budget_amount")
    money = amount and money_in_words(amount, turn.slot("budget_currency"), turn.slot("budget_per"))
    lines = {
        "Pins": in_words(turn, "quantity"),
        "Type": _type_in_words(turn, kind),
        "Wishes": wishes,
        "Budget": f"{money} at most" if money else "",
        "Design": _own_words(turn, "design"),
        "When": _own_words(turn, "deadline"),
        "Answer to": _own_words(turn, "contact"),
        "Still open": listed(still_open) if (still_open := _open(turn)) else "",
    }
    return "\n".join(f"{label}: {words}" for label, words in lines.items() if words)


def order(turn: Turn) -> str:
    """What is asked for, in short: "250 pieces of hard enamel pins"."""
    kind = pin_type(turn)
    pins = plural(catalog().pin_type(kind)) if kind else "pins"
    number = turn.needs.quantity
    return f"{number:,} {pins}" if number and number > 1 else f"a single piece of {pins}" if number else pins


def in_words(turn: Turn, name: str) -> str:
    """A detail that is known, to be said back; "" if it is not known."""
    if name == "quantity":
        number = turn.needs.quantity
        return "" if number is None else f"{number} pieces" if number > 1 else "a single piece"
    words = _own_words(turn, name)
    return f"{_LABELS[name]}{words}" if words else ""


def told(turn: Turn) -> list[str]:
    """The details of the request that are known, the number of pins apart, each to be said back."""
    return [words[0].upper() + words[1:] for name in OWN_WORDS if (words := in_words(turn, name))] + (
        [f"Answer to: {turn.slot('contact')}"] if turn.slot("contact") else []
    )


def contact_beside(before: Optional[str], now: str, text: str) -> str:
    """The contact after ``text`` named ``now``, where ``before`` was known.

    Of an e-mail address and a telephone number only the one that is named anew changes; where one of them was
    known, the other takes its place, unless it is said to be named beside it.
    """
    known, told = (before or "").split(_OR), now.split(_OR)
    if before and len(told) == 1 and now not in known and _AS_WELL.search(text):
        return _OR.join(sorted([*known, now], key=lambda one: "@" not in one))
    if len(told) > 1 or not before or (len(known) == 1 and not _BESIDE.search(text)):
        return now
    kept = [one for one in known if ("@" in one) != ("@" in now)]
    return _OR.join(sorted([*kept, now], key=lambda one: "@" not in one))


def contact_without(contact: Optional[str], text: str) -> Optional[str]:
    """The contact after ``text`` may have turned one of its ways down: "no phone", "by e-mail only".

    ``None`` if none is left.
    """
    if not contact or not turns_one_down(text):
        return contact
    no_mail = bool(_NO_MAIL.search(text))
    kept = [one for one in contact.split(_OR) if ("@" in one) != no_mail]
    return _OR.join(kept) or None


def turns_one_down(text: str) -> bool:
    """Whether a message turns down either the e-mail or the telephone: "no phone", "by e-mail only"."""
    return bool(_NO_MAIL.search(text)) != bool(_NO_PHONE.search(text))


def ways(contact: Optional[str]) -> list[str]:
    """The e-mail address and the telephone number in a contact, those of them that there are."""
    return contact.split(_OR) if contact else []


def names_mail(text: str) -> bool:
    """Whether a message speaks of the visitor's e-mail."""
    return bool(_NAMES_MAIL.search(text))


def names_phone(text: str) -> bool:
    """Whether a message speaks of the visitor's telephone."""
    return bool(_NAMES_PHONE.search(text))


def quotable(words: str) -> str:
    """A visitor's words, to be said back: without what markup and templates are made of."""
    return " ".join(_MARKUP.sub(" ", words).split())


def _type_in_words(turn: Turn, kind: Optional[str]) -> str:
    if kind is None:
        return "not decided yet (I can help you choose first)"
    how = "as you chose" if kind == turn.slot("chosen") else "as I recommend"
    return f"{plural(catalog().pin_type(kind))}, {how}"


def _own_words(turn: Turn, name: str) -> str:
    words = quotable(str(detail(turn, name) or ""))
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rsplit(' ', 1)[0]} ..."
    return words.rstrip(" .,;!")


def _open(turn: Turn) -> list[str]:
    return [words for name, words in _LEFT_OPEN.items() if not in_words(turn, name)]
