"""Ids of conversations and events: nobody shares one, nobody can make one up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.connector.events import Event, conversation_id, event_id
from pin_advisor.channels.rest import RESERVED

CHANNELS = ["messenger", "slack", "teams", "telegram", "twilio"]
parts = st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=120), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("given", "id"),
    [
        (("telegram", 77001, -100200, 501), "telegram:77001:-100200:501"),
        (("slack", "T0001", "C0002", "U0003"), "slack:T0001:C0002:U0003"),
        (("twilio", "whatsapp:+15550001"), "twilio:whatsapp%3A%2B15550001"),
        (("teams", "29:1a-b_c", ""), "teams:29%3A1a-b_c:"),
    ],
)
def test_a_conversation_is_named_after_its_parts(given: tuple[object, ...], id: str) -> None:
    assert conversation_id(str(given[0]), *given[1:]) == id


@given(st.sampled_from(CHANNELS), parts, st.sampled_from(CHANNELS), parts)
def test_two_conversations_never_have_the_same_id(
    one: str, parts: list[str], other: str, others: list[str]
) -> None:
    same = (one, parts) == (other, others)
    assert (conversation_id(one, *parts) == conversation_id(other, *others)) is same


@given(st.sampled_from(CHANNELS), parts)
def test_an_id_fits_into_the_database_and_no_program_may_use_it(channel: str, parts: list[str]) -> None:
    id = conversation_id(channel, *parts)

    assert len(id) <= 255
    assert id.isascii()
    assert RESERVED.match(id)


def test_a_part_cannot_pretend_to_be_two() -> None:
    assert conversation_id("slack", "T1:C1", "U1") != conversation_id("slack", "T1", "C1:U1")
    assert conversation_id("slack", "T1", "C1") != conversation_id("slack", "T1:C1")


@given(parts)
def test_the_id_of_an_event_fits_into_the_database(parts: list[str]) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", event_id(*parts))


def test_a_short_id_stays_as_the_platform_gave_it() -> None:
    assert event_id(1017) == "1017"
    assert event_id("Ev08MFMKH6") == "Ev08MFMKH6"


def test_long_ids_that_differ_at_the_end_stay_different() -> None:
    assert event_id("m_" + "x" * 100 + "1") != event_id("m_" + "x" * 100 + "2")


def test_an_event_survives_the_database() -> None:
    event = Event(
        "17",
        "telegram:1:2:3",
        {"chat": 2, "press": {"query": "9"}},
        "a \U0001f388",
        "key",
        "picture",
        True,
        "en",
    )

    assert Event.from_json(event.to_json()) == event
