"""A body is what the contract says, or it is refused; no body whatever raises anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pin_advisor.channels.json_body import Malformed
from pin_advisor.channels.website.contract import (
    MAX_BODY,
    MAX_TEXT,
    MessageRequest,
    SessionRequest,
    TooLong,
    read,
)

GOOD = {"id": "message-1", "text": "hello", "locale": "en-GB", "page": "/pins?x"}
BOTH = [SessionRequest, MessageRequest]

#: Names that a body may use; some of them are not the contract's but Python's.
NAMES = st.sampled_from(
    ["id", "text", "locale", "page", "login", "self", "cls", "__pydantic_self__", "__init__", "__class__", ""]
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=20,
)


def body(value: Any) -> bytes:
    return json.dumps(value).encode()


def refused(data: bytes, model: Any = MessageRequest) -> bool:
    try:
        read(data, model)
    except (Malformed, TooLong):
        return True
    return False


def test_a_message_is_read() -> None:
    message = read(body(GOOD), MessageRequest)

    assert message.dict() == GOOD
    assert read(body({"id": "message-1", "text": " hi "}), MessageRequest).text == " hi "
    assert read(b"{}", SessionRequest).login is None
    assert read(b' {"login": "a.b.c"}\n', SessionRequest).login == "a.b.c"


@given(ANY_JSON | st.dictionaries(NAMES, ANY_JSON, max_size=5))
@example({"__pydantic_self__": 1})
@example(GOOD | {"__pydantic_self__": "x"})
@example({"self": 1})
@example({"text": "\ud800", "id": "\udfff"})
def test_any_json_is_read_or_refused(value: Any) -> None:
    for model in BOTH:
        refused(body(value), model)


@given(
    st.binary(max_size=60)
    | st.text(alphabet='{}[]":,\\u0123dD8 \t\ntrefalsn-.eE', max_size=40).map(str.encode)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for model in BOTH:
        refused(data, model)


@given(
    st.fixed_dictionaries({"id": ANY_JSON, "text": ANY_JSON}, optional={"locale": ANY_JSON, "page": ANY_JSON})
)
def test_what_is_read_is_what_was_sent_and_of_the_right_type(value: dict[str, Any]) -> None:
    try:
        message = read(body(value), MessageRequest)
    except (Malformed, TooLong):
        return
    assert message.dict(exclude_none=True) == {k: v for k, v in value.items() if v is not None}
    assert all(isinstance(v, str) for v in message.dict(exclude_none=True).values())


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"null", b"true", b"7", b'"text"', b"[]", b"[{}]", b"{", b"}", b"{}{}", b"{},",
        b"{'id': 1}", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}',
        b'{"text": NaN, "id": "message-1"}',
        body(GOOD).decode().encode("utf-8-sig"), body(GOOD).decode().encode("utf-16"),
        body(GOOD).decode().encode("utf-32"), body(GOOD)[:-1], body(GOOD) + b"\x00", b"\x00" + body(GOOD),
        b'{"id": "message-1", "text": "\xff"}', b'{"id": "message-1", "text": "\xed\xa0\x80"}',
        b'{"id": "message-1", "text": "\x07"}', b'{"id": "message-1", "text": "a\nb"}',
        b'{"id": "message-1", "text": "hi", // why\n}',
        b'{"id": "message-1", "text": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda data: ascii(data[:40]),
)  # fmt: skip
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    assert refused(data)
    assert refused(data, SessionRequest)


@pytest.mark.parametrize(
    "data",
    [
        b'{"id": "message-1", "text": "a", "text": "b"}',
        b'{"id": "message-1", "text": "a", "text": "a"}',
        b'{"id": "message-1", "id": "message-2", "text": "a"}',
        b'{"id": "message-1", "te\\u0078t": "a", "text": "b"}',
    ],
)
def test_a_key_that_comes_twice_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read(data, MessageRequest)


@pytest.mark.parametrize("opening", ['{"a":', "["], ids=["objects", "arrays"])
def test_no_depth_is_too_deep_to_be_refused(opening: str) -> None:
    closing = "}" if opening.startswith("{") else "]"
    depths = [*range(1, 20), *range(300, 1010), 3000, 6000, 9000]

    for depth in depths:
        assert refused(f'{{"text": {opening * depth}1{closing * depth}}}'.encode())
        assert refused(f'{{"text": {opening * depth}'.encode())


@pytest.mark.parametrize(
    "change",
    [
        {"id": None}, {"id": 12345678}, {"id": ""}, {"id": "short"}, {"id": "x" * 65}, {"id": "message 1"},
        {"id": "message-1\n"}, {"id": "mess\u00e4ge-1"}, {"id": "message-\u0661"}, {"id": ["message-1"]},
        {"id": "../../etc"}, {"id": "\ud800" * 8}, {"id": "message\x001"},
        {"text": None}, {"text": ""}, {"text": " \n\t\u3000"}, {"text": 7}, {"text": ["hi"]},
        {"text": {"a": "b"}}, {"text": True},
        {"locale": 7}, {"locale": ""}, {"locale": "e"}, {"locale": "en_GB"}, {"locale": "en\n"},
        {"locale": "x" * 36}, {"locale": {"a": 1}},
        {"page": 7}, {"page": "x" * 201}, {"page": ["/"]},
        {"sender": "somebody else"}, {"metadata": {}}, {"conversation_id": "x"}, {"input_channel": "rest"},
        {"__pydantic_self__": "x"}, {"self": "x"}, {"cls": "x"}, {"": "x"}, {"\ud800": "x"},
        {"ID": "message-1"},
    ],
    ids=ascii,
)  # fmt: skip
def test_a_wrong_field_is_refused_without_being_repeated(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as caught:
        read(body(GOOD | change), MessageRequest)

    said = str(caught.value)
    (name, value), *_ = change.items()
    assert not isinstance(value, str) or len(value) < 3 or value not in said
    assert name in GOOD or not name or name not in said


@pytest.mark.parametrize("missing", ["id", "text"])
def test_a_missing_field_is_named(missing: str) -> None:
    with pytest.raises(Malformed, match=missing):
        read(body({k: v for k, v in GOOD.items() if k != missing}), MessageRequest)


@pytest.mark.parametrize(
    "login", [7, "", True, [], {}, "x" * 4097, "a b", "a.b.c\n", "\u00e9"], ids=lambda v: ascii(v)[:20]
)
def test_a_login_has_the_letters_of_a_token_and_not_too_many(login: object) -> None:
    with pytest.raises(Malformed):
        read(body({"login": login}), SessionRequest)


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u6f22", "🙂", "\ud800"], ids=ascii)
def test_a_thousand_characters_are_the_most_and_fit_into_a_body(letter: str) -> None:
    longest = body(GOOD | {"text": letter * MAX_TEXT})

    assert len(longest) <= MAX_BODY
    assert len(read(longest, MessageRequest).text) == MAX_TEXT
    for text in (letter * (MAX_TEXT + 1), letter * 5000):
        with pytest.raises(TooLong):
            read(body(GOOD | {"text": text}), MessageRequest)
