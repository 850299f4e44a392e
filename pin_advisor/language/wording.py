"""How a sentence is put, by its wording alone: as a question, a supposition, a new case of the one before."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Optional

from spacy.tokens import Doc, Span

from pin_advisor.language import phrase_book
from pin_advisor.language.pipeline.spelling import meant

_BOOK: Final = phrase_book.shared()
_QUESTION_START: Final = re.compile(
    r"^(?:[^:?!.]{1,60}(?::|\s[-–])\s)?"
    r"(?:(?:and|so|but|ok|okay|hi|hello|hey|well|also|then|please|sorry|um|hm+|quick question|question|"
    r"one more thing|before that|first|by the way|btw|actually|wait|hang on|hold on|oh|lol|haha|"
    r"tell me|can you tell me|could you tell me|do you know|just wondering|i wonder|"
    r"wondering)\W+)*"
    r"(?:(?:at|in|on|for|with|from|to|of|by|under|after|until|till) (?:what|which|how|whose|whom)"
    r"|what|how|why|is|are|does|do|did|could|which|who|where|when|will|would|should|what's|how's"
    # "can't you do 3D?" asks, "can't spend more than $1.20" tells
    r"|can(?!['’]t (?!(?:i|we|you|u|they|it|he|she|one|the|an?|that|this|these|those|pins?|soft|hard)\b))"
    r"|has|have|any|(?:may|must|shall) (?:it|i|we|they|one))\b",
    re.I,
)
_REQUEST: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|also|then|please|pls|could you|can you|would you|i'd like you to)\W+)*"
    r"(?:(?:tell|show|give) (?:me|us)|let (?:me|us) know|explain|compare|describe|also\b|whether\b"
    r"|(?:i|we)(?:'d| would)? (?:like|want) to know|(?:the )?differences? between\b)",
    re.I,
)
#: "I was wondering how it is cleaned", "what members would ask is which lasts".
_IN_PASSING: Final = re.compile(
    r"\b(?:wondering|(?:i|we) wonder|curious|(?:like|love|want|need|dying|keen) to know|would ask|want to ask"
    r"|the question (?:is|was)|asks me|asked me)\b[^.!?;]{0,25}"
    r"\b(?:how|which|what|whether|if|why|when|where|who)\b",
    re.I,
)
#: What is asked about comes first: "made of rubber does it bend", "the silver ones do they go dull".
_BEHIND: Final = re.compile(
    r"^(?!(?:so|as|nor|neither|like|than|what|how|when|where|who|whatever)\b)[^,;:.!?]{3,60}?"
    r"(?<!\bit)(?<!\bthat)(?<!\bwhich)(?<!\bso)(?<!\bas)(?<!\bnor)(?<!\bthan)(?<!\bif)"
    r"(?<!\bwhat)(?<!\bhow)(?<!\bwhen)(?<!\bwhere)(?<!\bwho) "
    r"(?:does (?:it|this|that)|do (?:they|these|those)|(?:can|will|would|could) (?:it|they|these|those))\b"
    r"(?=\s\w)",
    re.I,
)
_WHETHER: Final = re.compile(r"^(?:.*?\b(?:tell|know|say|explain)\s+(?:me |us )?)?whether\s+", re.I)
#: "What's a mould fee?", "tell me about the backing cards": what a question after it may stand for.
_SUBJECT: Final = re.compile(
    r"^(?:\W*(?:and|so|ok|hi|hello|please)\b)*\W*(?:what(?:'s| is| are)|tell me about|explain|describe"
    r"|do you (?:do|have|offer|make)|is there|are there)\s+(?:an?\s|the\s|any\s)?(?P<subject>[\w' -]+?)\W*$",
    re.I,
)
_LONGEST_SUBJECT: Final = 3
_PRONOUN: Final = re.compile(r"\b(?:it|they|them|that one|those|these|that)\b", re.I)
#: A verb without a subject, as of who has learnt English late or is in a hurry: "should last for years".
_SUBJECTLESS: Final = re.compile(
    r"^(?:is|are|was|will|should|must|can|has|have|would)\s"
    r"(?!(?:it|they|there|this|that|these|those|he|she|we|you|i|one|the|a|an|any|all|your|our|my|pins?|badges?"
    r"|hard|soft|photo|printed|screen|cloison\w+|enamel|epoxy|2d|3d)\b(?!\s*$))",
    re.I,
)
#: A clause that only begins as a question does: "when they open the drawer ...", "where it rains".
_CLAUSE: Final = re.compile(
    r"^(?:(?:and|so|but|well|oh|um)\W+)*(?:when(?:ever)?|where(?:ver)?|how|what(?:ever)?|who(?:ever)?)\s"
    r"(?:i|we|you|they|he|she|it|one|the|our|my|their|his|her|an?|people|someone|somebody|everyone)\s",
    re.I,
)
#: Somebody is unsure how to put it: "um, like a biscuit?".
_HEDGES: Final = re.compile(
    r"^(?:(?:um+|uh+|er+m?|hm+|well|oh|so)\W+)*"
    r"(?:(?:(?:something|a bit|kind of|sort of|kinda|sorta) )?like|maybe|perhaps|probably"
    r"|i (?:guess|think|suppose))\b"
    r"(?!\W+(?:what|how|which|when|where|who|why)\b)",
    re.I,
)
_YES_NO: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well)\W+)*(?:is|are|does|do|did|can|could|will|would|should|has|have)\b", re.I
)
_FOLLOWS: Final = re.compile(
    r"^(?:and|what about|how about|but|also|same)\b"
    r"|\b(?:it|its|it's|they|them|their|that one|those|these|this one|the other|the same)\b",
    re.I,
)
#: Beside the words of _FOLLOWS these point to what a message tells before it asks.
_STORY: Final = re.compile(r"\b(?:instead|else|otherwise|then|that|this)\b", re.I)
_POINTS_BACK: Final = re.compile(r"\b(?:that|this|it|them|these|those)\W*$", re.I)
_FURTHER: Final = re.compile(r"^(?:and|what about|how about|or|also)\b", re.I)
_GOES_ON_TO_ASK: Final = re.compile(
    r"^(?:and|what about|how about|or|also)\W+(?:(?:on|about|by|as to|in terms of)\s+)?"
    r"(?P<asked>(?:how|what|whether|when|where)\b(?! about\b).+)$",
    re.I | re.S,
)
_FRAGMENT: Final = re.compile(
    r"^(?:(?:and|ok|okay|so|but|well|oh|hm+)\W+)*(?:(?P<about>(?:what|how) about)|and|also)\W+"
    r"(?P<rest>[\w'-]+(?:\s[\w'-]+){0,3})\W*$",
    re.I,
)
#: An aspect of what was talked of, alone: "its surface?", "in price?".
_ASPECT_ALONE: Final = re.compile(
    r"^(?:(?:and|ok|okay|so|but|well|oh|hm+|also|now|then|what about|how about|what(?:'s| is| are))\W+)*"
    r"(?:(?P<asks>(?:(?:in|on|by)\s)?(?:their\s|it'?s\s)|(?:in|on|by)\s(?:the\s)?)"
    r"|(?:in terms of|regarding|as to|as for)\s(?:their\s|it'?s\s|the\s)?)"
    r"(?P<rest>[\w'-]+(?:\s[\w'-]+)?)(?:\slike)?\W*$",
    re.I,
)
_OWN: Final = re.compile(r"\b(?:it'?s|their)\b(?=\s)", re.I)  # "its" is often written so
_THING: Final = re.compile(r"\b(?:it|they|them|these|those)\b", re.I)
_SENTENCE: Final = re.compile(
    r"\b(?:i|we|you|they|it|is|are|was|do|does|did|can|could|will|would|should|has|have|had|that|this|these|those"
    r"|one|ones|what|which|who|how|why|when|where)\b",
    re.I,
)
#: Several things are asked for at once: "can I have a black outline, glitter and a flat feel?".
_ASKS_FOR: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|hi|hello|also|then|please)\W+)*"
    r"(?:(?:can|could|may) (?:i|we|you|it|they|one|a pin) (?:also |even |still )?"
    r"(?:have|get|do|make|use|add|put|take|mix|combine)"
    r"|do you (?:do|offer|have|make)|is it possible to (?:have|get|do|add|use))\b",
    re.I,
)
#: The same where several things are to be told of: "I'd like to know the price and the sizes".
_ASKS_ABOUT: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|hi|hello|also|then|please|pls)\W+)*"
    r"(?:(?:can|could|would) you (?:please )?(?:tell (?:me|us)|send (?:me|us)|explain)"
    r"|(?:i|we)(?:'d| would)? (?:want|need|like|love) to (?:know|hear|ask)|tell (?:me|us)|let (?:me|us) know"
    r"|(?:i|we) (?:have|'ve got|have got) (?:a few |some |two |three )?questions?"
    r"|(?:some |any |more |send )?(?:info|information|details)|please advise|what about|how about)"
    r"(?: (?:please |more |something |everything |all )?(?:on|about|regarding|of))?\b",
    re.I,
)
_WHOLE: Final = re.compile(
    r"(?<![\w.,$€£])\d{1,3}(?:,\d{3})+(?![\w.,]*\d)|(?<![\w.,$€£])\d{1,6}(?![\w%]|[.,]\d)"
)
_ON_ONE_PIN: Final = re.compile(
    r"\s(?:all |both |together )?(?:on|in|for)"
    r" (?:one|the same|a|a single|the|our|my) (?:pin|badge|design)\W*$",
    re.I,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:i|we|us|our|my|me|i'm|we're|i'd|we'd|let's)\b", re.I)
_YOU: Final = re.compile(r"^(?:(?:and|so|also|hi|hello|ok|okay)\W+)*(?:you|u|you guys|you lot)\s", re.I)
_SUPPOSES: Final = re.compile(
    r"^(?:\W*(?:and|but|ok|okay|so|hm+)\b)*\W*"
    r"(?:what if|suppose|supposing|imagine|say (?:we|it)\b"
    # "let's say ten years" tells, "let's say it was for ten years" supposes
    r"|let['’]?s say (?:that\b|(?:it|they|we|i|you|he|she|this|these|those|the|our|my|someone|somebody)\b))",
    re.I,
)
_PURPOSE: Final = re.compile(r"\b(?:for|as)\b(?! (?:how|what|which|long)\b)", re.I)
_OUR_WORDS: Final = re.compile(r"\b(?:pins?|badges?|enamel)\b", re.I)
_WHICH: Final = re.compile(r"\b(?:which|what|who)\b", re.I)
_PICKS_ONE: Final = re.compile(
    r"\bwhich (?:ones?|of (?:them|those|these)|is|are|lasts?|keeps?|holds?)\b", re.I
)
_ASKING_WORD: Final = re.compile(r"\b(?:which|what|how|why|where|when|whose)\b", re.I)
_FEW_WORDS: Final = 8
_PINS: Final = re.compile(r"(?:lapel )?(?:pin|badge)s?", re.I)
#: Who visitors are, in their own words.
_INTRODUCES: Final = re.compile(
    r"^(?:(?:hi|hello|hey|good \w+|there|so|well|ok|okay)\W+)*"
    r"(?:(?:i|we) |(?:i'm|we're) |(?:my|our) [\w' -]+? (?:is|are) )"
    r"(?:\w+ )?(?:am|are|work|run|teach|sell|own|manage|keep|study|organi[sz]e|lead|represent"
    r"|an?|the|at|in|with|from)\b",
    re.I,
)
_OURS: Final = _BOOK.phrase("lapel_pins")
_OTHERS: Final = _BOOK.phrase("other_senses")
#: Share of unknown words from which a message is babble.
_BABBLE: Final = 0.7


def starts_as_question(text: str) -> bool:
    """As in "How do …", "ok so is it …"."""
    return bool(_QUESTION_START.match(text))


def asks_by_a_word(text: str) -> bool:
    """Whether few words ask by one of them: "worse on which fabrics", "under what conditions"."""
    return len(text.split()) <= _FEW_WORDS and bool(_ASKING_WORD.search(text))


def picks_one(text: str) -> bool:
    """Whether it asks for one of several things that it does not name: "which one keeps best?"."""
    return bool(_PICKS_ONE.search(text))


def ends_as_question(text: str) -> bool:
    """Whether it has a question mark, which may also show mere doubt: "$1 each??"."""
    return text.rstrip().endswith("?")


def requests(text: str) -> bool:
    """Whether it asks without being put as a question: "tell me how they are cleaned", "whether it rusts"."""
    return bool(_REQUEST.match(text))


def asks_in_passing(text: str) -> bool:
    """Whether a question is told of rather than put: "I was wondering how they are cleaned"."""
    return bool(_IN_PASSING.search(text))


def asks_behind(text: str) -> bool:
    """Whether a question comes behind what it is about: "made of rubber does it bend"."""
    return bool(_BEHIND.match(text))


def subject(text: str) -> Optional[str]:
    """What a short question is about, "mould fee" of "what's a mould fee?"; ``None`` if that is not plain."""
    found = _SUBJECT.match(text)
    named = found["subject"] if found else ""
    plain = named and len(named.split()) <= _LONGEST_SUBJECT and not _SENTENCE.search(named)
    return named if plain and not _PRONOUN.search(named) else None


def about(text: str, subject: Optional[str]) -> str:
    """The question with ``subject`` in place of the word that stands for it: "whether epoxy yellows".

    "Whether it rusts" becomes "it rusts?".
    """
    asked = _WHETHER.sub("", text)
    if asked != text:
        asked = f"{asked.rstrip(' .')}?"
    return _PRONOUN.sub(lambda _: str(subject), asked, count=1) if subject else asked


def lacks_a_subject(text: str) -> bool:
    """Whether a statement without a subject only begins as a question does: "is flat"."""
    return bool(_SUBJECTLESS.match(text)) and not ends_as_question(text)


def is_clause(text: str) -> bool:
    """Whether a clause only begins as a question does: "when they find it, it should still shine"."""
    return bool(_CLAUSE.match(text)) and not ends_as_question(text)


def hedges(text: str) -> bool:
    """Whether a question mark behind it rather shows doubt: "um, like a biscuit?"."""
    return bool(_HEDGES.match(text))


def is_yes_no(text: str) -> bool:
    """Whether "yes" or "no" would answer it."""
    return bool(_YES_NO.match(text))


def leans(text: str) -> bool:
    """Whether some word of it stands for something said before: "and how does it feel?"."""
    return bool(_FOLLOWS.search(text))


def leans_on_a_story(text: str) -> bool:
    """The same of what was told just before it in the message: "what do people use instead?"."""
    return leans(text) or bool(_STORY.search(text))


def points_back(text: str) -> bool:
    """Whether it ends with a word for what was said before: "which pin can show that?"."""
    return bool(_POINTS_BACK.search(text))


def goes_on(text: str) -> bool:
    """Whether it goes on from what was said before: "and glow in the dark"."""
    return bool(_FURTHER.match(text))


def asks_for(text: str) -> Optional[str]:
    """How it asks for something that a pin may have, "can we get" of "can we get glitter and a magnet?"."""
    found = _ASKS_FOR.match(text)
    return found[0] if found else None


def whole_numbers(text: str) -> list[int]:
    """The numbers in digits that may count something: 300 of "is 300 enough?"."""
    return [int(found.replace(",", "")) for found in _WHOLE.findall(text)]


def asks_about(text: str) -> Optional[str]:
    """How it asks to be told of something, "tell me about" of "tell me about sizes and backs"."""
    found = _ASKS_ABOUT.match(text)
    return found[0] if found else None


def without_the_pin(text: str) -> str:
    """The text without the pin on which it all is to be: "a flat feel" of "a flat feel all on one pin"."""
    return _ON_ONE_PIN.sub("", text)


def is_fragment(text: str) -> bool:
    """Whether it is no sentence, as a note is none: "thinnest line in hard enamel"."""
    return not _SENTENCE.search(text) and not speaks_of_oneself(text)


def goes_on_to_ask(text: str) -> Optional[str]:
    """The question of its own with which it goes on: "how they feel?" of "and on how they feel"."""
    found = _GOES_ON_TO_ASK.match(text)
    return f"{found['asked'].rstrip(' .?!')}?" if found else None


def is_further_case(text: str) -> bool:
    """Whether it is nothing but a new case of the question before: "And for a friend?"."""
    return bool(_FURTHER.match(text)) and ends_as_question(text)


def fragment(text: str) -> Optional[str]:
    """What a follow-up in a few words is about, "the price" of "and the price?"; ``None`` if it is none."""
    found = _FRAGMENT.match(text)
    if not found or not (found["about"] or ends_as_question(text)):
        return None
    return found["rest"] if not _SENTENCE.search(found["rest"]) else None


def aspect_alone(text: str) -> Optional[str]:
    """The aspect of what was talked of that is named and nothing else: "surface" of "and its surface?"."""
    found = _ASPECT_ALONE.match(text)
    named = found["rest"] if found else None
    plainly = bool(found and not found["asks"])  # "in red" and "it's flat" tell something
    return named if named and (plainly or ends_as_question(text)) and not _SENTENCE.search(named) else None


def of_the_thing(text: str, name: str) -> str:
    """The question with ``name`` for its first pronoun: "what are hard enamel's colours like?"."""
    owned = _OWN.sub(f"{name}'s", text, count=1)
    return owned if owned != text else _THING.sub(name, text, count=1)


def speaks_of_oneself(text: str) -> bool:
    """Whether the visitor's own matter is told: "my", "we"."""
    return bool(_FIRST_PERSON.search(text))


def speaks_to_the_shop(text: str) -> bool:
    """Whether it says what the shop does, or asks for it: "you ship to Malta"."""
    return bool(_YOU.match(text))


def supposes(text: str) -> bool:
    """Whether what follows is only imagined: "what if it was 3D"."""
    return bool(_SUPPOSES.match(text))


def picks_out(text: str) -> bool:
    """Whether one of several is asked for: "which", "who"."""
    return bool(_WHICH.search(text))


def names_a_purpose(text: str) -> bool:
    """Whether it may tell what something is for: "which one for our choir?"."""
    return bool(_PURPOSE.search(text))


def is_babble(doc: Doc, fewest: int = 2) -> bool:
    """Whether hardly a word of it is one: "asdf qwer zxcv". An amount means something.

    ``fewest``: of so many words it has to be made at least, since one alone may be a name.
    """
    amounts = doc._.amounts
    says = doc._.trade or doc._.cues or amounts.money or amounts.quantities or amounts.durations
    return len(doc) >= fewest and doc._.unknown >= _BABBLE and not says


def names_pins(doc: Doc) -> bool:
    """Whether a word shows that pins are meant, and none that they are not ("tooth enamel")."""
    kinds = {kind for kind, _ in doc._.trade}
    return "trade" in kinds and ("other_senses" not in kinds or _OURS.said_in(meant(doc)))


def means_other_pins(span: Span) -> bool:
    """Whether it shows that no lapel pins are meant: "the PIN of my card", "rice burnt onto the enamel".

    What is said in another sentence, perhaps of the visitor's own trade ("I work at a dental lab"), shows
    nothing where a pin type is named in full.
    """
    doc = span.doc
    if _OURS.said_in(meant(span)):
        return False
    foreign = [s for s in doc._.sentences or (doc[:],) if _is_foreign(s) and not _introduces(s)]
    if any(s.start < span.end and span.start < s.end for s in foreign):
        return True
    in_full = any(inside(s, span) and len(s) > 1 for _, s in doc._.pin_types)
    return bool(foreign) and not in_full


def _is_foreign(sentence: Span) -> bool:
    """Whether it has a word of the trade in another sense."""
    others = (s for kind, s in sentence.doc._.trade if kind == "other_senses")
    return any(inside(s, sentence) for s in others) or _names_others(meant(sentence))


@lru_cache(maxsize=16)  # each sentence is looked at for every other one, and the list is long
def _names_others(text: str) -> bool:
    return _OTHERS.said_in(text)


def _introduces(sentence: Span) -> bool:
    """Whether it only tells who the visitor is, beside pins: "I teach at a dental school"."""
    doc = sentence.doc
    others = [s for kind, s in doc._.trade if kind == "other_senses"]
    pins = any(_PINS.fullmatch(t.norm_) and not any(s.start <= t.i < s.end for s in others) for t in doc)
    return pins and bool(_INTRODUCES.match(meant(sentence))) and not ends_as_question(sentence.text)


def means_only_other_pins(doc: Doc) -> bool:
    """Whether the only pins or enamel in it are those of such a phrase: "my bank pin", "tooth enamel"."""
    ours = any(kind == "trade" for kind, _ in doc._.trade) or doc._.pin_types or doc._.amounts.money
    others = (s.text for kind, s in doc._.trade if kind == "other_senses")
    return not ours and any(_OUR_WORDS.search(words) for words in others) and not _OURS.said_in(meant(doc))


def tells_money(span: Span) -> bool:
    """Whether a sum is named in it."""
    return any(span.start_char <= m.start and m.end <= span.end_char for m in span.doc._.amounts.money)


def inside(inner: Span, outer: Span) -> bool:
    """Whether one span lies in another."""
    return bool(outer.start <= inner.start and inner.end <= outer.end)
