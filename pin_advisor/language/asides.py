"""What a message says beside a quote request that is no part of it: a name, thanks, small talk, a question.

Such a part is on no pin and no date, whatever was asked for. All by wording, but for small talk, which is
labelled sentence by sentence; the words are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pin_advisor.language import phrase_book, quotes, wording
from pin_advisor.language.meaning import FREE_TEXT, Context
from pin_advisor.language.parts import Part, Span
from pin_advisor.language.sentences import Sentence
from pin_advisor.language.when_and_where import DAY

_KEEPS_BACK: Final = phrase_book.shared().phrase("keeps_contact_back")
#: Labels of what is only said to the bot, and how sure they have to be.
_CHAT: Final = frozenset({"thank", "chitchat", "abuse", "bot_challenge", "greet", "goodbye"})
_SURE: Final = 0.5
_TO_THE_BOT: Final = re.compile(r"\b(?:you|u|ya|your|yours|you['\u2019]?re|yourself)\b", re.I)
_INITIAL: Final = r"[A-Z\u00c0-\u00dd][\w.'\u2019-]*"
#: "please send it to Mrs Ann Lee"
_TO: Final = re.compile(r"^.*\bto\s(?=[A-Z\u00c0-\u00dd])", re.S)
_NAME: Final = re.compile(
    rf"\W*(?:(?:for|to|from|by|it|that)\s)*(?P<title>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Herr|Frau|Mme)\b\.?\s)?"
    rf"{_INITIAL}(?:\s(?:(?:von|van|de|der|den|da|di|le|la)\s)*{_INITIAL}){{0,3}}\W*"
)
#: "hi, I'm Ann Lee", "Ann Lee here"
_ONESELF: Final = re.compile(
    rf"\W*(?i:(?:hi|hello|hey|oh|and|well|dear all)\W+)*(?:(?i:i['\u2019]?m|i am"
    rf"|this is)\s{_INITIAL}(?:\s{_INITIAL}){{0,2}}"
    rf"(?:\s(?i:here|speaking))?|{_INITIAL}(?:\s{_INITIAL}){{0,2}}\s(?i:here|speaking))\W*"
)
#: Shortest part of a name by which it is found in an address.
_SHORT: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CUT: Final = re.compile(
    r"(?:[,;:!]|(?<!\d)\.|\.(?!\d)|\n|\s-\s|\s(?=(?:and|but|also)\s))\s*(?:and\s|but\s|also\s)*", re.I
)
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def keeps_contact_back(text: str, parts: Iterable[Part]) -> bool:
    """Whether some part says that an address is not given: "no email", "I'm not giving you my number"."""
    return any(
        _KEEPS_BACK.said_in(text[p.start : p.end]) for p in parts if p.kind in ("rest", "frame", "aside")
    )


def introduces(text: str, parts: Iterable[Part]) -> bool:
    """Whether nothing is told but who is writing: "hi, I'm Ann Lee"."""
    told = [text[p.start : p.end] for p in parts if p.kind != "frame"]
    return bool(told) and all(quotes.introduces(words) or _ONESELF.fullmatch(words) for words in told)


def set_aside(
    text: str,
    parts: Sequence[Part],
    sentences: Sequence[Sentence],
    addresses: Sequence[str],
    context: Context,
) -> list[Part]:
    """``parts``, of which those are asides that tell nothing of the request that is made."""
    chat = [
        (s.span.start_char, s.span.end_char)
        for s in sentences
        if context.asked in FREE_TEXT and _only_chats(s)
    ]

    def is_aside(part: Part) -> bool:
        if quotes.wants_to_see_first(text[part.start : part.end]):
            return True
        if part.kind not in ("rest", "frame", "place"):
            return False
        if any(start <= part.start and part.end <= end for start, end in chat):
            return True
        words = text[part.start : part.end]
        if part.kind == "place":
            return _is_theirs(_TO.sub("", words), addresses)
        return part.kind == "rest" and (
            quotes.introduces(words)
            or _ONESELF.fullmatch(words) is not None
            or _KEEPS_BACK.said_in(words)
            or _is_theirs(words, addresses)
        )

    return [dataclasses.replace(p, kind="aside") if is_aside(p) else p for p in parts]


def without_questions(text: str, parts: Sequence[Part]) -> list[Part]:
    """``parts`` of a message that asks something, with what asks as an aside.

    Empty if nothing is told beside it.
    """
    asked = list(_questions(text))
    found: list[Part] = []
    for part in parts:
        start, end = part.start, part.end
        for begin, close in asked:
            if begin <= start < close:
                start = min(close, end)
            elif start < begin < end:
                end = begin
        if start > part.start:
            found.append(Part("aside", part.start, start))
        if start < end:
            found.append(dataclasses.replace(part, start=start, end=end))
    told = asked and any(p.kind not in ("aside", "frame") for p in found)
    return found if told else []


def _questions(text: str) -> Iterator[Span]:
    """The stretches of ``text`` that are put as questions."""
    joint = begin = 0
    for cut in (*(m.span() for m in _CUT.finditer(text)), (len(text), len(text))):
        if begin > cut[0]:
            continue
        end = text.find("?", begin, cut[0]) + 1 or cut[0]
        if wording.starts_as_question(text[begin:end]) or wording.ends_as_question(text[begin:end]):
            yield joint, end
        joint, begin = cut


def _only_chats(sentence: Sentence) -> bool:
    """Whether a sentence is said to the bot, and shows no design and no date."""
    words = sentence.span.text
    spoken = bool(_TO_THE_BOT.search(words)) or sentence.question_form
    tells = quotes.describes(words) or DAY.search(words)
    return sentence.intent in _CHAT and sentence.confidence >= _SURE and spoken and not tells


def _is_theirs(words: str, addresses: Sequence[str]) -> bool:
    """Whether it is the name of whoever has one of the addresses: "Ann Lee" beside "a.lee@example.org"."""
    name = _NAME.fullmatch(words) if addresses else None
    if name is None:
        return False
    local = " ".join(_plain(address.split("@")[0]) for address in addresses)
    mine = any(len(w) >= _SHORT and _plain(w) in local for w in _LETTERS.findall(words))
    return bool(name["title"]) or mine


def _plain(word: str) -> str:
    """A word in the letters of an address: "mueller" of "Müller"."""
    letters = unicodedata.normalize("NFKD", word.lower().translate(_GERMAN))
    return "".join(c for c in letters if not unicodedata.combining(c))
