"""What holds for every turn of the bot on the ``rest`` channel, as docs/architecture.md has it ("Replies").

The payloads are written out here and not imported: that the product sends them is what is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, Optional, Union

from pydantic import (
    BaseModel,
    Extra,
    Field,
    StrictStr,
    ValidationError,
    conint,
    constr,
    root_validator,
    validator,
)

from pin_advisor.catalog import Catalog, catalog_directory, load
from pin_advisor.vocabulary import (
    ARTWORKS,
    ASKED_NEEDS,
    ASPECTS,
    BUDGETS,
    DIMENSIONALITIES,
    DURABILITIES,
    OCCASIONS,
)

#: Characters of all texts of one turn together.
LONGEST_TURN: Final = 1900
MOST_SUGGESTIONS: Final = 3

#: Questions about the advice itself have no entry in the catalog; these ids stand for them.
ABOUT_THE_ADVICE: Final = frozenset(
    {"explain_why", "explain_why_not", "what_if", "what_would_change", "second_best", "compare_options"}
)
#: What a question about a need must be about, for whoever sees its text only.
ABOUT: Final = {
    "occasion": r"\bfor\b",
    "dimensionality": r"flat|2D|3D",
    "budget": r"cost|price|budget|spend",
    "durability": r"how long|last|wear",
}
#: Never in any text: what belongs to the inside of the machine, and sentences that came out wrong.
INTERNAL: Final = {
    "an id": r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b|\b(?:utter|action)_",
    "the number of a rule": r"\b[ST]\d{1,2}\b",
    "a placeholder or markup": r"[{}<>]|\[\w+\]",
    "a value of the program": r"\bNone\b(?! of\b)|\bnull\b|\bNaN\b|\bnan\b|\bundefined\b",
    "a word of the workshop": r"\b(?:slots?|intents?|payload|tracker|traceback|entity)\b",
    "a price": r"[$€£¥₹]\s?\d|\b\d+(?:[.,]\d+)?\s?(?:dollars?|euros?|cents?|pence|USD|EUR|GBP)\b",
    "broken punctuation": r"\s[.,;](?=\s|$)|(?<!\.)\.\.(?!\.)|\?\?| {2,}",
}
#: Such parts of a text are not the bot's own words.
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w.-]*\w|https?://\S*\w")
_QUOTE_ID: Final = r"^Q-[2-9CDFGHJKMNPRTVWXY]{6}$"
_MESSAGE_KEYS: Final = frozenset({"recipient_id", "text", "buttons", "image", "custom"})

_Words = constr(strict=True, regex=r"\S")


class _Payload(BaseModel):
    class Config:
        extra = Extra.forbid


def _topic(value: str) -> str:
    known = {topic.id for topic in _catalog().topics} | set(ASPECTS) | ABOUT_THE_ADVICE
    if value not in known:
        raise ValueError(f"{value!r} is no topic of the catalog")
    return value


class _Answered(_Payload):
    """What was answered before the pending question; left out where nothing was."""

    answered: Optional[list[StrictStr]]
    sources: Optional[list[_Words]]  # type: ignore[valid-type]

    _answered_are_topics = validator("answered", each_item=True, allow_reuse=True)(_topic)

    @validator("answered", pre=True)
    def _not_null(cls, value: Any) -> Any:
        if value is None or value == []:
            raise ValueError("is left out where nothing was answered")
        return value

    @root_validator(skip_on_failure=True)
    def _sources_are_those_of_an_answer(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["sources"] is not None and values["answered"] is None:
            raise ValueError("sources of nothing that was answered")
        return values


class Question(_Answered):
    """A need is asked for."""

    type: Literal["question"]
    slot: Literal[ASKED_NEEDS]  # type: ignore[valid-type]
    choices: list[_Words] = Field(..., min_items=2)  # type: ignore[valid-type]


class _Needs(_Payload):
    occasion: Optional[Literal[OCCASIONS]] = Field(...)  # type: ignore[valid-type]
    budget: Optional[Literal[BUDGETS]] = Field(...)  # type: ignore[valid-type]
    dimensionality: Optional[Literal[DIMENSIONALITIES]] = Field(...)  # type: ignore[valid-type]
    durability: Optional[Literal[DURABILITIES]] = Field(...)  # type: ignore[valid-type]
    quantity: Optional[conint(strict=True, ge=1)] = Field(...)  # type: ignore[valid-type]
    artwork: Optional[Literal[ARTWORKS]] = Field(...)  # type: ignore[valid-type]


class _Reason(_Payload):
    rule: StrictStr
    text: _Words  # type: ignore[valid-type]

    @validator("rule")
    def _known(cls, value: str) -> str:
        if value not in {rule.id for rule in _catalog().rules}:
            raise ValueError(f"{value!r} is no rule of the catalog")
        return value


def _offered(value: str) -> str:
    if value not in {pin_type.id for pin_type in _catalog().offered}:
        raise ValueError(f"{value!r} is no pin type that is offered")
    return value


class _Alternative(_Payload):
    pin_type: StrictStr
    text: _Words  # type: ignore[valid-type]

    _is_offered = validator("pin_type", allow_reuse=True)(_offered)


class _RuledOut(_Reason):
    pin_type: StrictStr

    _is_offered = validator("pin_type", allow_reuse=True)(_offered)


class Recommendation(_Answered):
    """A pin type with its reasons."""

    type: Literal["recommendation"]
    pin_type: StrictStr
    needs: _Needs
    assumed: list[Literal[tuple(_Needs.__fields__)]]  # type: ignore[valid-type]
    reasons: list[_Reason] = Field(..., min_items=1)
    alternatives: list[_Alternative]
    ruled_out: list[_RuledOut]

    _is_offered = validator("pin_type", allow_reuse=True)(_offered)

    @root_validator(skip_on_failure=True)
    def _consistent(cls, values: dict[str, Any]) -> dict[str, Any]:
        needs, chosen = values["needs"].dict(), values["pin_type"]
        for need in values["assumed"]:
            if needs[need] is not None:
                raise ValueError(f"{need} is both known and assumed")
        out = {one.pin_type for one in values["ruled_out"]}
        if chosen in out and len(out) < len(_catalog().offered):
            raise ValueError(f"{chosen} is recommended although it is ruled out")
        if chosen in {one.pin_type for one in values["alternatives"]}:
            raise ValueError(f"{chosen} is its own alternative")
        if needs["dimensionality"] == "3d" and chosen in ("hard_enamel", "cloisonne"):
            raise ValueError(f"{chosen} cannot be 3D")
        return values


class _Table(_Payload):
    caption: _Words  # type: ignore[valid-type]
    columns: list[StrictStr]
    rows: list[list[_Words]]  # type: ignore[valid-type]

    @validator("rows")
    def _has_a_cell_for_each_column(cls, rows: list[list[str]], values: dict[str, Any]) -> list[list[str]]:
        if any(len(row) != len(values.get("columns", ())) for row in rows):
            raise ValueError("a row is longer or shorter than the table")
        return rows


class Answer(_Payload):
    """A question about pins or about the advice is answered."""

    type: Literal["answer"]
    topics: list[StrictStr] = Field(..., min_items=1)
    sources: list[_Words]  # type: ignore[valid-type]
    table: Optional[_Table]

    _are_topics = validator("topics", each_item=True, allow_reuse=True)(_topic)


class Quote(_Answered):
    """A quote request is offered, under way or sent."""

    type: Literal["quote"]
    state: Literal["asking", "sent"]
    quote_id: Optional[constr(strict=True, regex=_QUOTE_ID)]  # type: ignore[valid-type]

    @root_validator(skip_on_failure=True)
    def _id_when_sent(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["state"] == "sent") != (values["quote_id"] is not None):
            raise ValueError("quote_id belongs to a request that was sent, and to no other")
        return values


class SmallTalk(_Payload):
    """The talk around the matter."""

    type: Literal["smalltalk"]


class Handoff(_Payload):
    """Something for the people at the shop."""

    type: Literal["handoff"]


class Fallback(_Payload):
    """Not understood."""

    type: Literal["fallback"]
    suggestions: list[_Words] = Field(..., max_items=MOST_SUGGESTIONS)  # type: ignore[valid-type]


AnyPayload = Union[Question, Recommendation, Answer, Quote, SmallTalk, Handoff, Fallback]
PAYLOADS: Final[dict[str, type[BaseModel]]] = {
    model.__fields__["type"].type_.__args__[0]: model
    for model in (Question, Recommendation, Answer, Quote, SmallTalk, Handoff, Fallback)
}


def texts(replies: Sequence[Mapping[str, Any]]) -> str:
    """All that the visitor reads in one turn, choices apart."""
    return "\n".join(str(reply["text"]) for reply in replies if reply.get("text"))


def buttons(replies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The choices of one turn."""
    return [button for reply in replies for button in reply.get("buttons") or ()]


def payload_of(replies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The structured message of one turn; empty if there is none."""
    custom = next((reply["custom"] for reply in reversed(replies) if "custom" in reply), None)
    return custom if isinstance(custom, dict) else {}


def breaches(sender: str, replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield in words what is wrong with one turn of the bot.

    Args:
        sender: whose turn it answers.
        replies: the messages, as the ``rest`` channel returns them.
    """
    yield from _of_messages(sender, replies)
    yield from _of_text(replies)
    yield from _of_buttons(replies)
    payload = payload_of(replies)
    if payload:
        yield from _of_payload(payload, replies)


def _of_messages(sender: str, replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not replies:
        yield "the bot answers nothing"
        return
    if not any(str(reply.get("text") or "").strip() for reply in replies):
        yield "there is no text"
    if any("text" in reply and not str(reply["text"] or "").strip() for reply in replies):
        yield "there is an empty text"
    customs = [index for index, reply in enumerate(replies) if "custom" in reply]
    if len(customs) != 1:
        yield f"there are {len(customs)} payloads instead of one"
    elif customs[0] != len(replies) - 1:
        yield "the payload is not the last message"
    for reply in replies:
        if unknown := set(reply) - _MESSAGE_KEYS:
            yield f"a message has the key {', '.join(sorted(unknown))}"
        if reply.get("recipient_id") != sender:
            yield f"a message is for {reply.get('recipient_id')!r}"


def _of_text(replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    text = texts(replies)
    if len(text) > LONGEST_TURN:
        yield f"the texts are {len(text)} characters long, more than {LONGEST_TURN}"
    own = _ADDRESS.sub("there", text)
    for what, expression in INTERNAL.items():
        if found := re.search(expression, own):
            yield f"the text shows {what}: {_around(own, found)!r}"


def _of_buttons(replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for button in buttons(replies):
        if set(button) != {"title", "payload"}:
            yield f"a choice has the keys {sorted(button)}"
            continue
        for key, value in button.items():
            if not isinstance(value, str) or not re.search(r"[^\W\d_]", value):
                yield f"the {key} of a choice is {value!r}, not words"
            elif value.startswith("/") or re.search(r"_|[{}<>]", value):
                yield f"the {key} of a choice is not what a visitor would type: {value!r}"


def _of_payload(payload: dict[str, Any], replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    model = PAYLOADS.get(str(payload.get("type")))
    if model is None:
        yield f"the type of the payload is {payload.get('type')!r}"
        return
    try:
        checked = model.parse_obj(payload)
    except ValidationError as error:
        for one in error.errors():
            at = ".".join(str(part) for part in one["loc"] if part != "__root__")
            yield f"the payload's {at or 'content'}: {one['msg']}"
        return
    text, titles = texts(replies), [button.get("title") for button in buttons(replies)]
    if isinstance(checked, Question):
        if checked.choices != titles:
            yield f"the choices {checked.choices} are not the ones on the buttons, {titles}"
        if not re.search(ABOUT[checked.slot], text, re.I):
            yield f"the text does not ask about the {checked.slot}"
    elif isinstance(checked, Recommendation):
        name = str(_catalog().pin_type(checked.pin_type).name)
        if name.lower() not in text.lower():
            yield f"the text does not name the recommended type, {name}"
        if not any(reason.text in text for reason in checked.reasons):
            yield "the text gives none of the reasons"
    elif isinstance(checked, Quote) and checked.quote_id and checked.quote_id not in text:
        yield f"the text does not name the request, {checked.quote_id}"
    elif isinstance(checked, Fallback) and checked.suggestions != titles[: len(checked.suggestions)]:
        yield f"the suggestions {checked.suggestions} are not the ones on the buttons, {titles}"


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 25) : found.end() + 25]


@lru_cache(maxsize=1)
def _catalog() -> Catalog:
    return load(catalog_directory())
