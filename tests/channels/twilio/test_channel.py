"""Twilio from end to end: the API's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import json
import logging
from typing import Final

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import TWILIO_SMS_NUMBER as SMS_NUMBER
from pin_advisor.channels.settings import TWILIO_WHATSAPP_NUMBER as WHATSAPP_NUMBER
from pin_advisor.channels.stand_ins.twilio import SMS_VISITOR, WHATSAPP_VISITOR, TwilioStandIn
from pin_advisor.channels.twilio.messages import kind_of
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.spoken import ASKING, RECOMMENDING
from tests.channels.twilio.conftest import (
    ADDRESS,
    OUR_SMS,
    OUR_WHATSAPP,
    PUBLIC,
    SID,
    VALUES,
    VISITORS,
    Shop,
    opened,
)

WORDS = wording()
ASKED = "Flat or sculpted?\n\n1. Flat (2D)\n2. Sculpted (3D)\n3. Not sure\n\n" + WORDS.numbered
BOTH: Final = pytest.mark.parametrize("visitor", VISITORS.values(), ids=list(VISITORS))


# -- a conversation ----------------------------------------------------------------------------------


async def test_an_sms_gets_its_reply_from_the_number_it_was_sent_to(shop: Shop) -> None:
    (sent,) = await shop.say("hello")

    assert sent == {
        "From": OUR_SMS,
        "To": SMS_VISITOR,
        "Body": "You said: hello",
        "SmartEncoded": "true",
    }
    (heard,) = shop.rasa.heard
    assert heard.sender_id == "twilio:sms:%2B15558675310:%2B14155550101"
    assert heard.input_channel == "twilio"


async def test_a_message_on_whatsapp_gets_its_reply(shop: Shop) -> None:
    (sent,) = await shop.say("hello", WHATSAPP_VISITOR)

    assert sent == {"From": OUR_WHATSAPP, "To": WHATSAPP_VISITOR, "Body": "You said: hello"}
    assert shop.rasa.heard[0].sender_id == "twilio:whatsapp:%2B14155238886:%2B14155550102"


async def test_the_request_is_answered_with_nothing_to_say(shop: Shop) -> None:
    """Twilio sends an answer in plain text to the visitor."""
    form = shop.twilio.message(SMS_VISITOR, Body="hello")
    headers = {"X-Twilio-Signature": shop.twilio.sign(form)}
    url = shop.twilio.webhook
    async with aiohttp.ClientSession() as client, client.post(url, data=form, headers=headers) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/xml"
        assert (await answer.text()).endswith("<Response/>")


async def test_typing_is_shown_on_whatsapp_meanwhile_and_not_by_sms(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def until_it_is_shown(message: UserMessage) -> None:
        if ":whatsapp:" in message.sender_id:
            await twilio.until(1, "Typing")

    async with opened(store, Rasa(store, until_it_is_shown), twilio, monkeypatch) as shop:
        await shop.say("hello")
        await shop.say("hello", WHATSAPP_VISITOR)

    (typing,) = twilio.made("Typing")
    assert typing.body["channel"] == "whatsapp"
    assert typing.body["messageId"].startswith("SM")


async def test_where_typing_can_not_be_shown_the_reply_comes_all_the_same(shop: Shop) -> None:
    shop.twilio.fail(500, only="Typing")

    (sent,) = await shop.say("hello", WHATSAPP_VISITOR)

    assert sent["Body"] == "You said: hello"


@BOTH
async def test_a_recommendation_is_one_message_and_no_payload_is_sent(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch, visitor: str
) -> None:
    monkeypatch.setattr("pin_advisor.channels.wording._has_picture", lambda _: False)
    async with opened(store, Rasa(store, replies=RECOMMENDING), twilio, monkeypatch) as shop:
        (sent,) = await shop.say("help me choose", visitor)

    assert sent["Body"].startswith("I recommend hard enamel pins.\n\n")
    assert ("*Hard enamel*" in sent["Body"]) == (kind_of(visitor) == "whatsapp")
    assert sent["Body"].count("They last for years.") == 1
    assert sent["Body"].endswith("not as you meant it?\n\n1. Why?\n\n" + WORDS.numbered)
    assert "lasting_hard" not in json.dumps(sent)


@BOTH
@pytest.mark.parametrize(
    "text",
    ["2", " 2. ", "two", "no. 2", "Sculpted (3D)", "sculpted (3d)", "\uff12", "2\ufe0f\u20e3", "Option two"],
)
async def test_a_number_a_word_or_the_title_picks(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch, text: str, visitor: str
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), twilio, monkeypatch) as shop:
        (asked,) = await shop.say("hello", visitor)
        await shop.say(text, visitor)

    assert asked["Body"] == ASKED
    assert shop.rasa.texts == ["hello", "Sculpted, 3D"]


async def test_a_number_picks_of_ones_own_choices_only(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), twilio, monkeypatch) as shop:
        await shop.say("hello")
        await shop.say("2", "+14155550199")
        await shop.say("2", WHATSAPP_VISITOR)

    assert shop.rasa.texts == ["hello", "2", "2"]


async def test_a_button_of_somebody_elses_template_says_its_title(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), twilio, monkeypatch) as shop:
        await shop.say("hello", WHATSAPP_VISITOR)
        more = {"ButtonText": "Not sure", "ButtonPayload": "/restart", "MessageType": "button"}
        await shop.say("Not sure", WHATSAPP_VISITOR, **more)

    assert shop.rasa.texts == ["hello", "I'm not sure"]


async def test_a_slash_is_disarmed(shop: Shop) -> None:
    await shop.say("/restart")

    assert shop.rasa.texts == ["\u2215restart"]


@BOTH
async def test_a_picture_is_answered_and_offers_nothing_that_no_number_picks(
    shop: Shop, visitor: str
) -> None:
    (sent,) = await shop.post("image/jpeg", visitor, count=3)

    assert sent["Body"] == WORDS.media.picture
    assert shop.rasa.heard == []


async def test_words_below_a_picture_are_answered_too(shop: Shop) -> None:
    picture, words = await shop.post("image/png", text="our logo")

    assert [picture["Body"], words["Body"]] == [WORDS.media.picture, "You said: our logo"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("audio/ogg", "voice"), ("video/mp4", "video"), ("image/webp", "sticker"), ("text/vcard", "contact")],
)
async def test_what_is_not_words_is_answered_kindly(shop: Shop, kind: str, name: str) -> None:
    (sent,) = await shop.post(kind)

    assert sent["Body"] == getattr(WORDS.media, name)


async def test_a_place_is_answered_kindly(shop: Shop) -> None:
    (sent,) = await shop.say(
        "", WHATSAPP_VISITOR, MessageType="location", Latitude="37.7", Longitude="-122.3"
    )

    assert sent["Body"] == WORDS.media.location


@BOTH
@pytest.mark.parametrize(
    "text", ["x" * 1000, "مرحبا " * 160, "שלום", "\U0001f396\ufe0f" * 300, "<b>1 & 2</b> + \\ % {slot} =&;"]
)
async def test_long_texts_and_any_script_come_back_as_they_were(shop: Shop, text: str, visitor: str) -> None:
    sent = await shop.say(text, visitor)

    assert "".join("".join(m["Body"] for m in sent).split()) == "".join(f"You said: {text}".split())


async def test_what_a_visitor_writes_formats_nothing(shop: Shop) -> None:
    (whatsapp,) = await shop.say("*a* _b_", WHATSAPP_VISITOR)
    (sms,) = await shop.say("*a* _b_")

    assert "*a" not in whatsapp["Body"]
    assert whatsapp["Body"].replace("\u2060", "") == sms["Body"] == "You said: *a* _b_"


async def test_more_than_a_thousand_characters_are_too_many(shop: Shop) -> None:
    (sent,) = await shop.say("x" * 1001)

    assert sent["Body"] == WORDS.too_long.format(longest="1,000")


# -- what Twilio answers itself ------------------------------------------------------------------------


async def test_stop_and_start_are_left_to_twilio(shop: Shop) -> None:
    (stopped,) = await shop.say("STOP")
    assert await shop.say("hello") == []
    (started,) = await shop.say("START")
    (sent,) = await shop.say("hello again")

    assert sent["Body"] == "You said: hello again"
    assert all(answer["Body"].startswith("(Twilio)") for answer in (stopped, started))
    assert [c.answer for c in shop.twilio.calls if c.method == "Messages"] == [400, 201]


async def test_a_report_on_a_message_of_ours_is_ignored(shop: Shop) -> None:
    report = {
        "MessageSid": "SM" + "0" * 32,
        "MessageStatus": "delivered",
        "From": OUR_SMS,
        "To": SMS_VISITOR,
        "SmsStatus": "delivered",
        "SmsSid": "SM" + "0" * 32,
    }
    assert await shop.deliver(report) == []
    assert shop.rasa.heard == []


async def test_a_message_to_another_number_is_told_in_the_log(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    assert await shop.say("hello", To="+15550000000") == []

    assert shop.rasa.heard == []
    assert SMS_NUMBER in caplog.text
    assert "+1555" not in caplog.text


# -- the signature: R23 ----------------------------------------------------------------------------------


async def test_a_signed_request_that_is_no_message_is_told_and_accepted(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"CallSid": "CA" + "0" * 32, "AccountSid": SID, "From": SMS_VISITOR, "To": OUR_SMS}

    assert await shop.deliver(form) == []
    assert "not as documented" in caplog.text


# -- when Twilio is in trouble -----------------------------------------------------------------------------


async def test_a_picture_that_twilio_does_not_take_costs_no_words(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pin_advisor.channels.wording._has_picture", lambda pin_type: pin_type == "hard_enamel"
    )
    async with opened(store, Rasa(store, replies=RECOMMENDING), twilio, monkeypatch) as shop:
        picture, words = await shop.say("help me choose", WHATSAPP_VISITOR)
        twilio.fail(400, only="Messages", body={"code": 21620, "message": "Invalid media", "status": 400})
        (without,) = await shop.say("help me choose again", WHATSAPP_VISITOR)
        (by_sms,) = await shop.say("help me choose")

    assert picture["MediaUrl"] == f"{PUBLIC}/webhooks/website/pictures/hard_enamel.png"
    assert "Body" not in picture
    assert without == words
    assert "MediaUrl" not in by_sms


# -- settings and start ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["+14155238886", "whatsapp:+14155238886", " +14155238886\n"])
async def test_a_whatsapp_number_may_be_written_as_twilio_shows_it(
    number: str,
    store: ConversationStore,
    rasa: Rasa,
    twilio: TwilioStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(VALUES, WHATSAPP_NUMBER, number)
    async with opened(store, rasa, twilio, monkeypatch) as shop:
        assert len(await shop.say("hello", WHATSAPP_VISITOR)) == 1


async def test_the_log_tells_where_messages_have_to_come(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await shop.channel.begin()

    assert ADDRESS in caplog.text
