"""What every connector does: only what is authentic counts, everything that counts gets one answer."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.connector.connector import MAX_BODY
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.wording import wording
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.connector.acme import (
    ACME,
    SECRET,
    AcmeInput,
    NumberedAcmeInput,
    away,
    batch,
    refused,
    signed,
)
from tests.channels.connector.conftest import CHOICES, Acme, open_acme
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, serving
from tests.store.talk import PAYLOAD

WORDS = wording()
CANARY = "ann@example.com wants 300 pins"
NUMBER = r"[23456789CDFGHJKMNPRTVWXY]{6}"


def matches(sentence: str, said: str) -> bool:
    """Whether ``said`` is the sentence with some number in it."""
    return bool(re.fullmatch(re.escape(sentence).replace(r"\{number\}", NUMBER), said))


# -- on and off --------------------------------------------------------------------------------------


async def test_without_its_variables_it_answers_nothing(
    store: ConversationStore, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ACME.required:
        monkeypatch.delenv(name)
    body = batch({"id": "1", "from": "ann", "text": "hello"})

    async with open_acme(store, rasa) as acme:
        status, _ = await acme.knock(body, signed(body))

    assert status == 404
    assert rasa.heard == []


@pytest.mark.parametrize("name", ACME.required)
def test_with_a_part_of_them_it_refuses_to_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)

    with pytest.raises(ChannelError, match=name):
        AcmeInput()


# -- authentic ---------------------------------------------------------------------------------------

HELLO = batch({"id": "1", "from": "ann", "text": "hello"})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Acme-Signature": ""},
        {"X-Acme-Signature": "0" * 64},
        {"X-Acme-Signature": "\u00e9"},
        signed(HELLO, secret=""),
        signed(HELLO, secret="another"),
        signed(HELLO, hash="sha1"),
        signed(HELLO + b" "),
    ],
)
async def test_what_is_not_authentic_is_refused_and_nothing_happens(
    acme: Acme, headers: dict[str, str]
) -> None:
    status, said = await acme.knock(HELLO, headers)
    await acme.served.settled()

    assert (status, said) == (401, '{"error":"unauthorized"}')
    assert acme.rasa.heard == []
    assert acme.connector.sent == []


async def test_what_is_not_authentic_is_not_even_read(acme: Acme) -> None:
    status, _ = await acme.knock(b"{", {})

    assert status == 401


async def test_refusals_are_in_the_log_but_not_one_by_one(
    acme: Acme, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        await acme.knock(HELLO, {"X-Acme-Signature": "0" * 64})

    told = [r.getMessage() for r in caplog.records if "refused" in r.getMessage()]
    assert told == ["Acme: 1 requests refused that it did not send."]


# -- read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"events": [], "events": []}', b'{"events": NaN}', b"\xff", b"[" * 9000],
)
async def test_a_body_that_is_no_proper_json_is_refused(acme: Acme, body: bytes) -> None:
    status, _ = await acme.knock(body, signed(body))

    assert status == 400


@pytest.mark.parametrize("body", [b"{}", b'{"events": 3}', b'{"events": null}', b'{"events": {}}'])
async def test_a_body_that_holds_no_events_is_accepted_and_left_out(acme: Acme, body: bytes) -> None:
    status, _ = await acme.knock(body, signed(body))

    assert status == 200
    assert acme.rasa.heard == []


async def test_one_unreadable_event_of_a_batch_does_not_cost_the_others(
    acme: Acme, caplog: pytest.LogCaptureFixture
) -> None:
    await acme.deliver(acme.item("one"), {"from": "ann", "text": CANARY}, "?", None, acme.item("two"))

    assert acme.rasa.texts == ["one", "two"]
    assert CANARY not in caplog.text
    assert "not as documented" in caplog.text


async def test_every_event_of_a_batch_is_answered(acme: Acme) -> None:
    names = [f"visitor{n}" for n in range(12)]

    await acme.deliver(*(acme.item(f"I am {name}", **{"from": name}) for name in names))

    assert {name: acme.connector.texts(name) for name in names} == {n: [f"You said: I am {n}"] for n in names}


async def test_echoes_get_no_answer(acme: Acme) -> None:
    assert await acme.say("hello", echo=True) == []
    assert acme.rasa.heard == []


async def test_a_body_as_large_as_a_platform_sends_is_taken_and_a_larger_one_is_not(acme: Acme) -> None:
    large = batch({"id": "1", "from": "ann", "text": "hello", "more": "x" * 200_000})
    larger = batch({"id": "2", "from": "ann", "text": "hello", "more": "x" * MAX_BODY})

    assert (await acme.knock(large, signed(large)))[0] == 200
    assert (await acme.knock(larger, signed(larger)))[0] == 413


async def test_the_websites_own_limit_is_as_it_was(acme: Acme) -> None:
    url = acme.served.url + "/webhooks/website/session"
    async with aiohttp.ClientSession() as client, client.post(url, json={"login": "x" * 40_000}) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_are_refused(acme: Acme, method: str) -> None:
    status, _ = await acme.knock(b"", {}, method)

    assert status == 405


# -- once, and in order ------------------------------------------------------------------------------


async def test_a_message_goes_to_rasa_with_its_conversation_and_its_id(acme: Acme) -> None:
    await acme.deliver({"id": "event-9", "from": "ann", "text": "hello", "locale": "en-GB"})

    (heard,) = acme.rasa.heard
    assert (heard.sender_id, heard.message_id, heard.input_channel) == ("acme:ann", "event-9", "acme")
    assert heard.metadata == {"locale": "en-GB"}


@pytest.mark.parametrize("locale", ["", "en GB", "x" * 36, "<b>", "é"])
async def test_a_locale_that_is_none_is_dropped(acme: Acme, locale: str) -> None:
    await acme.say("hello", locale=locale)

    assert acme.rasa.heard[0].metadata == {}


async def test_an_event_that_is_delivered_again_is_answered_once(acme: Acme) -> None:
    item = acme.item("hello")

    assert [await acme.deliver(item) for _ in range(3)] == [200, 200, 200]
    assert acme.connector.texts() == ["You said: hello"]


async def test_an_event_that_comes_ten_times_at_once_is_answered_once(acme: Acme) -> None:
    item = acme.item("hello")

    assert await asyncio.gather(*(acme.deliver(item) for _ in range(10))) == [200] * 10
    assert acme.connector.texts() == ["You said: hello"]


async def test_an_event_twice_in_a_batch_is_answered_once(acme: Acme) -> None:
    item = acme.item("hello")

    await acme.deliver(item, item)

    assert acme.connector.texts() == ["You said: hello"]


async def test_an_event_that_comes_again_after_a_restart_is_answered_once(
    store: ConversationStore, rasa: Rasa
) -> None:
    item = {"id": "event-1", "from": "ann", "text": "hello"}
    async with open_acme(store, rasa) as acme:
        await acme.deliver(item)
        assert acme.connector.texts() == ["You said: hello"]
    async with open_acme(store, rasa) as acme:
        assert await acme.deliver(item) == 200
        assert acme.connector.texts() == []


async def test_two_servers_answer_an_event_once(store: ConversationStore, rasa: Rasa) -> None:
    item = {"id": "event-1", "from": "ann", "text": "hello"}
    async with open_acme(store, rasa) as one, open_acme(store, rasa) as two:
        await asyncio.gather(one.deliver(item), two.deliver(item), two.deliver(item), one.deliver(item))

        assert one.connector.texts() + two.connector.texts() == ["You said: hello"]


async def test_messages_of_one_visitor_are_answered_in_order(acme: Acme) -> None:
    items = [acme.item(f"message {n}") for n in range(5)]

    await acme.deliver(*items)

    assert acme.connector.texts() == [f"You said: message {n}" for n in range(5)]


async def test_one_visitor_does_not_wait_for_another(store: ConversationStore) -> None:
    opened = asyncio.Event()

    async def hold_up_ann(message: UserMessage) -> None:
        if message.sender_id == "acme:ann":
            await opened.wait()

    async with open_acme(store, Rasa(store, hold_up_ann)) as acme:
        body = batch(acme.item("hello"), acme.item("hello", **{"from": "bob"}))
        assert (await acme.knock(body, signed(body)))[0] == 200
        await eventually(lambda: acme.connector.texts("bob"))
        assert acme.connector.texts("ann") == []
        opened.set()
        await acme.served.settled()
        assert acme.connector.texts("ann") == ["You said: hello"]


async def test_an_event_is_accepted_before_it_is_answered(store: ConversationStore) -> None:
    opened = asyncio.Event()

    async def wait(_: UserMessage) -> None:
        await opened.wait()

    async with open_acme(store, Rasa(store, wait)) as acme:
        body = batch(acme.item("hello"))
        status, _ = await acme.knock(body, signed(body))
        assert status == 200
        assert acme.connector.texts() == []
        opened.set()
        await acme.served.settled()
        assert acme.connector.texts() == ["You said: hello"]


# -- nothing is lost ---------------------------------------------------------------------------------


async def test_what_was_begun_is_finished_before_the_server_stops(store: ConversationStore) -> None:
    opened = asyncio.Event()
    reached = asyncio.Event()

    async def wait(_: UserMessage) -> None:
        reached.set()
        await opened.wait()

    async with open_acme(store, Rasa(store, wait)) as acme:
        body = batch(acme.item("hello"))
        await acme.knock(body, signed(body))
        await reached.wait()
        stopping = asyncio.create_task(acme.served.stop())
        await asyncio.sleep(0)
        opened.set()
        await stopping

    assert acme.connector.texts() == ["You said: hello"]
    assert acme.connector.ended


async def test_what_was_accepted_but_not_begun_is_answered_after_the_next_start(
    store: ConversationStore,
) -> None:
    opened = asyncio.Event()
    reached = asyncio.Event()

    async def wait(_: UserMessage) -> None:
        reached.set()
        await opened.wait()

    rasa = Rasa(store, wait)
    async with open_acme(store, rasa) as first:
        body = batch(first.item("one"), first.item("two"), first.item("three"))
        assert (await first.knock(body, signed(body)))[0] == 200
        await reached.wait()
        stopping = asyncio.create_task(first.served.stop())
        await asyncio.sleep(0)
        opened.set()
        await stopping
    assert first.connector.texts() == ["You said: one"]

    async with open_acme(store, rasa) as second:
        await eventually(lambda: len(second.connector.texts()) == 2)
        await second.served.settled()

    assert second.connector.texts() == ["You said: two", "You said: three"]
    assert rasa.texts == ["one", "two", "three"]


async def test_what_a_killed_process_has_left_is_answered_with_the_reply_that_was_kept(
    store: ConversationStore, rasa: Rasa, database: str
) -> None:
    """It was killed after the turn was kept and before the reply was sent."""
    async with open_acme(store, rasa) as first:
        first.connector.failures = [away()]
        await first.deliver(first.item("hello"))
        assert first.connector.texts() == []
    with sa.create_engine(database).begin() as connection:
        connection.execute(sa.text("UPDATE inbox SET lease = '2026-01-01 00:00:00.000000'"))

    async with open_acme(store, rasa) as second:
        await eventually(lambda: second.connector.texts())
        await second.served.settled()

    assert second.connector.texts() == ["You said: hello"]
    assert rasa.texts == ["hello"]


async def test_while_stopping_nothing_is_accepted(store: ConversationStore) -> None:
    opened = asyncio.Event()
    reached = asyncio.Event()

    async def wait(_: UserMessage) -> None:
        reached.set()
        await opened.wait()

    rasa = Rasa(store, wait)
    async with open_acme(store, rasa) as acme:
        body = batch(acme.item("hello"))
        await acme.knock(body, signed(body))
        await reached.wait()
        stopping = asyncio.create_task(acme.served.stop())
        await asyncio.sleep(0)
        late = batch(acme.item("too late"))
        status, _ = await acme.knock(late, signed(late))
        opened.set()
        await stopping

    assert status == 503
    assert rasa.texts == ["hello"]


async def test_an_answered_event_leaves_no_words_in_the_inbox(acme: Acme, database: str) -> None:
    await acme.say(CANARY)

    with sa.create_engine(database).connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM inbox")).all()
    assert len(rows) == 1
    assert CANARY not in str(rows)


# -- choices -----------------------------------------------------------------------------------------


def asking(store: ConversationStore) -> Rasa:
    return Rasa(store, replies=(("Flat or sculpted?", CHOICES), (None, {"custom": PAYLOAD})))


async def test_a_pressed_button_says_its_choice(store: ConversationStore) -> None:
    async with open_acme(store, asking(store)) as acme:
        await acme.say("hello")
        keys = acme.connector.sent[-1][1]["keys"]
        await acme.say("", pressed=keys[1])

    assert acme.rasa.texts == ["hello", "Sculpted, 3D"]
    assert [choice.title for choice in acme.connector.marked if choice] == ["Sculpted (3D)"]


async def test_a_button_works_after_a_restart(store: ConversationStore) -> None:
    async with open_acme(store, asking(store)) as acme:
        await acme.say("hello")
        keys = acme.connector.sent[-1][1]["keys"]
    async with open_acme(store, asking(store)) as acme:
        await acme.say("", pressed=keys[0])

    assert acme.rasa.texts == ["Flat, 2D"]


@pytest.mark.parametrize("key", ["", "nonsense", "/restart", "Flat, 2D", "x" * 5000])
async def test_a_key_that_was_not_offered_says_nothing(store: ConversationStore, key: str) -> None:
    async with open_acme(store, asking(store)) as acme:
        await acme.say("hello")
        said = await acme.say("", pressed=key)

    assert acme.rasa.texts == ["hello"]
    assert said == [WORDS.stale_choice if key else WORDS.empty]


async def test_a_button_of_somebody_else_says_nothing(store: ConversationStore) -> None:
    async with open_acme(store, asking(store)) as acme:
        await acme.say("hello")
        keys = acme.connector.sent[-1][1]["keys"]
        await acme.deliver(acme.item("", pressed=keys[0], **{"from": "bob"}))

    assert acme.rasa.texts == ["hello"]
    assert acme.connector.texts("bob") == [WORDS.stale_choice]


@pytest.mark.parametrize(
    ("written", "heard"),
    [("2", "Sculpted, 3D"), ("1.", "Flat, 2D"), ("flat (2d)", "Flat, 2D"), ("3", "3"), ("flat", "flat")],
)
async def test_where_there_are_no_buttons_a_number_picks(
    store: ConversationStore, written: str, heard: str
) -> None:
    async with open_acme(store, asking(store), NumberedAcmeInput) as acme:
        await acme.say("hello")
        await acme.say(written)

    assert acme.rasa.texts == ["hello", heard]


async def test_a_number_picks_after_a_restart(store: ConversationStore) -> None:
    async with open_acme(store, asking(store), NumberedAcmeInput) as acme:
        await acme.say("hello")
    async with open_acme(store, asking(store), NumberedAcmeInput) as acme:
        await acme.say("2")

    assert acme.rasa.texts == ["Sculpted, 3D"]


async def test_a_number_picks_of_the_last_reply_only(store: ConversationStore) -> None:
    async with open_acme(store, asking(store), NumberedAcmeInput) as acme:
        await acme.say("hello")
    async with open_acme(store, Rasa(store), NumberedAcmeInput) as acme:
        await acme.say("no choices now")
        await acme.say("2")

    assert acme.rasa.texts == ["no choices now", "2"]


async def test_a_number_means_the_same_when_it_is_tried_again(
    store: ConversationStore, database: str
) -> None:
    """The reply to it has other choices by then."""
    other = {"buttons": [{"title": "Tight", "payload": "tight"}, {"title": "Premium", "payload": "premium"}]}
    async with open_acme(store, asking(store), NumberedAcmeInput) as acme:
        await acme.say("hello")
    rasa = Rasa(store, replies=(("What may it cost?", other), (None, {"custom": PAYLOAD})))
    async with open_acme(store, rasa, NumberedAcmeInput) as acme:
        acme.connector.failures = [away()]
        await acme.say("2")
    with sa.create_engine(database).begin() as connection:
        connection.execute(
            sa.text("UPDATE inbox SET lease = '2026-01-01 00:00:00.000000' WHERE lease IS NOT NULL")
        )
    async with open_acme(store, rasa, NumberedAcmeInput) as acme:
        await eventually(lambda: acme.connector.texts())
        await acme.served.settled()

    assert acme.connector.texts() == ["What may it cost?"]
    assert rasa.texts == ["Sculpted, 3D"]


async def test_a_number_after_a_picture_still_picks_of_the_last_turn(store: ConversationStore) -> None:
    async with open_acme(store, asking(store), NumberedAcmeInput) as acme:
        await acme.say("hello")
        (answer,) = await acme.say("", media="picture")
        await acme.say("1")

    assert answer == WORDS.media.picture
    assert acme.connector.sent[-2][1]["list"] == "", "a choice that no number picks"
    assert acme.rasa.texts == ["hello", "Flat, 2D"]


# -- what is not words -------------------------------------------------------------------------------


@pytest.mark.parametrize("media", sorted(WORDS.media.dict()))
async def test_what_is_not_words_is_answered_kindly(acme: Acme, media: str) -> None:
    assert await acme.say("", media=media) == [getattr(WORDS.media, media)]
    assert acme.rasa.heard == []


@pytest.mark.parametrize("media", ["picture", "file"])
async def test_artwork_is_answered_with_the_offer_of_a_quote_that_can_be_taken(
    acme: Acme, media: str
) -> None:
    await acme.say("", media=media)
    (key,) = acme.connector.sent[-1][1]["keys"]

    await acme.say("", pressed=key)

    assert acme.rasa.texts == ["Get a free quote"]


async def test_a_picture_with_words_gets_both_answers(acme: Acme) -> None:
    said = await acme.say("can you make this?", media="picture")

    assert said == [WORDS.media.picture, "You said: can you make this?"]


async def test_an_edited_message_is_answered_but_not_heard(acme: Acme) -> None:
    assert await acme.say("hello", edited=True) == [WORDS.edited]
    assert acme.rasa.heard == []


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000"])
async def test_a_message_without_words_is_answered(acme: Acme, text: str) -> None:
    assert await acme.say(text) == [WORDS.empty]


# -- free text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/restart", " /session_start", '/inform{"budget": "tight"}', "\u3000/back"])
async def test_a_slash_commands_nothing(acme: Acme, text: str) -> None:
    await acme.say(text)

    (heard,) = acme.rasa.texts
    assert heard is not None
    assert not heard.strip().startswith("/")


async def test_a_thousand_characters_are_taken_and_one_more_is_not(acme: Acme) -> None:
    assert await acme.say("x" * 1000) == ["You said: " + "x" * 1000]
    assert await acme.say("x" * 1001) == [WORDS.too_long.format(longest="1,000")]
    assert len(acme.rasa.heard) == 1


@pytest.mark.parametrize(
    "text", ["مرحبا بكم", "שלום", "\U0001f396\ufe0f\u200d\U0001f3fd", "a\u202eb", "x" * 999 + "🎈"]
)
async def test_any_script_and_any_sign_is_taken_as_it_is(acme: Acme, text: str) -> None:
    assert await acme.say(text) == [f"You said: {text}"]


# -- limits ------------------------------------------------------------------------------------------


async def test_more_than_five_at_once_are_not_read_and_that_is_said_once(acme: Acme) -> None:
    await acme.deliver(*(acme.item(f"message {n}") for n in range(9)))

    assert acme.rasa.texts == [f"message {n}" for n in range(5)]
    assert acme.connector.texts() == [*(f"You said: message {n}" for n in range(5)), WORDS.too_fast]


async def test_nobody_else_pays_for_it(acme: Acme) -> None:
    await acme.deliver(*(acme.item(f"message {n}") for n in range(9)))
    await acme.deliver(acme.item("hello", **{"from": "bob"}))

    assert acme.connector.texts("bob") == ["You said: hello"]


# -- failure -----------------------------------------------------------------------------------------


async def fail(_: UserMessage) -> None:
    raise RuntimeError(CANARY)


async def test_a_turn_that_breaks_off_is_told_with_a_number_that_the_log_has(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_acme(store, Rasa(store, fail)) as acme:
        (said,) = await acme.say(CANARY)

    assert matches(WORDS.technical, said)
    number = re.findall(NUMBER, said)[-1]
    assert number in caplog.text
    assert CANARY not in caplog.text


async def test_a_message_that_was_not_kept_can_be_sent_again(store: ConversationStore) -> None:
    broken = [True]

    async def fail_once(message: UserMessage) -> None:
        if broken.pop() if broken else False:
            raise RuntimeError

    async with open_acme(store, Rasa(store, fail_once)) as acme:
        (sorry,) = await acme.say("hello")
        assert matches(WORDS.technical, sorry)
        assert await acme.say("hello") == ["You said: hello"]


async def test_a_database_that_is_away_is_told(
    acme: Acme, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await acme.say("hello")
    with closing(sqlite3.connect(tmp_path / "store" / "pins.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        item = acme.item(CANARY)
        assert await acme.deliver(item) == 200
        (_, sorry) = acme.connector.texts()
        assert matches(WORDS.technical, sorry)
        assert await acme.deliver(item) == 200

    assert len(acme.connector.texts()) == 2
    assert CANARY not in caplog.text
    assert await acme.say("again") == ["You said: again"]


async def test_a_platform_that_is_away_gets_the_answer_later(acme: Acme, database: str) -> None:
    acme.connector.failures = [away()]
    assert await acme.say("hello") == []

    with sa.create_engine(database).connect() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM inbox")).mappings().all()
    assert row["lease"] is not None
    assert "hello" in row["event"]


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_an_answer_that_the_platform_refuses_is_told(acme: Acme, status: int) -> None:
    acme.connector.failures = [refused(status)]

    (said,) = await acme.say("hello")

    assert matches(WORDS.not_shown, said)


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_who_can_not_be_reached_is_not_tried_again(
    acme: Acme, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    acme.connector.failures = [refused(status)]
    assert await acme.say("hello") == []
    assert f"status {status}" in caplog.text

    assert await acme.say("again") == ["You said: again"]


async def test_an_error_nobody_thought_of_is_told(acme: Acme, caplog: pytest.LogCaptureFixture) -> None:
    acme.connector.failures = [RuntimeError(CANARY)]

    (said,) = await acme.say("hello")

    assert matches(WORDS.technical, said)
    assert CANARY not in caplog.text


async def test_no_secret_and_no_words_are_in_the_log(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_acme(store, Rasa(store, fail)) as acme:
        await acme.say(CANARY)
        await acme.knock(HELLO, signed(HELLO, secret="another"))
        acme.connector.failures = [refused(), away(), RuntimeError(CANARY)]
        await acme.say(CANARY)

    ours = [r.getMessage() for r in caplog.records if r.name.startswith("pin_advisor")]
    assert [line for line in ours if CANARY in line or SECRET in line] == []


@pytest.mark.parametrize(("longest", "heard"), [(0, "2"), (5, "Sculpted, 3D"), (40, "2")])
async def test_a_number_counts_where_numbers_stand_above_buttons_that_are_short(
    store: ConversationStore, longest: int, heard: str
) -> None:
    class Short(AcmeInput):
        TITLE = longest

    rasa = Rasa(store, replies=(("Flat or sculpted?", CHOICES), (None, {"custom": PAYLOAD})))
    async with open_acme(store, rasa, Short) as acme:
        await acme.say("hello")
        await acme.say("2")

    assert rasa.texts == ["hello", heard]


async def test_typing_is_over_when_the_reply_comes(store: ConversationStore) -> None:
    happened: list[str] = []
    began = asyncio.Event()

    class Typing(AcmeInput):
        async def typing(self, event: Event) -> None:
            began.set()
            try:
                await asyncio.Event().wait()
            finally:
                happened.append("typing is over")

        async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
            await asyncio.sleep(0)
            happened.append("sent")

    async def until_it_is_shown(_: UserMessage) -> None:
        await began.wait()

    async with open_acme(store, Rasa(store, until_it_is_shown), Typing) as acme:
        await acme.deliver(acme.item("hello"))

    assert happened == ["typing is over", "sent"]


async def test_several_connectors_and_the_website_stand_side_by_side(
    store: ConversationStore, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(AcmeInput):
        @classmethod
        def name(cls) -> str:
            return "other"

    one, two = AcmeInput(), Other()
    async with serving(store, rasa, one, two) as served, aiohttp.ClientSession() as client:
        for name in ("acme", "other"):
            url = f"{served.url}/webhooks/{name}/webhook"
            async with client.post(url, data=HELLO, headers=signed(HELLO)) as answer:
                assert answer.status == 200
        await served.settled()

    assert (one.texts(), two.texts()) == (["You said: hello"], ["You said: hello"])
