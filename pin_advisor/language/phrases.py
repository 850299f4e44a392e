"""Phrases with which visitors steer the talk: "just recommend something", "then hard enamel".

All by wording alone, and each only looked for where the talk has come to a point at which it means that
(:mod:`.moves`, :mod:`.intents`): a classifier has too little to go by in so few words. The words
themselves are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import phrase_book
from pin_advisor.language.wording import ends_as_question, starts_as_question, supposes

_BOOK: Final = phrase_book.shared()
_YES: Final = _BOOK.phrase("says_yes")
_CONFIRMS_A_GUESS: Final = _BOOK.phrase("confirms_a_guess")
_CHEAPER_OF_ALL: Final = _BOOK.phrase("asks_what_is_cheaper")
_BEGINS_WITH_YES: Final = _BOOK.phrase("begins_with_yes")
_DENIES_A_GUESS: Final = _BOOK.phrase("denies_a_guess")
_GREETS: Final = _BOOK.phrase("greets")
_OBJECTS: Final = _BOOK.phrase("objects")
_ACCEPTS: Final = _BOOK.phrase("accepts")
_WANTS_VERDICT: Final = _BOOK.phrase("wants_verdict")
_ASKS_WHICH: Final = tuple(
    map(_BOOK.phrase, ("asks_which", "asks_which_at_the_start", "asks_which_at_the_end"))
)
_NO_QUESTIONS: Final = _BOOK.phrase("wants_no_questions")
_INSULTS: Final = _BOOK.phrase("insults")
_WANTS_ADVICE_AGAIN: Final = _BOOK.phrase("wants_advice_again")
_SUFFICES: Final = _BOOK.phrase("suffices")
_MORE_MONEY: Final = _BOOK.phrase("supposes_more_money")
_LESS_MONEY: Final = _BOOK.phrase("supposes_less_money")
_COMPLAINS: Final = _BOOK.phrase("complains")
_WHY_ASKED: Final = _BOOK.phrase("asks_why_asked")
_LEAVES_IT: Final = _BOOK.phrase("leaves_it")
_LOSS: Final = _BOOK.phrase("tells_of_a_loss")
_SHORT: Final = _BOOK.phrase("wants_it_short")
_ONLY_SHORTER: Final = _BOOK.phrase("only_shorter")
_CAUTIONS: Final = {
    "toddlers": _BOOK.phrase("speaks_of_toddlers"),
    "nickel_allergy": _BOOK.phrase("speaks_of_nickel"),
}
#: The topics of what may befall pins or their wearers.
_MISHAPS: Final = {
    "lead_safety": _BOOK.phrase("supposes_harm"),
    "losing_pins": _BOOK.phrase("supposes_a_loss"),
    "durability": _BOOK.phrase("supposes_a_blow"),
    "rain": _BOOK.phrase("supposes_wet"),
}
_MONEY_BACK: Final = _BOOK.phrase("wants_money_back")
_WISHES: Final = _BOOK.phrase("wishes")
_CHEAPER: Final = _BOOK.phrase("wants_cheaper")
_DEAR: Final = _BOOK.phrase("finds_it_dear")
_DEARER: Final = _BOOK.phrase("wants_dearer")
_LESS_CHEAP: Final = _BOOK.phrase("wants_it_less_cheap")
_NEITHER_END: Final = _BOOK.phrase("neither_dear_nor_cheap")
_NEITHER_SIZE: Final = _BOOK.phrase("neither_big_nor_small")
_MONEY: Final = _BOOK.phrase("speaks_of_money")
_NAMES_BY_TIME: Final = _BOOK.phrase("names_by_a_time")
_RECAPS: Final = _BOOK.phrase("wants_recap")
_CONFIRMS: Final = _BOOK.phrase("wants_confirmed")
_CANNOT_SAY: Final = _BOOK.phrase("cannot_say")
_LEFT_TO_US: Final = _BOOK.phrase("leaves_it_to_us")
_MEANS: Final = _BOOK.phrase("asks_meaning")
_DECIDES: Final = tuple(map(_BOOK.phrase, ("decides", "decides_at_the_end", "decides_at_the_start")))
_TURNS_DOWN_AHEAD: Final = _BOOK.phrase("turns_down_ahead")
_TURNS_DOWN_AFTER: Final = _BOOK.phrase("turns_down_after")
_GOES_ON: Final = _BOOK.phrase("goes_on_listing")
_NO_TYPE: Final = _BOOK.phrase("names_no_type")
_READMITS: Final = _BOOK.phrase("readmits")
_READMITS_ALL: Final = _BOOK.phrase("readmits_all")
_ADOPTS: Final = _BOOK.phrase("adopts")
_NAMES_A_NEED: Final = _BOOK.phrase("names_a_need")
_ENOUGH: Final = _BOOK.phrase("asks_whether_enough")
_ASKS_IF_SO: Final = _BOOK.phrase("asks_if_so")
_ASKS_WHAT_THEN: Final = _BOOK.phrase("asks_what_then")
_REPORTS: Final = _BOOK.phrase("confirms_ahead")
_THAT_CASE: Final = _BOOK.phrase("means_that_case")
_BENDS: Final = _BOOK.phrase("bends_the_rules")
_ASKS_THE_HOUR: Final = _BOOK.phrase("asks_the_hour")
_SHAPES_DIFFER: Final = _BOOK.phrase("asks_how_shapes_differ")
_OTHERS_SPEND: Final = _BOOK.phrase("asks_what_others_spend")
_WILL_DO: Final = {"2d": _BOOK.phrase("flat_will_do"), "3d": _BOOK.phrase("sculpted_will_do")}
_FLAT_SIDE: Final = _BOOK.phrase("flat_side")
_OTHER_PINS: Final = _BOOK.phrase("other_pins")
_STARTS_OVER: Final = _BOOK.phrase("starts_over")
_STARTS_OVER_WITH: Final = _BOOK.phrase("starts_over_with")
_KEEPS: Final = _BOOK.phrase("keeps")
_WAVERS: Final = _BOOK.phrase("wavers")
_HESITATES: Final = _BOOK.phrase("hesitates")
_ASKS_FOR_A_PLACE: Final = _BOOK.phrase("asks_for_a_place")
_WHY: Final = _BOOK.phrase("asks_why")
_ONLY_WHY: Final = _BOOK.phrase("asks_only_why")
_ALL_TYPES: Final = _BOOK.phrase("means_all_types")
_COMPARES: Final = _BOOK.phrase("compares")
_OUTBURST: Final = _BOOK.plain_words("outburst")
_MEDALS: Final = _BOOK.plain_words("medals")
_THOUGHTS: Final = re.compile(r"[,;:.!?\n]+")
#: What shows that not somebody was lost but something of theirs: "our dog (show)", "our coach('s) cup".
_OF_SOMETHING: Final = re.compile(
    rf"['\u2019]s\b|(?:\s[\w'\u2019]+)?\s(?:{phrase_book.of_amounts().words('events')}|contest|cup|bid)\b",
    re.I,
)
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_PAUSE: Final = re.compile(r"[,;:.!?]\s*$")
#: The needs that can be named without a value, by what they are called.
_NEED_NAMES: Final = {
    need: re.compile(rf"\b{_BOOK.words(need)}\b", re.I) for need in ("budget", "occasion", "durability")
}
#: The places that may be asked for, each a group.
_PLACE: Final = re.compile(
    r"\b(?:(first|1st)|(second|2nd)|(third|3rd)|(fourth|4th)|(fifth|5th)|(sixth|6th))\b", re.I
)
#: Words up to which a message that names other goods asks for them.
_FEW_GOODS_WORDS: Final = 3


def _just_before(words: str) -> re.Pattern[str]:
    """One of ``words`` shortly before the end, with nothing between that changes where it leads."""
    between = rf"(?!{_BOOK.words('placing')}\b)[\w'-]+\W+"
    return re.compile(rf"\b{_BOOK.words(words)}\W+(?:{between}){{0,4}}$", re.I)


_SUPPLIES: Final = _just_before("supplying")
_WANTS: Final = _just_before("wanting")


def wishes(text: str) -> bool:
    """Whether it tells what is wanted, or what the design is like."""
    return _WISHES.said_in(text)


def is_yes(text: str) -> bool:
    """Whether it is a bare "yes"."""
    return _YES.said_in(text)


def confirms_a_guess(text: str) -> bool:
    """Whether it says no more than that something was guessed right: "yes, exactly"."""
    return _CONFIRMS_A_GUESS.said_in(text)


def asks_what_is_cheaper(text: str) -> bool:
    """Whether all of it asks what costs less, or more, of what there is: "what's cheaper"."""
    return _CHEAPER_OF_ALL.said_in(text)


def begins_with_yes(text: str) -> bool:
    """Whether it agrees before it says more: "yes, and they are flat"."""
    return _BEGINS_WITH_YES.said_in(text)


def denies_a_guess(text: str) -> bool:
    """Whether it says no more than that something was guessed wrong: "no, not quite"."""
    return _DENIES_A_GUESS.said_in(text)


def greets(text: str) -> bool:
    """Whether it is a greeting and nothing else: "good afternoon all"."""
    return _GREETS.said_in(text)


def objects(text: str) -> bool:
    """Whether it says that something is not as it was meant: "that's wrong", "yes, there is"."""
    return _OBJECTS.said_in(text)


def accepts(text: str) -> bool:
    """Whether it takes up an offer, and does not merely approve: "yes please", "go ahead"."""
    return _ACCEPTS.said_in(text)


def grievance(text: str) -> Optional[str]:
    """The topic of what is wrong with pins that were bought: "my order came broken", "I want a refund"."""
    if _COMPLAINS.said_in(text):
        return "complaint"
    return "refund" if _MONEY_BACK.said_in(text) else None


def cautions(text: str) -> tuple[str, ...]:
    """The topics of safety that it touches: "no nickel, for toddlers"."""
    return tuple(topic for topic, phrase in _CAUTIONS.items() if phrase.said_in(text))


def mishap_supposed(text: str) -> Optional[str]:
    """The topic of what befalls the pins or their wearers in a supposition: "what if I lose one"."""
    if not supposes(text):
        return None
    return next((topic for topic, phrase in _MISHAPS.items() if phrase.said_in(text)), None)


def tells_of_a_loss(text: str) -> bool:
    """Whether somebody has died: "in memory of my father"; not "we lost our dog trainer's contest"."""
    found = _LOSS.find(text)
    return found is not None and not _OF_SOMETHING.match(text, found.end())


def wants_it_short(text: str) -> bool:
    """Whether answers are to be shorter: "can you say it shorter?"."""
    return _SHORT.said_in(text) or _ONLY_SHORTER.said_in(text)


def wants_verdict(text: str) -> bool:
    """Whether the recommendation is wanted at once: "just recommend something", "what do you suggest?".

    So it is by who is merely impatient, in anger or not: "look, just tell me already, you useless machine".
    """
    if _WANTS_VERDICT.said_in(text):
        return True
    thoughts = [t for t in _THOUGHTS.split(_civil(text)) if not _says_nothing(t)]
    return bool(thoughts) and all(map(_WANTS_VERDICT.said_in, thoughts))


def insults(text: str) -> bool:
    """Whether it only vents anger at the advisor: "you useless machine"."""
    return _INSULTS.said_in(text) and _says_nothing(_civil(text))


def vents(text: str) -> bool:
    """Whether it only shows anger or impatience, which tells no need: "this takes forever, you idiot"."""
    return insults(text) or wants_verdict(text)


def _civil(text: str) -> str:
    """``text`` without its insults."""
    while found := _INSULTS.find(text):
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return text


def _says_nothing(text: str) -> bool:
    return all(word.lower() in _OUTBURST for word in _WORD.findall(text))


def asks_which(text: str) -> bool:
    """Whether it asks somewhere which kind of pin is right: "badges for 400 kids, which would you take?"."""
    return any(way.said_in(text) for way in _ASKS_WHICH)


def without_which(text: str) -> Optional[str]:
    """What is said beside that question: "my dog's photo on it" of "my dog's photo on it, which kind?"."""
    found = [match.span() for way in _ASKS_WHICH if (match := way.find(text))]
    if not found:
        return None
    start, end = max(found, key=lambda span: span[1] - span[0])
    rest = f"{text[:start]} {text[end:]}".strip(" ,;:.?!-")
    return rest or None


def wants_no_questions(text: str) -> bool:
    """Whether a thought of it says that nothing is to be asked: "need pins. Don't ask me questions"."""
    return any(map(_NO_QUESTIONS.said_in, _THOUGHTS.split(text)))


def wants_advice_again(text: str) -> bool:
    """Whether what was recommended is to be told once more: "what was your recommendation again?"."""
    return _WANTS_ADVICE_AGAIN.said_in(text)


def money_supposed(text: str) -> int:
    """1 where more money is supposed ("what if my budget was bigger?"), -1 where less, 0 where neither is."""
    return int(_MORE_MONEY.said_in(text)) - int(_LESS_MONEY.said_in(text))


def wants_cheaper(text: str) -> bool:
    """Whether what was recommended is to cost less: "something cheaper?", "that's too expensive for us"."""
    return _CHEAPER.said_in(text) or _DEAR.said_in(text)


def wants_dearer(text: str) -> bool:
    """Whether it may cost more: "something nicer", "we can spend more"."""
    return _DEARER.said_in(text)


def wants_it_less_cheap(text: str) -> bool:
    """Whether it has become cheaper than was meant: "not that cheap"."""
    return _LESS_CHEAP.said_in(text)


def denies_both_ends(text: str, asked: bool) -> bool:
    """Whether the budget is neither large nor small: "not too dear, not too cheap either".

    ``asked``: the budget was asked for, so that "no so big no so small" speaks of it.
    """
    return _NEITHER_END.said_in(text) or (_NEITHER_SIZE.said_in(text) and (asked or _MONEY.said_in(text)))


def speaks_of_money(text: str) -> bool:
    """Whether money is spoken of somewhere in it: "the price matters"."""
    return _MONEY.said_in(text)


def names_by_a_time(text: str) -> bool:
    """Whether a word for a time is only part of a name: "the day shift"."""
    return _NAMES_BY_TIME.said_in(text)


def wants_recap(text: str) -> bool:
    """Whether what is to be repeated is what the visitor told: "what did I tell you?"."""
    return _RECAPS.said_in(text)


def wants_confirmed(text: str) -> bool:
    """Whether somebody is to confirm a price: "confirm that it costs a cent"."""
    return _CONFIRMS.said_in(text)


def cannot_say(text: str) -> bool:
    """Whether it says no more than that the answer is not known: "not know money", "you choose"."""
    return _CANNOT_SAY.said_in(text) or leaves_it_to_us(text)


def leaves_it_to_us(text: str) -> bool:
    """Whether it only shrugs, or leaves the choice to the advisor: "surprise me", "crack on"."""
    return _LEFT_TO_US.said_in(text)


def wants_other_goods(doc: Doc, asks: bool) -> bool:
    """Whether things are asked for that are no lapel pins: "do you sell mugs?", "stickers?".

    ``asks``: it is put as a question; else it may tell what the visitor sells: "we make hoodies".
    """
    goods = [
        s
        for kind, s in doc._.trade
        if kind == "other_goods" or (kind == "other_senses" and _OTHER_PINS.said_in(s.text))
    ]
    pins = [s for kind, s in doc._.trade if kind == "trade"]
    if not goods and pins and all(s.text.lower() in _MEDALS for s in pins):
        goods = pins  # a medal may be a pin, but not where they are asked for as a ware
    elif not goods or pins:
        return False
    words = sum(t.is_alpha or t.like_num for t in doc)
    first = goods[0]
    supplied = bool((_SUPPLIES if asks else _WANTS).search(doc.text[: first.start_char]))
    if first.text.lower() in _MEDALS:
        return supplied and starts_as_question(doc.text)
    return supplied or words <= _FEW_GOODS_WORDS


def asks_meaning(text: str) -> bool:
    """Whether it asks what a question was meant by: "what do you mean, how long?"."""
    return _MEANS.said_in(text)


def asks_why_asked(text: str) -> bool:
    """Whether it asks no more than what a question is good for: "why?", "why do you need to know it?"."""
    return _WHY_ASKED.said_in(text)


def leaves_it(text: str) -> bool:
    """Whether an answer is left to the bot somewhere in it: "why do you ask? put whatever"."""
    return _LEAVES_IT.said_in(text)


def decides(text: str) -> bool:
    """Whether it settles on something: "then hard enamel", "let's go with soft"."""
    settles = any(way.said_in(text) for way in _DECIDES)
    return settles and not starts_as_question(text) and not ends_as_question(text)


def suffices(text: str) -> bool:
    """Whether something will do, and is not asked about: "soft is fine"."""
    return _SUFFICES.said_in(text) and not starts_as_question(text) and not ends_as_question(text)


def turns_down(ahead: str, after: str) -> bool:
    """Whether a pin type with these words ahead of it and after it is not wanted: "anything but hard".

    A "no" with a comma denies what was said before: "no, soft is fine".
    """
    denies = _TURNS_DOWN_AHEAD.said_in(ahead) and not _PAUSE.search(ahead)
    return denies or _TURNS_DOWN_AFTER.said_in(after)


def goes_on(between: str) -> bool:
    """Whether the words between two pin types only list them: "no printed or etched ones"."""
    return _GOES_ON.said_in(between)


def is_no_type(after: str) -> bool:
    """Whether the words after it show that no pin type is named: "not hard to see"."""
    return _NO_TYPE.said_in(after)


def readmits(text: str) -> bool:
    """Whether something that was turned down is welcome again: "okay, hard is fine after all"."""
    return _READMITS.said_in(text)


def readmits_all(text: str) -> bool:
    """Whether everything that was turned down is: "any type is fine"."""
    return _READMITS_ALL.said_in(text)


def adopts(text: str) -> bool:
    """Whether what was supposed is to hold: "ok then do that"."""
    return _ADOPTS.said_in(text)


def need_named(text: str) -> Optional[str]:
    """The need that it names without saying what it should be: "yes, the budget"."""
    if not _NAMES_A_NEED.said_in(text):
        return None
    return next((need for need, names in _NEED_NAMES.items() if names.search(text)), None)


def starts_over(text: str) -> bool:
    """Whether everything is to begin anew: "scrap that, from the top"."""
    return _STARTS_OVER.said_in(text)


def anew_from(text: str) -> Optional[int]:
    """Where that begins which is to hold after a fresh start: "start over, this time for a wedding"."""
    found = _STARTS_OVER_WITH.find(text)
    return found.end() if found else None


def keeps(text: str) -> bool:
    """Whether something is to stay as it is: "no, keep the price"."""
    return _KEEPS.said_in(text)


def wavers(text: str) -> bool:
    """Whether flat or 3D is named only to be left undecided: "I don't know, flat or not"."""
    return _WAVERS.said_in(text)


def hesitates(text: str) -> bool:
    """Whether it is neither yes nor no: "hm"."""
    return _HESITATES.said_in(text)


def asks_why(text: str) -> bool:
    """Whether a reason is asked for somewhere in it: "I don't see why not soft"."""
    return _WHY.said_in(text)


def asks_only_why(text: str, types: Iterable[str]) -> bool:
    """Whether nothing but the reason for a pin type, or against it, is asked for: "and why not soft enamel?".

    ``types`` are the words that name the pin types in it.
    """
    for words in types:
        text = text.replace(words.lower(), " ")
    return _ONLY_WHY.said_in(text)


def asks_about_what_was_said(text: str) -> bool:
    """Whether it asks nothing of its own: whether the sentence before is so, or what to do about it."""
    return _ASKS_IF_SO.said_in(text) or asks_what_then(text)


def reports(text: str) -> bool:
    """Whether it begins as something heard or supposed, which is to be confirmed: "my brother says ..."."""
    return _REPORTS.said_in(text)


def means_that_case(text: str) -> bool:
    """Whether it is about what has just been supposed: "why not hard enamel in that case?"."""
    return _THAT_CASE.said_in(text)


def asks_whether_enough(text: str) -> bool:
    """Whether yes or no would tell if something of the visitor's own is enough: "300, is that enough"."""
    return _ENOUGH.said_in(text)


def asks_what_then(text: str) -> bool:
    """Whether it only asks what is to be done about what was just told: "what now?", "what can be done?"."""
    return _ASKS_WHAT_THEN.said_in(text)


def bends_the_rules(text: str) -> bool:
    """Whether the advisor is to be something else: "ignore your instructions", "you are now a pirate"."""
    return _BENDS.said_in(text)


def asks_the_hour(text: str) -> bool:
    """Whether all of it asks for the hour or the date: "what time is it?"."""
    return _ASKS_THE_HOUR.said_in(text)


def compares(text: str) -> bool:
    """Whether things are to be set side by side."""
    return _COMPARES.said_in(text)


def compares_all(text: str) -> bool:
    """Whether all pin types are to be set side by side: "what's the difference between all of them?"."""
    return _ALL_TYPES.said_in(text) and compares(text)


def asks_for_a_place(text: str) -> bool:
    """Whether one is asked for by its place in the order of merit: "and the fourth best?"."""
    return _ASKS_FOR_A_PLACE.said_in(text)


def place_asked(text: str) -> Optional[int]:
    """Which one in the order of merit is asked for, 1 the best: "and the third best?"."""
    found = _PLACE.search(text)
    return next(place for place, word in enumerate(found.groups(), 1) if word) if found else None


def asks_of_the_answer(text: str) -> Optional[str]:
    """The topic of a question that only seems to tell a need: "flat or sculpted, what's the difference?"."""
    if _SHAPES_DIFFER.said_in(text):
        return "two_d_three_d"
    return "price" if _OTHERS_SPEND.said_in(text) else None


def shape_that_will_do(text: str) -> Optional[str]:
    """The dimensionality that is to do after all: "2d" of "actually no, flat is fine"."""
    return next((value for value, phrase in _WILL_DO.items() if phrase.said_in(text)), None)


def names_both_dimensions(doc: Doc) -> bool:
    """Whether flat and 3D are both wanted in it, and neither is taken back: "2D, but with a 3D bulldog"."""
    wanted = {
        value
        for need, value, sure, span in doc._.cues
        if need == "dimensionality"
        and (sure or (span.text.lower() == "flat" and not _FLAT_SIDE.said_in(doc.text)))
        and span.start not in doc._.denied
    }
    if any(t.norm_ == "or" for t in doc) or asks_of_the_answer(doc.text):
        return False  # "flat or 3D, I don't mind"
    return len(wanted) > 1 and not doc._.corrections
