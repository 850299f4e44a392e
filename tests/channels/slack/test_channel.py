"""Slack from end to end: its stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import PUBLIC_URL, SLACK_API, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from pin_advisor.channels.slack import SlackInput
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from pin_advisor.channels.wording import wording
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, path_of, serving
from tests.channels.slack.conftest import ANN, BOB, CHANNEL, DIRECT, SECRET, TOKEN, Shop, opened
from tests.store.talk import PAYLOAD

WORDS = wording()
CANARY = "ann@example.com wants 300 pins"
FORM = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D) & more", "payload": "Sculpted, 3D"},
        {"title": "Not sure", "payload": "I'm not sure"},
    ]
}
ASKING = (("Flat & plain, or sculpted?", FORM), (None, {"custom": PAYLOAD}))
MANY = {"buttons": [{"title": f"Colour {n}", "payload": f"Colour number {n}"} for n in range(40)]}
RECOMMENDING = (
    ("I recommend hard enamel pins. They last for years.", {}),
    ("Is anything of this not as you meant it?", {"buttons": [{"title": "Why?", "payload": "Why?"}]}),
    (
        None,
        {
            "custom": {
                "type": "recommendation",
                "pin_type": "hard_enamel",
                "needs": {"occasion": "award", "quantity": 150},
                "reasons": [{"rule": "lasting_hard", "text": "They last for years."}],
                "alternatives": [],
            }
        },
    ),
)
TABLE = {
    "caption": "Hard and soft",
    "columns": ["", "Hard", "Soft"],
    "rows": [["Feel", "Smooth", "Textured"]],
}
COMPARING = (
    ("Hard is smooth, soft is textured.", {}),
    (None, {"custom": {"type": "answer", "table": TABLE}}),
)
PICTURE = {"id": "F1", "name": "logo.png", "mimetype": "image/png"}


def shown(message: Mapping[str, Any]) -> str:
    """What can be read in a message's sections."""
    return "\n".join(block["text"]["text"] for block in message["blocks"] if "text" in block)


def kinds(message: Mapping[str, Any]) -> list[str]:
    return [block["type"] for block in message["blocks"]]


# -- a conversation ----------------------------------------------------------------------------------


async def test_a_message_gets_its_reply(shop: Shop) -> None:
    (sent,) = await shop.say("hello")

    assert (sent["channel"], sent["text"], shown(sent)) == (DIRECT, "You said: hello", "You said: hello")
    assert "thread_ts" not in sent
    (heard,) = shop.rasa.heard
    assert (heard.sender_id, heard.input_channel) == (f"slack:T0001:{DIRECT}:{ANN}", "slack")


async def test_a_mention_is_answered_in_a_thread(shop: Shop) -> None:
    (sent,) = await shop.say("@Pin Advisor which pin?", CHANNEL)

    root = shop.slack.history[CHANNEL][0]["ts"]
    assert (sent["channel"], sent["thread_ts"], sent["text"]) == (CHANNEL, root, "You said: which pin?")


async def test_nothing_is_shown_of_links_that_we_write(shop: Shop) -> None:
    (sent,) = await shop.say("see https://pins.example/a_b?c=1&d=2")

    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert shown(sent) == "You said: see <https://pins.example/a_b?c=1&amp;d=2>"


async def test_the_request_url_can_be_verified(shop: Shop) -> None:
    assert await shop.slack.confirm_url()
    assert shop.rasa.heard == []


async def test_a_recommendation_is_a_card_and_no_payload_is_sent(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=RECOMMENDING), slack, monkeypatch) as shop:
        (sent,) = await shop.say("help me choose")

    assert kinds(sent) == ["section", "header", "section", "section", "section", "section", "actions"]
    assert sent["blocks"][1]["text"]["text"] == "Hard enamel"
    assert [f["text"].split("\n")[1] for f in sent["blocks"][3]["fields"]] == ["Award", "150"]
    assert json.dumps(sent["blocks"]).count("They last for years.") == 1
    assert "lasting_hard" not in json.dumps(sent)
    assert "They last for years." in sent["text"], "for notifications and screen readers"


async def test_a_comparison_is_a_table(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=COMPARING), slack, monkeypatch) as shop:
        (sent,) = await shop.say("hard or soft?")

    assert kinds(sent) == ["section", "section", "table"]


async def test_a_button_says_its_choice_and_the_choice_takes_the_buttons_place(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), slack, monkeypatch) as shop:
        await shop.say("hello")
        await shop.press("Sculpted (3D) & more")

    assert shop.rasa.texts == ["hello", "Sculpted, 3D"]
    pressed = slack.history[DIRECT][1]
    assert kinds(pressed) == ["section", "context"]
    assert pressed["blocks"][0]["text"]["text"] == "Flat &amp; plain, or sculpted?"
    assert pressed["blocks"][1]["elements"][0]["text"] == "✓ Sculpted (3D) &amp; more", "as Slack keeps it"
    assert pressed["text"] == "Flat &amp; plain, or sculpted?"


async def test_what_is_picked_from_a_menu_is_said(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa = Rasa(store, replies=(("Which colour?", MANY), (None, {"custom": PAYLOAD})))
    async with opened(store, rasa, slack, monkeypatch) as shop:
        (sent,) = await shop.say("hello")
        await shop.press("Colour 37")

    assert [e["type"] for e in sent["blocks"][-1]["elements"]] == ["static_select"]
    assert rasa.texts == ["hello", "Colour number 37"]


async def test_a_button_works_after_a_restart(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), slack, monkeypatch) as shop:
        await shop.say("hello")
    async with opened(store, Rasa(store), slack, monkeypatch) as shop:
        await shop.press("Not sure")

    assert shop.rasa.texts == ["I'm not sure"]


async def test_a_button_that_is_not_open_any_more_is_told(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), slack, monkeypatch) as shop:
        await shop.say("hello")
        await store.erase(f"slack:T0001:{DIRECT}:{ANN}")
        (sent,) = await shop.press("Not sure")

    assert shown(sent) == WORDS.stale_choice
    assert shop.rasa.texts == ["hello"]


@pytest.mark.parametrize("error", ["message_not_found", "edit_window_closed", "cant_update_message"])
async def test_a_button_counts_though_its_message_cannot_be_changed(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), slack, monkeypatch) as shop:
        await shop.say("hello")
        slack.fail(200, only="chat.update", body={"ok": False, "error": error})
        await shop.press("Not sure")

    assert shop.rasa.texts == ["hello", "I'm not sure"]


async def test_two_members_of_a_channel_do_not_get_into_each_others_way(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), slack, monkeypatch) as shop:
        (to_ann,) = await shop.say("@Pin Advisor hello", CHANNEL, ANN)
        (to_bob,) = await shop.press("Not sure", CHANNEL, BOB)
        await shop.press("Not sure", CHANNEL, ANN)

    root = slack.history[CHANNEL][0]["ts"]
    assert to_ann["thread_ts"] == to_bob["thread_ts"] == root
    assert shown(to_bob) == WORDS.stale_choice
    assert [h.sender_id for h in shop.rasa.heard] == [f"slack:T0001:{CHANNEL}:{root}:{ANN}"] * 2


async def test_what_is_said_in_a_thread_goes_on_there(shop: Shop) -> None:
    await shop.say("@Pin Advisor hello", CHANNEL)
    root = shop.slack.history[CHANNEL][0]["ts"]
    (sent,) = await shop.say("and @Pin Advisor soft?", CHANNEL, ANN, root)

    assert sent["thread_ts"] == root
    assert len({heard.sender_id for heard in shop.rasa.heard}) == 1


async def test_a_picture_is_answered_with_an_offer_that_can_be_taken(shop: Shop) -> None:
    (sent,) = await shop.say("", subtype="file_share", files=[PICTURE])
    await shop.press("Get a free quote")

    assert shown(sent) == WORDS.media.picture
    assert shop.rasa.texts == ["Get a free quote"]


async def test_several_pictures_with_words_are_answered_once_and_the_words_are(shop: Shop) -> None:
    picture, answer = await shop.say("can you make these?", subtype="file_share", files=[PICTURE] * 3)

    assert shown(picture) == WORDS.media.picture
    assert shown(answer) == "You said: can you make these?"


async def test_an_edit_is_answered_kindly(shop: Shop) -> None:
    await shop.say("I need 200 pins")
    (sent,) = await shop.edit(shop.slack.history[DIRECT][0], "I need 300 pins")

    assert shown(sent) == WORDS.edited
    assert shop.rasa.texts == ["I need 200 pins"]


async def test_our_own_messages_are_not_heard(shop: Shop) -> None:
    await shop.say("hello")
    mine = shop.slack.history[DIRECT][1]

    told = {**mine, "channel": DIRECT, "channel_type": "im", "event_ts": mine["ts"]}
    assert await shop.deliver(shop.slack.event(told)) == []
    assert shop.rasa.texts == ["hello"]


@pytest.mark.parametrize(
    "text",
    ["x" * 1000, "مرحبا " * 160, "שלום", "\U0001f396\ufe0f" * 300, "<b>1 & 2</b> *a* _b_ `c` [d](e) <!here>"],
)
async def test_long_texts_and_any_script_come_back_as_they_were(shop: Shop, text: str) -> None:
    (sent,) = await shop.say(text)

    (block,) = sent["blocks"]
    read = block["text"]["text"]
    assert read == f"You said: {text.strip()}"
    assert (block["text"]["type"] == "plain_text") == ("*" in text)
    assert shop.rasa.texts == [text.strip()]


async def test_an_address_and_a_number_arrive_as_they_were_typed(shop: Shop) -> None:
    await shop.say("ann@example.com & 1 < 2")

    assert shop.rasa.texts == ["ann@example.com & 1 < 2"]


async def test_a_reply_longer_than_a_message_comes_in_several(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(f"Paragraph {n}. {'word ' * 300}" for n in range(20))
    rasa = Rasa(store, replies=((text, FORM), (None, {"custom": PAYLOAD})))
    async with opened(store, rasa, slack, monkeypatch) as shop:
        sent = await shop.say("hello")

    assert len(sent) > 2
    assert "".join("".join(map(shown, sent)).split()) == "".join(text.split())
    assert ["actions" in kinds(m) for m in sent] == [False] * (len(sent) - 1) + [True]


# -- signatures: R23 ----------------------------------------------------------------------------------

EVENT = {
    "type": "event_callback",
    "team_id": "T0001",
    "event_id": "Ev1",
    "event": {
        "type": "message",
        "channel_type": "im",
        "channel": DIRECT,
        "user": ANN,
        "text": "hi",
        "ts": "1.000001",
    },
}
BODY = json.dumps(EVENT).encode()


def stale(slack: SlackStandIn) -> dict[str, str]:
    return slack.signed(BODY, at=slack._clock.now() - 301)


def emptily(slack: SlackStandIn) -> dict[str, str]:
    headers = slack.signed(BODY)
    told = b"v0:%s:%s" % (headers["X-Slack-Request-Timestamp"].encode(), BODY)
    return {**headers, "X-Slack-Signature": f"v0={hmac.new(b'', told, hashlib.sha256).hexdigest()}"}


def without(name: str) -> Callable[[SlackStandIn], dict[str, str]]:
    return lambda slack: {k: v for k, v in slack.signed(BODY).items() if k != name}


@pytest.mark.parametrize(
    ("case", "headers"),
    [
        ("invalid", lambda slack: {**slack.signed(BODY), "X-Slack-Signature": f"v0={'0' * 64}"}),
        ("missing", without("X-Slack-Signature")),
        ("without a time", without("X-Slack-Request-Timestamp")),
        ("with an empty secret", emptily),
        ("stale", stale),
        ("of another time", lambda slack: {**slack.signed(BODY), "X-Slack-Request-Timestamp": "1531420618"}),
        (
            "by another hash",
            lambda slack: {
                **slack.signed(BODY),
                "X-Slack-Signature": slack.signed(BODY)["X-Slack-Signature"].replace("v0=", "sha1="),
            },
        ),
        ("tampered", lambda slack: slack.signed(BODY.replace(b"hi", b"ho"))),
        (
            "under another name",
            lambda slack: {"X-Hub-Signature-256": slack.signed(BODY)["X-Slack-Signature"]},
        ),
        ("the old token alone", lambda _: {"Authorization": f"Bearer {TOKEN}"}),
    ],
    ids=str,
)
async def test_what_slack_has_not_signed_is_refused(
    shop: Shop, case: str, headers: Callable[[SlackStandIn], dict[str, str]]
) -> None:
    calls = len(shop.slack.calls)

    status = await shop.slack.knock(BODY, headers(shop.slack))
    await shop.served.settled()

    assert status == 401, case
    assert shop.rasa.heard == []
    assert len(shop.slack.calls) == calls, "a call of the Web API"


async def test_what_slack_has_signed_is_taken_and_a_copy_of_it_is_not(shop: Shop) -> None:
    headers = shop.slack.signed(BODY)

    assert await shop.slack.knock(BODY, headers) == 200
    await shop.served.settled()
    calls = len(shop.slack.calls)
    assert await shop.slack.knock(BODY, headers) == 401
    await shop.served.settled()

    assert shop.rasa.texts == ["hi"]
    assert len(shop.slack.calls) == calls


async def test_a_press_is_signed_as_well(shop: Shop) -> None:
    await shop.say("", subtype="file_share", files=[PICTURE])
    message = shop.slack.history[DIRECT][1]
    element = message["blocks"][-1]["elements"][0]
    payload = shop.slack.pressed(message, element, element, DIRECT, ANN)
    body = urlencode({"payload": json.dumps(payload)}).encode()
    headers = shop.slack.signed(body, "application/x-www-form-urlencoded")
    forged = {**headers, "X-Slack-Signature": f"v0={'1' * 64}"}

    assert await shop.slack.knock(body, forged) == 401
    assert shop.rasa.heard == []
    assert await shop.slack.knock(body, headers) == 200
    assert await shop.slack.knock(body, headers) == 401
    await shop.served.settled()
    assert shop.rasa.texts == ["Get a free quote"]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"type": 1, "type": 2}', b"{" * 5000])
async def test_a_body_that_is_no_event_is_refused(shop: Shop, body: bytes) -> None:
    assert await shop.slack.knock(body, shop.slack.signed(body)) == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"payload=%7B", 400),
        (b"payload=1&payload=2", 200),
        (b"payload=%7B%22type%22%3A%22view_submission%22%7D", 200),
        (b"command=%2Fpin&text=hello&user_id=U1", 200),
        (b"ssl_check=1&token=old", 200),
        (b"", 200),
        (b"&".join(b"a%d=1" % n for n in range(60)), 400),
    ],
)
async def test_a_form_that_holds_no_press_says_nothing(shop: Shop, body: bytes, status: int) -> None:
    headers = shop.slack.signed(body, "application/x-www-form-urlencoded")

    assert await shop.slack.knock(body, headers) == status
    await shop.served.settled()
    assert shop.rasa.heard == []


@pytest.mark.parametrize("kind", ["app_rate_limited", "something_new"])
async def test_other_news_is_accepted(shop: Shop, kind: str) -> None:
    body = json.dumps({"type": kind, "team_id": "T0001"}).encode()

    assert await shop.slack.knock(body, shop.slack.signed(body)) == 200
    assert shop.rasa.heard == []


# -- delivered again, and in heaps --------------------------------------------------------------------


async def test_an_event_that_is_delivered_again_is_answered_once(shop: Shop) -> None:
    event = shop.slack.event(shop.slack.message("hello"))
    body = json.dumps(event).encode()
    now = shop.slack._clock.now()
    for attempt, reason in enumerate(("http_timeout", "http_error", "connection_failed"), 1):
        again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        assert await shop.slack.knock(body, {**shop.slack.signed(body, at=now + attempt), **again}) == 200
    await shop.served.settled()

    assert shop.rasa.texts == ["hello"]
    assert len(shop.slack.made("chat.postMessage")) == 1


async def test_an_event_that_comes_again_after_a_restart_is_answered_once(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = slack.event(slack.message("hello"))
    async with opened(store, Rasa(store), slack, monkeypatch) as shop:
        await shop.deliver(event)
    async with opened(store, Rasa(store), slack, monkeypatch) as shop:
        assert await shop.deliver(event) == []
    assert len(slack.made("chat.postMessage")) == 1


async def test_what_was_not_accepted_is_delivered_again_and_answered_once(shop: Shop) -> None:
    desk = shop.served._channels[0]._desk  # type: ignore[attr-defined]
    accept, tries = desk.accept, []

    async def fail_once(events: Any) -> None:
        tries.append(len(events))
        if len(tries) == 1:
            raise RuntimeError
        await accept(events)

    desk.accept = fail_once
    (sent,) = await shop.say("hello")

    assert tries == [1, 1]
    assert sent["text"] == "You said: hello"


async def test_many_visitors_at_once_are_all_answered(shop: Shop) -> None:
    visitors = [f"U1{n:03}" for n in range(30)]
    shop.slack.channels |= {f"D{visitor}" for visitor in visitors}

    await asyncio.gather(*(shop.slack.say(f"I am {v}", f"D{v}", v) for v in visitors))
    await shop.served.settled()

    texts = {c.body["channel"]: c.body["text"] for c in shop.slack.made("chat.postMessage")}
    assert texts == {f"D{v}": f"You said: I am {v}" for v in visitors}


async def test_all_presses_of_an_interaction_count(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), slack, monkeypatch) as shop:
        await shop.say("hello")
        message = slack.history[DIRECT][1]
        one, _, two = message["blocks"][-1]["elements"]
        payload = slack.pressed(message, one, one, DIRECT, ANN)
        payload["actions"] += slack.pressed(message, two, two, DIRECT, ANN)["actions"]
        payload["actions"].insert(1, {"type": "button"} | {"value": ["no text"]})
        assert await slack.interact(payload) == 200
        await shop.served.settled()

    assert shop.rasa.texts == ["hello", "Flat, 2D", "I'm not sure"]


# -- Slack in trouble -----------------------------------------------------------------------------------


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between attempts, without doing so."""
    waits: list[float] = []
    sleep = asyncio.sleep

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    init = SlackInput.configure

    def configure(self: SlackInput, values: Any) -> None:
        init(self, values)
        self._api._sleep = wait

    monkeypatch.setattr(SlackInput, "configure", configure)
    return waits


@pytest.mark.parametrize(("status", "error"), [(429, "ratelimited"), (200, "ratelimited")])
async def test_when_slack_wants_us_to_wait_we_do(
    waits: list[float], shop: Shop, status: int, error: str
) -> None:
    told = {"ok": False, "error": error}
    shop.slack.fail(status, only="chat.postMessage", body=told, Retry_After="8")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert waits == [8.0]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"<html>"),
        (503, b""),
        (504, b"upstream"),
        (200, b"<html>a proxy's page</html>"),
        (200, b'{"ok": false, "error": "internal_error"}'),
        (200, b'{"ok": false, "error": "fatal_error"}'),
    ],
)
async def test_when_slack_fails_we_try_again(
    waits: list[float], shop: Shop, status: int, body: bytes
) -> None:
    shop.slack.fail(status, times=3, only="chat.postMessage", body=body)

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert len(waits) == 3


async def test_when_slack_does_not_answer_in_time_we_try_again(waits: list[float], shop: Shop) -> None:
    api = shop.served._channels[0]._api  # type: ignore[attr-defined]
    await api.close()
    api._limit = 0.2
    shop.slack.fail(0, only="chat.postMessage")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"


async def test_while_slack_is_away_nothing_is_lost(
    waits: list[float],
    store: ConversationStore,
    rasa: Rasa,
    slack: SlackStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = slack.event(slack.message("hello"))
    async with opened(store, rasa, slack, monkeypatch) as shop:
        slack.fail(503, times=50, only="chat.postMessage")
        assert await shop.deliver(event) == []
        while slack.fault("chat.postMessage"):
            pass
        await store.inbox.leave("slack", event["event_id"])
    async with opened(store, rasa, slack, monkeypatch) as shop:
        (call,) = await slack.until(1, "chat.postMessage")
        await shop.served.settled()

    assert call.body["text"] == "You said: hello"
    assert rasa.texts == ["hello"]


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "token_revoked", "missing_scope"])
async def test_where_we_may_not_write_we_do_not_try(
    shop: Shop, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop.slack.fail(200, only="chat.postMessage", body={"ok": False, "error": error})

    assert await shop.say("hello") == []
    assert len([c for c in shop.slack.calls if c.method == "chat.postMessage"]) == 1
    assert error in caplog.text


async def test_what_slack_cannot_show_is_told(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    told = {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {"messages": [f"[ERROR] {CANARY} [json-pointer:/blocks/0/text/text]"]},
    }
    shop.slack.fail(200, only="chat.postMessage", body=told)

    (sent,) = await shop.say("hello")

    assert shown(sent).startswith(WORDS.not_shown.partition("{")[0])
    assert "invalid_blocks /blocks/0/text/text" in caplog.text
    assert CANARY not in caplog.text


async def test_a_picture_or_a_table_that_slack_cannot_take_costs_no_words(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com")
    monkeypatch.setattr(
        "pin_advisor.channels.wording._has_picture", lambda pin_type: pin_type == "hard_enamel"
    )
    refused = {"ok": False, "error": "invalid_blocks"}
    async with opened(store, Rasa(store, replies=RECOMMENDING), slack, monkeypatch) as shop:
        (whole,) = await shop.say("help me choose")
        slack.fail(200, only="chat.postMessage", body=refused)
        (plain,) = await shop.say("help me choose again")
    async with opened(store, Rasa(store, replies=COMPARING), slack, monkeypatch) as shop:
        slack.fail(200, only="chat.postMessage", body=refused)
        (table,) = await shop.say("hard or soft?")

    (accessory,) = [b["accessory"] for b in whole["blocks"] if "accessory" in b]
    assert accessory["image_url"] == "https://chat.example.com/webhooks/website/pictures/hard_enamel.png"
    assert accessory["alt_text"]
    assert "accessory" not in json.dumps(plain)
    assert shown(plain) == shown(whole)
    assert kinds(table) == ["section", "section"]


async def test_a_card_with_a_picture_can_lose_its_buttons(
    store: ConversationStore, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com")
    monkeypatch.setattr("pin_advisor.channels.wording._has_picture", lambda _: True)
    async with opened(store, Rasa(store, replies=RECOMMENDING), slack, monkeypatch) as shop:
        await shop.say("help me choose")
        await shop.press("Why?")

    assert len(slack.made("chat.update")) == 1, "without what Slack added to the picture, or it is refused"
    assert kinds(slack.history[DIRECT][1])[-1] == "context"


# -- settings and start --------------------------------------------------------------------------------

VARIABLES = (SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET),
        (SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN),
        (SLACK_API, SLACK_BOT_TOKEN),
    ],
)
def test_with_a_part_of_the_variables_it_refuses_to_start(
    given: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(given, "something")

    with pytest.raises(ChannelError) as caught:
        SlackInput()

    assert caught.value.code == "PA408"
    assert missing in caught.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (SLACK_BOT_TOKEN, "xoxp-1234-user-token"),
        (SLACK_BOT_TOKEN, "xapp-1-A111-222-xyz"),
        (SLACK_BOT_TOKEN, "xoxe.xoxb-1-rotated-token"),
        (SLACK_BOT_TOKEN, f"{TOKEN} x"),
        (SLACK_SIGNING_SECRET, "short"),
        (SLACK_SIGNING_SECRET, TOKEN),
        (SLACK_SIGNING_SECRET, "with spaces and more than sixteen"),
        (SLACK_API, "slack.com/api"),
        (SLACK_API, "http://slack.com/api"),
    ],
)
def test_a_value_that_can_not_be_right_is_refused_and_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, good in ((SLACK_BOT_TOKEN, TOKEN), (SLACK_SIGNING_SECRET, SECRET)):
        monkeypatch.setenv(variable, good)
    monkeypatch.setenv(name, value)

    with pytest.raises(ChannelError) as caught:
        SlackInput()

    assert (caught.value.code, caught.value.where) == ("PA409", name)
    assert value not in str(caught.value)


async def test_switched_off_there_is_nothing(store: ConversationStore, rasa: Rasa) -> None:
    async with (
        serving(store, rasa, SlackInput()) as served,
        aiohttp.ClientSession() as client,
        client.post(served.url + path_of(SlackInput), data=BODY) as answer,
    ):
        assert answer.status == 404


async def test_the_log_tells_what_slack_has_to_be_told(
    store: ConversationStore,
    rasa: Rasa,
    slack: SlackStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com/")
    async with opened(store, rasa, slack, monkeypatch):
        await eventually(lambda: "https://chat.example.com/webhooks/slack/webhook" in caplog.text)

    assert "this is pin_advisor in Pins & Co" in caplog.text


async def test_a_wrong_token_is_told_in_the_log_without_it(
    store: ConversationStore,
    rasa: Rasa,
    slack: SlackStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = "xoxb-another-token-of-nobody"
    monkeypatch.setenv(SLACK_BOT_TOKEN, other)
    monkeypatch.setenv(SLACK_SIGNING_SECRET, SECRET)
    monkeypatch.setenv(SLACK_API, slack.api)
    async with serving(store, rasa, SlackInput()):
        await eventually(lambda: SLACK_BOT_TOKEN in caplog.text)

    assert "invalid_auth" in caplog.text
    assert other not in caplog.text


async def test_neither_token_nor_secret_nor_words_are_in_the_log(
    waits: list[float],
    store: ConversationStore,
    slack: SlackStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    async def fail(_: UserMessage) -> None:
        raise RuntimeError(CANARY)

    async with opened(store, Rasa(store, fail), slack, monkeypatch) as shop:
        for status in (400, 403, 429, 500):
            slack.fail(status, times=5, only="chat.postMessage", body=b"?")
            await shop.say(CANARY)
            while slack.fault("chat.postMessage"):
                pass
        await slack.knock(BODY, {})

    ours = "\n".join(
        r.getMessage() for r in caplog.records if r.name.startswith(("pin_advisor", "aiohttp", "slack"))
    )
    assert ours
    assert [secret for secret in (TOKEN, SECRET, CANARY) if secret in ours] == []
