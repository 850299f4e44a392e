"""What a message says of a quote request: its design, its deadline, a correction, or that it is dropped.

All by wording alone. Pieces and addresses are parsed elsewhere (:mod:`.amounts`, :mod:`.contacts`); what is
left of a message without them tells whether it describes something as well. The words themselves are in
``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import phrase_book

_BOOK: Final = phrase_book.shared()
_DROPS: Final = _BOOK.phrase("drops")
_RECALLS: Final = _BOOK.phrase("recalls")
_WITHDRAWS: Final = _BOOK.phrase("withdraws")
#: As in "withdraw Q-7F3K2M".
_WITHDRAWS_BY_ID: Final = re.compile(
    r"\b(?:withdraw|cancel|retract|revoke|recall|undo|unsend|delete|drop|take\s+back)\b.{0,40}\bQ-?[0-9A-Z]{6}\b"
    r"|\btake\b.{0,40}\bQ-?[0-9A-Z]{6}\s+back\b",
    re.I,
)
#: As in "my name is Ann Lee", which is on no pin.
_INTRODUCES: Final = re.compile(
    r"\W*(?:(?:hi|hello|oh|and|well|by the way)\W+)*"
    r"(?:my name(?:\s+is|['\u2019]s)|i am called|i['\u2019]m called)"
    r"(?:\s+[^\W\d_][\w.'\u2019-]*){1,3}\W*",
    re.I,
)
_PASSES_ON: Final = _BOOK.phrase("confirms_passing_on")
_CONFIRMS: Final = _BOOK.phrase("confirms_sending")
_HOLDS_BACK: Final = _BOOK.phrase("holds_back_sending")
_CHOOSES_FIRST: Final = _BOOK.phrase("chooses_first")
_DEADLINE: Final = _BOOK.phrase("deadline")
_NOT_OF_A_DATE: Final = _BOOK.plain_words("not_of_a_date")
_DESCRIBES: Final = _BOOK.phrase("describes")
_MOTIF: Final = _BOOK.phrase("shows_a_motif")
_SHOWS_SOMETHING: Final = _BOOK.phrase("shows_something")
_LOOK: Final = _BOOK.phrase("tells_its_look")
_THING: Final = _BOOK.phrase("names_a_thing")
_NO_THING: Final = _BOOK.phrase("names_no_thing")
_AMENDS: Final = _BOOK.phrase("amends")
_ASKS_TO_CHANGE: Final = _BOOK.phrase("asks_to_change")
_ASKS_FOR_ANOTHER_NUMBER: Final = _BOOK.phrase("asks_for_another_number")
_MAKES: Final = _BOOK.phrase("corrects_a_number")
_NAMES_DESIGN: Final = _BOOK.phrase("names_the_design")
_MORE: Final = _BOOK.phrase("asks_for_more")
_ALSO: Final = _BOOK.phrase("says_also")
_ASKS_TO_ADD: Final = _BOOK.phrase("asks_to_add")
_QUOTE: Final = _BOOK.phrase("speaks_of_a_quote")
_NONE: Final = _BOOK.phrase("has_none")
_FILLER: Final = _BOOK.plain_words("filler")
#: A bare "no" announces a correction only before a comma or the like: "no text" is a wish.
_ANNOUNCES: Final = re.compile(rf"^\W*(?:{_BOOK.words('announcing')}\b\W*|no\s?[,.;!-]+\s*)+", re.I)
#: What may follow a date, in characters, and after "a" or "our" what is named: one to ten words.
_LITTLE: Final = re.compile(r".{0,60}")
_NAMED: Final = re.compile(r"\s[a-z'-]{3,}(?:\s[\w'-]+){0,9}\W*", re.I)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")

#: Where one thing that is told ends and the next begins.
_PART: Final = re.compile(r"[,;\n]|\.\s|\band\b")

#: Slots that take the visitor's own words.
Details = dict[str, str]


def drops(text: str) -> bool:
    """Whether it only says that the request is not wanted after all: "cancel", "forget the quote"."""
    return _DROPS.said_in(text)


def recalls(text: str) -> bool:
    """Whether it only says that a request that was sent is not wanted: "cancel it", but not "never mind"."""
    return _RECALLS.said_in(text)


def withdraws(text: str) -> bool:
    """Whether a request is taken back, wherever the talk stands: "take that back, don't contact me"."""
    return _WITHDRAWS.said_in(text) or bool(_WITHDRAWS_BY_ID.search(text))


def confirms(text: str) -> bool:
    """Whether it only says that what was shown may be sent: "yes, send it", "looks good"."""
    return _CONFIRMS.said_in(text)


def confirms_passing_on(text: str) -> bool:
    """Whether it only says that what was written may be passed on: "yes, pass it on"."""
    return _PASSES_ON.said_in(text)


def holds_back(text: str) -> bool:
    """Whether what was shown is not to be sent as it is: "no", "not yet", "change something"."""
    return _HOLDS_BACK.said_in(text)


def wants_to_choose_first(text: str) -> bool:
    """Whether a pin type is to be found before the request goes on: "help me choose first"."""
    return _CHOOSES_FIRST.said_in(text)


def says_more(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether ``text`` tells anything beside the pieces and addresses in ``spans``."""
    return any(w.lower() not in _FILLER for w in _WORD.findall(_without(text, spans)))


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_deadline(text: str) -> bool:
    """Whether it tells when the pins are needed and nothing else: "we need them by June"."""
    date = _DEADLINE.find(text)
    rest = text[date.end() :] if date else ""
    return bool(date and _LITTLE.fullmatch(rest)) and _NOT_OF_A_DATE.isdisjoint(_WORD.findall(rest.lower()))


def has_none(text: str) -> bool:
    """Whether it is a bare "no", which leaves open what was asked for."""
    return _NONE.said_in(text)


def describes(text: str) -> bool:
    """Whether it tells what is on the pin, by its colours, its size or what it shows."""
    return _DESCRIBES.said_in(text) or (_names_a_thing(text) and not _NO_THING.said_in(text))


def _names_a_thing(text: str) -> bool:
    begins = _THING.find(text)
    return bool(begins and _NAMED.fullmatch(text, begins.end()))


def _shows_a_motif(text: str) -> bool:
    something = _SHOWS_SOMETHING.find(text)
    return _MOTIF.said_in(text) or bool(something and _LOOK.said_in(text[something.end() :]))


def amends_design(text: str) -> bool:
    """Whether it changes what is on the pin: "the heron should be green", "the design: a fox"."""
    return (_DESCRIBES.said_in(text) or _NAMES_DESIGN.said_in(text)) and _AMENDS.said_in(text)


def asks_to_amend(text: str) -> bool:
    """Whether a question only asks for a change: "can you make it 300?"."""
    return _ASKS_TO_CHANGE.said_in(text) or _ASKS_FOR_ANOTHER_NUMBER.said_in(text)


def asks_for_more(text: str) -> bool:
    """Whether it wants something beside what was ordered: "another 50", "also a quote for 80"."""
    return _MORE.said_in(text) or (_ALSO.said_in(text) and _QUOTE.said_in(text))


def asks_to_add(text: str) -> bool:
    """Whether a question only asks for something: "can I get 50 more?"."""
    return _ASKS_TO_ADD.said_in(text)


def recounts(doc: Doc, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a number of pieces in ``doc`` corrects one, and does not describe: "five lions in a row"."""
    return bool(doc._.corrections or _MAKES.said_in(doc.text)) or not says_more(doc.text, spans)


def own_words(text: str) -> str:
    """``text`` without what only announces a correction: "wait, the heron should be green"."""
    return _ANNOUNCES.sub("", text, count=1).strip() or text


def details(doc: Doc, asked: Optional[str], counted: bool, spans: Sequence[tuple[int, int]]) -> Details:
    """What ``doc`` tells in the visitor's own words, given what was asked for.

    ``counted``: it names a number of pieces. ``spans`` are the characters of that and of an address.
    """
    text = own_words(doc.text.strip())
    dated = asked == "deadline" and any(c.isdigit() for c in _without(doc.text, spans))
    if not dated and not says_more(doc.text, spans):
        return {}
    if asked != "deadline" and is_deadline(text):
        return {"deadline": text}
    if asked == "design":
        return {} if _INTRODUCES.fullmatch(text) else {"design": text}
    if asked == "deadline":
        changes_design = bool(doc._.corrections or "should" in text.lower()) and amends_design(doc.text)
        return {"design": text} if changes_design and not is_deadline(text) else {"deadline": text}
    if asked == "quantity":
        told = _shows_a_motif(text) if counted else describes(text)
        return {"design": text} if told else {}
    return {"design": text} if amends_design(doc.text) else {}


def names_quote(text: str) -> bool:
    """Whether a quote is spoken of."""
    return _QUOTE.said_in(text)


def told_at_once(text: str) -> Details:
    """What the message that asks for a quote tells already: "quote: a red kite, 30 mm, by 1 August"."""
    told: Details = {}
    if _LOOK.said_in(text):
        told["design"] = text.strip()  # all of it: the shop reads it better than any part
    for part in _PART.split(text):
        if is_deadline(part):
            told["deadline"] = part.strip()
    return told
