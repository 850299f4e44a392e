"""What a message means: the intents that have a part of their own, and the parts of a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Optional

from pin_advisor.language.told import Told
from pin_advisor.vocabulary import VALUES

ASK: Final = "ask"
#: Joins the intent ``ask`` and its topic in a label: "ask/feel".
TOPIC_SEPARATOR: Final = "/"
FOLLOW_UP: Final = "follow_up"
TELL_MORE: Final = "tell_more"
#: The reason of the last answer ("why?"), and the same of all other types ("and the others?").
REASON: Final = "reason"
OTHERS: Final = "the_others"
#: What helps where the last answer disappoints: "what can I do then?".
WAY_OUT: Final = "way_out"
OUT_OF_SCOPE: Final = "out_of_scope"
OTHER_LANGUAGE: Final = "other_language"
INFORM: Final = "inform"
REQUEST_ADVICE: Final = "request_advice"
WHY_ASK: Final = "why_ask"

#: Intents that a polite frame around the real message may have; they never outrank content.
FRAME: Final = frozenset(
    {"greet", "thank", "goodbye", "affirm", "deny", "chitchat", "abuse", "bot_challenge", "repeat"}
)
#: Intents that answer the pending question without a value, or leave it.
ABOUT_THE_TALK: Final = frozenset({
    "not_sure", "refuse", "why_ask", "start_over", "contact_shop", "request_quote", "help", "repeat",
    "bot_challenge", "explain_why", "goodbye", "delete_data", "withdraw_quote",
})  # fmt: skip
#: Those of them that hardly mean anything where nothing has been asked: "I don't know. Hard or soft?"
LEAVES_OPEN: Final = frozenset({"not_sure", "refuse", OUT_OF_SCOPE, "chitchat"})
ABOUT_A_FORM: Final = frozenset({"not_sure", "refuse", "why_ask", "help", "repeat"})
#: Intents that ask the advice engine about its recommendation.
EXPLAIN: Final = frozenset({
    "explain_why", "explain_why_not", "what_if", "what_would_change", "second_best", "compare_options",
})  # fmt: skip
#: Intents that want a recommendation for less money than the last one, or for more.
SPENDING: Final = frozenset({"spend_less", "spend_more"})
#: Intents whose message states nothing that holds.
STATES_NOTHING: Final = EXPLAIN | {
    "refuse", "why_ask", "start_over", "repeat", "delete_data", "withdraw_quote", OUT_OF_SCOPE,
    OTHER_LANGUAGE,
}  # fmt: skip

#: What a quote request that is complete asks for: that it may be sent.
CONFIRMED: Final = "quote_confirmed"
#: Slots that take the visitor's words as they are.
FREE_TEXT: Final = frozenset({"design", "deadline"})
#: Intents of which a message may describe a design or name a deadline.
DESCRIBING: Final = frozenset(
    {INFORM, REQUEST_ADVICE, OUT_OF_SCOPE, "affirm", "chitchat", "give_contact", "request_quote"}
)
#: Slots whose question no number answers: a number alone counts the pins.
UNNUMBERED: Final = frozenset({"occasion", "dimensionality", "design", CONFIRMED})
#: Slots whose question gets a statement for an answer.
ANSWERED: Final = frozenset({*VALUES, *FREE_TEXT})


#: Topics of what is wrong with pins that were bought.
GRIEVANCES: Final = frozenset({"complaint", "refund"})


def label_of(intent: str, topic: Optional[str] = None) -> str:
    """The label of an intent, with its topic where it has one: "ask/feel", "greet"."""
    return intent if topic is None else f"{intent}{TOPIC_SEPARATOR}{topic}"


def intent_of(label: str) -> str:
    """The intent of a label: "ask" of "ask/feel"."""
    return label.split(TOPIC_SEPARATOR)[0]


@dataclass(frozen=True)
class Context:
    """What the conversation adds to the meaning of the words.

    ``asked``: slot that the bot has asked for and waits for. ``form``: name of the active form.
    ``again``: whether it has asked for it before and not understood the reply. ``known``: needs that
    have a value. ``recommended``: whether a recommendation stands. ``offer``: intent that "yes" would
    accept. ``answered``: whether a question has been answered, on which the next may lean. ``sent``: whether
    a quote request has been sent, which may still be corrected. ``passed_on``: whether a message to the shop
    was, which may still be taken back. ``checking``: whether the bot has just asked
    if anything of its recommendation is not as it was meant. ``supposing``: whether "what if ..." has just
    been answered. ``waiting``: whether the form's question was held back until the offer is answered.
    ``unwanted``: pin types that were turned down. ``choices``: what the
    choices of the bot's last turn say, in the order shown. ``values``: what the known needs are. ``request``:
    what is known of the quote request that is made, ``sent_request`` of the one that was sent last: pieces,
    design, deadline. ``talked_of``: the one pin type that "it" stands for. ``told``: the money that is known,
    and whether it or the pieces were told last; ``None`` where no money is.
    ``dropped``: whether a quote request was turned down or taken back, and none sent or begun since.
    ``last_topic``: what was answered last. ``last_asked``: the question of the message before, as it was
    put; ``None`` if that asked nothing. ``replies``: what was said so far where that is asked for which is
    asked for now, latest first. ``before`` are the latest messages of the visitor where the advice asks for
    something. ``guessed`` is the occasion that is guessed at in the question for it.
    """

    asked: Optional[str] = None
    form: Optional[str] = None
    again: bool = False
    known: frozenset[str] = frozenset()
    recommended: bool = False
    offer: Optional[str] = None
    answered: bool = False
    sent: bool = False
    passed_on: bool = False
    checking: bool = False
    supposing: bool = False
    waiting: bool = False
    unwanted: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    sent_request: Mapping[str, Any] = field(default_factory=dict)
    talked_of: Optional[str] = None
    told: Optional[Told] = None
    dropped: bool = False
    last_topic: Optional[str] = None
    last_asked: Optional[str] = None
    replies: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    guessed: Optional[str] = None

    @property
    def describing(self) -> bool:
        """Whether a quote request asks for something that is told in the visitor's own words."""
        return self.form == "quote_form" and self.asked != CONFIRMED

    @property
    def after_advice(self) -> bool:
        """Whether a recommendation stands and nothing is being asked for."""
        return self.recommended and self.form is None


#: Whether something is taken for granted, is to be confirmed, or is only asked.
Stance = Literal["presumes", "confirms", "asks"]


@dataclass(frozen=True)
class Claim:
    """Something that a question says of pins: a ``fact`` of the catalog by its id, or where pin types stand
    on the scale of an ``aspect``; neither, where nothing is known of it.

    ``holds``: whether it is claimed to be so, or the opposite. Of a scale ``pin_types`` holds the type that
    is said to be nearer to its end ``direction``, and the one that it is compared with if that is named;
    for a fact, the type that it is about, where another is named only to say it ("made of rubber").
    ``extreme``: it is said to be at the very end; ``greatly``: by far.
    """

    stance: Stance
    fact: Optional[str] = None
    aspect: Optional[str] = None
    direction: str = "most"
    pin_types: tuple[str, ...] = ()
    holds: bool = True
    extreme: bool = False
    greatly: bool = False


@dataclass(frozen=True)
class AskedQuestion:
    """One question in a message, as far as the words alone tell.

    ``topic`` is a catalog topic, an aspect, or ``follow_up``/``tell_more``; in a message that asks several
    things it may also be an intent of :data:`EXPLAIN`: "why not soft, and does it rust?". ``direction`` is
    "most" or "least" for superlatives. ``follows``: it leans on what was said before ("and how does it
    feel?").
    ``claims`` is what it takes for granted or wants to have confirmed, ``pieces`` the number of pins of which
    it asks whether they are enough.
    """

    topic: str
    confidence: float
    text: str
    pin_types: tuple[str, ...] = ()
    form: str = "describe"
    direction: str = "most"
    occasion: Optional[str] = None
    follows: bool = False
    claims: tuple[Claim, ...] = ()
    pieces: Optional[int] = None


@dataclass(frozen=True)
class Entity:
    """A finding in Rasa's sense; ``value`` is a slot value."""

    entity: str
    value: Any
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True)
class Hint:
    """A value that the words suggest without being sure enough to be kept."""

    value: str
    confidence: float


@dataclass(frozen=True)
class Moves:
    """What a message does to the talk beside asking and stating.

    ``details`` holds the design and the deadline of a quote request in the visitor's own words, as they stand
    after the message;
    ``amends``: it corrects a request that has been sent. ``reopens`` is a need that is to be asked for
    again, ``chooses`` the pin type that is settled on. ``presses``: the recommendation is wanted at once;
    ``recaps``: what the visitor has told is to be said back, not what the bot said last; ``other_goods``:
    it asks for things that are no lapel pins. ``rejects`` are pin types that are turned down, ``readmits``
    those that may be recommended again; ``adopts``: what was only supposed is to hold. ``sign`` is what a
    message of nothing but emoji says (:mod:`.signs`).

    ``undoes``: the last answer is taken back; ``unsets`` is the need, or the detail of a quote request, that
    is to count no more. ``further``: beside the request that was sent, more of the same pins are wanted.
    ``place`` is the one that "the third best" asks for, 1 the best, ``None`` if no number is named;
    ``all_types``: all of them are to be compared. ``contact_out``: a way to reach the visitor is to go;
    ``keeps_contact``: none is given; ``sees_first``: nothing may be sent before it was shown;
    ``asks_for_sent``: it asks what was sent. ``begins_with``: what is told along with a fresh
    start, or with the wish for a quote during the advice, by slot; a form would take entities for an answer
    and go on. ``complains``: something is wrong with
    pins that were bought. ``only_details``: it tells what goes into a quote request only. ``leaves_it``: what
    was asked for is left to the bot, in a message that asks why it asks. ``shortens``: answers are to be
    shorter; ``mourns``: somebody has died. ``in_that_case``: it asks about what has just been supposed.
    ``either``: the amount, currency and per of a number that may as well count pieces.
    ``resumes``: a quote request that was turned down or taken back is to be sent after all; ``unasked``:
    advice is wanted without any question; ``readdresses``: an address takes the place of that in a message
    which was passed on. ``asks_which``: where the advice begins, it asks which kind of pin is right.
    ``goes_round``: the same was said twice before instead of an answer.
    """

    details: Mapping[str, str] = field(default_factory=dict)
    amends: bool = False
    reopens: Optional[str] = None
    chooses: Optional[str] = None
    presses: bool = False
    recaps: bool = False
    other_goods: bool = False
    rejects: tuple[str, ...] = ()
    readmits: tuple[str, ...] = ()
    adopts: bool = False
    sign: Optional[str] = None
    undoes: bool = False
    unsets: Optional[str] = None
    further: bool = False
    place: Optional[int] = None
    all_types: bool = False
    contact_out: bool = False
    keeps_contact: bool = False
    sees_first: bool = False
    asks_for_sent: bool = False
    begins_with: Mapping[str, Any] = field(default_factory=dict)
    complains: bool = False
    only_details: bool = False
    leaves_it: bool = False
    shortens: bool = False
    mourns: bool = False
    in_that_case: bool = False
    either: Mapping[str, Any] = field(default_factory=dict)
    resumes: bool = False
    unasked: bool = False
    readdresses: bool = False
    asks_which: bool = False
    goes_round: bool = False


@dataclass(frozen=True)
class Understanding:
    """What a message means. ``ranking`` holds (intent, confidence), best first.

    ``hypothesis`` holds needs that are only supposed ("what if it was 3D?"); ``hints`` those that are
    merely suggested, for a visitor who can't say more when asked; ``suggestions`` are the likeliest
    topics, for a visitor who was not understood; ``language`` is the ISO 639-1 code of a foreign
    language; ``pin_types`` all pin types named; ``moves`` what it does to the talk.
    """

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    hypothesis: Mapping[str, Any] = field(default_factory=dict)
    hints: Mapping[str, Hint] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    pin_types: tuple[str, ...] = ()
    language: Optional[str] = None
    moves: Moves = field(default_factory=Moves)
