"""The stand-in is Twilio to a client that knows nothing of us: Twilio's own library for Python."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final

import pytest
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.stand_ins.twilio import SMS_VISITOR, WHATSAPP_VISITOR, TwilioStandIn
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

SID: Final = "AC" + "0123456789abcdef" * 2
TOKEN: Final = "fedcba9876543210" * 2
SMS: Final = "+15558675310"
WHATSAPP: Final = "whatsapp:+14155238886"


class Redirected(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's client with another address, which it can't be told otherwise."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def request(self, method: str, url: str, *arguments: Any, **more: Any) -> Any:
        return super().request(method, url.replace("https://api.twilio.com", self._url), *arguments, **more)


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    stand_in = TwilioStandIn(SID, TOKEN, (SMS, WHATSAPP))
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


async def create(twilio: TwilioStandIn, token: str = TOKEN, account: str = SID, **message: Any) -> Any:
    """The message that Twilio's library has made; it blocks."""
    client = Client(account, token, http_client=Redirected(twilio.url))
    return await asyncio.to_thread(partial(client.messages.create, **message))


async def refusal(twilio: TwilioStandIn, **message: Any) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as caught:
        await create(twilio, **message)
    return caught.value.status, caught.value.code


async def test_a_text_is_queued(twilio: TwilioStandIn) -> None:
    sent = await create(twilio, from_=SMS, to=SMS_VISITOR, body="Hello", smart_encoded=True)

    assert (sent.status, sent.body, sent.direction) == ("queued", "Hello", "outbound-api")
    assert (sent.from_, sent.to, sent.num_segments) == (SMS, SMS_VISITOR, "1")
    assert sent.sid.startswith("SM")
    assert sent.date_created.year == 2026
    (kept,) = twilio.history[SMS_VISITOR]
    assert kept["Body"] == "Hello"


async def test_a_picture_is_queued(twilio: TwilioStandIn) -> None:
    sent = await create(
        twilio, from_=WHATSAPP, to=WHATSAPP_VISITOR, media_url=["https://pins.example/soft.png"]
    )

    assert sent.num_media == "1"


async def test_the_account_can_be_looked_up(twilio: TwilioStandIn) -> None:
    client = Client(SID, TOKEN, http_client=Redirected(twilio.url))

    account = await asyncio.to_thread(client.api.accounts(SID).fetch)

    assert (account.sid, account.status) == (SID, "active")


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize(
    ("renderer", "ours", "visitor"),
    [("sms", SMS, SMS_VISITOR), ("whatsapp", WHATSAPP, WHATSAPP_VISITOR)],
    ids=["sms", "whatsapp"],
)
async def test_what_our_renderers_make_is_accepted_and_read_by_twilios_client(
    twilio: TwilioStandIn, renderer: str, ours: str, visitor: str, sample: str
) -> None:
    for message in RENDERERS[renderer](SAMPLES[sample], WORDS):
        how: dict[str, Any] = {"body": message["Body"]} if "Body" in message else {}
        if "MediaUrl" in message:
            how["media_url"] = [message["MediaUrl"]]
        sent = await create(twilio, from_=ours, to=visitor, **how)

        assert sent.body == message.get("Body", "")
        assert int(sent.num_segments) <= 10


async def test_a_wrong_token_or_account_is_refused(twilio: TwilioStandIn) -> None:
    message = {"from_": SMS, "to": SMS_VISITOR, "body": "Hello"}

    assert await refusal(twilio, token=TOKEN[::-1], **message) == (401, 20003)
    assert await refusal(twilio, account=SID[:-1] + "0", **message) == (401, 20003)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"from_": SMS, "to": SMS_VISITOR, "body": "x" * 1601}, 21617),
        ({"from_": SMS, "to": SMS_VISITOR, "body": "🎈" * 801}, 21617),
        ({"from_": SMS, "to": SMS_VISITOR, "body": " "}, 21602),
        ({"from_": SMS, "to": SMS_VISITOR}, 21602),
        ({"from_": SMS, "to": "Ann", "body": "Hello"}, 21211),
        ({"from_": "+15550000000", "to": SMS_VISITOR, "body": "Hello"}, 21606),
        ({"from_": SMS, "to": WHATSAPP_VISITOR, "body": "Hello"}, 21910),
        ({"from_": WHATSAPP, "to": WHATSAPP_VISITOR, "media_url": ["soft.png"]}, 21620),
    ],
)
async def test_what_twilio_refuses(twilio: TwilioStandIn, message: dict[str, Any], code: int) -> None:
    assert await refusal(twilio, **message) == (400, code)
    assert twilio.history == {}


async def test_after_stop_nothing_is_sent_until_start(twilio: TwilioStandIn) -> None:
    message = {"from_": SMS, "to": SMS_VISITOR, "body": "Hello"}
    twilio.webhook = twilio.url  # nobody is there
    await twilio.say("stop")
    assert await refusal(twilio, **message) == (400, 21610)

    await twilio.say("Start")

    assert (await create(twilio, **message)).status == "queued"


@pytest.mark.parametrize("word", ["STOP", "Start", " help", "INFO"])
async def test_twilio_answers_its_own_words_by_sms_and_not_on_whatsapp(
    twilio: TwilioStandIn, word: str
) -> None:
    twilio.webhook = twilio.url  # nobody is there
    await twilio.say(word)
    await twilio.say(word, WHATSAPP_VISITOR)

    assert [len(answers) for answers in twilio.history.values()] == [1]
    assert twilio.history[SMS_VISITOR][0]["Body"].startswith("(Twilio) ")


async def test_who_hides_their_number_on_whatsapp_can_be_answered(twilio: TwilioStandIn) -> None:
    hidden = "whatsapp:US.13491208655302741918"

    assert (await create(twilio, from_=WHATSAPP, to=hidden, body="Hello")).status == "queued"


async def test_a_visitors_message_is_signed_over_the_public_address(twilio: TwilioStandIn) -> None:
    taken: list[tuple[dict[str, str], str]] = []

    async def take(request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        taken.append((form, request.headers["X-Twilio-Signature"]))
        return web.Response(text="<Response/>", content_type="text/xml")

    app = web.Application()
    app.router.add_post("/webhook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    twilio.webhook = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    twilio.public_webhook = "https://chat.example.com/webhook"
    try:
        assert await twilio.say("Grüße 🎈") == 200
        assert await twilio.post("image/png", WHATSAPP_VISITOR, count=2) == 200
    finally:
        await runner.cleanup()

    validator = RequestValidator(TOKEN)
    assert [validator.validate(twilio.public_webhook, *one) for one in taken] == [True, True]
    assert [validator.validate(twilio.webhook, *one) for one in taken] == [False, False]
    (words, _), (pictures, _) = taken
    assert (words["Body"], words["To"], words["NumMedia"]) == ("Grüße 🎈", SMS, "0")
    assert (pictures["To"], pictures["NumMedia"], pictures["MediaContentType1"]) == (
        WHATSAPP,
        "2",
        "image/png",
    )


async def test_it_fails_when_it_is_told_to(twilio: TwilioStandIn) -> None:
    twilio.fail(503, only="Messages")

    assert await refusal(twilio, from_=SMS, to=SMS_VISITOR, body="Hello") == (503, 20500)
