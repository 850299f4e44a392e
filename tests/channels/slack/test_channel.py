"""Slack from end to end: its stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import eventually
from tests.channels.slack.conftest import ANN, BOB, CHANNEL, DIRECT, Shop, opened
from tests.channels.spoken import RECOMMENDING
from tests.store.talk import PAYLOAD

WORDS = wording()
FORM = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D) & more", "payload": "Sculpted, 3D"},
        {"title": "Not sure", "payload": "I'm not sure"},
    ]
}
ASKING = (("Flat & plain, or sculpted?", FORM), (None, {"custom": PAYLOAD}))
MANY = {"buttons": [{"title": f"Colour {n}", "payload": f"Colour number {n}"} for n in range(40)]}
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


# -- signatures: R23 ----------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"payload=%7B", 400),
        (b"payload=1&payload=2", 200),
        (b"payload=%7B%22type%22%3A%22view_submission%22%7D", 200),
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


async def test_a_command_is_answered_where_it_was_written_to_nobody_else(shop: Shop) -> None:
    body = urlencode({"command": "/pins", "text": "hello", "user_id": ANN, "channel_id": "C9"}).encode()
    headers = shop.slack.signed(body, "application/x-www-form-urlencoded")

    async with shop.slack.client.post(shop.slack.request_url, data=body, headers=headers) as answer:
        told = await answer.json()

    assert told == {"response_type": "ephemeral", "text": wording().command}
    assert shop.rasa.heard == []


@pytest.mark.parametrize("kind", ["app_rate_limited", "something_new"])
async def test_other_news_is_accepted(shop: Shop, kind: str) -> None:
    body = json.dumps({"type": kind, "team_id": "T0001"}).encode()

    assert await shop.slack.knock(body, shop.slack.signed(body)) == 200
    assert shop.rasa.heard == []


# -- delivered again, and in heaps --------------------------------------------------------------------


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
