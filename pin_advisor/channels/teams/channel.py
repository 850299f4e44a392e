"""The connector to Microsoft Teams through the Bot Framework.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-quickstart
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from sanic.exceptions import ServiceUnavailable
from sanic.request import Request
from sanic.response import json

from pin_advisor.channels.connector import Connector, Received
from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.connector.connector import DEEPEST
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.json_body import Malformed, read_object
from pin_advisor.channels.settings import TEAMS, TEAMS_API, TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT
from pin_advisor.channels.teams.access import Access
from pin_advisor.channels.teams.activities import CHANNEL, event_of
from pin_advisor.channels.teams.addresses import Apis, Service
from pin_advisor.channels.teams.identity import Identity, Keys, Unavailable, is_for

logger = logging.getLogger(__name__)

#: Seconds before Microsoft is asked again for keys and a token, if that went wrong.
_AGAIN: Final = 60.0


class TeamsInput(Connector):
    """The channel. The Bot Connector shows a token with each activity, and so do we with each answer."""

    SETTINGS = TEAMS

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "teams"

    def configure(self, values: Mapping[str, str]) -> None:
        """Take the bot's id and password, its tenant, and the address of a stand-in."""
        own = values.get(TEAMS_API)
        self._service = Service(own, own, own) if own else Service()
        self._apis = Apis(self.title)
        app_id = values[TEAMS_APP_ID].lower()
        self._keys = Keys(self._apis, self._service.identity)
        self._identity = Identity(self._keys, app_id)
        self._access = Access(
            self._apis, self._service.login, app_id, values[TEAMS_APP_PASSWORD], values.get(TEAMS_TENANT)
        )

    async def authentic(self, request: Request) -> bool:
        """Whether the Bot Connector has sent this for Teams to our bot, and may be answered where it says."""
        given = request.headers.getall("authorization", [])
        if len(given) != 1:
            return False
        try:
            claims = await self._identity.claims(given[0])
        except Unavailable:
            # It may well be authentic: 503 has it delivered again, 401 would not.
            raise ServiceUnavailable("the keys can't be had") from None
        if claims is None:
            return False
        try:
            activity = read_object(request.body, DEEPEST)
        except Malformed:
            return True  # what it is not is told by read()
        url = activity.get("serviceUrl")
        if not isinstance(url, str) or activity.get("channelId") != CHANNEL:
            return False
        return is_for(claims, url) and self._service.allows(url)

    def read(self, request: Request) -> Received:
        """One activity. An invocation wants an answer at once, and Teams shows an error if it is not 200."""
        activity = read_object(request.body, DEEPEST)
        if str(activity.get("type", "")).lower() == "invoke":
            return Received(answer=json(self._invoked(activity)))
        event = event_of(activity)
        return Received([event] if event else [])

    def _invoked(self, activity: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to an invocation, none of which our cards or our app ask for.

        Who presses a button from before this was the app's bot is told that it is not open any more.
        https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
        """
        if activity.get("name") != "adaptiveCard/action":
            return {}
        kind = "application/vnd.microsoft.activity.message"
        return {"statusCode": 200, "type": kind, "value": self._words.stale_choice}

    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Send a text or a card, in a thread below what it answers."""
        await self._post("send", address, message)

    async def typing(self, event: Event) -> None:
        """Show that an answer is being written, where Teams shows that."""
        await self._post("typing", event.address, {"type": "typing"}, attempts=1)

    async def begin(self) -> None:
        """Get keys and a token before the first visitor waits for them, until both have worked."""
        while True:
            try:
                await self._keys.fetch()
                await self._access.token()
                logger.info("%s: ready for what comes to /webhooks/%s/webhook.", self.title, self.name())
                return
            except ApiError as error:
                logger.error("%s", error)
                if not error.transient:
                    what = f"{TEAMS_APP_ID}, {TEAMS_APP_PASSWORD} and {TEAMS_TENANT}"
                    logger.error("%s: check %s, then start again.", self.title, what)
                    return
            await asyncio.sleep(_AGAIN)

    async def end(self) -> None:
        """Let go of connections."""
        await self._apis.close()

    async def _post(
        self, call: str, address: Mapping[str, Any], activity: Mapping[str, Any], **how: Any
    ) -> None:
        service, place = str(address["service"]), quote(str(address["conversation"]), safe="")
        if not self._service.allows(service):  # it was, when it came; the settings are others now
            raise ApiError(self.title, call, "this is no address of Microsoft's", status=403)
        url = f"{service.rstrip('/')}/v3/conversations/{place}/activities"
        body = {
            **activity,
            "from": {"id": address["bot"]},
            "recipient": {"id": address["visitor"]},
            "conversation": {"id": address["conversation"]},
        }
        if "reply" in address:
            url += f"/{quote(str(address['reply']), safe='')}"
            body["replyToId"] = address["reply"]
        for last in (False, True):
            token = await self._access.token()
            try:
                await self._apis.call(
                    call, url, json=body, headers={"Authorization": f"Bearer {token}"}, **how
                )
                return
            except ApiError as error:
                if error.status != 401 or last:
                    raise
                self._access.refused(token)  # it was withdrawn before its time
