"""Twilio's requests as its documentation has them: what they say to us, and which say nothing."""

from __future__ import annotations

from typing import Final, Optional

import pytest

from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.twilio.messages import NotOurs, event_of

OUR_SMS: Final = "+15558675310"
OUR_WHATSAPP: Final = "whatsapp:+14155238886"
OURS: Final = frozenset({OUR_SMS, OUR_WHATSAPP})
SID: Final = "SM1f0e8ae6ade43cb3c0ce4525424e404f"

#: https://www.twilio.com/docs/messaging/guides/webhook-request
SMS: Final = {
    "ToCountry": "US",
    "ToState": "CA",
    "SmsMessageSid": SID,
    "NumMedia": "0",
    "ToCity": "",
    "FromZip": "94045",
    "SmsSid": SID,
    "FromState": "CA",
    "SmsStatus": "received",
    "FromCity": "SAN FRANCISCO",
    "Body": "I need 300 pins",
    "FromCountry": "US",
    "To": OUR_SMS,
    "ToZip": "",
    "NumSegments": "1",
    "MessageSid": SID,
    "AccountSid": "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "From": "+14155550101",
    "ApiVersion": "2010-04-01",
}
#: The same page, "WhatsApp-specific parameters".
WHATSAPP: Final = {
    "SmsMessageSid": SID,
    "NumMedia": "0",
    "ProfileName": "Ann",
    "MessageType": "text",
    "SmsSid": SID,
    "WaId": "14155550102",
    "SmsStatus": "received",
    "Body": "I need 300 pins",
    "To": OUR_WHATSAPP,
    "NumSegments": "1",
    "ReferralNumMedia": "0",
    "MessageSid": SID,
    "AccountSid": "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "From": "whatsapp:+14155550102",
    "ApiVersion": "2010-04-01",
}
BOTH: Final = pytest.mark.parametrize("form", [SMS, WHATSAPP], ids=["sms", "whatsapp"])


def read(form: dict[str, str], **more: str) -> Event:
    event = event_of({**form, **more}, OURS)
    assert event is not None
    return event


def test_an_sms() -> None:
    assert read(SMS) == Event(
        id=SID,
        conversation="twilio:sms:%2B15558675310:%2B14155550101",
        address={"from": OUR_SMS, "to": "+14155550101", "message": SID},
        text="I need 300 pins",
    )


def test_a_message_on_whatsapp() -> None:
    assert read(WHATSAPP) == Event(
        id=SID,
        conversation="twilio:whatsapp:%2B14155238886:%2B14155550102",
        address={"from": OUR_WHATSAPP, "to": "whatsapp:+14155550102", "message": SID},
        text="I need 300 pins",
    )


def test_somebody_on_whatsapp_without_a_number_has_a_conversation_too() -> None:
    """Meta lets people show an id in its place."""
    event = read(WHATSAPP, From="whatsapp:US.13491208655302741918")

    assert event.conversation == "twilio:whatsapp:%2B14155238886:US.13491208655302741918"
    assert event.address["to"] == "whatsapp:US.13491208655302741918"


def test_the_same_telephone_has_two_conversations_and_nobody_can_pretend_to_be_another() -> None:
    ids = [
        read(SMS, From="+14155550102").conversation,
        read(WHATSAPP).conversation,
        read(SMS, From="+14155550102:").conversation,
        read(SMS, From="sms:+15558675310:+14155550102").conversation,
        read(SMS, From="%2B14155550102").conversation,
    ]
    assert len(set(ids)) == len(ids)


@BOTH
def test_a_message_to_another_number_is_not_ours(form: dict[str, str]) -> None:
    with pytest.raises(NotOurs):
        event_of({**form, "To": "+15550000000"}, OURS)
    with pytest.raises(NotOurs):
        event_of({**form, "To": "whatsapp:" + OUR_SMS}, OURS)


@pytest.mark.parametrize("missing", ["From", "To", "MessageSid"])
def test_what_is_not_as_documented_is_told(missing: str) -> None:
    with pytest.raises(LookupError):
        event_of({name: value for name, value in SMS.items() if name != missing}, OURS)


# -- what is not words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("image/jpeg", "picture"),
        ("image/png", "picture"),
        ("image/heic", "picture"),
        ("image/gif", "picture"),
        ("IMAGE/PNG; charset=binary", "picture"),
        ("image/webp", "sticker"),
        ("audio/ogg", "voice"),
        ("audio/amr", "voice"),
        ("video/mp4", "video"),
        ("video/3gpp", "video"),
        ("application/pdf", "file"),
        ("application/postscript", "file"),
        ("text/plain", "file"),
        ("text/vcard", "contact"),
        ("text/x-vcard", "contact"),
        ("", "file"),
    ],
)
@BOTH
def test_media(form: dict[str, str], kind: str, media: str) -> None:
    event = read(
        form, Body="", NumMedia="1", MediaContentType0=kind, MediaUrl0="https://api.twilio.com/x/Media/ME1"
    )

    assert (event.media, event.text) == (media, "")


def test_words_below_a_picture_are_heard() -> None:
    event = read(SMS, NumMedia="2", MediaContentType0="image/jpeg", MediaContentType1="image/png")

    assert (event.media, event.text) == ("picture", "I need 300 pins")


@pytest.mark.parametrize(
    ("body", "text"),
    [("logo final.pdf", ""), ("brief_v2.docx", ""), ("Our logo, please look", "Our logo, please look")],
)
def test_a_files_name_is_not_what_its_sender_says(body: str, text: str) -> None:
    event = read(
        WHATSAPP, Body=body, NumMedia="1", MediaContentType0="application/pdf", MessageType="document"
    )

    assert (event.media, event.text) == ("file", text)


def test_a_name_of_a_file_in_words_is_heard() -> None:
    assert read(WHATSAPP, Body="I have a logo.pdf").text == "I have a logo.pdf"


def test_a_sticker() -> None:
    assert (
        read(WHATSAPP, Body="", NumMedia="1", MediaContentType0="image/webp", MessageType="sticker").media
        == "sticker"
    )


@pytest.mark.parametrize("body", ["", "Twilio HQ"])
def test_a_place(body: str) -> None:
    event = read(
        WHATSAPP,
        Body=body,
        MessageType="location",
        Latitude="37.7774",
        Longitude="-122.3896",
        Address="375 Beale St",
        Label="Twilio HQ",
    )

    assert (event.media, event.text) == ("location", "")


@pytest.mark.parametrize("kind", ["contacts", "order", "unsupported", "something new"])
def test_what_whatsapp_has_beside_that_is_something_else(kind: str) -> None:
    assert read(WHATSAPP, Body="", MessageType=kind).media == "other"


@BOTH
def test_a_message_of_nothing_is_there_all_the_same(form: dict[str, str]) -> None:
    event = read(form, Body=" ")

    assert (event.text, event.media) == ("", None)


# -- buttons, lists, and signs -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"Body": "Not sure", "ButtonText": "Not sure", "ButtonPayload": "/restart", "MessageType": "button"},
        {"Body": "Not sure", "ListTitle": "Not sure", "ListId": "/inform{}", "MessageType": "interactive"},
        {"Body": "", "ButtonText": "Not sure", "ButtonPayload": "3"},
        {"Body": "Not sure", "ButtonPayload": "3", "MessageType": "button"},
    ],
)
def test_a_button_of_a_template_says_what_stands_on_it_and_not_what_it_carries(more: dict[str, str]) -> None:
    event = read(WHATSAPP, **more)

    assert (event.text, event.choice, event.media) == ("Not sure", "", None)


def test_an_at_that_a_network_has_lost_is_found_again() -> None:
    assert read(SMS, Body="¡Hola! ann¡example.com").text == "¡Hola! ann@example.com"
    assert read(WHATSAPP, Body="ann¡example.com").text == "ann¡example.com"


# -- what gets no answer -------------------------------------------------------------------------------


def no_answer(form: dict[str, str], **more: str) -> bool:
    event: Optional[Event] = event_of({**form, **more}, OURS)
    return event is None


@pytest.mark.parametrize("status", ["queued", "sent", "delivered", "undelivered", "failed", "read"])
def test_a_report_gets_none(status: str) -> None:
    """https://www.twilio.com/docs/messaging/guides/track-outbound-message-status"""
    report = {
        "SmsSid": SID,
        "SmsStatus": status,
        "MessageStatus": status,
        "To": "+14155550101",
        "MessageSid": SID,
        "AccountSid": "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        "From": OUR_SMS,
        "ApiVersion": "2010-04-01",
    }
    assert no_answer(report)
    assert no_answer({**report, "From": OUR_WHATSAPP, "To": "whatsapp:+14155550102", "EventType": "READ"})


@pytest.mark.parametrize("number", sorted(OURS))
@BOTH
def test_our_own_numbers_get_none(form: dict[str, str], number: str) -> None:
    assert no_answer(form, From=number)


@pytest.mark.parametrize(
    "word", ["STOP", "stop", "Unsubscribe", "STOPALL", "cancel", "end", "quit", "START", "HELP", " info "]
)
def test_words_that_twilio_answers_by_sms_get_none(word: str) -> None:
    assert no_answer(SMS, Body=word)
    assert read(WHATSAPP, Body=word).text == word.strip()
    assert read(SMS, Body=f"{word} please").text == f"{word} please".strip()


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
@BOTH
def test_what_twilio_calls_an_opt_out_gets_none_in_whatever_words(form: dict[str, str], kind: str) -> None:
    """https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""
    assert no_answer(form, Body="ARRÊT", OptOutType=kind)


@pytest.mark.parametrize("word", ["yes", "no", "stop that", "Please stop", "the end"])
def test_other_words_are_heard(word: str) -> None:
    assert read(SMS, Body=word).text == word


@pytest.mark.parametrize(
    "text",
    [
        "Liked “Hard enamel feels smooth.”", "Loved “1. Yes”", "Laughed at “two\nlines”", "Emphasized “x”",
        'Liked "x"', "Reacted 👍 to “x”", "Removed a like from “x”", "Removed an exclamation from “x”",
    ],
)  # fmt: skip
def test_reactions_get_none(text: str) -> None:
    assert no_answer(SMS, Body=text)


def test_a_reaction_on_whatsapp_gets_none() -> None:
    assert no_answer(WHATSAPP, Body="👍", MessageType="reaction")


@pytest.mark.parametrize("text", ["Liked it", "I loved “Hard enamel”", "Loved the “soft” one most"])
def test_who_writes_of_liking_is_heard(text: str) -> None:
    assert read(SMS, Body=text).text == text
