"""Telegram's updates as its documentation has them: what they say to us, and which say nothing."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.telegram.updates import Bot, event_of

BOT = Bot(77001, "pin_advisor_bot")
ANN = {"id": 501, "is_bot": False, "first_name": "Ann", "username": "ann", "language_code": "en-GB"}
PRIVATE = {"id": 501, "first_name": "Ann", "type": "private"}
GROUP = {"id": -100200, "title": "The chess club", "type": "supergroup"}
PHOTO = [{"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 1500, "width": 90, "height": 67}]
DOCUMENT = {"file_id": "BQAC", "file_unique_id": "AgAD", "file_name": "logo", "file_size": 9000}


def message(chat: Optional[dict[str, Any]] = None, **content: Any) -> dict[str, Any]:
    return {
        "update_id": 10_000,
        "message": {
            "message_id": 1365,
            "from": ANN,
            "chat": chat or PRIVATE,
            "date": 1_441_645_532,
            **content,
        },
    }


def read(update: dict[str, Any], bot: Bot = BOT) -> Event:
    event = event_of(update, bot)
    assert event is not None
    return event


def test_a_message_in_a_private_chat() -> None:
    assert read(message(text="I need 300 pins")) == Event(
        id="10000",
        conversation="telegram:77001:501:501",
        address={"chat": 501},
        text="I need 300 pins",
        locale="en-GB",
    )


def test_a_pressed_button() -> None:
    shown = message(text="Flat or sculpted?", **{"from": {"id": 77001, "is_bot": True}})["message"]
    query = {"id": "4382bfdwdsb323b2d9", "from": ANN, "message": shown, "chat_instance": "-17", "data": "abc"}

    assert read({"update_id": 10_001, "callback_query": query}) == Event(
        id="10001",
        conversation="telegram:77001:501:501",
        address={"chat": 501, "press": {"query": "4382bfdwdsb323b2d9", "message": 1365}},
        choice="abc",
        locale="en-GB",
    )


def test_a_pressed_button_below_a_message_that_is_too_old_to_be_told() -> None:
    inaccessible = {"chat": PRIVATE, "message_id": 3, "date": 0}
    query = {"id": "1", "from": ANN, "message": inaccessible, "chat_instance": "-17", "data": "abc"}

    assert read({"update_id": 1, "callback_query": query}).choice == "abc"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/start", "Hello"),
        ("/START", "Hello"),
        ("/start ref_17", "Hello"),
        ("/start@pin_advisor_bot", "Hello"),
        ("/start@Pin_Advisor_Bot", "Hello"),
        ("/help", "What can you do?"),
        ("/restart", "/restart"),
        ("/inform{}", "/inform{}"),
        ("// two slashes", "// two slashes"),
    ],
)
def test_commands(text: str, heard: str) -> None:
    assert read(message(text=text)).text == heard


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert event_of(message(GROUP, text="/start@weather_bot"), BOT) is None


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"photo": PHOTO}, "picture"),
        ({"document": {**DOCUMENT, "mime_type": "application/pdf"}}, "file"),
        ({"document": DOCUMENT}, "file"),
        ({"document": {**DOCUMENT, "mime_type": "image/svg+xml"}}, "picture"),
        ({"animation": DOCUMENT, "document": DOCUMENT}, "video"),
        ({"video": DOCUMENT}, "video"),
        ({"video_note": DOCUMENT}, "video"),
        ({"voice": DOCUMENT}, "voice"),
        ({"audio": DOCUMENT}, "voice"),
        ({"sticker": {**DOCUMENT, "type": "regular", "emoji": "👍"}}, "sticker"),
        ({"location": {"latitude": 51.5, "longitude": -0.1}}, "location"),
        ({"venue": {"title": "The shop"}, "location": {"latitude": 51.5, "longitude": -0.1}}, "location"),
        ({"contact": {"phone_number": "+15550001", "first_name": "Bob", "user_id": 9}}, "contact"),
        ({"contact": {"phone_number": "+15550001", "first_name": "Bob"}}, "contact"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
        ({"poll": {"id": "1", "question": "Which pin?", "options": []}}, "other"),
        ({"story": {"id": 1}}, "other"),
    ],
)
def test_what_is_not_words(content: dict[str, Any], media: str) -> None:
    event = read(message(**content))

    assert (event.media, event.text) == (media, "")


def test_a_picture_with_words() -> None:
    event = read(message(photo=PHOTO, caption="Can you make this?"))

    assert (event.media, event.text) == ("picture", "Can you make this?")


def test_their_own_contact_is_their_telephone_number() -> None:
    event = read(message(contact={"phone_number": "+15550001", "first_name": "Ann", "user_id": 501}))

    assert (event.media, event.text) == (None, "My telephone number is +15550001")


def test_of_an_album_the_words_count_and_the_pictures_once() -> None:
    album = {"media_group_id": "12345", "photo": PHOTO}
    first = read({**message(**album, caption="Our logo"), "update_id": 1})
    second = read({**message(**album), "update_id": 2})
    third = read({**message(**album), "update_id": 3})

    assert (first.text, first.media, first.id) == ("Our logo", None, "1")
    assert second.media == third.media == "picture"
    assert second.id == third.id != first.id


def test_an_edit_is_noticed() -> None:
    edited = message(text="I need 200 pins", edit_date=1_441_645_600)["message"]

    event = read({"update_id": 5, "edited_message": edited})

    assert (event.edited, event.text) == (True, "")


def test_an_edit_of_the_words_below_a_picture_is_noticed() -> None:
    edited = message(photo=PHOTO, caption="200 of these", edit_date=1_441_645_600)["message"]

    assert read({"update_id": 5, "edited_message": edited}).edited


@pytest.mark.parametrize(
    "content", [{"location": {"latitude": 1.0, "longitude": 1.0, "live_period": 600}}, {"photo": PHOTO}]
)
def test_other_edits_say_nothing(content: dict[str, Any]) -> None:
    assert event_of({"update_id": 5, "edited_message": message(**content)["message"]}, BOT) is None


MENTION = {"type": "mention", "offset": 0, "length": 16}


@pytest.mark.parametrize(
    "content",
    [
        {"text": "/start"},
        {"text": "@pin_advisor_bot which pin?", "entities": [MENTION]},
        {"text": "which pin, @Pin_Advisor_Bot?"},
        {"photo": PHOTO, "caption": "@pin_advisor_bot this one"},
        {"text": "which?", "reply_to_message": {"message_id": 1, "from": {"id": 77001, "is_bot": True}}},
        {
            "text": "You, which?",
            "entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 77001}}],
        },
    ],
)
def test_in_a_group_whoever_speaks_to_us_is_answered_there(content: dict[str, Any]) -> None:
    event = read(message(GROUP, **content))

    assert event.conversation == "telegram:77001:-100200:501"
    assert event.address == {"chat": -100200, "reply": 1365}
    assert "@pin_advisor_bot" not in event.text.lower()


@pytest.mark.parametrize(
    "content",
    [
        {"text": "which pin do we take?"},
        {"text": "@somebody_else which pin?", "entities": [MENTION]},
        {"text": "@pin_advisor_bots which pin?"},
        {"text": "which?", "reply_to_message": {"message_id": 1, "from": {"id": 9, "is_bot": False}}},
        {"photo": PHOTO},
        {"new_chat_members": [{"id": 9, "is_bot": False, "first_name": "Bob"}]},
    ],
)
def test_in_a_group_nothing_else_is_heard(content: dict[str, Any]) -> None:
    assert event_of(message(GROUP, **content), BOT) is None
    assert event_of({"update_id": 5, "edited_message": message(GROUP, **content)["message"]}, BOT) is None


def test_who_only_names_us_is_greeted() -> None:
    assert read(message(GROUP, text="@Pin_Advisor_Bot ")).text == "Hello"
    assert read(message(GROUP, photo=PHOTO, caption="@pin_advisor_bot")).text == ""


#: https://core.telegram.org/bots/api#message: "from" is a fake sender then.
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": -100300, "type": "channel", "title": "Our news"}


@pytest.mark.parametrize("name", [GROUP, CHANNEL])
def test_who_writes_in_the_name_of_a_group_or_a_channel_is_answered(name: dict[str, Any]) -> None:
    event = read(message(GROUP, text="@pin_advisor_bot which?", sender_chat=name, **{"from": ANONYMOUS}))

    assert event.conversation == f"telegram:77001:-100200:{name['id']}"
    assert event.text == "which?"


def test_what_a_channel_posts_into_its_group_is_nobodys() -> None:
    service = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    post = message(GROUP, text="by @pin_advisor_bot", sender_chat=CHANNEL, is_automatic_forward=True)
    post["message"]["from"] = service

    assert event_of(post, BOT) is None


def test_two_members_of_a_group_have_conversations_of_their_own() -> None:
    bob = {"id": 502, "is_bot": False, "first_name": "Bob"}

    assert (
        read(message(GROUP, text="/start")).conversation
        != read(message(GROUP, text="/start", **{"from": bob})).conversation
    )


def test_a_topic_of_a_forum_is_answered_in_it() -> None:
    event = read(message(GROUP, text="/start", message_thread_id=7, is_topic_message=True))

    assert event.address == {"chat": -100200, "thread": 7, "reply": 1365}


@pytest.mark.parametrize(
    "update",
    [
        message(text="I am a bot", **{"from": {"id": 9, "is_bot": True, "first_name": "Weather"}}),
        {"update_id": 1, "message": {"message_id": 1, "chat": PRIVATE, "date": 1, "text": "from nobody"}},
        {"update_id": 1, "channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "news"}},
        message(pinned_message={"message_id": 1}),
        message(new_chat_title="Another title"),
        {"update_id": 1, "edited_channel_post": {"message_id": 1}},
        {"update_id": 1, "inline_query": {"id": "1", "from": ANN, "query": "pin", "offset": ""}},
        {"update_id": 1, "my_chat_member": {"chat": PRIVATE, "from": ANN}},
        {"update_id": 1, "message_reaction": {"chat": PRIVATE, "message_id": 1, "user": ANN}},
        {"update_id": 1, "poll_answer": {"poll_id": "1", "user": ANN, "option_ids": [0]}},
        {"update_id": 1, "callback_query": {"id": "1", "from": ANN, "inline_message_id": "5", "data": "x"}},
        {"update_id": 1, "callback_query": {"id": "1", "from": ANN, "message": message()["message"]}},
        {"update_id": 1},
    ],
)  # fmt: skip
def test_what_gets_no_answer(update: dict[str, Any]) -> None:
    assert event_of(update, BOT) is None


def test_before_we_know_our_name_a_private_chat_works() -> None:
    assert read(message(text="@pin_advisor_bot hello"), Bot(77001)).text == "@pin_advisor_bot hello"
    assert event_of(message(GROUP, text="@pin_advisor_bot hello"), Bot(77001)) is None


@pytest.mark.parametrize(
    "update",
    [{}, {"update_id": "x"}, {"update_id": 1, "message": 3}, {"update_id": 1, "message": {"from": ANN}}],
)
def test_what_is_not_as_documented_raises(update: dict[str, Any]) -> None:
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        event_of(update, BOT)
