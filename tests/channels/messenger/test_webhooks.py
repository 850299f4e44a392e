"""Messenger's events as its documentation has them: what they say to us, and which say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.messenger.webhooks import event_of, items_of
from pin_advisor.channels.rendering.messenger import payload_of
from pin_advisor.replies import Choice

ANN, PAGE = "1254477777772919", "682498302938465"
MID = "m_1457764197618:41d102a3e1ae206a38"
CHOICE = Choice("Flat (2D)", "Flat, 2D")


def item(**content: Any) -> dict[str, Any]:
    return {"sender": {"id": ANN}, "recipient": {"id": PAGE}, "timestamp": 1_458_692_752_478, **content}


def message(**content: Any) -> dict[str, Any]:
    return item(message={"mid": MID, **content})


def attached(*kinds: str, **content: Any) -> dict[str, Any]:
    return message(
        attachments=[{"type": k, "payload": {"url": "https://cdn.example/1"}} for k in kinds], **content
    )


def read(item: dict[str, Any]) -> Event:
    event = event_of(item)
    assert event is not None
    return event


def test_a_message() -> None:
    event = read(message(text="hello, world!"))

    assert event == Event(
        id=event.id, conversation=f"messenger:{PAGE}:{ANN}", address={"to": ANN}, text="hello, world!"
    )


def test_an_answer_to_a_message_of_the_page_is_a_message() -> None:
    replied = {"mid": "m_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU", "is_self_reply": False}

    assert read(message(text="hello, world!", reply_to=replied)).text == "hello, world!"


def test_the_same_message_has_the_same_id_and_another_another() -> None:
    one, again = read(message(text="a")), read(message(text="a"))
    other = read(item(message={"mid": f"{MID}x", "text": "a"}))

    assert one.id == again.id != other.id


def test_ids_of_any_length_can_be_kept() -> None:
    long = read(item(message={"mid": "m_" + "x" * 400, "text": "a"}))

    assert len(long.id) <= 64


def test_a_quick_reply_of_ours_is_a_choice() -> None:
    event = read(message(text="Flat (2D)", quick_reply={"payload": payload_of(CHOICE)}))

    assert (event.choice, event.text) == (payload_of(CHOICE).partition(":")[2], "")


def test_a_quick_reply_of_another_app_says_its_title() -> None:
    event = read(message(text="Red", quick_reply={"payload": "<DEVELOPER_DEFINED_PAYLOAD>"}))

    assert (event.choice, event.text) == ("", "Red")


def test_a_button_of_ours_is_a_choice() -> None:
    event = read(item(postback={"mid": MID, "title": "Flat (2D)", "payload": payload_of(CHOICE)}))

    assert (event.choice, event.text) == (payload_of(CHOICE).partition(":")[2], "")
    assert event.id == read(message(text="a")).id


def test_the_button_that_begins_a_conversation_greets() -> None:
    referral = {"ref": "spring", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    postback = {"mid": MID, "title": "Démarrer", "payload": "GET_STARTED", "referral": referral}

    assert read(item(postback=postback)).text == "Hello"


@pytest.mark.parametrize(
    ("postback", "heard"),
    [
        ({"title": "What is hard enamel?", "payload": "ICE_BREAKER_1"}, "What is hard enamel?"),
        ({"payload": "What is hard enamel?"}, "What is hard enamel?"),
    ],
)
def test_a_button_of_the_pages_own_menu_says_what_is_on_it(postback: dict[str, str], heard: str) -> None:
    event = read(item(postback=postback))

    assert (event.choice, event.text) == ("", heard)


def test_buttons_without_an_id_are_told_apart_by_their_time() -> None:
    press = item(postback={"title": "Yes", "payload": "YES"})
    later = {**press, "timestamp": 1_458_692_752_479}

    assert read(press).id == read(press).id != read(later).id


@pytest.mark.parametrize(
    ("kinds", "media"),
    [
        (["image"], "picture"),
        (["image", "image"], "picture"),
        (["file"], "file"),
        (["audio"], "voice"),
        (["video"], "video"),
        (["reel"], "video"),
        (["ig_reel"], "video"),
        (["sticker"], "sticker"),
        (["sticker", "image"], "sticker"),
        (["location"], "location"),
        (["fallback"], "other"),
        (["post"], "other"),
        (["ig_post"], "other"),
        (["template"], "other"),
        (["appointment_booking"], "other"),
        (["something_new"], "other"),
    ],
)
def test_what_is_not_words(kinds: list[str], media: str) -> None:
    event = read(attached(*kinds))

    assert (event.media, event.text) == (media, "")


def test_a_like_is_a_sticker() -> None:
    payload = {"url": "https://cdn.example/like.png", "sticker_id": 369239263222822}
    like = message(sticker_id=369239263222822, attachments=[{"type": "image", "payload": payload}])

    assert read(like).media == "sticker"


def test_an_attachment_without_anything_in_it() -> None:
    assert read(message(attachments=[{"type": "fallback", "payload": None}])).media == "other"
    assert read(message(attachments=[{"type": "fallback"}])).media == "other"
    assert read(message(is_unsupported=True)).media == "other"


def test_a_picture_with_words() -> None:
    event = read(attached("image", text="Can you make this?"))

    assert (event.media, event.text) == ("picture", "Can you make this?")


def test_a_link_is_words_and_its_preview_nothing() -> None:
    preview = {"type": "fallback", "title": "Pins", "payload": {"url": "https://pins.example"}}
    event = read(message(text="Like https://pins.example", attachments=[preview]))

    assert (event.media, event.text) == (None, "Like https://pins.example")


def test_an_edit_is_noticed_each_time() -> None:
    first = read(item(message_edit={"mid": MID, "text": "300 pins", "num_edit": 1}))
    second = read(item(message_edit={"mid": MID, "text": "200 pins", "num_edit": 2}))

    assert (first.edited, first.text) == (True, "")
    assert len({first.id, second.id, read(message(text="a")).id}) == 3


@pytest.mark.parametrize(
    "content",
    [
        {
            "message": {
                "mid": MID,
                "text": "said by the page",
                "is_echo": True,
                "app_id": 1_517_776_481_860_111,
            }
        },
        {"message": {"mid": MID, "is_deleted": True}},
        {"delivery": {"mids": [MID], "watermark": 1_458_668_856_253}},
        {"read": {"watermark": 1_458_668_856_253}},
        {"reaction": {"reaction": "love", "emoji": "\u2764\ufe0f", "action": "react", "mid": MID}},
        {"referral": {"ref": "spring", "source": "SHORTLINK", "type": "OPEN_THREAD"}},
        {"optin": {"ref": "pass-through", "user_ref": "unique"}},
        {"account_linking": {"status": "linked", "authorization_code": "x"}},
        {"pass_thread_control": {"new_owner_app_id": "123", "metadata": "x"}},
        {"policy_enforcement": {"action": "block", "reason": "x"}},
        {},
    ],
)
def test_what_gets_no_answer(content: dict[str, Any]) -> None:
    assert event_of(item(**content)) is None


@pytest.mark.parametrize("content", [{}, {"text": ""}, {"attachments": []}])
def test_what_meta_does_not_pass_on_is_something_else(content: dict[str, Any]) -> None:
    assert read(item(message={"mid": MID, **content})).media == "other"


@pytest.mark.parametrize(
    "people",
    [
        {"sender": {"id": PAGE}, "recipient": {"id": PAGE}},
        {"sender": {"user_ref": "USER-REF-ID"}, "recipient": {"id": PAGE}},
        {"sender": {"id": ANN}, "recipient": {}},
        {"recipient": {"id": PAGE}},
    ],
)
def test_who_gets_no_answer(people: dict[str, Any]) -> None:
    assert event_of({"timestamp": 1, "message": {"mid": MID, "text": "hi"}, **people}) is None


@pytest.mark.parametrize(
    "item",
    [
        message() | {"message": {"text": "without an id"}},
        item(message={"mid": MID, "attachments": [{"payload": {}}]}),
        item(message_edit={"mid": MID}),
        item(postback={"title": "without an id or time"}) | {"timestamp": None},
        {"sender": "ann"},
        [],
    ],
)
def test_what_is_not_as_documented_raises_or_says_nothing_wrong(item: Any) -> None:
    try:
        event = event_of(item)
    except (LookupError, TypeError, ValueError, AttributeError):
        return
    assert event is not None
    assert event.text == "without an id or time"


def test_all_entries_of_all_kinds_are_read_in_order() -> None:
    notification = {
        "object": "page",
        "entry": [
            {"id": PAGE, "time": 1, "messaging": [message(text="1"), message(text="2")]},
            {"id": PAGE, "time": 2, "standby": [message(text="not ours")]},
            {"id": PAGE, "time": 3, "changes": [{"field": "feed", "value": {"item": "post"}}]},
            {"id": PAGE, "time": 4, "changes": [{"field": "messages", "value": message(text="3")}]},
            {"id": PAGE, "time": 5, "messaging": [message(text="4")]},
        ],
    }

    assert [i["message"]["text"] for i in items_of(notification)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("kind", ["instagram", "user", "whatsapp_business_account"])
def test_nothing_is_read_that_is_not_of_a_page(kind: str) -> None:
    assert list(items_of({"object": kind, "entry": [{"messaging": [message(text="1")]}]})) == []


def test_nobody_can_be_somebody_else_by_the_form_of_an_id() -> None:
    def conversation(sender: str, page: str) -> str:
        event = read({**message(text="a"), "sender": {"id": sender}, "recipient": {"id": page}})
        return event.conversation

    assert conversation("1:2", "3") != conversation("2", "3:1")
    assert conversation("a/../b", "3") == "messenger:3:a%2F..%2Fb"
