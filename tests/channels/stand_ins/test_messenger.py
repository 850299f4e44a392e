"""The stand-in is Messenger to a client that knows nothing of us: fbmessenger, which Rasa brings along."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from fbmessenger import BaseMessenger, MessengerClient
from fbmessenger.elements import Button, Element, Text
from fbmessenger.quick_replies import QuickReplies, QuickReply

from pin_advisor.channels.messenger.channel import API_VERSION
from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.stand_ins.messenger import PAGE, MessengerStandIn
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

TOKEN, SECRET, VERIFY = "EAATestTokenOfTheStandInPage", "0123456789abcdef" * 2, "v" * 32
ANN = "501"


@pytest.fixture
async def messenger() -> AsyncIterator[MessengerStandIn]:
    messenger = MessengerStandIn(TOKEN, SECRET)
    await messenger.start()
    messenger.event(ANN)
    yield messenger
    await messenger.stop()


Send = Callable[..., Any]


@pytest.fixture
def client(messenger: MessengerStandIn) -> MessengerClient:
    return client_of(messenger)


def client_of(messenger: MessengerStandIn, token: str = TOKEN, secret: str = SECRET) -> MessengerClient:
    client = MessengerClient(token, app_secret=secret, api_version=API_VERSION[1:])
    client.graph_url = f"{messenger.url}/{API_VERSION}"
    return client


async def send(client: MessengerClient, message: Any, visitor: str = ANN, **more: Any) -> Any:
    """The client blocks, so it gets a thread."""
    payload = message if isinstance(message, dict) else message.to_dict()
    return await asyncio.to_thread(client.send, payload, visitor, **more)


async def test_a_text_arrives(client: MessengerClient, messenger: MessengerStandIn) -> None:
    told = await send(client, Text("Pins 🎈"))

    assert told["recipient_id"] == ANN
    assert told["message_id"].startswith("m_")
    assert messenger.history[ANN] == [{"text": "Pins 🎈"}]


async def test_buttons_quick_replies_and_cards_arrive(
    client: MessengerClient, messenger: MessengerStandIn
) -> None:
    yes = Button(button_type="postback", title="Yes", payload="y").to_dict()
    replies = QuickReplies([QuickReply("Red", "r"), QuickReply("Blue", "b")])
    card = Element("Hard enamel", subtitle="Smooth", image_url="https://pins.example/1.png").to_dict()
    for message in (above("Sure?", yes), Text("Which?", replies), cards(**card)):
        assert "error" not in await send(client, message)

    templates = [
        m.get("attachment", {}).get("payload", {}).get("template_type") for m in messenger.history[ANN]
    ]
    assert templates == ["button", None, "generic"]


@pytest.mark.parametrize("sample", SAMPLES)
async def test_what_our_renderer_makes_is_accepted(
    client: MessengerClient, messenger: MessengerStandIn, sample: str
) -> None:
    made = RENDERERS["messenger"](SAMPLES[sample], WORDS)
    told = [await send(client, message) for message in made]

    assert [answer for answer in told if "error" in answer] == []
    assert messenger.history[ANN] == made


async def test_sender_actions(client: MessengerClient) -> None:
    for action in ("mark_seen", "typing_on", "typing_off"):
        assert await asyncio.to_thread(client.send_action, action, ANN) == {"recipient_id": ANN}
    assert (await asyncio.to_thread(client.send_action, "dance", ANN))["error"]["code"] == 100


async def code_of(client: MessengerClient, message: Any, visitor: str = ANN, **more: Any) -> Any:
    told = (await send(client, message, visitor, **more)).get("error", {})
    return told.get("code"), told.get("error_subcode")


def button(title: str = "Yes", payload: str = "y") -> dict[str, str]:
    return {"type": "postback", "title": title, "payload": payload}


def template(kind: str, **content: Any) -> dict[str, Any]:
    return {"attachment": {"type": "template", "payload": {"template_type": kind, **content}}}


def quick(title: str = "Red", payload: str = "r") -> dict[str, str]:
    return {"content_type": "text", "title": title, "payload": payload}


def above(text: str = "x", *buttons: Any) -> dict[str, Any]:
    return template("button", text=text, buttons=list(buttons or [button()]))


def cards(count: int = 1, **content: Any) -> dict[str, Any]:
    return template("generic", elements=[content] * count)


def asked(*replies: Any) -> dict[str, Any]:
    return {"text": "x", "quick_replies": list(replies)}


def picture(url: str) -> dict[str, Any]:
    return {"attachment": {"type": "image", "payload": {"url": url}}}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"text": "x" * 1999}, {"text": "x" * 2000}),
        ({"text": "🎈" * 999}, {"text": "🎈" * 1000}),
        ({"text": "x"}, {"text": " "}),
        ({"text": "x"}, {}),
        ({"text": "x"}, {"text": "x", **above()}),
        (asked(*[quick()] * 13), asked(*[quick()] * 14)),
        (asked(quick("x" * 20)), asked(quick("x" * 21))),
        (asked(quick("x", "y" * 1000)), asked(quick("x", "y" * 1001))),
        (asked(quick()), asked()),
        (above("x" * 640), above("x" * 641)),
        (above("x", button("x" * 20)), above("x", button("x" * 21))),
        (above("x", button("x", "y" * 1000)), above("x", button("x", "y" * 1001))),
        (above("x", *[button()] * 3), above("x", *[button()] * 4)),
        (cards(10, title="x", subtitle="y"), cards(11, title="x", subtitle="y")),
        (cards(title="x", buttons=[button()]), cards(title="x")),
        (cards(title="x" * 80, subtitle="y"), cards(title="x" * 81, subtitle="y")),
        (cards(title="x", subtitle="y" * 80), cards(title="x", subtitle="y" * 81)),
        (cards(title="x", image_url="https://a.example"), cards(title="x", image_url="here")),
        (cards(title="x", buttons=[button()] * 3), cards(title="x", buttons=[button()] * 4)),
        (picture("https://a.example"), picture("here")),
        (cards(title="x", subtitle="y"), template("list", elements=[])),
    ],
)
async def test_what_is_too_much_is_refused(client: MessengerClient, good: Any, bad: Any) -> None:
    assert await code_of(client, good) == (None, None)
    assert (await code_of(client, bad))[0] == 100


async def test_a_wrong_token_is_refused(messenger: MessengerStandIn) -> None:
    assert (await code_of(client_of(messenger, token="EAAother"), Text("x")))[0] == 190


async def test_a_wrong_proof_is_refused(messenger: MessengerStandIn) -> None:
    assert (await code_of(client_of(messenger, secret="another"), Text("x")))[0] == 100
    assert messenger.history[ANN] == []


async def test_who_never_wrote_can_not_be_written_to(client: MessengerClient) -> None:
    assert await code_of(client, Text("x"), "999") == (100, 2018001)


async def test_only_answers_may_be_sent(client: MessengerClient) -> None:
    assert (await code_of(client, Text("x"), messaging_type="UPDATE"))[0] == 100


async def test_anything_else_is_not_supported(messenger: MessengerStandIn) -> None:
    proof = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    params = {"access_token": TOKEN, "appsecret_proof": proof}
    async with aiohttp.ClientSession() as session:
        for method, path in (("GET", "me/messages"), ("POST", "me/photos"), ("POST", "4711/messages")):
            url = f"{messenger.url}/{API_VERSION}/{path}"
            async with session.request(method, url, params=params, json={}) as answer:
                assert answer.status == 400, path


class Page(BaseMessenger):
    """The webhook of a bot that notes what arrives, as fbmessenger tells it."""

    def __init__(self) -> None:
        super().__init__(TOKEN)
        self.heard: list[tuple[str, Any]] = []
        self.answers: list[int] = []

    def message(self, message: Any) -> None:
        self.heard.append(("message", message["message"].get("text")))

    def postback(self, message: Any) -> None:
        self.heard.append(("postback", message["postback"]["payload"]))

    def read(self, message: Any) -> None:
        self.heard.append(("read", message["read"]["watermark"]))

    def account_linking(self, message: Any) -> None: ...
    def delivery(self, message: Any) -> None: ...
    def optin(self, message: Any) -> None: ...


@pytest.fixture
async def page(messenger: MessengerStandIn) -> AsyncIterator[Page]:
    page = Page()

    async def verify(request: web.Request) -> web.Response:
        right = request.query["hub.verify_token"] == VERIFY and request.query["hub.mode"] == "subscribe"
        return web.Response(text=request.query["hub.challenge"]) if right else web.Response(status=403)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert request.headers["X-Hub-Signature-256"] == signature
        assert body.isascii()
        page.handle(await request.json())
        return web.Response(status=page.answers.pop(0) if page.answers else 200)

    app = web.Application()
    app.add_routes([web.get("/", verify), web.post("/", take)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    assert not await messenger.enter(url, "another")
    assert await messenger.enter(url, VERIFY)
    yield page
    await runner.cleanup()


async def test_what_visitors_do_arrives_signed(
    client: MessengerClient, messenger: MessengerStandIn, page: Page
) -> None:
    await send(client, template("button", text="Sure?", buttons=[button("Yes", "y")]))
    await messenger.say("hello 🎈")
    await messenger.press("Yes")
    await messenger.deliver(messenger.event(ANN, read={"watermark": 5}))

    assert page.heard == [("message", "hello 🎈"), ("postback", "y"), ("read", 5)]


async def test_quick_replies_are_there_until_something_follows(
    client: MessengerClient, messenger: MessengerStandIn, page: Page
) -> None:
    await send(client, {"text": "Which?", "quick_replies": [quick()]})
    await messenger.press("Red")
    await send(client, Text("Red it is."))

    with pytest.raises(LookupError):
        await messenger.press("Red")
    assert page.heard == [("message", "Red")]


async def test_what_is_not_accepted_is_delivered_again(messenger: MessengerStandIn, page: Page) -> None:
    page.answers = [500, 503, 200]

    assert await messenger.say("hello") == 200
    assert page.heard == [("message", "hello")] * 3


async def test_nobody_there_is_no_status(messenger: MessengerStandIn) -> None:
    messenger.webhook = "http://127.0.0.1:9/"

    assert await messenger.say("hello") == 0
    assert PAGE.isdigit()
