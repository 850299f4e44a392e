"""A stand-in for Slack: the Web API as apps call it, and events and presses as Slack delivers them.

It refuses what Slack refuses: a wrong token, blocks that break a limit, channels that do not exist. As Slack
does, it answers errors with the status 200. What a visitor does is signed and delivered to ``request_url``,
and an event again if that fails.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Optional
from urllib.parse import urlencode

from aiohttp import ClientError, web
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.signature import Clock, SignatureVerifier

from pin_advisor.channels.platforms import Slack
from pin_advisor.channels.rendering.slack import escaped
from pin_advisor.channels.stand_ins.server import StandIn

#: Slack's own time, which names messages.
_BEGINNING: Final = 1_796_000_000
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_WEB: Final = re.compile(r"https?://[^\s<>]+")
_BROADCAST: Final = re.compile(r"<!(?:here|channel|everyone)")
_METHODS: Final = ("auth.test", "chat.postMessage", "chat.update")


class _Refused(Exception):
    def __init__(self, error: str, *details: str) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


class SlackStandIn(StandIn):
    """Slack with one workspace and one app in it.

    Args:
        token: the app's bot token.
        secret: the app's signing secret.
        port: where it listens.
        redeliveries: how often an event is delivered again that was not accepted.
        clock: tells the time of signatures.
    """

    TEAM: Final = "T0001"
    APP: Final = "A0001"
    BOT: Final = "B0001"
    #: The app as a user.
    US: Final = "U0BOT"
    #: A direct message with the app, and a channel that it is in.
    DIRECT: Final = "D0001"
    CHANNEL: Final = "C0001"
    ANN: Final = "U0001"

    def __init__(
        self, token: str, secret: str, port: int = 0, redeliveries: int = 3, clock: Optional[Clock] = None
    ) -> None:
        super().__init__(port)
        self._token = token
        self._secret = secret
        self._redeliveries = redeliveries
        self._clock = clock or Clock()
        self._numbers = itertools.count(1)
        #: Where events and interactions go.
        self.request_url = ""
        self.channels = {self.DIRECT, self.CHANNEL}
        #: Of each channel, what is in it, oldest first.
        self.history: dict[str, list[dict[str, Any]]] = {}

    def routes(self) -> list[web.RouteDef]:
        """``/api/<method>``."""
        return [web.route("*", "/api/{method}", self._take)]

    @property
    def api(self) -> str:
        """What stands in for ``https://slack.com/api``."""
        return f"{self.url}/api"

    # -- the visitor's side ----------------------------------------------------------------------

    async def say(
        self, text: str, channel: str = DIRECT, visitor: str = ANN, thread: str = "", **more: Any
    ) -> int:
        """Somebody writes; in a channel a text that names the app, or it does not hear of it."""
        message = self.message(self.marked_up(text), channel, visitor, thread, **more)
        return await self.deliver(self.event(message))

    async def edit(self, message: Mapping[str, Any], text: str) -> int:
        """Somebody changes what was said."""
        stamp = self._stamp()
        changed = {**message, "text": self.marked_up(text), "edited": {"user": message["user"], "ts": stamp}}
        told = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": stamp,
            "event_ts": stamp,
        }
        place = {name: message[name] for name in ("channel", "channel_type")}
        return await self.deliver(
            self.event({**told, **place, "message": changed, "previous_message": dict(message)})
        )

    async def press(self, title: str, channel: str = DIRECT, visitor: str = ANN) -> int:
        """Somebody presses the latest button, or picks from a menu what has this title."""
        for message in reversed(self.history.get(channel, [])):
            for element in _elements(message.get("blocks", ())):
                for shown in element.get("options", [element]):
                    if html.unescape(shown["text"]["text"]) == title:
                        return await self.interact(self.pressed(message, element, shown, channel, visitor))
        raise LookupError(f"there is no choice {title!r}")

    async def confirm_url(self) -> bool:
        """What happens when somebody enters the Request URL: whether it is verified."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        body = json.dumps({"token": "old", "challenge": challenge, "type": "url_verification"}).encode()
        async with self.client.post(self.request_url, data=body, headers=self.signed(body)) as answer:
            said = await answer.text()
            found = json.loads(said)["challenge"] if "json" in answer.content_type else said
            return answer.status == 200 and found == challenge

    def message(
        self, text: str, channel: str = DIRECT, visitor: str = ANN, thread: str = "", **more: Any
    ) -> dict[str, Any]:
        """A message of a visitor, as it stands in an event. ``text`` is marked up already."""
        stamp = self._stamp()
        direct = channel.startswith("D")
        message = {
            "type": "message" if direct else "app_mention",
            "user": visitor,
            "text": text,
            "ts": stamp,
            "event_ts": stamp,
            "channel": channel,
            "team": self.TEAM,
            **({"channel_type": "im"} if direct else {}),
            **({"thread_ts": thread} if thread else {}),
            **more,
        }
        self.history.setdefault(channel, []).append(message)
        return message

    def event(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a request with an event."""
        granted = {"team_id": self.TEAM, "user_id": self.US, "is_bot": True, "is_enterprise_install": False}
        return {
            "token": "old",
            "team_id": self.TEAM,
            "api_app_id": self.APP,
            "event": dict(told),
            "type": "event_callback",
            "event_id": f"Ev{next(self._numbers):08}",
            "event_time": _BEGINNING,
            "authorizations": [{"enterprise_id": None, **granted}],
            "is_ext_shared_channel": False,
        }

    def pressed(
        self,
        message: Mapping[str, Any],
        element: Mapping[str, Any],
        shown: Mapping[str, Any],
        channel: str,
        visitor: str,
    ) -> dict[str, Any]:
        """The payload of a pressed button, or of an option of a menu."""
        stamp = self._stamp()
        action = {"type": element["type"], "action_id": element["action_id"], "action_ts": stamp}
        made = {"selected_option": dict(shown)} if "options" in element else {"value": shown["value"]}
        thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
        place = {"message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False}
        return {
            "type": "block_actions",
            "user": {"id": visitor, "username": "ann", "name": "ann", "team_id": self.TEAM},
            "api_app_id": self.APP,
            "token": "old",
            "container": {"type": "message", **place, **thread},
            "trigger_id": f"{next(self._numbers)}.1.abc",
            "team": {"id": self.TEAM, "domain": "pins"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": channel, "name": "directmessage" if channel.startswith("D") else "club"},
            "message": dict(message),
            "response_url": "https://hooks.slack.com/actions/T0001/1/secret",
            "actions": [{**action, **made}],
        }

    async def deliver(self, event: Mapping[str, Any]) -> int:
        """Deliver an event, again if it is not accepted; the last status, 0 without one."""
        body = json.dumps(event).encode()
        status = 0
        for attempt in range(1 + self._redeliveries):
            again = (
                {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
            )
            if attempt:
                await asyncio.sleep(0.05)
            status = await self.knock(body, {**self.signed(body), **again})
            if 200 <= status < 300:
                break
        return status

    async def interact(self, payload: Mapping[str, Any]) -> int:
        """Deliver an interaction, which Slack does once."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.knock(body, self.signed(body, "application/x-www-form-urlencoded"))

    async def knock(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a request as it is."""
        try:
            async with self.client.post(self.request_url, data=body, headers=headers) as answer:
                return int(answer.status)
        except ClientError:
            return 0

    def signed(
        self, body: bytes, content: str = "application/json", at: Optional[float] = None
    ) -> dict[str, str]:
        """The headers of a request with this body, signed now or at another time."""
        moment = str(int(self._clock.now() if at is None else at))
        verifier = SignatureVerifier(self._secret, self._clock)
        signature = verifier.generate_signature(timestamp=moment, body=body)
        assert signature is not None
        return {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": signature,
        }

    def marked_up(self, text: str) -> str:
        """What Slack makes of a text that somebody types."""
        text = escaped(text)
        text = _MAIL.sub(lambda found: f"<mailto:{found[0]}|{found[0]}>", text)
        text = _WEB.sub(lambda found: f"<{found[0]}>", text)
        return re.sub(r"@Pin Advisor\b", f"<@{self.US}>", text)

    def _stamp(self) -> str:
        return f"{_BEGINNING}.{next(self._numbers):06}"

    # -- the app's side --------------------------------------------------------------------------

    async def _take(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await _parameters(request)
        fault = self.fault(method)
        if fault is not None:
            await self.note_fault(method, body, fault)
            if not fault.status:
                await asyncio.sleep(3600)
            if isinstance(fault.body, bytes):
                return web.Response(status=fault.status, body=fault.body, headers=fault.headers)
            told = {"ok": False, "error": "internal_error"} if fault.body is None else fault.body
            return web.json_response(told, status=fault.status, headers=fault.headers)
        try:
            given = request.headers.get("Authorization", "").partition("Bearer ")[2] or body.get("token")
            if given != self._token:
                raise _Refused("invalid_auth" if given else "not_authed")
            result = self._result(method, body)
        except _Refused as refusal:
            await self.note(method, body, 400)
            told = {"ok": False, "error": refusal.error}
            if refusal.details:
                told["response_metadata"] = {"messages": list(refusal.details)}
            return web.json_response(told)
        await self.note(method, body, 200)
        return web.json_response({"ok": True, **result})

    def _result(self, method: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if method not in _METHODS:
            raise _Refused("unknown_method")
        if method == "auth.test":
            names = {"url": "https://pins.slack.com/", "team": "Pins & Co", "user": "pin_advisor"}
            return {**names, "team_id": self.TEAM, "user_id": self.US, "bot_id": self.BOT}
        channel = str(body.get("channel"))
        if channel not in self.channels:
            raise _Refused("channel_not_found")
        content = _content(body)
        if method == "chat.update":
            return self._update(channel, str(body.get("ts")), content)
        thread = body.get("thread_ts")
        message = {
            "type": "message",
            "user": self.US,
            "bot_id": self.BOT,
            "app_id": self.APP,
            "team": self.TEAM,
            "ts": self._stamp(),
            **({"thread_ts": thread} if thread else {}),
            **content,
        }
        self.history.setdefault(channel, []).append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _update(self, channel: str, stamp: str, content: Mapping[str, Any]) -> dict[str, Any]:
        for message in self.history.get(channel, ()):
            if message["ts"] == stamp:
                if message.get("bot_id") != self.BOT:
                    raise _Refused("cant_update_message")
                message.update(content, edited={"user": self.BOT, "ts": self._stamp()})
                return {"channel": channel, "ts": stamp, "text": message["text"], "message": message}
        raise _Refused("message_not_found")


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Parameters as JSON, or as a form in which blocks are JSON, or in the address."""
    if request.method == "GET":
        return dict(request.query)
    if request.content_type == "application/json":
        data = await request.json()
        return data if isinstance(data, dict) else {}
    found: dict[str, Any] = {name: str(value) for name, value in (await request.post()).items()}
    if "blocks" in found:
        found["blocks"] = json.loads(found["blocks"])
    return found


def _content(body: Mapping[str, Any]) -> dict[str, Any]:
    """Text and blocks as Slack keeps them: with ids, and plain text escaped."""
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    if not text and not blocks:
        raise _Refused("no_text")
    if len(text) > 40_000:
        raise _Refused("msg_too_long")
    if len(blocks) > Slack.BLOCKS.value:
        raise _Refused("invalid_blocks", "[ERROR] no more than 50 items allowed [json-pointer:/blocks]")
    if len(json.dumps(blocks, ensure_ascii=False)) > 13_200:
        raise _Refused("msg_blocks_too_long")
    for number, block in enumerate(blocks):
        faults = [*_faults(block)]
        if faults:
            raise _Refused(
                "invalid_blocks", *(f"[ERROR] {f} [json-pointer:/blocks/{number}]" for f in faults)
            )
    if sum(block["type"] == "table" for block in blocks) > Slack.TABLES.value:
        raise _Refused("invalid_attachments", "[ERROR] only_one_table_allowed")
    kept = [{**_kept(block), "block_id": f"b{n:04}"} for n, block in enumerate(blocks, 1)]
    return {"text": text, **({"blocks": kept} if kept else {})}


def _kept(part: Any) -> Any:
    if isinstance(part, Mapping):
        kept = {name: _kept(value) for name, value in part.items()}
        if kept.get("type") == "plain_text":
            kept["text"] = escaped(kept["text"])
        if kept.get("type") == "image":
            kept |= {"fallback": "640x640px image", "image_width": 640, "image_height": 640, "image_bytes": 9}
        return kept
    return [_kept(value) for value in part] if isinstance(part, list) else part


def _faults(block: Mapping[str, Any]) -> Iterator[str]:
    """What Slack's own models of blocks say against one, and what they don't look at."""
    if {"fallback", "image_width"} & set(block.get("accessory", block)):
        yield "additional properties are not allowed"
    try:
        model = Block.parse(dict(block))
        if model is None:
            yield "unsupported type"
        else:
            model.validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        yield str(error)
    texts = [block["text"]] if "text" in block else []
    for text in (*texts, *block.get("fields", ())):
        longest = (
            Slack.FIELD if text not in texts else Slack.HEADER if block["type"] == "header" else Slack.SECTION
        )
        if not text["text"] or len(text["text"]) > longest.value:
            yield f"must be more than 0 and less than {longest.value + 1} characters"
        if text["type"] == "mrkdwn" and _BROADCAST.search(text["text"]):
            yield "the stand-in lets nobody call everybody"
    for row in block.get("rows", ()):
        if len(row) > Slack.TABLE_COLUMNS.value:
            yield "no more than 20 items allowed"
    if len(block.get("rows", ())) > Slack.TABLE_ROWS.value:
        yield "no more than 100 items allowed"
    elements = [*_elements([block])]
    if len({element.get("action_id") for element in elements}) < len(elements):
        yield "action_id already exists"
    for element in elements:
        yield from _element_faults(element)


def _element_faults(element: Mapping[str, Any]) -> Iterator[str]:
    menu = "options" in element
    options: Sequence[Mapping[str, Any]] = element["options"] if menu else [element]
    if not 1 <= len(options) <= Slack.OPTIONS.value:
        yield "no more than 100 items allowed"
    for option in options:
        if not 1 <= len(option["text"]["text"]) <= (Slack.OPTION if menu else Slack.BUTTON).value:
            yield "must be less than 76 characters"
        if not 1 <= len(option.get("value", "")) <= (Slack.OPTION_VALUE if menu else Slack.VALUE).value:
            yield "the value is too long"


def _elements(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (e for block in blocks if block.get("type") == "actions" for e in block["elements"])
