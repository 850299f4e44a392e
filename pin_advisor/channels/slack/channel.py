"""The connector to Slack's Events API, interactivity and Web API (https://docs.slack.dev/apis)."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import Any, Final, Optional
from urllib.parse import parse_qs

from sanic.request import Request
from sanic.response import json

from pin_advisor.channels.connector import Connector, Received
from pin_advisor.channels.connector.api import Answer, Api, ApiError
from pin_advisor.channels.connector.connector import DEEPEST
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.json_body import Malformed, read_object
from pin_advisor.channels.rendering.slack import without_choices, without_extras
from pin_advisor.channels.settings import SLACK, SLACK_API, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from pin_advisor.channels.slack.events import event_of, press_of
from pin_advisor.channels.slack.signature import Signatures
from pin_advisor.replies import Choice

logger = logging.getLogger(__name__)

_API: Final = "https://slack.com/api"
_FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 50
#: Seconds before the token is tried again if that went wrong.
_AGAIN: Final = 60.0

#: What is wrong according to Slack's answer, which has the status 200 all the same
#: (https://docs.slack.dev/reference/methods/chat.postMessage#errors), by the status that others would send.
_LATER: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_TOO_MANY: Final = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
_NO_ACCESS: Final = frozenset(
    {
        "access_denied",
        "account_inactive",
        "as_user_not_supported",
        "cannot_reply_to_message",
        "channel_not_found",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "is_archived",
        "messages_tab_disabled",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "user_not_found",
    }
)


class SlackInput(Connector):
    """The channel. Slack signs each request with the app's signing secret."""

    SETTINGS = SLACK

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "slack"

    def configure(self, values: Mapping[str, str]) -> None:
        """Take the bot's token, the signing secret and the address of the Web API."""
        self._signatures = Signatures(values[SLACK_SIGNING_SECRET])
        self._us: frozenset[str] = frozenset()
        self._api = Api(
            self.title,
            values.get(SLACK_API, _API),
            headers={"Authorization": f"Bearer {values[SLACK_BOT_TOKEN]}"},
            status=_status,
            describe=_description,
        )

    async def authentic(self, request: Request) -> bool:
        """Whether it carries Slack's signature of the last minutes, and is no copy."""
        return self._signatures.valid(request)

    def accepted(self, request: Request) -> None:
        """Know its copies."""
        self._signatures.accepted(request)

    def read(self, request: Request) -> Received:
        """One event, the presses of one interaction, or a command; another form holds nothing for us."""
        if request.content_type.partition(";")[0].strip().lower() == _FORM:
            return self._interaction(request.body)
        body = read_object(request.body, DEEPEST)
        if body.get("type") == "url_verification":
            return Received(answer=json({"challenge": str(body["challenge"])}))
        if body.get("type") == "app_rate_limited":
            logger.warning("Slack: more has happened than Slack delivers; some events are lost.")
        if body.get("type") != "event_callback":
            return Received()
        event = event_of(body, self._us)
        return Received([event] if event else [])

    def _interaction(self, body: bytes) -> Received:
        try:
            fields = parse_qs(body.decode(), max_num_fields=_MOST_FIELDS)
        except ValueError:
            raise Malformed("The body is no form.") from None
        if "command" in fields:
            # Only Slack can answer where it was written, since we may not be there. Nobody else sees it.
            return Received(answer=json({"response_type": "ephemeral", "text": self._words.command}))
        given = fields.get("payload", [])
        if len(given) != 1:
            return Received()
        payload = read_object(given[0].encode("utf-8", "replace"), DEEPEST)
        if payload.get("type") != "block_actions":
            return Received()
        return Received(self.each(payload["actions"], lambda action: press_of(payload, action)))

    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Post to a direct message or a thread, without pictures and tables if Slack can't take them."""
        thread = {"thread_ts": address["thread"]} if "thread" in address else {}
        place = {"channel": address["channel"], **thread, "unfurl_links": False, "unfurl_media": False}
        try:
            await self._call("chat.postMessage", {**message, **place})
        except ApiError as error:
            plainer = without_extras(message)
            if error.transient or error.status != 400 or plainer == message:
                raise
            # Slack fetches pictures itself, and may not get at ours. The words matter more.
            logger.warning("%s", error)
            await self._call("chat.postMessage", {**plainer, **place})

    async def chosen(self, event: Event, choice: Optional[Choice]) -> None:
        """Show in a message what was chosen instead of what could be: a press leaves no words in the chat."""
        press = event.address.get("press")
        if not press or not choice or not press["blocks"]:
            return
        body = {
            "channel": event.address["channel"],
            "ts": press["message"],
            "text": press["text"],
            "blocks": without_choices(press["blocks"], choice.title),
        }
        try:
            await self._call("chat.update", body, attempts=1)
        except ApiError as error:  # somebody has deleted it; the choice counts all the same
            logger.info("%s", error)

    async def begin(self) -> None:
        """Learn who we are, until it has worked, and tell in the log what Slack has to be told."""
        while True:
            try:
                told = await self._call("auth.test", {})
                self._us = frozenset({str(told["user_id"])})
                logger.info("Slack: this is %s in %s.", told.get("user"), told.get("team"))
                if self.public_url:
                    url = f"{self.public_url}/webhooks/{self.name()}/webhook"
                    logger.info("Slack: the Request URL of events and of interactivity is %s.", url)
                return
            except ApiError as error:
                logger.error("%s", error)
                if not error.transient:
                    logger.error("Slack: check %s, then start again.", SLACK_BOT_TOKEN)
                    return
            except (LookupError, TypeError):
                logger.error("Slack: auth.test: this is not Slack's answer; check %s.", SLACK_API)
                return
            await asyncio.sleep(_AGAIN)

    async def end(self) -> None:
        """Let go of connections."""
        await self._api.close()

    async def _call(self, method: str, body: Mapping[str, Any], **how: Any) -> Any:
        return await self._api.call(method, f"/{method}", json=body, **how)


def _status(answer: Answer) -> int:
    if not 200 <= answer.status < 300:
        return answer.status
    if not isinstance(answer.body, dict):
        return 502  # something between us and Slack has answered
    if answer.body.get("ok") is True:
        return answer.status
    error = answer.body.get("error")
    if error in _LATER:
        return 503
    if error in _TOO_MANY:
        return 429
    return 403 if error in _NO_ACCESS else 400


def _description(answer: Answer) -> str:
    """The error's name, and the places in the blocks that it is about."""
    body = answer.body if isinstance(answer.body, dict) else {}
    code = str(body.get("error") or "")
    if not re.fullmatch(r"[a-z_]{1,60}", code):
        return ""
    details = str((body.get("response_metadata") or {}).get("messages") or "")
    places = re.findall(r"\[json-pointer:([A-Za-z0-9_/-]{1,80})\]", details)
    return " ".join([code, *places[:5]])
