"""Slack's events and presses as its documentation has them: what they say to us, and which say nothing."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.slack.events import event_of, press_of
from tests.channels.slack.payloads import BLOCKS, press

US = {"U0LAN0Z89"}
#: https://docs.slack.dev/reference/events/app_mention
MENTION = {
    "token": "ZZZZZZWSxiZZZ2yIvs3peJ",
    "team_id": "T123ABC456",
    "api_app_id": "A123ABC456",
    "event": {
        "type": "app_mention",
        "user": "U061F7AUR",
        "text": "<@U0LAN0Z89> is it everything a river should be?",
        "ts": "1515449522.000016",
        "channel": "C123ABC456",
        "event_ts": "1515449522000016",
    },
    "type": "event_callback",
    "event_id": "Ev123ABC456",
    "event_time": 1515449522000016,
    "authed_users": ["U0LAN0Z89"],
}
#: https://docs.slack.dev/reference/events/message.im
DIRECT = {
    "token": "one-long-verification-token",
    "team_id": "T123ABC456",
    "api_app_id": "A123ABC456",
    "event": {
        "type": "message",
        "channel": "D123ABC456",
        "user": "U123ABC456",
        "text": "Hello hello can you hear me?",
        "ts": "1355517523.000005",
        "event_ts": "1355517523.000005",
        "channel_type": "im",
    },
    "type": "event_callback",
    "authed_teams": ["T123ABC456"],
    "event_id": "Ev123ABC456",
    "event_time": 1355517523,
}
FILE = {"id": "F123", "name": "logo.png", "mimetype": "image/png", "filetype": "png", "mode": "hosted"}


def direct(**more: Any) -> dict[str, Any]:
    return {**DIRECT, "event": {**DIRECT["event"], **more}}  # type: ignore[dict-item]


def mention(**more: Any) -> dict[str, Any]:
    return {**MENTION, "event": {**MENTION["event"], **more}}  # type: ignore[dict-item]


def read(body: dict[str, Any]) -> Event:
    event = event_of(body, US)
    assert event is not None
    return event


def test_a_direct_message() -> None:
    assert read(DIRECT) == Event(
        id="Ev123ABC456",
        conversation="slack:T123ABC456:D123ABC456:U123ABC456",
        address={"channel": "D123ABC456"},
        text="Hello hello can you hear me?",
    )


def test_a_mention_in_a_channel_is_answered_in_a_thread_below() -> None:
    assert read(MENTION) == Event(
        id="Ev123ABC456",
        conversation="slack:T123ABC456:C123ABC456:1515449522.000016:U061F7AUR",
        address={"channel": "C123ABC456", "thread": "1515449522.000016"},
        text="is it everything a river should be?",
    )


def test_a_mention_in_a_thread_is_of_that_thread() -> None:
    event = read(mention(thread_ts="1515449500.000001"))

    assert event.address["thread"] == "1515449500.000001"
    assert event.conversation == "slack:T123ABC456:C123ABC456:1515449500.000001:U061F7AUR"


def test_a_thread_in_a_direct_message_is_answered_there_and_is_the_same_conversation() -> None:
    event = read(direct(thread_ts="1355517000.000001"))

    assert event.address == {"channel": "D123ABC456", "thread": "1355517000.000001"}
    assert event.conversation == read(DIRECT).conversation


def test_two_members_two_channels_and_two_threads_are_conversations_of_their_own() -> None:
    mentions = (MENTION, mention(user="U2"), mention(channel="C2"), mention(ts="1515449522.000017"))
    assert len({read(m).conversation for m in mentions}) == 4


def test_without_knowing_who_we_are_a_mention_is_ours() -> None:
    event = event_of(MENTION)

    assert event is not None
    assert event.text == "is it everything a river should be?"


def test_who_we_are_stands_in_the_event() -> None:
    granted = [{"team_id": "T123ABC456", "user_id": "U7", "is_bot": True}]
    body = {**mention(text="<@U5> ask <@U7> which pin"), "authorizations": granted}

    event = event_of(body)

    assert event is not None
    assert event.text == "@U5 ask which pin"
    assert event_of({**direct(user="U7"), "authorizations": granted}) is None


def test_naming_us_and_nothing_else_is_a_greeting() -> None:
    assert read(mention(text="<@U0LAN0Z89>")).text == "Hello"


def test_a_shared_channel_is_of_the_workspace_that_has_the_app() -> None:
    granted = [{"enterprise_id": None, "team_id": "T9", "user_id": "U7", "is_bot": True}]

    assert read({**MENTION, "authorizations": granted}).conversation.startswith("slack:T9:")


def test_an_app_of_a_whole_organisation_has_one_conversation_by_words_and_presses() -> None:
    granted = [{"enterprise_id": "E1", "team_id": "T9", "user_id": "U7", "is_bot": True}]
    whole = [{**granted[0], "is_enterprise_install": True}]
    event = read({**direct(user="U5", channel="D5"), "authorizations": whole})
    payload = press(channel="D5", user="U5")
    payload |= {"team": None, "enterprise": {"id": "E1", "name": "Org"}, "is_enterprise_install": True}

    assert event.conversation == "slack:E1:D5:U5"
    assert pressed(payload).conversation == "slack:E1:D5:U5"


@pytest.mark.parametrize(
    ("files", "media"),
    [
        ([FILE], "picture"),
        ([{**FILE, "mimetype": "image/svg+xml"}], "picture"),
        ([{**FILE, "mimetype": "application/pdf"}], "file"),
        ([{**FILE, "mimetype": "application/pdf"}, FILE], "picture"),
        ([{**FILE, "mimetype": "video/mp4"}], "video"),
        ([{**FILE, "mimetype": "audio/mp4"}], "voice"),
        ([{**FILE, "mimetype": "video/webm", "subtype": "slack_audio"}], "voice"),
        ([{"id": "F1", "mode": "tombstone"}], "file"),
    ],
)
def test_what_is_not_words(files: list[dict[str, Any]], media: str) -> None:
    event = read(direct(subtype="file_share", files=files, text=""))

    assert (event.media, event.text) == (media, "")


def test_a_picture_with_words() -> None:
    event = read(mention(files=[FILE], text="<@U0LAN0Z89> can you make this?"))

    assert (event.media, event.text) == ("picture", "can you make this?")


def test_a_picture_for_us_in_a_channel_is_no_greeting() -> None:
    event = read(mention(files=[FILE], text="<@U0LAN0Z89>"))

    assert (event.media, event.text) == ("picture", "")


def test_a_forwarded_message_is_something_else() -> None:
    shared = {"is_share": True, "text": "Which pin?", "fallback": "Which pin?"}

    assert read(direct(text="", attachments=[shared])).media == "other"
    assert read(direct(text="this", attachments=[shared])).media is None


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message"])
def test_other_kinds_of_words(subtype: str) -> None:
    assert read(direct(subtype=subtype)).text == "Hello hello can you hear me?"


def changed(text: str = "I need 300 pins", before: str = "I need 200 pins", **more: Any) -> dict[str, Any]:
    """https://docs.slack.dev/reference/events/message/message_changed, in a direct message."""
    message = {"type": "message", "user": "U123ABC456", "ts": "1355517523.000005"}
    edited = {"user": "U123ABC456", "ts": "1358878755.000001"}
    return direct(
        subtype="message_changed",
        hidden=True,
        user=None,
        ts="1358878755.000001",
        message={**message, "text": text, "edited": edited, **more},
        previous_message={**message, "text": before},
    )


def test_an_edit_is_noticed() -> None:
    event = read(changed())

    assert (event.edited, event.text, event.address) == (True, "", {"channel": "D123ABC456"})
    assert event.conversation == read(DIRECT).conversation


def test_an_edited_mention_is_noticed() -> None:
    event = read(mention(edited={"user": "U061F7AUR", "ts": "1515449600.000000"}))

    assert (event.edited, event.text) == (True, "")


@pytest.mark.parametrize(
    "body",
    [
        changed(text="same", before="same"),
        changed(edited=None),
        changed(user="U0LAN0Z89"),
        changed(bot_id="B1"),
        changed(subtype="tombstone"),
        direct(user="U0LAN0Z89"),
        direct(bot_id="B0001"),
        direct(bot_id="B9", subtype="bot_message"),
        direct(bot_profile={"id": "B9"}),
        direct(user="USLACKBOT"),
        direct(user=None),
        direct(hidden=True),
        direct(subtype="message_deleted"),
        direct(subtype="channel_join"),
        direct(subtype="assistant_app_thread"),
        mention(bot_id="B9"),
        mention(channel="D123ABC456"),
        direct(channel="C123ABC456", channel_type="channel"),
        direct(channel="G123ABC456", channel_type="group"),
        direct(channel="G123ABC456", channel_type="mpim"),
        {**DIRECT, "event": {"type": "reaction_added", "user": "U1", "reaction": "thumbsup", "item": {}}},
        {**DIRECT, "event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}},
        {**DIRECT, "event": {"type": "member_joined_channel", "user": "U1", "channel": "C1"}},
        {**DIRECT, "event": {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}},
    ],
)
def test_what_gets_no_answer(body: dict[str, Any]) -> None:
    assert event_of(body, US) is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"event": None},
        {"event": {}},
        direct(channel=None),
        direct(user={"id": "U1"}),
        mention(ts=None),
        {**DIRECT, "event_id": None},
        {**DIRECT, "team_id": None},
        {**DIRECT, "event": "message"},
    ],
)
def test_what_is_not_as_documented_raises(body: dict[str, Any]) -> None:
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        event_of(body, US)


def test_a_direct_message_goes_by_two_names() -> None:
    """https://docs.slack.dev/reference/events/message.app_home."""
    assert read(direct(channel_type="app_home")) == read(DIRECT)


# -- presses ------------------------------------------------------------------------------------------


def pressed(payload: dict[str, Any], **action: Any) -> Event:
    event = press_of(payload, {**payload["actions"][0], **action})
    assert event is not None
    return event


def test_a_pressed_button() -> None:
    event = pressed(press())

    assert event.choice == "click_me_123"
    assert event.conversation == read(DIRECT).conversation
    assert event.address == {
        "channel": "D123ABC456",
        "press": {"message": "1548261231.000200", "text": "Flat?", "blocks": BLOCKS},
    }


def test_a_choice_of_a_menu() -> None:
    option = {"text": {"type": "plain_text", "text": "Red"}, "value": "abc"}

    assert pressed(press(), type="static_select", selected_option=option, value=None).choice == "abc"


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"value": ""},
        {"type": "static_select", "selected_option": None},
        {"type": "overflow", "selected_option": {"value": "value-0"}},
        {"type": "radio_buttons", "selected_option": {"value": "value-0"}},
        {"type": "checkboxes", "selected_options": [{"value": "value-0"}]},
        {"type": "multi_static_select", "selected_options": [{"value": "value-0"}]},
        {"type": "datepicker", "selected_date": "2026-11-29"},
        {"type": "timepicker", "selected_time": "10:00"},
        {"type": "users_select", "selected_user": "U1"},
    ],
)
def test_what_we_never_send_is_a_choice_that_is_none(action: dict[str, Any]) -> None:
    """Nobody is left without an answer who has pressed something."""
    plain = {name: value for name, value in press()["actions"][0].items() if name != "value"}

    event = press_of(press(), {**plain, **action})

    assert event is not None
    assert event.choice == "unknown"


def test_a_press_in_a_thread_is_of_that_conversation() -> None:
    event = pressed(press("C123ABC456", "U061F7AUR", thread_ts="1515449522.000016"))

    assert event.conversation == read(MENTION).conversation
    assert event.address["thread"] == "1515449522.000016"


def test_a_press_outside_of_threads_is_answered_in_one() -> None:
    assert pressed(press("C123ABC456")).address["thread"] == "1548261231.000200"


def test_a_message_that_only_one_sees_is_not_changed() -> None:
    assert "press" not in pressed(press(is_ephemeral=True)).address


def test_the_documented_press_below_an_attachment_is_answered() -> None:
    payload = press("CBR2V3XEX", type="message_attachment", attachment_id=1, is_app_unfurl=False)
    del payload["message"]["blocks"]

    event = pressed(payload)

    assert event.choice == "click_me_123"
    assert event.address["press"]["blocks"] == []


def test_each_press_counts_once_and_two_are_two() -> None:
    first, again = pressed(press()), pressed(press())
    later = pressed(press(), action_ts="1548426418.000000")
    other = pressed(press(user="U2"))

    assert first.id == again.id
    assert len({first.id, later.id, other.id}) == 3


@pytest.mark.parametrize(
    ("payload", "action"),
    [
        (press(), {"url": "https://pins.example", "value": None}),
        (press(), {"url": "https://pins.example", "value": "opened"}),
        (press(), {"type": "workflow_button", "value": None}),
        ({**press(), "container": {"type": "view", "view_id": "V1"}}, {}),
    ],
)
def test_a_press_that_makes_no_choice(payload: dict[str, Any], action: dict[str, Optional[str]]) -> None:
    assert press_of(payload, {**payload["actions"][0], **action}) is None
