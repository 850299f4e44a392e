"""A stand-in for Microsoft Teams: the login service, the Bot Connector, and what Teams delivers.

It signs tokens with a key of its own and publishes it as Microsoft does, gives access tokens for the right
password, and refuses what the Bot Connector refuses: other tokens, conversations that do not exist, messages
and cards that are too large. What a visitor does becomes an activity, and is delivered to ``webhook`` with a
token, and again if that fails.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Optional
from urllib.parse import parse_qsl

import jwt
from aiohttp import ClientError, web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from pin_advisor.channels.platforms import Teams
from pin_advisor.channels.rendering.text import octets, units
from pin_advisor.channels.stand_ins.server import StandIn

_ISSUER: Final = "https://api.botframework.com"
_SCOPE: Final = "https://api.botframework.com/.default"
_LIFETIME: Final = 3600
_TIMESTAMP: Final = "2026-11-29T10:00:00.000Z"
_FIRST_MESSAGE: Final = 1_796_000_000_000
_CARD: Final = "application/vnd.microsoft.card.adaptive"
_HERO: Final = "application/vnd.microsoft.card.hero"
_ELEMENTS: Final = frozenset(
    {"RichTextBlock", "TextBlock", "Image", "Table", "ColumnSet", "Container", "FactSet"}
)


class _Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass
class SigningKey:
    """One of the Bot Connector's keys. ``endorsements`` are the channels that it may speak for."""

    id: str
    endorsements: tuple[str, ...] = ("msteams", "webchat")
    private: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def published(self) -> dict[str, Any]:
        """As it stands in the list of keys."""
        shown: dict[str, Any] = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**shown, "use": "sig", "kid": self.id, "endorsements": list(self.endorsements)}


class TeamsStandIn(StandIn):
    """Teams with one bot.

    Args:
        app_id: the bot's.
        password: the bot's.
        tenant: the tenant that the bot belongs to.
        port: where it listens.
        redeliveries: how often an activity is delivered again that was not accepted.
        key: what it signs with; a new one if it is left out.
    """

    def __init__(
        self,
        app_id: str,
        password: str,
        tenant: str = "botframework.com",
        port: int = 0,
        redeliveries: int = 3,
        key: Optional[SigningKey] = None,
    ) -> None:
        super().__init__(port)
        self._app_id = app_id
        self._password = password
        self._tenant = tenant
        self._redeliveries = redeliveries
        self._messages = itertools.count(_FIRST_MESSAGE)
        self._presses = itertools.count(5_261_769_396_935_243_000)
        self._logins = itertools.count(1)
        self._tokens: set[str] = set()
        self.keys = [key or SigningKey("key-1")]
        self.bot = {"id": f"28:{app_id}", "name": "Pin Advisor"}
        self.webhook = ""
        #: Of each conversation, what is in it, oldest first.
        self.history: dict[str, list[dict[str, Any]]] = {}

    @property
    def service(self) -> str:
        """The ``serviceUrl`` of its activities."""
        return f"{self.url}/teams/"

    def routes(self) -> list[web.RouteDef]:
        """The OpenID metadata and keys, the login service, and the Bot Connector."""
        place = "/teams/v3/conversations/{conversation}/activities"
        return [
            web.get("/v1/.well-known/openidconfiguration", self._metadata),
            web.get("/v1/.well-known/keys", self._published_keys),
            web.post("/{tenant}/oauth2/v2.0/token", self._login),
            web.post(place, self._take),
            web.post(f"{place}/{{reply}}", self._take),
        ]

    # -- the visitor's side ----------------------------------------------------------------------

    async def say(self, text: str, conversation: str = "a:ann", visitor: str = "29:ann", **more: Any) -> int:
        """Somebody writes; the status that the webhook answered."""
        return await self.deliver(self.message(conversation, visitor, text=text, **more))

    async def mention(self, text: str, conversation: str, visitor: str = "29:ann") -> int:
        """Somebody writes in a group or a channel, to the bot."""
        shown = f"<at>{self.bot['name']}</at>"
        named = {"type": "mention", "mentioned": self.bot, "text": shown}
        return await self.say(f"{shown} {text}\n", conversation, visitor, entities=[named])

    async def add(self, conversation: str = "a:ann", visitor: str = "29:ann") -> int:
        """Somebody adds the bot."""
        members = [{"id": self.bot["id"]}, {"id": visitor}]
        content = self._activity("conversationUpdate", conversation, visitor, membersAdded=members)
        return await self.deliver(content)

    async def press(self, title: str, conversation: str = "a:ann", visitor: str = "29:ann") -> int:
        """Somebody presses the latest button with this title."""
        for activity in reversed(self.history.get(conversation, [])):
            for attachment in activity.get("attachments", []):
                for action in (attachment.get("content") or {}).get("actions", []):
                    if action["title"] == title:
                        return await self.deliver(self.pressed(activity, action, conversation, visitor))
        raise LookupError(f"there is no button {title!r}")

    def pressed(
        self, activity: Mapping[str, Any], action: Mapping[str, Any], conversation: str, visitor: str
    ) -> dict[str, Any]:
        """The activity that pressing a button makes.

        https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions.
        """
        data = dict(action.get("data") or {})
        back = data.pop("msteams", None)
        if back is not None and back.get("type") != "messageBack":
            raise LookupError("the button does nothing here")
        told = self._activity("message", conversation, visitor, replyToId=activity["id"])
        told["id"] = f"f:{next(self._presses)}"
        if back is None:
            return {**told, "value": data}
        if back.get("text"):
            told["text"] = back["text"]
        if back.get("displayText"):
            shown = {"type": "message", "id": str(next(self._messages)), "text": back["displayText"]}
            self.history.setdefault(conversation, []).append(shown)
        value = back.get("value")
        return {**told, "value": {**data, **(json.loads(value) if isinstance(value, str) else value or {})}}

    def message(self, conversation: str, visitor: str, **content: Any) -> dict[str, Any]:
        """A message of a visitor, as it stands in a conversation from now on."""
        activity = self._activity("message", conversation, visitor, textFormat="plain", **content)
        self.history[conversation].append(activity)
        return activity

    def _activity(self, type: str, conversation: str, visitor: str, **content: Any) -> dict[str, Any]:
        self.history.setdefault(conversation, [])
        personal = conversation.startswith("a:")
        kind = "personal" if personal else "channel" if ";messageid=" in conversation else "groupChat"
        about = {"locale": "en-GB", "country": "GB", "platform": "Web", "type": "clientInfo"}
        return {
            "type": type,
            "id": str(next(self._messages)),
            "timestamp": _TIMESTAMP,
            "serviceUrl": self.service,
            "channelId": "msteams",
            "from": {"id": visitor, "name": "Ann", "aadObjectId": "7faf8ab2-3d56-4244-b585-20c8a42ed2b8"},
            "conversation": {
                "id": conversation,
                "conversationType": kind,
                "tenantId": "72f988bf-86f1-41af-91ab-2d7cd011db47",
                **({} if personal else {"isGroup": True}),
            },
            "recipient": self.bot,
            "channelData": {"tenant": {"id": "72f988bf-86f1-41af-91ab-2d7cd011db47"}},
            "locale": "en-GB",
            **content,
            "entities": [about, *content.get("entities", ())],
        }

    def token(self, key: Optional[SigningKey] = None, **claims: Any) -> str:
        """A token as the Bot Connector shows it; a claim that is None is left out."""
        now = int(time.time())
        said = {
            "serviceurl": self.service,
            "nbf": now - 10,
            "exp": now + _LIFETIME,
            "iss": _ISSUER,
            "aud": self._app_id,
            **claims,
        }
        key = key or self.keys[0]
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, key.private, "RS256", headers={"kid": key.id, "x5t": key.id})

    async def deliver(self, activity: Mapping[str, Any]) -> int:
        """Deliver an activity, again if it is not accepted; the last status, 0 without one."""
        status = 0
        for attempt in range(1 + self._redeliveries):
            if attempt:
                await asyncio.sleep(0.05)
            status = await self.knock(activity)
            if 200 <= status < 500:
                break
        return status

    async def knock(self, activity: Any, authorization: Optional[str] = None) -> int:
        """Deliver an activity once, with a token, or with another ``Authorization``."""
        shown = f"Bearer {self.token()}" if authorization is None else authorization
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if shown:
            headers["Authorization"] = shown
        try:
            async with self.client.post(
                self.webhook, data=json.dumps(activity, ensure_ascii=False).encode(), headers=headers
            ) as answer:
                return int(answer.status)
        except ClientError:
            return 0

    # -- the bot's side --------------------------------------------------------------------------

    async def _metadata(self, _: web.Request) -> web.Response:
        told = {
            "issuer": _ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return await self._answer("metadata", {}, told)

    async def _published_keys(self, _: web.Request) -> web.Response:
        return await self._answer("keys", {}, {"keys": [key.published() for key in self.keys]})

    async def _login(self, request: web.Request) -> web.Response:
        body = dict(parse_qsl((await request.read()).decode()))
        right = {
            "grant_type": "client_credentials",
            "client_id": self._app_id,
            "client_secret": self._password,
            "scope": _SCOPE,
        }
        if request.match_info["tenant"] != self._tenant or body.get("scope") != _SCOPE:
            return await self._answer("token", body, _entra("invalid_request", 90002), 400)
        if body != right:
            return await self._answer("token", body, _entra("invalid_client", 7000215), 401)
        token = f"access-token-{next(self._logins)}"
        self._tokens.add(token)
        told = {
            "token_type": "Bearer",
            "expires_in": _LIFETIME,
            "ext_expires_in": _LIFETIME,
            "access_token": token,
        }
        return await self._answer("token", body, told)

    def revoke(self) -> None:
        """Accept none of the access tokens that were given so far."""
        self._tokens.clear()

    async def _answer(
        self, method: str, body: Mapping[str, Any], told: Mapping[str, Any], status: int = 200
    ) -> web.Response:
        fault = self.fault(method)
        if fault is not None:
            await self.note_fault(method, body, fault)
            if not fault.status:
                await asyncio.sleep(3600)
            if isinstance(fault.body, (bytes, str)):
                content = fault.body.encode() if isinstance(fault.body, str) else fault.body
                return web.Response(status=fault.status, body=content, headers=fault.headers)
            told = fault.body if fault.body is not None else _error("ServiceError")
            return web.json_response(told, status=fault.status, headers=fault.headers)
        await self.note(method, body, status)
        return web.json_response(told, status=status)

    async def _take(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = {}
        method = "activity"
        try:
            body = await request.json()
            method = str(body["type"])
            bearer = request.headers.get("Authorization", "")
            if bearer.removeprefix("Bearer ") not in self._tokens:
                raise _Refused(401, "Unauthorized")
            told = self._sent(request.match_info["conversation"], request.match_info.get("reply", ""), body)
        except _Refused as refusal:
            return await self._answer(method, body, _error(refusal.code), refusal.status)
        except (LookupError, TypeError, ValueError):
            return await self._answer(method, body, _error("BadSyntax"), 400)
        answer = await self._answer(method, body, told, 201)
        if answer.status == 201 and method == "message":
            self.history[request.match_info["conversation"]].append({**body, **told})
        return answer

    def _sent(self, conversation: str, reply: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if conversation not in self.history:
            raise _Refused(404, "ConversationNotFound")
        place = (body.get("conversation") or {}).get("id", conversation)
        if body["from"]["id"] != self.bot["id"] or place != conversation:
            raise _Refused(400, "BadArgument")
        if reply and body.get("replyToId") != reply:
            raise _Refused(400, "BadArgument")
        if body["type"] == "typing":
            return {}
        if body["type"] != "message":
            raise _Refused(400, "BadArgument")
        if 2 * units(json.dumps(body, ensure_ascii=False)) > Teams.MESSAGE.value:
            raise _Refused(413, "MessageSizeTooBig")
        attachments = body.get("attachments", [])
        if not str(body.get("text") or "").strip() and not attachments:
            raise _Refused(400, "BadSyntax")
        for attachment in attachments:
            _check_card(attachment)
        return {"id": str(next(self._messages))}


def _check_card(attachment: Mapping[str, Any]) -> None:
    card = attachment["content"]
    if attachment["contentType"] == _HERO:
        if len(card.get("buttons") or ()) > Teams.HERO_BUTTONS.value:
            raise _Refused(400, "BadArgument")
        return
    if attachment["contentType"] != _CARD or card["type"] != "AdaptiveCard":
        raise _Refused(400, "BadArgument")
    if float(card["version"]) > 1.5 or not card["body"]:
        raise _Refused(400, "BadArgument")
    if octets(json.dumps(card, ensure_ascii=False)) > Teams.CARD.value:
        raise _Refused(413, "MessageSizeTooBig")
    if any(element["type"] not in _ELEMENTS for element in card["body"]):
        raise _Refused(400, "BadArgument")
    actions = card.get("actions", [])
    if len(actions) > Teams.ACTIONS.value or any(not action["title"].strip() for action in actions):
        raise _Refused(400, "BadArgument")


def _error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "Told by the stand-in."}}


def _entra(code: str, number: int) -> dict[str, Any]:
    return {
        "error": code,
        "error_description": f"AADSTS{number}: told by the stand-in.",
        "error_codes": [number],
    }
