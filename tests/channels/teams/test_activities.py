"""Teams' activities as Microsoft's documentation has them: what they say to us, and which say nothing."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.rendering.choices import key_of
from pin_advisor.channels.teams.activities import event_of
from pin_advisor.replies import Choice

MEGAN = "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ-NJWi7me2kHTL3Bw"
CHAT = "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZjKR0WSfOpzbfcAg2IaydGElSo10tVr4C7Fc6GtieTJX663WuJCc1uA83n4CSr"
BOT = {"id": "28:c9e8c047-2a74-40a2-b28a-b162d5f5327c", "name": "Teams TestBot"}
CLIENT = {
    "locale": "en-US",
    "country": "US",
    "platform": "Windows",
    "timezone": "America/Los_Angeles",
    "type": "clientInfo",
}


def activity(**changed: Any) -> dict[str, Any]:
    """https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability."""
    return {
        "type": "message",
        "id": "1485983408511",
        "timestamp": "2017-02-01T21:10:07.437Z",
        "localTimestamp": "2017-02-01T14:10:07.437-07:00",
        "serviceUrl": "https://smba.trafficmanager.net/amer/",
        "channelId": "msteams",
        "from": {"id": MEGAN, "name": "Megan Bowen", "aadObjectId": "7faf8ab2-3d56-4244-b585-20c8a42ed2b8"},
        "conversation": {"conversationType": "personal", "id": CHAT},
        "recipient": BOT,
        "textFormat": "plain",
        "text": "Hello Teams TestBot.Sending bold-italic rich text",
        "attachments": [
            html("<div><div>Hello. Sending <strong>bold</strong>-<em>italic</em>.</div>\n</div>")
        ],
        "entities": [CLIENT],
        "channelData": {"tenant": {"id": "72f988bf-86f1-41af-91ab-2d7cd011db47"}},
        "locale": "en-US",
        **changed,
    }


def html(content: str) -> dict[str, Any]:
    return {"contentType": "text/html", "content": content}


def in_a_channel(text: str, *entities: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations."""
    thread = {
        "isGroup": True,
        "conversationType": "channel",
        "id": "19:aebd0ad4d6ab42c8b9ed19c251c2fc37@thread.skype;messageid=1481567603816",
    }
    return activity(text=text, conversation=thread, entities=[CLIENT, *entities], attachments=[], **changed)


def mention(text: str, mentioned: dict[str, Any] = BOT) -> dict[str, Any]:
    return {"type": "mention", "mentioned": mentioned, "text": text}


def read(said: dict[str, Any]) -> Event:
    event = event_of(said)
    assert event is not None
    return event


# -- messages ----------------------------------------------------------------------------------------


def test_a_message_in_a_personal_chat() -> None:
    event = read(activity())

    assert (event.text, event.choice, event.media, event.edited) == (activity()["text"], "", None, False)
    assert event.locale == "en-US"
    assert event.address == {
        "service": "https://smba.trafficmanager.net/amer/",
        "conversation": CHAT,
        "reply": "1485983408511",
        "bot": BOT["id"],
        "visitor": MEGAN,
    }


def test_whoever_writes_where_has_a_conversation_of_their_own() -> None:
    said = [
        activity(),
        activity(**{"from": {"id": "29:other"}}),
        activity(conversation={"conversationType": "personal", "id": "a:other"}),
        activity(recipient={"id": "28:other"}),
    ]

    events = [read(each) for each in said]

    assert len({event.conversation for event in events}) == 4
    assert len({event.id for event in events}) == 4, "an id is a time, which others may share"
    assert read(activity(text="another")).id == events[0].id
    assert all(event.conversation.startswith("teams:") for event in events)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("<at>Teams TestBot</at> which pin?", "which pin?"),
        ("<at>Teams TestBot</at>&nbsp;which pin?\n", "which pin?"),
        ("which pin? <at>Teams TestBot</at>", "which pin?"),
        ('<at id="0">Teams TestBot</at> which pin?', "which pin?"),
        ("<at>@Teams TestBot</at> which pin?", "which pin?"),
        ("<at>Teams TestBot</at> what does <at>Pranav Smith</at> like?", "what does Pranav Smith like?"),
        ("<at>Teams TestBot</at>", "Hello"),
        ("<at>Teams TestBot</at> 1 < 2 & 3 > 2 <b>", "1 < 2 & 3 > 2 <b>"),
    ],
)
def test_a_mention_of_us_is_no_part_of_the_words(text: str, heard: str) -> None:
    pranav = mention("<at>@Pranav Smith</at>", {"id": "29:08q2j2o3jc09au90eucae", "name": "Pranav Smith"})

    assert read(in_a_channel(text, mention("<at>Teams TestBot</at>"), pranav)).text == heard


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
@pytest.mark.parametrize(
    "entities",
    [
        [],
        [mention("<at>Pranav</at>", {"id": "29:08q", "name": "Pranav"})],
        [{"type": "mention", "text": "x"}],
    ],
)
def test_what_is_said_in_a_group_to_others_is_not_heard(kind: str, entities: list[dict[str, Any]]) -> None:
    said = in_a_channel("<at>Teams TestBot</at> typed by hand", *entities)
    said["conversation"]["conversationType"] = kind

    assert event_of(said) is None


def test_formatted_text_is_read_without_its_formatting() -> None:
    said = activity(textFormat="xml", text="<p>300 pins &amp; <b>no</b> more</p>", attachments=[])

    assert " ".join(read(said).text.split()) == "300 pins & no more"


def test_of_a_reply_only_the_own_words_are_heard() -> None:
    quote = (
        '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1664203212345">\n'
        '<strong itemprop="mri" itemid="28:c9e8">Teams TestBot</strong><span itemprop="time"></span>\n'
        '<p itemprop="preview">Flat &amp; cheap, or sculpted?</p>\n</blockquote>\n'
        '<p><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Teams TestBot</span>'
        "&nbsp;sculpted &amp; dear</p>"
    )
    reference = {"contentType": "messageReference", "content": "{}"}
    said = activity(
        text="Flat & cheap, or sculpted?\n\nsculpted & dear", attachments=[reference, html(quote)]
    )

    assert (read(said).text, read(said).media) == ("sculpted & dear", None)


@pytest.mark.parametrize(
    ("changed", "locale"),
    [
        ({}, "en-US"),
        ({"locale": None}, "en-US"),
        ({"locale": None, "entities": None}, None),
        ({"locale": "de-DE"}, "de-DE"),
    ],
)
def test_the_language_of_the_client(changed: dict[str, Any], locale: Optional[str]) -> None:
    assert read(activity(**changed)).locale == locale


# -- buttons -----------------------------------------------------------------------------------------

KEY = key_of(Choice("Sculpted", "Sculpted, 3D"))


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        ({"choice": KEY}, KEY),
        (f'{{"choice": "{KEY}"}}', KEY),
        ({"choice": KEY, "more": 1}, KEY),
        ({"choice": 7}, ""),
        ({"property": "propertyValue"}, ""),
        ("no JSON", ""),
        ([KEY], ""),
    ],
)
def test_a_pressed_button(value: Any, choice: str) -> None:
    """https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions."""
    said = activity(
        id="f:5261769396935243054",
        text="Sculpted, 3D",
        value=value,
        replyToId="1575667808184",
        attachments=None,
    )

    assert (read(said).choice, read(said).text, read(said).media) == (choice, "Sculpted, 3D", None)


def test_a_button_needs_no_mention_in_a_group() -> None:
    assert read(in_a_channel("", value={"choice": KEY})).choice == KEY


def test_a_button_of_a_card_that_is_not_ours_is_answered_kindly() -> None:
    said = activity(value={"x": 1}, attachments=None)
    del said["text"]

    assert read(said).media == "other"


# -- what is not words -------------------------------------------------------------------------------


def file(kind: str) -> dict[str, Any]:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4."""
    return {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "contentUrl": f"https://contoso.sharepoint.com/personal/johnadams/Documents/file_example.{kind}",
        "name": f"file_example.{kind}",
        "content": {"downloadUrl": "https://download.link", "uniqueId": "1150D938", "fileType": kind},
    }


@pytest.mark.parametrize(
    ("attachments", "media"),
    [
        ([{"contentType": "image/*", "contentUrl": "https://smba.trafficmanager.net/1"}], "picture"),
        ([{"contentType": "image/png", "contentUrl": "https://upload.example/a.png"}], "picture"),
        ([html('<p><img src="https://x.example/0" itemtype="http://schema.skype.com/AMSImage"></p>')],
         "picture"),
        ([file("txt")], "file"),
        ([file("PNG")], "picture"),
        ([file("ai")], "picture"),
        ([{"contentType": "reference", "contentUrl": "https://contoso.sharepoint.com/a.pdf"}], "file"),
        ([{"contentType": "audio/mp4", "contentUrl": "https://x.example/a"}], "voice"),
        ([{"contentType": "video/mp4", "contentUrl": "https://x.example/a"}], "video"),
        ([html('<img itemtype="http://schema.skype.com/Giphy" src="https://x.example/x">')], "sticker"),
        ([{"contentType": "application/vnd.microsoft.card.adaptive", "content": {}}], "other"),
        ([html('<p><img itemtype="http://schema.skype.com/Emoji" alt="\U0001f389"></p>')], None),
        ([], None),
        (None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["", "this one"])
def test_attachments(attachments: Any, media: Optional[str], text: str) -> None:
    event = read(activity(text=text, attachments=attachments))

    assert (event.media, event.text) == (media, text)


@pytest.mark.parametrize(("text", "heard"), [("", "hello"), ("hello there", "hello there")])
def test_words_that_come_in_nothing_but_html_are_heard(text: str, heard: str) -> None:
    assert read(activity(text=text, attachments=[html("<p>hello</p>")])).text == heard


# -- news --------------------------------------------------------------------------------------------


def added(*members: str, **changed: Any) -> dict[str, Any]:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events."""
    return {
        "type": "conversationUpdate",
        "membersAdded": [{"id": member} for member in members],
        "timestamp": "2019-04-23T10:17:44.349Z",
        "id": "f:5f85c2ad",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/amer-client-ss.msg/",
        "from": {"id": MEGAN, "aadObjectId": "***"},
        "conversation": {"conversationType": "personal", "id": CHAT},
        "recipient": BOT,
        "channelData": {"tenant": {"id": "72f988bf-86f1-41af-91ab-2d7cd011db47"}},
        **changed,
    }


def test_the_bot_is_added_once() -> None:
    event, again = read(added(str(BOT["id"]), MEGAN)), read(added(str(BOT["id"]), id="f:another"))

    assert (event.text, event.id) == ("Hello", again.id)
    assert event.conversation == read(activity()).conversation
    assert "reply" not in event.address


@pytest.mark.parametrize(
    "news",
    [
        added(MEGAN),
        added(),
        added(str(BOT["id"]), **{"from": None}),
        added(membersRemoved=[{"id": BOT["id"]}], membersAdded=None),
        added(channelData={"eventType": "channelRenamed"}, membersAdded=None),
    ],
)
def test_other_news_says_nothing(news: dict[str, Any]) -> None:
    assert event_of(news) is None


def test_an_edited_message_in_a_personal_chat() -> None:
    said = activity(type="messageUpdate", channelData={"eventType": "editMessage"})
    later = activity(type="messageUpdate", channelData={"eventType": "editMessage"}, timestamp="2017-02-02")

    assert read(said).edited
    assert len({read(said).id, read(later).id, read(activity()).id}) == 3


@pytest.mark.parametrize(
    "said",
    [
        activity(type="messageUpdate", channelData={"eventType": "undeleteMessage"}),
        in_a_channel("hi", type="messageUpdate", channelData={"eventType": "editMessage"}),
        activity(type="messageDelete", channelData={"eventType": "softDeleteMessage"}),
        activity(type="messageReaction", reactionsAdded=[{"type": "like"}], replyToId="1575667808184"),
        activity(
            type="event", name="application/vnd.microsoft.readReceipt", value={"lastReadMessageId": "1"}
        ),
        activity(type="installationUpdate", action="add"),
        activity(type="typing"),
        activity(type="endOfConversation"),
        activity(type="somethingNew"),
        activity(**{"from": {"id": "28:9901a8b6-4fef-428b-80b1-ddb59361adeb", "name": "Another bot"}}),
        activity(**{"from": {"id": "29:skill", "role": "skill"}}),
        activity(**{"from": BOT}),
        activity(**{"from": {}}),
    ],
)
def test_what_gets_no_answer(said: dict[str, Any]) -> None:
    assert event_of(said) is None


@pytest.mark.parametrize("missing", ["type", "id", "conversation", "recipient", "serviceUrl"])
def test_what_is_not_as_documented_is_told(missing: str) -> None:
    said = activity()
    del said[missing]

    with pytest.raises(LookupError):
        event_of(said)
