"""The stand-in is Teams to a client that knows nothing of us: Rasa's own connector to the Bot Framework."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from rasa.core.channels import botframework
from rasa.core.channels.botframework import BotFramework, BotFrameworkInput

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.stand_ins.teams import SigningKey, TeamsStandIn
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

APP_ID = "c9e8c047-2a74-40a2-b28a-b162d5f5327c"
PASSWORD = "a-password-of-the-stand-in"
CHAT = "a:ann"
ANN = "29:ann"


@pytest.fixture
async def teams(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TeamsStandIn]:
    stand_in = TeamsStandIn(APP_ID, PASSWORD)
    await stand_in.start()
    stand_in.message(CHAT, ANN, text="hello")
    url = f"{stand_in.url}/v1/.well-known/openidconfiguration"
    monkeypatch.setattr(botframework, "MICROSOFT_OPEN_ID_URI", url)
    monkeypatch.setattr(botframework, "MICROSOFT_OAUTH2_URL", stand_in.url)
    monkeypatch.setattr(BotFramework, "token_expiration_date", datetime.datetime.now())
    yield stand_in
    await stand_in.stop()


async def elsewhere(do: Callable[[], Any]) -> Any:
    """That client waits for its answers, and nothing else happens meanwhile."""
    return await asyncio.to_thread(do)


def client(teams: TeamsStandIn, password: str = PASSWORD, chat: str = CHAT) -> BotFramework:
    return BotFramework(APP_ID, password, {"id": chat}, teams.bot, teams.service)  # type: ignore[arg-type]


async def test_another_client_signs_in_and_sends(teams: TeamsStandIn) -> None:
    bot = client(teams)

    await elsewhere(lambda: asyncio.run(bot.send_text_message(ANN, "Flat or sculpted?")))
    await elsewhere(
        lambda: asyncio.run(bot.send_text_with_buttons(ANN, "Which?", [{"title": "Flat", "type": "imBack"}]))
    )

    text, card = teams.made("message")
    assert text.body["text"] == "Flat or sculpted?"
    assert card.body["attachments"][0]["content"]["buttons"][0]["title"] == "Flat"
    assert len(teams.made("token")) == 1


async def test_a_wrong_password_gets_no_token(teams: TeamsStandIn) -> None:
    assert await elsewhere(lambda: asyncio.run(client(teams, "wrong")._get_headers())) is None
    assert [call.answer for call in teams.calls] == [401]


async def test_another_client_knows_its_tokens_from_others(teams: TeamsStandIn) -> None:
    bot = await elsewhere(lambda: BotFrameworkInput(APP_ID, PASSWORD))

    assert bot._validate_auth(f"Bearer {teams.token()}") is None
    for token in (teams.token(SigningKey("key-1")), teams.token(aud="another"), teams.token(exp=1)):
        refusal = bot._validate_auth(f"Bearer {token}")
        assert refusal is not None
        assert refusal.status == 401


async def test_its_key_is_published_as_microsofts_are(teams: TeamsStandIn) -> None:
    keys = await elsewhere(lambda: jwt.PyJWKClient(f"{teams.url}/v1/.well-known/keys").get_signing_keys())

    assert [key.key_id for key in keys] == ["key-1"]
    async with aiohttp.ClientSession() as session, session.get(f"{teams.url}/v1/.well-known/keys") as answer:
        (published,) = (await answer.json())["keys"]
    assert "msteams" in published["endorsements"]
    assert not {"d", "p", "q"} & set(published), "the private part"


def message(**content: Any) -> dict[str, Any]:
    return {"type": "message", "from": {"id": f"28:{APP_ID}"}, "conversation": {"id": CHAT}, **content}


def card(**changed: Any) -> dict[str, Any]:
    text = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Pins"}]}
    content = {"type": "AdaptiveCard", "version": "1.5", "body": [text], **changed}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return message(attachments=[attachment])


def submit(title: str) -> dict[str, Any]:
    return {"type": "Action.Submit", "title": title, "data": {}}


async def posted(teams: TeamsStandIn, body: Any, path: str = CHAT, token: str = "") -> tuple[int, str]:
    """The status and the error's code that a call of the Bot Connector gets."""
    form = {
        "grant_type": "client_credentials",
        "client_id": APP_ID,
        "client_secret": PASSWORD,
        "scope": "https://api.botframework.com/.default",
    }
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{teams.url}/botframework.com/oauth2/v2.0/token", data=form) as answer:
            token = token or (await answer.json())["access_token"]
        url = f"{teams.service}v3/conversations/{path}/activities"
        headers = {"Authorization": f"Bearer {token}"}
        async with session.post(url, json=body, headers=headers) as answer:
            return answer.status, (await answer.json()).get("error", {}).get("code", "")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (message(text="Pins"), (201, "")),
        (card(), (201, "")),
        (card(actions=[submit(str(n)) for n in range(6)]), (201, "")),
        (message(text=" "), (400, "BadSyntax")),
        (message(text="x" * 40_000), (413, "MessageSizeTooBig")),
        (card(fallbackText="x" * 28_000), (413, "MessageSizeTooBig")),
        (card(actions=[submit(str(n)) for n in range(7)]), (400, "BadArgument")),
        (card(actions=[submit("")]), (400, "BadArgument")),
        (card(version="1.6"), (400, "BadArgument")),
        (card(body=[]), (400, "BadArgument")),
        (card(body=[{"type": "Media"}]), (400, "BadArgument")),
        ({**message(text="Pins"), "type": "somethingNew"}, (400, "BadArgument")),
        ({**message(text="Pins"), "from": {"id": "28:another"}}, (400, "BadArgument")),
        ({"text": "Pins"}, (400, "BadSyntax")),
    ],
)
async def test_what_teams_refuses_is_refused(
    teams: TeamsStandIn, body: dict[str, Any], answer: tuple[int, str]
) -> None:
    assert await posted(teams, body) == answer


async def test_strange_tokens_and_conversations_are_refused(teams: TeamsStandIn) -> None:
    assert await posted(teams, message(text="Pins"), token="another") == (401, "Unauthorized")
    assert await posted(teams, message(text="Pins", conversation=None), "a:nobody") == (
        404,
        "ConversationNotFound",
    )
    teams.revoke()


@pytest.mark.parametrize("sample", SAMPLES)
async def test_everything_that_we_render_is_taken(teams: TeamsStandIn, sample: str) -> None:
    for activity in RENDERERS["teams"](SAMPLES[sample], WORDS):
        assert await posted(teams, message(**{**activity, "type": "message"})) == (201, "")


class Bots:
    """Somebody's webhook."""

    def __init__(self) -> None:
        self.activities: list[dict[str, Any]] = []
        self.claims: list[dict[str, Any]] = []
        self.answers: list[int] = []

    async def take(self, request: web.Request) -> web.Response:
        self.activities.append(await request.json())
        token = request.headers["Authorization"].removeprefix("Bearer ")
        self.claims.append(jwt.decode(token, options={"verify_signature": False}))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def webhook(teams: TeamsStandIn) -> AsyncIterator[Bots]:
    bots = Bots()
    app = web.Application()
    app.router.add_post("/", bots.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.webhook = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield bots
    await runner.cleanup()


async def test_what_visitors_do_arrives_as_activities(teams: TeamsStandIn, webhook: Bots) -> None:
    shown = card(
        actions=[
            {**submit("Flat"), "data": {"a": 1, "msteams": {"type": "messageBack", "value": '{"b": 2}'}}}
        ]
    )
    assert await posted(teams, shown) == (201, "")
    await teams.say("hello 🎈")
    await teams.mention("hi all", "19:x@thread.v2")
    await teams.press("Flat")
    await teams.add()

    said, named, pressed, added = webhook.activities
    assert (said["text"], said["conversation"]["conversationType"]) == ("hello 🎈", "personal")
    assert named["text"] == "<at>Pin Advisor</at> hi all\n"
    assert named["entities"][1]["mentioned"] == teams.bot
    assert (pressed["value"], "text" in pressed) == ({"a": 1, "b": 2}, False)
    assert pressed["replyToId"] == teams.history[CHAT][1]["id"]
    assert {"id": teams.bot["id"]} in added["membersAdded"]
    assert len({activity["id"] for activity in webhook.activities}) == 4
    assert {(c["iss"], c["aud"], c["serviceurl"]) for c in webhook.claims} == {
        ("https://api.botframework.com", APP_ID, teams.service)
    }


async def test_a_button_without_a_message_for_the_bot_does_nothing(
    teams: TeamsStandIn, webhook: Bots
) -> None:
    dead = {**submit("Flat"), "data": {"msteams": {"type": "postBack"}}}
    assert await posted(teams, card(actions=[dead])) == (201, "")

    with pytest.raises(LookupError):
        await teams.press("Flat")
    with pytest.raises(LookupError):
        await teams.press("Sculpted")


async def test_what_is_not_accepted_is_delivered_again_unless_it_is_refused(
    teams: TeamsStandIn, webhook: Bots
) -> None:
    webhook.answers = [500, 503, 200, 401]

    assert await teams.say("hello") == 200
    assert await teams.say("hello") == 401

    assert len(webhook.activities) == 4
    assert json.dumps(webhook.activities[0]) == json.dumps(webhook.activities[2])


async def test_nobody_there_is_no_status(teams: TeamsStandIn) -> None:
    teams.webhook = "http://127.0.0.1:9/"

    assert await teams.say("hello") == 0
