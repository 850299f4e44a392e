"""Twilio from end to end: the API's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.settings import TWILIO_ACCOUNT_SID as ACCOUNT
from pin_advisor.channels.settings import TWILIO_API as API
from pin_advisor.channels.settings import TWILIO_AUTH_TOKEN as TOKEN
from pin_advisor.channels.settings import TWILIO_SMS_NUMBER as SMS_NUMBER
from pin_advisor.channels.settings import TWILIO_WHATSAPP_NUMBER as WHATSAPP_NUMBER
from pin_advisor.channels.stand_ins.twilio import SMS_VISITOR, WHATSAPP_VISITOR, TwilioStandIn
from pin_advisor.channels.twilio import TwilioInput
from pin_advisor.channels.twilio.messages import kind_of
from pin_advisor.channels.wording import wording
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, serving
from tests.channels.twilio.conftest import (
    ADDRESS,
    AUTH,
    OUR_SMS,
    OUR_WHATSAPP,
    PUBLIC,
    SID,
    VALUES,
    VISITORS,
    Shop,
    opened,
)
from tests.store.talk import PAYLOAD

WORDS = wording()
CANARY = "ann@example.com wants 300 pins"
FORM = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D)", "payload": "Sculpted, 3D"},
        {"title": "Not sure", "payload": "I'm not sure"},
    ]
}
ASKING = (("Flat or sculpted?", FORM), (None, {"custom": PAYLOAD}))
ASKED = "Flat or sculpted?\n\n1. Flat (2D)\n2. Sculpted (3D)\n3. Not sure\n\n" + WORDS.numbered
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
OWN: Final = (ACCOUNT, TOKEN, WHATSAPP_NUMBER, SMS_NUMBER)
SOME: Final = [some for count in range(1, 5) for some in combinations(OWN, count)]
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


async def test_a_number_picks_after_a_restart(
    store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), twilio, monkeypatch) as shop:
        await shop.say("hello")
    async with opened(store, Rasa(store), twilio, monkeypatch) as shop:
        await shop.say("3")

    assert shop.rasa.texts == ["I'm not sure"]


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
    assert await shop.say("STOP") == []
    assert await shop.say("hello") == []
    assert await shop.say("START") == []
    (sent,) = await shop.say("hello again")

    assert sent["Body"] == "You said: hello again"
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


def own_signature(form: dict[str, str], token: str = AUTH, address: str = ADDRESS, hash: str = "sha1") -> str:
    """As https://www.twilio.com/docs/usage/security#validating-requests tells to make it."""
    signed = address + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.new(token.encode(), signed.encode(), hash).digest()).decode()


async def posted(shop: Shop, body: bytes, headers: list[tuple[str, str]], query: str = "") -> int:
    """The status that the webhook answers."""
    kind = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
    async with aiohttp.ClientSession() as client:
        url = shop.twilio.webhook + query
        async with client.post(url, data=body, headers=[kind, *headers]) as answer:
            return answer.status


async def test_the_documentations_signature_is_taken(shop: Shop) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="Grüße & mehr = 1 + 1", FromCity="")

    status = await shop.twilio.knock(form, own_signature(form))
    await shop.served.settled()

    assert status == 200
    assert shop.rasa.texts == ["Grüße & mehr = 1 + 1"]


@pytest.mark.parametrize("address", [ADDRESS.replace(".com/", ".com:443/"), ADDRESS])
async def test_a_signature_with_the_port_is_taken_too(shop: Shop, address: str) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello")

    assert await shop.twilio.knock(form, own_signature(form, address=address)) == 200


async def test_parameters_of_the_address_are_signed_as_well(shop: Shop) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello")
    header = [("X-Twilio-Signature", own_signature(form, address=ADDRESS + "?shop=1&x=a%20b"))]
    body = urlencode(form).encode()

    assert await posted(shop, body, header, "?shop=1&x=a%20b") == 200
    assert await posted(shop, body, header, "?shop=2&x=a%20b") == 401
    assert await posted(shop, body, header) == 401


#: Signatures of a form, by what is wrong with them.
FORGED: Final[Mapping[str, Callable[[dict[str, str]], str]]] = {
    "invalid": lambda form: b64encode(b"x" * 20).decode(),
    "missing": lambda form: "",
    "no base64": lambda form: "é" * 28,
    "a part of it": lambda form: own_signature(form)[:-1],
    "more than it": lambda form: own_signature(form) + "=",
    "of an empty secret": lambda form: own_signature(form, token=""),
    "with another token": lambda form: own_signature(form, token=AUTH[::-1]),
    "with the account for a token": lambda form: own_signature(form, token=SID),
    "of the address behind the proxy": lambda form: own_signature(
        form, address="http://127.0.0.1:5005/webhooks/twilio/webhook"
    ),
    "of another path": lambda form: own_signature(form, address=f"{PUBLIC}/webhooks/website/webhook"),
    "of another host": lambda form: own_signature(form, address=ADDRESS.replace("chat.", "evil.")),
    "of the address alone": lambda form: own_signature({}),
    "with SHA-256": lambda form: own_signature(form, hash="sha256"),
    "with MD5": lambda form: own_signature(form, hash="md5"),
    "in hexadecimal": lambda form: b64decode(own_signature(form)).hex(),
    "of another message": lambda form: own_signature({**form, "Body": "something else"}),
    "of another visitor": lambda form: own_signature({**form, "From": "+14155550999"}),
    "of more parameters": lambda form: own_signature({**form, "OptOutType": "STOP"}),
    "of fewer parameters": lambda form: own_signature({n: v for n, v in form.items() if n != "FromCity"}),
}


@pytest.mark.parametrize("case", FORGED)
async def test_a_request_that_twilio_has_not_signed_is_refused(shop: Shop, case: str) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello", FromCity="")
    calls = len(shop.twilio.calls)

    status = await shop.twilio.knock(form, FORGED[case](form))
    await shop.served.settled()

    assert status == 401, case
    assert shop.rasa.heard == []
    assert len(shop.twilio.calls) == calls, "a call of the API"


@pytest.mark.parametrize(
    "header", ["X-Twilio-Signature-256", "X-Hub-Signature", "Authorization", "Twilio-Signature"]
)
async def test_the_signature_under_another_name_is_none(shop: Shop, header: str) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello")

    assert await posted(shop, urlencode(form).encode(), [(header, own_signature(form))]) == 401
    assert shop.rasa.heard == []


async def test_two_signatures_are_none(shop: Shop) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello")
    good, bad = (("X-Twilio-Signature", own_signature(form, token=token)) for token in (AUTH, SID))

    assert await posted(shop, urlencode(form).encode(), [good, bad]) == 401
    assert await posted(shop, urlencode(form).encode(), [bad, good]) == 401


@pytest.mark.parametrize(
    "body",
    [
        b"Body=hello&Body=tampered",
        b'{"Body": "hello"}',
        b"",
        b"Body=%ff%fe",
        b"\xff\xfe",
        b"a=1&" * 1000,
        b"Body=" + b"x" * 100_000,
    ],
    ids=["twice", "json", "empty", "no utf-8 inside", "no utf-8", "many", "long"],
)
async def test_another_body_with_a_good_signature_is_refused(shop: Shop, body: bytes) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello")

    assert await posted(shop, body, [("X-Twilio-Signature", own_signature(form))]) == 401
    assert shop.rasa.heard == []


async def test_a_stale_or_replayed_message_is_answered_once(
    shop: Shop, store: ConversationStore, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signature has no time in it; the id counts once, also after a restart."""
    form = shop.twilio.message(SMS_VISITOR, Body="hello")
    assert len(await shop.deliver(form)) == 1
    assert await shop.deliver(form) == []
    again = dict(form, ErrorCode="11200", ErrorUrl=ADDRESS)  # as it comes to the fallback address
    assert await shop.deliver(again) == []
    await shop.served.stop()
    async with opened(store, Rasa(store), twilio, monkeypatch) as later:
        assert await later.deliver(form) == []

    assert shop.rasa.texts == ["hello"]
    assert len(twilio.made("Messages")) == 1


async def test_what_was_not_accepted_is_answered_when_it_comes_to_the_fallback_address(shop: Shop) -> None:
    form = shop.twilio.message(SMS_VISITOR, Body="hello")
    desk = shop.channel._desk
    assert desk is not None
    desk._stopping = True
    assert await shop.twilio.knock(form) == 503
    desk._stopping = False

    (sent,) = await shop.deliver(dict(form, ErrorCode="11200", ErrorUrl=ADDRESS))

    assert sent["Body"] == "You said: hello"


async def test_a_signed_request_that_is_no_message_is_told_and_accepted(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"CallSid": "CA" + "0" * 32, "AccountSid": SID, "From": SMS_VISITOR, "To": OUR_SMS}

    assert await shop.deliver(form) == []
    assert "not as documented" in caplog.text


async def test_messages_of_one_visitor_are_answered_in_order_and_of_several_all(shop: Shop) -> None:
    visitors = [f"+1415555{n:04}" for n in range(1, 13)]
    forms = [shop.twilio.message(v, Body=f"{n}") for n in ("first", "second") for v in visitors]
    for half in (forms[:12], forms[12:]):
        assert await asyncio.gather(*(shop.twilio.knock(form) for form in half)) == [200] * 12
    await shop.served.settled()

    said = {v: [m["Body"] for m in shop.twilio.history[v]] for v in visitors}
    assert said == {v: ["You said: first", "You said: second"] for v in visitors}


# -- when Twilio is in trouble -----------------------------------------------------------------------------


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that were waited between attempts; nothing really waits."""
    waits: list[float] = []
    sleep = asyncio.sleep

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    configure = TwilioInput.configure

    def configured(self: TwilioInput, values: Any) -> None:
        configure(self, values)
        self._api._sleep = wait

    monkeypatch.setattr(TwilioInput, "configure", configured)
    return waits


async def test_when_twilio_wants_us_to_wait_we_do(waits: list[float], shop: Shop) -> None:
    told = {"code": 20429, "message": "Too Many Requests", "status": 429}
    shop.twilio.fail(429, only="Messages", body=told, Retry_After="8")

    (sent,) = await shop.say("hello")

    assert sent["Body"] == "You said: hello"
    assert waits == [8.0]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_when_twilio_fails_we_try_again(waits: list[float], shop: Shop, status: int) -> None:
    shop.twilio.fail(status, times=3, only="Messages", body=b"<html>Bad Gateway</html>")

    (sent,) = await shop.say("hello")

    assert sent["Body"] == "You said: hello"
    assert len(waits) == 3


async def test_when_twilio_does_not_answer_in_time_we_try_again(waits: list[float], shop: Shop) -> None:
    await shop.channel._api.close()
    shop.channel._api._limit = 0.2
    shop.twilio.fail(0, only="Messages")

    (sent,) = await shop.say("hello")

    assert sent["Body"] == "You said: hello"


async def test_while_twilio_is_away_nothing_is_lost(
    waits: list[float],
    store: ConversationStore,
    rasa: Rasa,
    twilio: TwilioStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = twilio.message(SMS_VISITOR, Body="hello")
    async with opened(store, rasa, twilio, monkeypatch) as shop:
        twilio.fail(503, times=50, only="Messages")
        assert await shop.deliver(form) == []
        while twilio.fault("Messages"):
            pass
        await store.inbox.leave("twilio", form["MessageSid"])
    async with opened(store, rasa, twilio, monkeypatch) as shop:
        (call,) = await twilio.until(1, "Messages")
        await shop.served.settled()

    assert call.body["Body"] == "You said: hello"
    assert rasa.texts == ["hello"]


@pytest.mark.parametrize("code", [21610, 21211, 21614, 63016])
async def test_somebody_who_can_not_be_reached_is_left_in_peace(
    shop: Shop, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"code": code, "message": f"about {SMS_VISITOR}", "status": 400}
    shop.twilio.fail(400, times=2, only="Messages", body=told)

    assert await shop.say("hello") == []
    assert len([c for c in shop.twilio.calls if c.method == "Messages"]) == 1
    assert f"error {code}" in caplog.text
    assert SMS_VISITOR not in caplog.text


async def test_a_reply_that_is_refused_is_told(shop: Shop) -> None:
    shop.twilio.fail(400, only="Messages")

    (sent,) = await shop.say("hello")

    assert sent["Body"].startswith(WORDS.not_shown.partition("{number}")[0])


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


@pytest.mark.parametrize("names", SOME, ids="+".join)
@pytest.mark.parametrize("public", [True, False])
def test_it_starts_with_an_account_a_number_and_an_address_and_with_nothing_less(
    names: tuple[str, ...], public: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {name: VALUES[name] for name in (*names, *([PUBLIC_URL] if public else []))}
    for name in (*VALUES, API):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    either = {WHATSAPP_NUMBER, SMS_NUMBER}
    missing = {ACCOUNT, TOKEN, PUBLIC_URL} - set(given) | (set() if either & set(given) else either)

    if not missing:
        TwilioInput()
        return
    with pytest.raises(ChannelError) as caught:
        TwilioInput()
    assert caught.value.code == "PA408"
    told = caught.value.message
    assert {n for n in VALUES if n in told} == missing


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (ACCOUNT, "SK" + "0" * 32),
        (ACCOUNT, SID.upper()),
        (ACCOUNT, SID + "/Messages"),
        (TOKEN, "short"),
        (TOKEN, "x" * 32),
        (TOKEN, AUTH + "0"),
        (WHATSAPP_NUMBER, "493012345678"),
        (WHATSAPP_NUMBER, "+1 415 523 8886"),
        (WHATSAPP_NUMBER, "whatsapp:14155238886"),
        (SMS_NUMBER, "+0155586753"),
        (SMS_NUMBER, "Pins & Co"),
        (API, "api.twilio.com"),
        (API, "http://api.twilio.com"),
        (PUBLIC_URL, "chat.example.com"),
    ],
)
def test_a_value_that_can_not_be_right_is_refused_and_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, good in VALUES.items():
        monkeypatch.setenv(variable, good)
    monkeypatch.setenv(name, value)

    with pytest.raises(ChannelError) as caught:
        TwilioInput()

    assert (caught.value.code, caught.value.where) == ("PA409", name)
    assert value not in str(caught.value)


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


async def test_a_wrong_token_is_told_in_the_log_without_it(
    store: ConversationStore,
    rasa: Rasa,
    twilio: TwilioStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in {**VALUES, API: twilio.url, TOKEN: AUTH[::-1]}.items():
        monkeypatch.setenv(name, value)
    async with serving(store, rasa, TwilioInput()):
        await eventually(lambda: TOKEN in caplog.text)

    assert "401" in caplog.text
    assert AUTH[::-1] not in caplog.text


async def test_the_log_tells_where_messages_have_to_come(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await shop.channel.begin()

    assert ADDRESS in caplog.text


async def test_neither_token_nor_words_nor_numbers_are_in_the_log(
    waits: list[float],
    store: ConversationStore,
    twilio: TwilioStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    async def fail(_: UserMessage) -> None:
        raise RuntimeError(CANARY)

    async with opened(store, Rasa(store, fail), twilio, monkeypatch) as shop:
        for status in (400, 403, 429, 500):
            told = {"code": 1, "message": f"{SMS_VISITOR}: {CANARY}", "status": status}
            twilio.fail(status, times=5, only="Messages", body=told)
            await shop.say(CANARY)
            while twilio.fault("Messages"):
                pass
        await twilio.knock(twilio.message(SMS_VISITOR, Body=CANARY), "forged")

    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith(("pin_advisor", "aiohttp")))
    assert ours
    assert [secret for secret in (AUTH, SMS_VISITOR, CANARY) if secret in ours] == []
