"""The stand-in is Slack to a client that knows nothing of us: slack_sdk, Slack's own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.rendering.slack import without_choices
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

TOKEN = "xoxb-test-token-of-the-stand-in"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
DIRECT, ANN = SlackStandIn.DIRECT, SlackStandIn.ANN


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    stand_in = SlackStandIn(TOKEN, SECRET)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
def client(slack: SlackStandIn) -> AsyncWebClient:
    client = AsyncWebClient(TOKEN, base_url=slack.api)
    client.proxy = None
    return client


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(caught.value.response["error"])


async def test_the_app_learns_who_it_is(client: AsyncWebClient) -> None:
    told = await client.auth_test()

    assert (told["user_id"], told["team_id"], told["bot_id"]) == ("U0BOT", "T0001", "B0001")


@pytest.mark.parametrize("token", ["xoxb-another", None])
async def test_a_wrong_token_is_refused(slack: SlackStandIn, token: str | None) -> None:
    other = AsyncWebClient(token, base_url=slack.api)
    other.proxy = None
    with pytest.raises(SlackApiError) as caught:
        await other.auth_test()

    assert error_of(caught) == ("invalid_auth" if token else "not_authed")


async def test_a_message_is_posted_and_changed(client: AsyncWebClient, slack: SlackStandIn) -> None:
    button = ButtonElement(text="Yes", action_id="a", value="y")
    blocks = [SectionBlock(text="Flat?"), ActionsBlock(elements=[button])]

    sent = await client.chat_postMessage(channel=DIRECT, text="Flat?", blocks=blocks)
    told = await client.chat_update(channel=DIRECT, ts=sent["ts"], text="Flat!", blocks=[section("Flat!")])

    assert sent["message"]["bot_id"] == "B0001"
    assert told["ts"] == sent["ts"]
    (shown,) = slack.history[DIRECT]
    assert (shown["text"], len(shown["blocks"])) == ("Flat!", 1)


@pytest.mark.parametrize("sample", SAMPLES)
async def test_what_our_renderer_makes_is_accepted_and_can_be_changed(
    client: AsyncWebClient, slack: SlackStandIn, sample: str
) -> None:
    for message in RENDERERS["slack"](SAMPLES[sample], WORDS):
        sent = await client.chat_postMessage(channel=DIRECT, **message)
        left = without_choices(sent["message"]["blocks"], "Yes & no")
        await client.chat_update(channel=DIRECT, ts=sent["ts"], text=sent["message"]["text"], blocks=left)

        shown = slack.history[DIRECT][-1]["blocks"]
        kept = [b["type"] for b in message["blocks"] if b["type"] != "actions"]
        assert [b["type"] for b in shown] == [*kept, "context"]
        assert json.dumps(shown).count("&amp;amp;") == 0, "escaped twice"


BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Yes"}, "value": "y"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}
TABLE = {"type": "table", "rows": [[RICH]]}
SELECT = {
    "type": "static_select",
    "action_id": "a",
    "placeholder": {"type": "plain_text", "text": "?"},
    "options": [{"text": {"type": "plain_text", "text": str(n)}, "value": str(n)} for n in range(101)],
}


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([section("x" * 3001)], "invalid_blocks"),
        ([section("")], "invalid_blocks"),
        ([section("x")] * 51, "invalid_blocks"),
        ([section("x" * 3000)] * 5, "msg_blocks_too_long"),
        (
            [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
            "invalid_blocks",
        ),
        ([{"type": "context", "elements": [BUTTON["text"]] * 11}], "invalid_blocks"),
        ([{"type": "actions", "elements": [BUTTON] * 2}], "invalid_blocks"),
        (
            [{"type": "actions", "elements": [{**BUTTON, "action_id": str(n)} for n in range(26)]}],
            "invalid_blocks",
        ),
        (
            [
                {
                    "type": "actions",
                    "elements": [{**BUTTON, "text": {"type": "plain_text", "text": "x" * 76}}],
                }
            ],
            "invalid_blocks",
        ),
        ([{"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]}], "invalid_blocks"),
        ([{"type": "actions", "elements": [SELECT]}], "invalid_blocks"),
        ([TABLE, TABLE], "invalid_attachments"),
        ([{"type": "table", "rows": [[RICH]] * 101}], "invalid_blocks"),
        ([{"type": "table", "rows": [[RICH] * 21]}], "invalid_blocks"),
        ([section("<!channel> look")], "invalid_blocks"),
        ([{"type": "piano"}], "invalid_blocks"),
    ],
)
async def test_what_breaks_a_limit_is_refused(
    client: AsyncWebClient, slack: SlackStandIn, blocks: list[dict[str, Any]], error: str
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=DIRECT, text="x", blocks=blocks)

    assert error_of(caught) == error
    assert slack.history == {}


async def test_other_mistakes_are_refused(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C9", text="hello")
    assert error_of(caught) == "channel_not_found"
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=DIRECT, text="")
    assert error_of(caught) == "no_text"
    with pytest.raises(SlackApiError) as caught:
        await client.chat_update(channel=DIRECT, ts="1.2", text="hello")
    assert error_of(caught) == "message_not_found"
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_list()
    assert error_of(caught) == "unknown_method"


async def test_who_calls_too_often_is_told_how_long_to_wait(
    client: AsyncWebClient, slack: SlackStandIn
) -> None:
    slack.fail(429, body={"ok": False, "error": "ratelimited"}, Retry_After="5")

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=DIRECT, text="hello")

    assert (error_of(caught), caught.value.response.headers["Retry-After"]) == ("ratelimited", "5")


class Apps:
    """Somebody's Request URL, which checks signatures with Slack's own verifier."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.answers = [200]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not SignatureVerifier(SECRET).is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        if b"challenge" in body:
            return web.Response(text=json.loads(body)["challenge"])
        return web.Response(status=self.answers.pop(0))

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]


@pytest.fixture
async def apps(slack: SlackStandIn) -> AsyncIterator[Apps]:
    apps = Apps()
    app = web.Application()
    app.router.add_post("/", apps.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield apps
    await runner.cleanup()


async def test_what_visitors_do_arrives_as_signed_events(slack: SlackStandIn, apps: Apps) -> None:
    apps.answers = [200] * 3
    await slack.say("1 < 2, ann@example.com")
    await slack.say("@Pin Advisor hi", SlackStandIn.CHANNEL)
    await slack.edit(slack.history[DIRECT][0], "1 < 3")

    direct, mention, edit = (event["event"] for event in apps.events)
    assert (direct["type"], direct["channel_type"]) == ("message", "im")
    assert direct["text"] == "1 &lt; 2, <mailto:ann@example.com|ann@example.com>"
    assert (mention["type"], mention["text"]) == ("app_mention", "<@U0BOT> hi")
    assert (edit["subtype"], edit["message"]["text"]) == ("message_changed", "1 &lt; 3")
    assert len({event["event_id"] for event in apps.events}) == 3


async def test_presses_arrive_as_signed_forms(
    client: AsyncWebClient, slack: SlackStandIn, apps: Apps
) -> None:
    await client.chat_postMessage(
        channel=DIRECT, text="Flat?", blocks=[section("Flat?"), {"type": "actions", "elements": [BUTTON]}]
    )

    assert await slack.press("Yes") == 200

    (payload,) = (json.loads(text) for text in parse_qs(apps.bodies[0].decode())["payload"])
    assert (payload["type"], payload["user"]["id"], payload["actions"][0]["value"]) == (
        "block_actions",
        ANN,
        "y",
    )
    assert payload["message"]["blocks"][0]["block_id"]
    with pytest.raises(LookupError):
        await slack.press("Perhaps")


async def test_what_is_not_accepted_is_delivered_again_with_its_number(
    slack: SlackStandIn, apps: Apps
) -> None:
    apps.answers = [500, 503, 200]

    assert await slack.say("hello") == 200

    assert len({event["event_id"] for event in apps.events}) == 1
    assert [headers.get("X-Slack-Retry-Num") for headers in apps.headers] == [None, "1", "2"]


async def test_a_request_url_is_verified_or_not(slack: SlackStandIn, apps: Apps) -> None:
    assert await slack.confirm_url()
    slack._secret = "another-secret-than-the-app-has"
    assert not await slack.confirm_url()


async def test_nobody_there_is_no_status(slack: SlackStandIn) -> None:
    slack.request_url = "http://127.0.0.1:9/"

    assert await slack.say("hello") == 0
