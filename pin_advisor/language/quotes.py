"""What a message says of a quote request: its design, its deadline, a correction, or that it is dropped.

All by wording alone. Pieces and addresses are parsed elsewhere (:mod:`.amounts`, :mod:`.contacts`); what is
left of a message without them tells whether it describes something as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Optional

from spacy.tokens import Doc

_REQUEST: Final = r"(?:quote|quotation|offer|order|request|form|estimate|whole (?:thing|lot))"
_DROPS: Final = re.compile(
    r"^\W*(?:(?:ok|okay|oh|no|nah|nope|actually|sorry|please|hm+|well|wait|you know what|just|let's|lets|stop"
    r"|can (?:you|we|i)|i(?:'d| would) (?:like|rather) (?:to )?|i want to|we want to)\W+)*"
    r"(?:"
    rf"(?:cancel|abort|quit|exit|stop|end)(?:\s(?:it|that|this|now|here|all|everything))*"
    rf"(?:\s(?:the|this|that|my|our)\s{_REQUEST})?"
    rf"|(?:forget|drop|scrap|leave|ditch)\s(?:about\s)?"
    rf"(?:it|that|this|(?:the|this|that|my|our)\s{_REQUEST})"
    r"|never\s?mind(?:\s(?:that|it|all that|the quote))?"
    r"|(?:i|we)(?:'ve| have)? changed (?:my|our) minds?"
    r"|(?:i|we) (?:do not|don't|no longer) (?:really )?(?:want|need|wish)(?: for)? (?:a |an |the |this "
    r"|that |any )?"
    rf"(?:{_REQUEST}|it|that|this)"
    rf"|no {_REQUEST}"
    r"|not (?:now|today|interested)"
    r")(?:\W+(?:please|pls|then|now|thanks|thank you|after all|any ?more|for now|instead|at all"
    r"|altogether|again"
    r"|sorry|completely|ok|okay|bye))*\W*$",
    re.I,
)
_MONTHS: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAYS: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SEASONS: Final = r"(?:spring|summer|autumn|fall|winter|easter|christmas|new year)"
_WHEN: Final = (
    rf"(?:\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?{_MONTHS}\b|\b{_DAYS}\b|\b{_SEASONS}\b|\btomorrow\b"
    rf"|\btoday\b|\basap\b|\bas soon as possible\b"
    r"|\b(?:next|this|end of(?: the)?|in an?|in (?:\w+ )?\w+|within (?:\w+ )?\w+)\s(?:week|month|year"
    r"|days)s?\b"
    r"|\b\d{1,2}[./-]\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bno (?:rush|hurry|deadline)\b)"
)
_DEADLINE: Final = re.compile(
    r"^\W*(?:(?:ok|okay|and|but|actually|sorry|oh|wait|no|oops|please|also|we|i|would|'d|it|they|them"
    r"|the pins"
    r"|should|must|need(?:ed)?|want(?:ed)?|like|have|has|be|to|is|are|deadline|date|delivery|delivered|arrive"
    r"|here|ready|in hand|make|change|the|that|for|by|before|until|till|not later than|no later than|at|on|in"
    r"|around|about|early|mid|late|end of|beginning of|latest|sometime|somewhere|maybe|say|rather"
    r"|instead)\b\W*)*"
    rf"{_WHEN}(?:(?!\b(?:pin|logo|design|colou?r|star|with)s?\b).){{0,60}}$",
    re.I,
)
_COLOURS: Final = (
    r"(?:red|blue|green|yellow|orange|purple|violet|pink|black|white|gr[ae]y|brown|gold(?:en)?|silver|navy"
    r"|turquoise|teal|maroon|beige|cream|bronze|copper|crimson|scarlet|lilac)"
)
_DESCRIBES: Final = re.compile(
    rf"\b(?:{_COLOURS}|colou?rs?|logo|crest|emblem|motif|mascot|shaped?|picture|drawing|lettering"
    r"|text|letters|words|slogan|artwork|vector|outline|background)\b"
    r"|\b\d+(?:[.,]\d+)?\s?(?:mm|cm|inch(?:es)?|\")(?!\w)|\bin size\b",
    re.I,
)
#: What is on the pin, told beside a number of pieces: "200 with our crest in blue".
_MOTIF: Final = re.compile(
    r"\b(?:logo|crest|emblem|motif|mascot|picture|drawing|coat of arms)\b"
    rf"|\b(?:with|of|showing|shaped like) (?:an?|our|my) (?=.*(?:{_COLOURS}|\bmm\b|\binch|\bcm\b))",
    re.I,
)
#: A thing named and nothing else: "our school crest", "a fox over two hills".
_THING: Final = re.compile(
    r"^\W*(?:(?:it's|it is|it should be|it shows|there's|with|just|maybe|like|say)\s)?"
    r"(?:an?|our|my|the|some|two|three)\s[a-z'-]{3,}(?:\s[\w'-]+){0,9}\W*$",
    re.I,
)
_NO_THING: Final = re.compile(
    r"\b(?:few|lot|couple|bunch|number|quantity|bit|moment|second|minute|question|quote|price|cost"
    r"|budget|idea"
    r"|time|week|month|amount|same|usual|minimum|more|less|many|piece|pieces|pins?|badges?|dozens?"
    r"|hundreds?)\b",
    re.I,
)
_AMENDS: Final = re.compile(
    r"\b(?:should (?:be|have|say|read|go)|shall be|must be|changed?|make (?:it|that|the)|instead|rather"
    r"|not\b.{1,40}\bbut|wrong|mistake|correct(?:ion|ed)?|meant|i mean|sorry|oops|wait|actually)\b",
    re.I,
)
_ASKS_TO_AMEND: Final = re.compile(
    r"^\W*(?:(?:and|oh|sorry|wait|please|actually)\W+)*(?:(?:can|could|would|will) (?:you|we|i) (?:please )?"
    r"(?:change|make|correct|update|set|turn)\b|(?:how|what) about (?:about |maybe )?\d+\W*$)",
    re.I,
)
_MAKES: Final = re.compile(
    r"\b(?:make (?:it|that|them)|should (?:be|have been|say)|instead|not \d+|change|correct)\b", re.I
)
_NAMES_DESIGN: Final = re.compile(r"\b(?:design|motif|picture|logo|artwork|text|lettering|colou?rs?)\b", re.I)
#: What may stand around a number of pieces, an address or a date without telling anything else.
_FILLER: Final = frozenset(
    "a about actually address all also and another approx approximately around at be but by call can change"
    " changed correct correction contact each else email e-mail mail exactly for from get have hm hmm how i"
    " i'd i'm"
    " i'll instead in is it it's its just let's like m make many maybe me mean meant mistake more my"
    " need no not"
    " number now of oh ok okay on only oops or order our ours out over phone piece pieces pin pins pcs badges"
    " please quantity rather reach s say send should so sorry thanks than that that's the them then"
    " there they"
    " this to together total up us use wait want was we we'd we'll well were will wrong would write yes"
    " you your"
    " x per person as after ones one good thing better only least most max maximum minimum make it's"
    " really d ll"
    " re".split()
)
_ANNOUNCES: Final = re.compile(
    r"^\W*(?:(?:actually|sorry|wait|oh|oops|ok|okay|hm+|hang on|hold on|please|well)\b\W*"
    r"|no\s?[,.;!-]+\s*)+",
    re.I,
)
_NONE: Final = re.compile(r"^\W*(?:no|nope|none|nah|not really|nothing|no date)\W*$", re.I)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")

_QUOTE: Final = re.compile(r"\b(?:quote|quotation|estimate)s?\b", re.I)
#: Colours or a size, which nobody names who does not yet know what is to be on the pin.
_DRAWN: Final = re.compile(rf"\b{_COLOURS}\b|\b\d+(?:[.,]\d+)?\s?(?:mm|cm|inch(?:es)?)\b", re.I)
_PART: Final = re.compile(r"[,;\n]|\.\s|\band\b")

#: Slots that take the visitor's own words.
Details = dict[str, str]


def drops(text: str) -> bool:
    """Whether it only says that the request is not wanted after all: "cancel", "forget the quote"."""
    return bool(_DROPS.match(text))


def says_more(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether ``text`` tells anything beside the pieces and addresses in ``spans``."""
    return any(w.lower() not in _FILLER for w in _WORD.findall(_without(text, spans)))


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_deadline(text: str) -> bool:
    """Whether it tells when the pins are needed and nothing else: "we need them by June"."""
    return bool(_DEADLINE.match(text))


def has_none(text: str) -> bool:
    """Whether it is a bare "no", which leaves open what was asked for."""
    return bool(_NONE.match(text))


def describes(text: str) -> bool:
    """Whether it tells what is on the pin, by its colours, its size or what it shows."""
    return bool(_DESCRIBES.search(text)) or bool(_THING.match(text) and not _NO_THING.search(text))


def amends_design(text: str) -> bool:
    """Whether it changes what is on the pin: "the heron should be green", "the design: a fox"."""
    return bool((_DESCRIBES.search(text) or _NAMES_DESIGN.search(text)) and _AMENDS.search(text))


def asks_to_amend(text: str) -> bool:
    """Whether a question only asks for a change: "can you make it 300?"."""
    return bool(_ASKS_TO_AMEND.match(text))


def recounts(doc: Doc, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a number of pieces in ``doc`` corrects one, and does not describe: "five lions in a row"."""
    return bool(doc._.corrections or _MAKES.search(doc.text)) or not says_more(doc.text, spans)


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
        return {"design": text}
    if asked == "deadline":
        changes_design = bool(doc._.corrections or "should" in text.lower()) and amends_design(doc.text)
        return {"design": text} if changes_design and not is_deadline(text) else {"deadline": text}
    if asked == "quantity":
        told = bool(_MOTIF.search(text)) if counted else describes(text)
        return {"design": text} if told else {}
    return {"design": text} if amends_design(doc.text) else {}


def names_quote(text: str) -> bool:
    """Whether a quote is spoken of."""
    return bool(_QUOTE.search(text))


def told_at_once(text: str) -> Details:
    """What the message that asks for a quote tells already: "quote: a red kite, 30 mm, by 1 August"."""
    told: Details = {}
    if _DRAWN.search(text):
        told["design"] = text.strip()  # all of it: the shop reads it better than any part
    for part in _PART.split(text):
        if is_deadline(part):
            told["deadline"] = part.strip()
    return told
