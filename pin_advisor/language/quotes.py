"""What a message does to a quote request: it confirms, drops or corrects it, or describes the pins.

All by wording alone. What each of its parts tells is found in :mod:`.parts`, and how the design and the
deadline stand after it in :mod:`.request_details`. The words themselves are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from spacy.tokens import Doc

from pin_advisor.language import phrase_book
from pin_advisor.language.text import has_words

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
    r"\W*(?:(?:hi|hello|oh|and|well|by the way|please|just|but|(?:you )?(?:can|may))\W+)*"
    r"(?:(?:my |the )?name(?:\s+is|['\u2019]?s)|i am called|i['\u2019]m called|call me)"
    r"(?:\s+[^\W\d_][\w.'\u2019-]*){1,3}\W*",
    re.I,
)
_PASSES_ON: Final = _BOOK.phrase("confirms_passing_on")
_CONFIRMS: Final = _BOOK.phrase("confirms_sending")
_AFTER_ALL: Final = _BOOK.phrase("sends_after_all")
_ADDRESS_AGAIN: Final = _BOOK.phrase("corrects_an_address")
_EARLIER_ORDER: Final = _BOOK.phrase("names_an_earlier_order")
_HOLDS_BACK: Final = _BOOK.phrase("holds_back_sending")
_CHOOSES_FIRST: Final = _BOOK.phrase("chooses_first")
_DESCRIBES: Final = _BOOK.phrase("describes")
_THING: Final = _BOOK.phrase("names_a_thing")
_NO_THING: Final = _BOOK.phrase("names_no_thing")
_AMENDS: Final = _BOOK.phrase("amends")
_ASKS_TO_CHANGE: Final = _BOOK.phrase("asks_to_change")
_ASKS_FOR_ANOTHER_NUMBER: Final = _BOOK.phrase("asks_for_another_number")
_MAKES: Final = _BOOK.phrase("corrects_a_number")
_NAMES_DESIGN: Final = _BOOK.phrase("names_the_design")
_ADDS: Final = _BOOK.phrase("adds_to_the_design")
_LASTS: Final = _BOOK.phrase("speaks_of_lasting")
_MORE: Final = _BOOK.phrase("asks_for_more")
_ALSO: Final = _BOOK.phrase("says_also")
_ASKS_TO_ADD: Final = _BOOK.phrase("asks_to_add")
_ASKS_FOR_A_QUOTE: Final = _BOOK.phrase("asks_for_a_quote")
_QUOTE: Final = _BOOK.phrase("speaks_of_a_quote")
_REQUIRES: Final = _BOOK.phrase("requires")
_SEES_FIRST: Final = _BOOK.phrase("wants_to_see_first")
_PREPARES: Final = _BOOK.phrase("prepares_a_request")
_HEARS: Final = _BOOK.phrase("merely_hears")
_ASKS_FOR_SENT: Final = _BOOK.phrase("asks_for_what_was_sent")
_SENDS: Final = re.compile(r"\b(?:send|submit)\b", re.I)
_CLAUSE: Final = re.compile(r"[,.;!]|\band\b")
_YES: Final = re.compile(r"\b(?:yes|yeah|yep|yup|aye)\b", re.I)
_NO: Final = re.compile(r"\b(?:no|nope|nah)\b", re.I)
_NONE: Final = _BOOK.phrase("has_none")
_FILLER: Final = _BOOK.plain_words("filler")
_COUNTING: Final = _BOOK.plain_words("counting")
_ANOTHER: Final = re.compile(r"\banother\b", re.I)
#: A bare "no" announces a correction only before a comma or the like: "no text" is a wish.
_ANNOUNCES: Final = re.compile(
    rf"^\W*(?:{_BOOK.words('announcing')}\b\W*|no\s?[,.;!-]+\s*"
    r"|no\s(?=(?:wait|sorry|actually|hang on|hold on|rather)\b))+",
    re.I,
)
#: "looks good but gold": what stands before the change is only an approval.
_APPROVAL: Final = (
    r"(?:yes|yeah|yep|ok|okay|good|fine|great|perfect|nice|lovely|right|correct|thanks|thank you"
    r"|almost|nearly)"
)
_APPROVES: Final = re.compile(
    rf"^\W*(?=[^,;.]{{0,30}}\b{_APPROVAL}\b)"
    r"(?:(?:all|that|that['\u2019]s|it|it['\u2019]s|this|is|looks?|sounds?|seems?|very|really|quite"
    rf"|{_APPROVAL})\W+)+"
    r"(?:but|only|just|except(?:\sthat)?|however|though)\b\W*",
    re.I,
)
_AND: Final = re.compile(r"^\W*(?:(?:and|but|also|plus)\s+)+", re.I)
#: What is named after "a" or "our": one to ten words.
_NAMED: Final = re.compile(r"\s[a-z'-]{3,}(?:\s[\w'-]+){0,9}\W*", re.I)
#: What may follow the wish for a quote: who asks for it, or what for.
_NOTHING_MORE: Final = re.compile(
    r"\W*(?:please|pls|thanks|thank you|then|now|today|\W)*(?:(?:for|of|on|from)\b.*)?\W*", re.I | re.S
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


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


def sends_after_all(text: str) -> bool:
    """Whether what was turned down or taken back is to be sent after all: "ok no do send it"."""
    return _AFTER_ALL.said_in(text)


def corrects_an_address(text: str) -> bool:
    """Whether an address in it takes the place of the one that was given: "sorry typo, it is ..."."""
    return _ADDRESS_AGAIN.said_in(text)


def names_an_earlier_order(text: str) -> bool:
    """Whether an order that was placed with the shop is meant: "my order from May"."""
    return _EARLIER_ORDER.said_in(text)


def confirms_passing_on(text: str) -> bool:
    """Whether it only says that what was written may be passed on: "yes, pass it on"."""
    return _PASSES_ON.said_in(text)


def agrees_to_send(text: str) -> bool:
    """Whether it says no more than that something may be sent: "it is correct, you can send"."""
    return bool(_SENDS.search(text)) and all(map(confirms, filter(has_words, _CLAUSE.split(text))))


def holds_back(text: str) -> bool:
    """Whether what was shown is not to be sent as it is: "no", "not yet", "change something"."""
    return _HOLDS_BACK.said_in(text)


def wants_to_choose_first(text: str) -> bool:
    """Whether a pin type is to be found before the request goes on: "help me choose first"."""
    return _CHOOSES_FIRST.said_in(text)


def says_more(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether ``text`` tells anything beside the pieces and addresses in ``spans``."""
    return any(w.lower() not in _FILLER for w in _WORD.findall(_ANNOUNCES.sub("", _without(text, spans))))


def is_another(text: str) -> bool:
    """Whether one more request is meant by what is added: "another 50"."""
    return bool(_ANOTHER.search(text))


def says_more_than_a_number(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether ``text`` tells anything beside the numbers of pieces in ``spans`` and what leads up to them."""
    known = _FILLER | _COUNTING
    return any(w.lower() not in known for w in _WORD.findall(_without(text, spans)))


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def requires(text: str) -> bool:
    """Whether it tells how the pins must be made: "no magnets", "ten of them need to say 20 years"."""
    return _REQUIRES.said_in(text)


def wants_to_see_first(text: str) -> bool:
    """Whether nothing is to be sent before the visitor agrees: "don't send it without my consent"."""
    return _SEES_FIRST.said_in(text)


def prepares(text: str) -> bool:
    """Whether a request is to be begun: "prepare the request"."""
    return _PREPARES.said_in(text)


def merely_hears(text: str) -> bool:
    """Whether it only shows that something was heard, and is no consent: "right", "I see"."""
    return _HEARS.said_in(text)


def says_both(text: str) -> bool:
    """Whether it is a yes and a no at once: "no, I mean yes"."""
    return bool(_YES.search(text) and _NO.search(text))


def asks_for_sent(text: str) -> bool:
    """Whether it asks what was sent, or what became of it: "is it sent?", "what's my reference number"."""
    return _ASKS_FOR_SENT.said_in(text)


def has_none(text: str) -> bool:
    """Whether it is a bare "no", which leaves open what was asked for."""
    return _NONE.said_in(text)


def describes(text: str) -> bool:
    """Whether it tells what is on the pin, by its colours, its size or what it shows."""
    return _DESCRIBES.said_in(text) or names_a_thing(text)


def names_a_thing(text: str) -> bool:
    """Whether it is a thing and nothing else, and may be a motif: "our heron", but not "a few"."""
    begins = _THING.find(text)
    named = begins and _NAMED.fullmatch(text, begins.end())
    return bool(named and not _NO_THING.said_in(text))


def tells_its_look(text: str) -> bool:
    """Whether it tells colours, a size or what kind of picture it is."""
    return _DESCRIBES.said_in(text)


def names_design(text: str) -> bool:
    """Whether the design itself is spoken of: "the motif", "the text"."""
    return _NAMES_DESIGN.said_in(text)


def corrects(text: str) -> bool:
    """Whether something is to be another way than it was told: "should be", "instead"."""
    return _AMENDS.said_in(text)


def adds_to_the_design(text: str) -> bool:
    """Whether something more is to be on the pin: "can you put her name on it?"."""
    return _ADDS.said_in(text)


def speaks_of_lasting(text: str) -> bool:
    """Whether a span of time tells how long the pins should last: "they must hold for two weeks"."""
    return _LASTS.said_in(text)


def introduces(text: str) -> bool:
    """Whether it only tells who is writing, which is on no pin: "my name is Ann Lee"."""
    return bool(_INTRODUCES.fullmatch(text))


def asks_to_amend(text: str) -> bool:
    """Whether a question only asks for a change: "can you make it 300?"."""
    asks = any(map(_ASKS_TO_CHANGE.said_in, (text, *_CLAUSE.split(text))))
    asks = asks or _ASKS_FOR_ANOTHER_NUMBER.said_in(text)
    return asks or adds_to_the_design(text)


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
    text = _APPROVES.sub("", text, count=1).strip() or text
    return _ANNOUNCES.sub("", text, count=1).strip() or text


def without_joint(text: str) -> str:
    """``text`` without the word that only joins it to what was said: "and it's a fox"."""
    return _AND.sub("", text, count=1).strip() or text


def asks_for_a_quote(text: str) -> bool:
    """Whether a quote is asked for somewhere in it, be it as a question: "could I get a quote, please?"."""
    return _ASKS_FOR_A_QUOTE.said_in(text)


def only_asks_for_a_quote(text: str) -> bool:
    """Whether it asks no more than that: "could I get a quote?", but not "a quote without my name?"."""
    asks = _ASKS_FOR_A_QUOTE.find(text)
    return bool(asks and _NOTHING_MORE.fullmatch(text, asks.end()))


def names_quote(text: str) -> bool:
    """Whether a quote is spoken of."""
    return _QUOTE.said_in(text)
