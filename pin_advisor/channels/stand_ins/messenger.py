"""A stand-in for Messenger: the Graph API as a page's app calls it, and webhooks as Meta delivers them.

It refuses what Meta refuses: a wrong token or proof, messages that are too large or of another form, people
who never wrote. What a visitor does becomes an event, signed with the app's secret, and is delivered to the
address that was proved to be ours; again, if that fails.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Optional

from aiohttp import ClientError, web

from pin_advisor.channels.platforms import Messenger
from pin_advisor.channels.rendering.text import units
from pin_advisor.channels.stand_ins.server import StandIn

PAGE: Final = "1906385232743451"
_TIME: Final = 1_796_000_000_000
_STATUS: Final = 400
_ACTIONS: Final = frozenset({"mark_seen", "typing_on", "typing_off"})


class _Refused(Exception):
    def __init__(self, message: str, code: int = 100, subcode: int = 0, status: int = _STATUS) -> None:
        super().__init__(message)
        self.status = status
        self.body = error(message, code, subcode)


def error(message: str, code: int, subcode: int = 0, **more: Any) -> dict[str, Any]:
    """An error as the Graph API tells it."""
    told: dict[str, Any] = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code, **more}
    if subcode:
        told["error_subcode"] = subcode
    return {"error": {**told, "fbtrace_id": "AbCdEfGhIjK"}}


class MessengerStandIn(StandIn):
    """Messenger with one page and its app.

    Args:
        token: the page's.
        secret: the app's.
        port: where it listens.
        redeliveries: how often something is delivered again that was not accepted.
    """

    def __init__(self, token: str, secret: str, port: int = 0, redeliveries: int = 3) -> None:
        super().__init__(port)
        self._token = token
        self._secret = secret.encode()
        self._redeliveries = redeliveries
        self._numbers = itertools.count(1)
        self.webhook = ""
        #: What was set for the page: fields that are subscribed to, and its profile.
        self.fields: tuple[str, ...] = ()
        self.profile: dict[str, Any] = {}
        #: Of each visitor, what the page has sent, oldest first.
        self.history: dict[str, list[dict[str, Any]]] = {}

    def routes(self) -> list[web.RouteDef]:
        """``/<version>/<page or me>/…``."""
        return [web.route("*", r"/{version:v\d+\.\d+}/{node}{edge:(?:/[a-z_]+)?}", self._take)]

    # -- setting up ------------------------------------------------------------------------------

    async def enter(self, url: str, verify_token: str, challenge: str = "1158201444") -> bool:
        """Somebody enters an address in the app's dashboard; whether it has proved to be theirs."""
        asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        async with self.client.get(url, params=asked) as answer:
            proved = answer.status == 200 and await answer.text() == challenge
        if proved:
            self.webhook = url
        return proved

    # -- the visitor's side ----------------------------------------------------------------------

    async def say(self, text: str, visitor: str = "501", **more: Any) -> int:
        """Somebody writes; the status that the webhook answered."""
        return await self.deliver(self.message(visitor, text=text, **more))

    async def post(self, *kinds: str, visitor: str = "501", **more: Any) -> int:
        """Somebody sends attachments of these kinds."""
        attachments = [{"type": kind, "payload": {"url": f"https://cdn.example/{kind}"}} for kind in kinds]
        return await self.deliver(self.message(visitor, attachments=attachments, **more))

    async def press(self, title: str, visitor: str = "501") -> int:
        """Somebody presses a button with this title, or a quick reply if no other message is below it."""
        shown = self.history.get(visitor, [])
        for message in reversed(shown):
            for button in _buttons(message):
                if button["title"] == title:
                    return await self.deliver(self.postback(visitor, title, button["payload"]))
            for reply in message.get("quick_replies", ()) if message is shown[-1] else ():
                if reply["title"] == title:
                    pressed = {"payload": reply["payload"]}
                    return await self.deliver(self.message(visitor, text=title, quick_reply=pressed))
        raise LookupError(f"there is no button {title!r}")

    def message(self, visitor: str, **content: Any) -> dict[str, Any]:
        """The event of a message."""
        return self.event(visitor, message={"mid": self._mid(), **content})

    def postback(self, visitor: str, title: str, payload: str) -> dict[str, Any]:
        """The event of a pressed button."""
        return self.event(visitor, postback={"mid": self._mid(), "title": title, "payload": payload})

    def event(self, visitor: str, **content: Any) -> dict[str, Any]:
        """Any event of a visitor, who is known from now on."""
        self.history.setdefault(visitor, [])
        people = {"sender": {"id": visitor}, "recipient": {"id": PAGE}}
        return {**people, "timestamp": _TIME + next(self._numbers), **content}

    async def deliver(self, *events: Mapping[str, Any]) -> int:
        """Deliver events in one request, again if it is not accepted; the last status, 0 without one."""
        body = self.notification([{"id": PAGE, "time": _TIME, "messaging": list(events)}])
        status = 0
        for attempt in range(1 + self._redeliveries):
            if attempt:
                await asyncio.sleep(0.05)
            status = await self.knock(body, self.signed(body))
            if 200 <= status < 300:
                break
        return status

    def notification(self, entries: Sequence[Mapping[str, Any]]) -> bytes:
        """A body as Meta writes it, with everything escaped that is not ASCII."""
        return json.dumps({"object": "page", "entry": entries}).encode()

    def signed(self, body: bytes) -> dict[str, str]:
        """The headers that show who has sent this body."""
        return {
            f"X-Hub-Signature{suffix}": f"{name}={hmac.new(self._secret, body, name).hexdigest()}"
            for suffix, name in (("-256", "sha256"), ("", "sha1"))
        }

    async def knock(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Make one request; the status."""
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua", **headers}
        try:
            async with self.client.post(self.webhook, data=body, headers=headers) as answer:
                return int(answer.status)
        except ClientError:
            return 0

    # -- the page's side -------------------------------------------------------------------------

    async def _take(self, request: web.Request) -> web.Response:
        edge = request.match_info["edge"].strip("/") or request.match_info["node"]
        body = await request.json() if request.can_read_body else {}
        method = str(body.get("sender_action") or edge)
        noted = {**request.query, **body}
        fault = self.fault(method)
        if fault is not None:
            await self.note_fault(method, noted, fault)
            if not fault.status:
                await asyncio.sleep(3600)
            told = error("Told to fail", 1 if fault.status < 500 else 2) if fault.body is None else fault.body
            if isinstance(told, bytes):
                return web.Response(status=fault.status, body=told, headers=fault.headers)
            return web.json_response(told, status=fault.status, headers=fault.headers)
        try:
            self._check_access(request.query)
            if request.match_info["node"] not in ("me", PAGE):
                raise _Refused("Unsupported request", 100, 33)
            result = self._result(request.method, edge, body)
        except _Refused as refusal:
            await self.note(method, noted, refusal.status)
            return web.json_response(refusal.body, status=refusal.status)
        await self.note(method, noted, 200)
        return web.json_response(result)

    def _check_access(self, query: Mapping[str, str]) -> None:
        if query.get("access_token") != self._token:
            raise _Refused("Invalid OAuth access token.", 190)
        proof = hmac.new(self._secret, self._token.encode(), hashlib.sha256).hexdigest()
        if query.get("appsecret_proof") != proof:
            raise _Refused("Invalid appsecret_proof provided in the API argument", 100)

    def _result(self, http: str, edge: str, body: Mapping[str, Any]) -> Any:
        if http == "GET" and edge == "me":
            return {"id": PAGE, "name": "Pins & Co"}
        if http != "POST":
            raise _Refused("Unsupported request", 100, 33)
        if edge == "subscribed_apps":
            self.fields = tuple(str(body["subscribed_fields"]).split(","))
            return {"success": True}
        if edge == "messenger_profile":
            self.profile.update(body)
            return {"result": "success"}
        if edge == "messages":
            return self._send(body)
        raise _Refused("Unsupported request", 100, 33)

    def _send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        visitor = str((body.get("recipient") or {}).get("id") or "")
        if visitor not in self.history:
            raise _Refused("No matching user found", 100, 2018001)
        if "sender_action" in body:
            if "message" in body:
                raise _Refused("Cannot send both message and state at the same time.", 100, 2018002)
            if body["sender_action"] not in _ACTIONS:
                raise _Refused("Invalid parameter")
            return {"recipient_id": visitor}
        if body.get("messaging_type") != "RESPONSE":
            raise _Refused("Invalid messaging_type")
        message = body.get("message") or {}
        _check(message)
        self.history[visitor].append(dict(message))
        return {"recipient_id": visitor, "message_id": self._mid()}

    def _mid(self) -> str:
        return (
            f"m_{next(self._numbers)}AG5Hz2Uq7tuwNEhXfYYKj8mJEM_QPpz5jdCK48PnKAjSdjfipqxqMvK8ma6AC8fplwlqLP"
        )


def _check(message: Mapping[str, Any]) -> None:
    """Raise unless the Send API takes this."""
    if ("text" in message) == ("attachment" in message):
        raise _Refused("Must provide exactly one of text and attachment", 100, 2018006)
    if "text" in message:
        _check_text(message["text"], Messenger.TEXT.value, "text")
    if "quick_replies" in message:
        _check_count(message["quick_replies"], Messenger.QUICK_REPLIES.value, "quick_replies")
        for reply in message["quick_replies"]:
            _check_button(reply, Messenger.QUICK_REPLY.value)
    attachment = message.get("attachment") or {}
    payload = attachment.get("payload") or {}
    if attachment.get("type") == "image":
        _check_picture(payload.get("url"))
    elif attachment.get("type") == "template":
        if payload.get("template_type") == "button":
            _check_text(payload.get("text"), Messenger.BUTTON_TEXT.value, "text")
            _check_count(payload.get("buttons"), Messenger.BUTTONS.value, "buttons")
        elif payload.get("template_type") == "generic":
            _check_count(payload.get("elements"), Messenger.ELEMENTS.value, "elements")
            for element in payload["elements"]:
                _check_element(element)
        else:
            raise _Refused("Unknown template")
        for button in _buttons(message):
            _check_button(button, Messenger.BUTTON.value)
    elif attachment:
        raise _Refused("Unknown attachment")


def _check_element(element: Mapping[str, Any]) -> None:
    _check_text(element.get("title"), Messenger.TITLE.value, "title")
    if len(element) < 2:
        raise _Refused("Element has nothing but a title", 100, 2018038)
    if "subtitle" in element:
        _check_text(element["subtitle"], Messenger.SUBTITLE.value, "subtitle")
    if "image_url" in element:
        _check_picture(element["image_url"])
    if "buttons" in element:
        _check_count(element["buttons"], Messenger.BUTTONS.value, "buttons")


def _check_text(text: Any, longest: int, name: str) -> None:
    if not isinstance(text, str) or not text.strip():
        raise _Refused(f"Param {name} must be a non-empty string", 100, 2018033)
    if units(text) > longest:
        raise _Refused(f"Length of param {name} must be less than or equal to {longest}")


def _check_count(items: Any, most: int, name: str) -> None:
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        raise _Refused(f"Param {name} must have 1 to {most} items")


def _check_button(button: Mapping[str, Any], longest: int) -> None:
    if button.get("type", button.get("content_type")) not in ("postback", "text"):
        raise _Refused("Unknown button")
    _check_text(button.get("title"), longest, "title")
    _check_text(button.get("payload"), Messenger.PAYLOAD.value, "payload")


def _check_picture(url: Any) -> None:
    if not str(url or "").startswith(("https://", "http://")):
        raise _Refused("Failed to fetch the file from the url", 100, 2018008)


def _buttons(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    payload: Optional[Mapping[str, Any]] = (message.get("attachment") or {}).get("payload")
    yield from (payload or {}).get("buttons") or ()
    for element in (payload or {}).get("elements") or ():
        yield from element.get("buttons") or ()
