"""Phrases with which visitors steer the talk: "just recommend something", "then hard enamel".

All by wording alone, and each only looked for where the talk has come to a point at which it means that
(:mod:`.moves`, :mod:`.intents`): a classifier has too little to go by in so few words.
"""

from __future__ import annotations

import re
from typing import Final, Optional

from spacy.tokens import Doc

from pin_advisor.language.wording import ends_as_question, starts_as_question

#: The bare "yes" that answers "is anything not as you meant it?" with "there is".
_YES: Final = re.compile(
    r"^\W*(?:(?:oh|hm+|well|erm?|actually)\W+)*(?:yes|yeah|yep|yup|yea|ya|aye|y)(?:\W+(?:it is|there is"
    r"|something is"
    r"|one thing|a few things|some things?|something|indeed|actually|sorry|it's not|not quite|i do))*\W*$",
    re.I,
)
_OBJECTS: Final = re.compile(
    r"\b(?:wrong|incorrect|mistaken?|misunderst(?:and|ood)|disagree|not (?:quite |really "
    r"|at all )?(?:right|correct"
    r"|it|that|what i)|isn't (?:right|correct|what)|don't like|something else)\b",
    re.I,
)
_ACCEPTS: Final = re.compile(
    r"\b(?:please|pls|go ahead|do (?:it|that|so)|let's (?:do|go)|sure|quote|offer|proceed|carry on)\b", re.I
)
_WANTS_VERDICT: Final = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|well|hm+|please|pls|just|now|can you|could you|ugh|look|come on|right"
    r"|oh|then)"
    r"\W+)*"
    r"(?:(?:what|which)(?: (?:pins?|ones?|types?|kinds?|sort)(?: of pins?)?)?(?: then)?"
    r" (?:do|would|should|will|did|can|are) (?:you|u|ya|i|we)(?: then)?"
    r" (?:recommend\w*|suggest\w*|advise|propose|choose|take|pick|get|order|buy|go (?:for|with))"
    r"|(?:just |only )?(?:tell|give|show|say)(?: me| us)? (?:your|the|a|any) (?:recommendation|pick"
    r"|result|verdict"
    r"|suggestion|advice)"
    r"|(?:what's|what is|whats) your (?:recommendation|pick|verdict|suggestion|advice)"
    r"|(?:recommend|suggest|pick|choose)(?: me| us)?(?: one| something| anything| a pin| a type| for me"
    r"| for us)*"
    r"|(?:which|what) (?:one|pin|type)(?: is it| then)?"
    r"|(?:skip|enough|no more|stop|too many)(?: with)?(?: asking)?(?: the| these| all the"
    r"| all these)? questions?"
    r"|stop asking(?: me)?(?: questions)?|get to the point"
    r")(?:\W+(?:now|already|then|please|pls|anyway|for me|for us|so far|right now|at this point|finally"
    r"|from that"
    r"|with that|based on that|me|and|just|recommend\w*|something|one))*\W*$",
    re.I,
)
_SUPPLIES: Final = re.compile(
    r"\b(?:sell|selling|make|making|offer|print|produce|have|stock|carry|supply|buy|order|get|need|want"
    r"|you do|got"
    r"|about|also|custom)\W+(?:(?!(?:in|on|to|through|into|from|off|at|with|against"
    r"|under)\b)[\w'-]+\W+){0,4}$",
    re.I,
)
_WANTS: Final = re.compile(
    r"\b(?:buy|order|get|need|want|looking for|quote for|interested in|do you \w+|you do|also|custom)\W+"
    r"(?:(?!(?:in|on|to|through|into|from|off|at|with|against|under)\b)[\w'-]+\W+){0,4}$",
    re.I,
)
#: What the visitor told, as against what the bot said: "what did I tell you", "sum it up".
_RECAPS: Final = re.compile(
    r"\b(?:(?:did|have|had|was|were|do) (?:i|we)\b|(?:i|we)(?:'ve| have)? (?:already )?(?:told|tell|said"
    r"|say|gave"
    r"|given|answer\w*|chose|put|enter\w*|mention\w*)|my (?:answers?|choices|details|wishes|requirements|data"
    r"|inputs?|information|order|budget|needs|pins)|so far|up to now|till now|until (?:now|this)|sum\w*|recap"
    r"|overview|status|noted?|written|list|missing|on (?:me|us)|about (?:me|us|my|our)|(?:need"
    r"|want)(?: to)? know"
    r"|facts|remember|where (?:are|were) we|understood|understand from|you heard|collected|got down)\b",
    re.I,
)
_CONFIRMS: Final = re.compile(
    r"^\W*(?:(?:please|ok|okay|now|just|so|and|then|you|can|could|will|would|must|should|have to|kindly"
    r"|i (?:want|need|order|command) you to)\W+)*"
    r"(?:confirm|promise|guarantee|acknowledge|swear|agree|repeat|admit|say)\W+"
    r"(?:to me|after me|me|that|it|its|it's|the|your|a|this|you)\b"
    r".{0,60}\b(?:prices?|priced|costs?|charge|discount|free|cents?|dollars?|euros?|pounds?|pence)\b",
    re.I,
)
_CANNOT_SAY: Final = re.compile(
    r"^\W*(?:(?:sorry|hm+|um+|well|but|i|we|me|he|boss|do|am|really|still|yet|just|honestly)\W+)*"
    r"(?:(?:not|no|don't|dont|never|cannot|can't|can not)\W+(?:really\W+|yet\W+|exactly\W+)*"
    r"(?:know\w*|sure|certain|idea|clue|decided|tell|say|understand|think)|no idea|unsure|unknown|who knows)"
    r"(?:\W+(?:yet|about|of|the|my|our|how|much|many|long|what|which|money|budgets?|prices?|costs?|that"
    r"|this|it"
    r"|for|thing|now|exactly|sorry|please|is|are|we|i|can|spend|pay|have|and|or|flat|3d|years?|time|sir"
    r"|friend))*"
    r"\W*$",
    re.I,
)
_MEANS: Final = re.compile(
    r"^\W*(?:(?:sorry|wait|hm+|um+|but|ok|okay|and|so|eh|huh)\W+)*"
    r"(?:w(?:h?a\s?t|ot)(?:'s)?(?: (?:exactly|precisely))?(?: (?:do|does|did|is))?(?: (?:you|u|ya|yo"
    r"|d'you|d'ya|d you"
    r"|that|this|it))?"
    r" (?:mean\w*|supposed to mean)|wdym|how (?:do |d')?(?:you|u|ya) mean\w*|in what (?:sense|way))\b",
    re.I,
)
_DECIDES: Final = re.compile(
    r"\b(?:go(?:ing)? (?:with|for)|settle[ds]? (?:on|for)|let's (?:do|take|go|have|make|get)"
    r"|decided? (?:on|for|to)"
    r"|(?:i|we|i'll|we'll|i will|we will|i'd|we'd)(?: rather| just| like to| would)? (?:take|have|choose"
    r"|chose|pick"
    r"|prefer|order|go)|(?:just |then )?(?:take|choose|pick|make it)|it is(?: then)?\W*$|it'll be"
    r"|it shall be)\b"
    r"|\bthen\W*$|\bit is\W*$|^\W*(?:(?:ok|okay|fine|alright|all right|good|well|so|hm+|no)\W+)*then\b",
    re.I,
)
#: A need named without a value: "the budget", "change the occasion".
_NAMES_A_NEED: Final = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|well|no|ok|okay|sorry|actually|but|maybe|just|only|can we|i want to"
    r"|i'd like to|i need to"
    r"|let's|please|i think|it's|mainly|about)\W+)*(?:(?:change|correct|redo|adjust|fix|rethink"
    r"|reconsider)\W+)?"
    r"(?:the|my|our|that)\W+(?:(?P<budget>budget|price range|money|price part)|(?P<occasion>occasion"
    r"|purpose|use)"
    r"|(?P<durability>durability|wear|life ?span|lasting))"
    r"(?: (?:part|bit|thing|one))?(?:\W+(?:is|was)?\W*(?:wrong|not right|not correct|different|please"
    r"|has changed|changed"
    r"|needs changing|should be different|off))*\W*$",
    re.I,
)
#: Words up to which a message that names other goods asks for them.
_FEW_GOODS_WORDS: Final = 3
_FLAT_SIDE: Final = re.compile(r"\bflat (?:back|base|bottom|rear|reverse|side|pack|rate|fee)", re.I)
_MEDALS: Final = re.compile(r"medals?", re.I)
_OTHER_PINS: Final = re.compile(r"(?:pin|badge|mug)s?$", re.I)


def is_yes(text: str) -> bool:
    """Whether it is a bare "yes", or says that something is wrong."""
    return bool(_YES.match(text) or _OBJECTS.search(text))


def accepts(text: str) -> bool:
    """Whether it takes up an offer, and does not merely approve: "yes please", "go ahead"."""
    return bool(_ACCEPTS.search(text))


def wants_verdict(text: str) -> bool:
    """Whether the recommendation is wanted at once: "just recommend something", "what do you suggest?"."""
    return bool(_WANTS_VERDICT.match(text))


def wants_recap(text: str) -> bool:
    """Whether what is to be repeated is what the visitor told: "what did I tell you?"."""
    return bool(_RECAPS.search(text))


def wants_confirmed(text: str) -> bool:
    """Whether somebody is to confirm a price: "confirm that it costs a cent"."""
    return bool(_CONFIRMS.search(text))


def cannot_say(text: str) -> bool:
    """Whether it says no more than that the answer is not known: "not know money"."""
    return bool(_CANNOT_SAY.match(text))


def wants_other_goods(doc: Doc, asks: bool) -> bool:
    """Whether things are asked for that are no lapel pins: "do you sell mugs?", "stickers?".

    ``asks``: it is put as a question; else it may tell what the visitor sells: "we make hoodies".
    """
    goods = [
        s
        for kind, s in doc._.trade
        if kind == "other_goods" or (kind == "other_senses" and _OTHER_PINS.search(s.text))
    ]
    pins = [s for kind, s in doc._.trade if kind == "trade"]
    if not goods and pins and all(_MEDALS.fullmatch(s.text) for s in pins):
        goods = pins  # a medal may be a pin, but not where they are asked for as a ware
    elif not goods or pins:
        return False
    words = sum(t.is_alpha or t.like_num for t in doc)
    first = goods[0]
    supplied = bool((_SUPPLIES if asks else _WANTS).search(doc.text[: first.start_char]))
    if _MEDALS.fullmatch(first.text):
        return supplied and starts_as_question(doc.text)
    return supplied or words <= _FEW_GOODS_WORDS


def asks_meaning(text: str) -> bool:
    """Whether it asks what a question was meant by: "what do you mean, how long?"."""
    return bool(_MEANS.match(text))


def decides(text: str) -> bool:
    """Whether it settles on something: "then hard enamel", "let's go with soft"."""
    return bool(_DECIDES.search(text)) and not starts_as_question(text) and not ends_as_question(text)


def need_named(text: str) -> Optional[str]:
    """The need that it names without saying what it should be: "yes, the budget"."""
    match = _NAMES_A_NEED.match(text)
    return match.lastgroup if match else None


def names_both_dimensions(doc: Doc) -> bool:
    """Whether flat and 3D are both wanted in it, and neither is taken back: "2D, but with a 3D bulldog"."""
    wanted = {
        value
        for need, value, sure, span in doc._.cues
        if need == "dimensionality"
        and (sure or (span.text.lower() == "flat" and not _FLAT_SIDE.search(doc.text)))
        and span.start not in doc._.denied
    }
    if any(t.norm_ == "or" for t in doc):
        return False  # "flat or 3D, I don't mind"
    return len(wanted) > 1 and not doc._.corrections
