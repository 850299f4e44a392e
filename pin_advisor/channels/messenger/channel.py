"""The connector to Meta's Messenger Platform, for a page.

https://developers.facebook.com/documentation/business-messaging/messenger-platform
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
from collections.abc import Mapping
from typing import Any, Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from pin_advisor.channels.connector import Connector, Received
from pin_advisor.channels.connector.api import Api, ApiError
from pin_advisor.channels.connector.connector import DEEPEST
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.json_body import read_object
from pin_advisor.channels.messenger.errors import describe, retry_after, status_of
from pin_advisor.channels.messenger.webhooks import GET_STARTED, event_of, items_of
from pin_advisor.channels.platforms import Messenger
from pin_advisor.channels.settings import (
    MESSENGER,
    MESSENGER_API,
    MESSENGER_APP_SECRET,
    MESSENGER_PAGE_TOKEN,
    MESSENGER_VERIFY_TOKEN,
)

logger = logging.getLogger(__name__)

#: Of the Graph API. Meta keeps one for two years at least: https://developers.facebook.com/docs/graph-api/changelog.
API_VERSION: Final = "v25.0"
_API: Final = "https://graph.facebook.com"
#: Over the body, with the app's secret. Meta sends another with SHA-1 as well, which does not count.
_SIGNATURE: Final = "x-hub-signature-256"
#: What the page's app is to be told.
_WANTED: Final = ("messages", "messaging_postbacks", "message_edits")
#: Meta's is a number.
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")
#: Seconds before Meta is asked again if that went wrong.
_AGAIN: Final = 60.0


class MessengerInput(Connector):
    """The channel. Meta signs what it sends with the app's secret, and a page has one token for all calls."""

    SETTINGS = MESSENGER
    TITLE = Messenger.QUICK_REPLY.value
    #: There may be a thousand events in one request (:class:`~pin_advisor.channels.platforms.Messenger`).
    LONGEST = 2_097_152

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "messenger"

    def configure(self, values: Mapping[str, str]) -> None:
        """Take the page's token, the app's secret, our own token and the address of the Graph API."""
        self._secret = values[MESSENGER_APP_SECRET].encode()
        self._verify_token = values[MESSENGER_VERIFY_TOKEN].encode()
        token = values[MESSENGER_PAGE_TOKEN]
        # Shows that the caller knows the secret too: https://developers.facebook.com/docs/graph-api/guides/secure-requests.
        proof = hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()
        self._access = {"access_token": token, "appsecret_proof": proof}
        base = f"{values.get(MESSENGER_API, _API)}/{API_VERSION}"
        self._api = Api(self.title, base, status=status_of, retry_after=retry_after, describe=describe)

    async def authentic(self, request: Request) -> bool:
        """Whether the body was signed with the app's secret."""
        given = request.headers.getall(_SIGNATURE, [])
        expected = "sha256=" + hmac.new(self._secret, request.body, hashlib.sha256).hexdigest()
        return len(given) == 1 and hmac.compare_digest(given[0].encode("utf-8", "replace"), expected.encode())

    def read(self, request: Request) -> Received:
        """All events of all entries."""
        return Received(self.each(list(items_of(read_object(request.body, DEEPEST))), event_of))

    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Send one message to a visitor, in answer to theirs."""
        body = {"recipient": {"id": address["to"]}, "messaging_type": "RESPONSE", "message": message}
        try:
            await self._call("messages", "/me/messages", body)
        except ApiError as error:
            without = _without_picture(message)
            if without is None or error.status != 400:
                raise
            # Meta fetches pictures itself, and may not get at ours. The words matter more.
            logger.warning("%s", error)
            if without:
                await self.send(address, without)

    async def typing(self, event: Event) -> None:
        """Show that the message was seen, and that an answer is being written."""
        for action in ("mark_seen", "typing_on"):
            body = {"recipient": {"id": event.address["to"]}, "sender_action": action}
            await self._call(action, "/me/messages", body, attempts=1)

    def routes(self, blueprint: Blueprint) -> None:
        """Add the question whether the address is ours, which Meta asks when it is entered."""

        @blueprint.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            asked = {
                name: request.args.getlist(f"hub.{name}", [])
                for name in ("mode", "verify_token", "challenge")
            }
            if any(len(values) != 1 for values in asked.values()):
                return json({"error": "forbidden"}, status=403)
            mode, token, challenge = (values[0] for values in asked.values())
            right = hmac.compare_digest(token.encode("utf-8", "replace"), self._verify_token)
            if mode != "subscribe" or not right or not _CHALLENGE.fullmatch(challenge):
                return json({"error": "forbidden"}, status=403)
            return text(challenge)

    async def begin(self) -> None:
        """See whether the token is good, and connect the page with its app if we are reached from outside."""
        while True:
            try:
                page = await self._call("me", "/me?fields=id,name", method="GET")
                int(
                    page["id"]
                )  # or it is not Meta's answer; the log masks long numbers, so it tells the name
                logger.info("%s: this is the page %s.", self.title, page.get("name") or "without a name")
                if self.public_url:
                    await self._connect()
                return
            except ApiError as error:
                logger.error("%s", error)
                if not error.transient:
                    what = f"{MESSENGER_PAGE_TOKEN} and {MESSENGER_APP_SECRET}"
                    logger.error("%s: check %s, then start again.", self.title, what)
                    return
            except (LookupError, TypeError, ValueError):
                logger.error("%s: me: this is not Meta's answer; check %s.", self.title, MESSENGER_API)
                return
            await asyncio.sleep(_AGAIN)

    async def end(self) -> None:
        """Let go of connections."""
        await self._api.close()

    async def _connect(self) -> None:
        """Have the page's events delivered to the app, and begin conversations with a button."""
        await self._call("subscribed_apps", "/me/subscribed_apps", {"subscribed_fields": ",".join(_WANTED)})
        await self._call(
            "messenger_profile", "/me/messenger_profile", {"get_started": {"payload": GET_STARTED}}
        )
        logger.info("%s: the page's events come to its app.", self.title)

    async def _call(self, call: str, path: str, body: Any = None, **how: Any) -> Any:
        return await self._api.call(call, path, json=body, params=self._access, **how)


def _without_picture(message: Mapping[str, Any]) -> Any:
    """The same without its picture, empty if that was all; None if it has none."""
    attachment = message.get("attachment") or {}
    if attachment.get("type") == "image":
        return {}
    elements = attachment.get("payload", {}).get("elements") or []
    if not any("image_url" in element for element in elements):
        return None
    bare = [{k: v for k, v in element.items() if k != "image_url"} for element in elements]
    if all(len(element) > 1 for element in bare):
        return {"attachment": {**attachment, "payload": {**attachment["payload"], "elements": bare}}}
    return {"text": "\n".join(element["title"] for element in bare)}
