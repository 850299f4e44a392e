"""What the page of all channels asks for, with visitors who are played; and who may ask."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest

from pin_advisor.channels.demo.page import FOLDER, Page
from pin_advisor.channels.stand_ins.visitors import Message, Visitor

BOT = "http://127.0.0.1:5999"


class Ann(Visitor[None]):
    """Sees what she says, and one button."""

    NAME, TITLE = "telegram", "Telegram"

    def __init__(self) -> None:
        super().__init__(None)
        self.sent: list[Message] = []

    def received(self) -> Sequence[Message]:
        return self.sent

    async def _say(self, text: str) -> int:
        self.sent.append({"text": f"You said: {text}"})
        return 200

    async def _press(self, title: str) -> int:
        if title != "Flat":
            raise LookupError(f"there is no button {title!r}")
        return await self._say(title)

    async def _send_picture(self) -> int:
        return await self._say("a picture")


class Ben(Ann):
    """Writes where no pictures can be sent."""

    NAME, TITLE = "sms", "SMS"
    NUMBERED = True
    PICTURES = False


class Cid(Ann):
    """Is not heard: 503, or nothing at all."""

    NAME, TITLE = "teams", "Microsoft Teams"

    async def _say(self, text: str) -> int:
        return 503 if text == "hello" else 0


class Client:
    def __init__(self, page: Page, session: aiohttp.ClientSession) -> None:
        self.page, self._session = page, session

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        async with self._session.request(method, f"{self.page.url}{path}", **more) as answer:
            content = await answer.read()
            return answer.status, json.loads(content) if "json" in answer.content_type else content

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        return await self.ask("POST", path, json=body)

    async def timelines(self) -> dict[str, list[Any]]:
        _, state = await self.ask("GET", "/state")
        return {column["name"]: column["timeline"] for column in state["columns"]}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    page = Page(BOT, lambda: {kind.NAME: kind() for kind in (Ann, Ben)})
    await page.start()
    async with aiohttp.ClientSession() as session:
        yield Client(page, session)
    await page.stop()


def exchange(words: str) -> list[Any]:
    return [{"said": words}, {"message": {"text": f"You said: {words}"}}]


async def test_what_is_written_to_all_is_said_on_every_channel(client: Client) -> None:
    assert await client.post("/say", {"text": "hello"}) == (200, {})

    assert await client.timelines() == {"telegram": exchange("hello"), "sms": exchange("hello")}


async def test_what_is_written_to_one_is_said_there_only(client: Client) -> None:
    await client.post("/say", {"text": "2", "to": "sms"})

    assert await client.timelines() == {"telegram": [], "sms": exchange("2")}


async def test_a_button_is_pressed_where_it_is(client: Client) -> None:
    assert (await client.post("/press", {"to": "telegram", "title": "Flat"}))[0] == 200
    assert await client.post("/press", {"to": "telegram", "title": "Round"}) == (
        400,
        {"error": "there is no button 'Round'"},
    )

    assert await client.timelines() == {"telegram": exchange("Flat"), "sms": []}


async def test_a_picture_is_sent_where_that_can_be_done(client: Client) -> None:
    assert (await client.post("/picture", {"to": "telegram"}))[0] == 200
    assert (await client.post("/picture", {"to": "sms"}))[0] == 400
    assert (await client.post("/picture", {"to": "fax"}))[0] == 400

    said = [{"said": "[a picture]"}, {"message": {"text": "You said: a picture"}}]
    assert await client.timelines() == {"telegram": said, "sms": []}


async def test_what_the_bot_does_not_accept_is_told() -> None:
    page = Page(BOT, lambda: {kind.NAME: kind() for kind in (Ann, Cid)})
    await page.start()
    async with aiohttp.ClientSession() as session:
        client = Client(page, session)
        said = await client.post("/say", {"text": "hello"})
        pressed = await client.post("/press", {"to": "teams", "title": "Flat"})
        shown = await client.post("/picture", {"to": "teams"})
    await page.stop()

    assert said == (502, {"error": "The bot did not accept it. Microsoft Teams: 503."})
    assert pressed == shown == (502, {"error": "The bot did not accept it. Microsoft Teams: no answer."})


async def test_new_visitors_have_said_nothing(client: Client) -> None:
    await client.post("/say", {"text": "hello"})
    await client.post("/anew", {})

    assert await client.timelines() == {"telegram": [], "sms": []}


async def test_columns_say_what_they_are(client: Client) -> None:
    _, state = await client.ask("GET", "/state")

    assert state["bot"] == BOT
    assert [(c["name"], c["title"], c["numbered"], c["pictures"]) for c in state["columns"]] == [
        ("telegram", "Telegram", False, True),
        ("sms", "SMS", True, False),
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/say", {}),
        ("/say", {"text": " "}),
        ("/say", {"text": 5}),
        ("/say", {"text": "x" * 2001}),
        ("/say", {"text": "hello", "to": "fax"}),
        ("/say", ["hello"]),
        ("/press", {"to": "fax", "title": "Flat"}),
        ("/press", {"to": ["sms"], "title": "Flat"}),
        ("/press", {"to": "telegram"}),
        ("/press", "Flat"),
    ],
)
async def test_what_makes_no_sense_is_refused(client: Client, path: str, body: Any) -> None:
    status, told = await client.post(path, body)

    assert status == 400
    assert told["error"]
    assert await client.timelines() == {"telegram": [], "sms": []}


async def test_the_page_and_all_that_it_loads_are_there(client: Client) -> None:
    for name in ("", *(path.name for path in FOLDER.iterdir())):
        status, content = await client.ask("GET", f"/{name}")
        assert status == 200, name
        assert content == (FOLDER / (name or "index.html")).read_bytes()
    for name in ("page.py", "../page.py", "%2e%2e/page.py", "nothing.js"):
        assert (await client.ask("GET", f"/{name}"))[0] == 404, name


async def test_other_websites_can_make_a_browser_do_nothing_here(client: Client) -> None:
    port = client.page.url.rpartition(":")[2]
    form = {"data": '{"text": "hello"}', "headers": {"Content-Type": "text/plain"}}

    assert (await client.ask("POST", "/say", **form))[0] == 415
    for host in ("attacker.example", f"attacker.example:{port}", "127.0.0.1", ""):
        assert (await client.ask("GET", "/state", headers={"Host": host}))[0] == 403, host
    assert (await client.ask("GET", "/state", headers={"Host": f"localhost:{port}"}))[0] == 200
    assert await client.timelines() == {"telegram": [], "sms": []}


async def test_nothing_but_our_own_runs_in_it(client: Client) -> None:
    async with aiohttp.ClientSession() as session, session.get(client.page.url) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert f"default-src 'none'; script-src 'self' {BOT}; style-src 'self';" in policy
    assert "unsafe" not in policy
