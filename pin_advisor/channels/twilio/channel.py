"""The connector to Twilio's Messaging API (https://www.twilio.com/docs/messaging).

Replies go through the API, and not into the answer to the request (TwiML): Twilio waits 15 seconds for that
(https://www.twilio.com/docs/api/errors/11205), which a turn may take, and what comes later is lost. It says
nothing of what went wrong, either, so nothing could be tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, Optional
from urllib.parse import parse_qsl

import aiohttp
from multidict import MultiDict
from sanic.request import Request
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator

from pin_advisor.channels.connector import Connector, Received
from pin_advisor.channels.connector.api import Answer, Api, ApiError
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.rendering import RENDERERS, Renderer
from pin_advisor.channels.settings import (
    PUBLIC_URL,
    TWILIO,
    TWILIO_ACCOUNT_SID,
    TWILIO_API,
    TWILIO_AUTH_TOKEN,
    TWILIO_SMS_NUMBER,
    TWILIO_WHATSAPP_NUMBER,
)
from pin_advisor.channels.twilio.messages import WHATSAPP, NotOurs, event_of, kind_of

logger = logging.getLogger(__name__)

_API: Final = "https://api.twilio.com"
#: Where "typing…" is shown, for now (https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource).
_TYPING_API: Final = "https://messaging.twilio.com"
#: Where Twilio puts its signature (https://www.twilio.com/docs/usage/security#validating-requests).
_HEADER: Final = "x-twilio-signature"
#: Parameters of a request; Twilio sends about thirty, and three for each picture.
_MOST: Final = 300
#: Errors that no other message to the same visitor would be spared (https://www.twilio.com/docs/api/errors):
#: no number, none that can be reached, a country that is switched off, STOP, and WhatsApp's window of a day.
_GONE: Final = frozenset({21211, 21214, 21217, 21408, 21610, 21612, 21614, 63003, 63016, 63024})
#: Twilio's way of having nothing to say. An answer in plain text would be sent to the visitor.
_NOTHING: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


class TwilioInput(Connector):
    """The channel. Twilio signs our address and all parameters with the account's Auth Token.

    The signature has no time in it, so nothing tells an old request from a new one; but a message counts
    once, by its id.
    """

    SETTINGS = TWILIO
    NUMBERED = True

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "twilio"

    def configure(self, values: Mapping[str, str]) -> None:
        """Take the account, our numbers and the address of the API."""
        self._account = values[TWILIO_ACCOUNT_SID]
        self._validator = RequestValidator(values[TWILIO_AUTH_TOKEN])
        # Behind a proxy a request does not tell by which address Twilio sent it.
        self._address = f"{self.public_url}/webhooks/{self.name()}/webhook"
        numbers = (values.get(TWILIO_SMS_NUMBER), values.get(TWILIO_WHATSAPP_NUMBER))
        sms, whatsapp = (number.removeprefix(WHATSAPP) if number else None for number in numbers)
        self._ours = frozenset(n for n in (sms, f"{WHATSAPP}{whatsapp}" if whatsapp else None) if n)
        login = aiohttp.BasicAuth(self._account, values[TWILIO_AUTH_TOKEN]).encode()
        how: dict[str, Any] = {
            "headers": {"Authorization": login},
            "status": _status,
            "describe": _description,
        }
        self._api = Api(self.title, values.get(TWILIO_API, _API), **how)
        self._typing_api = Api(self.title, values.get(TWILIO_API, _TYPING_API), **how)

    async def authentic(self, request: Request) -> bool:
        """Whether Twilio has signed our address and what is in the request."""
        signatures = request.headers.getall(_HEADER, [])
        form = _form(request)
        if len(signatures) != 1 or form is None:
            return False
        address = f"{self._address}?{request.query_string}" if request.query_string else self._address
        return bool(self._validator.validate(address, form, signatures[0]))

    def read(self, request: Request) -> Received:
        """One message."""
        form = _form(request)
        assert form is not None, "it would not be authentic"
        return Received(self.each([form], self._event), _nothing())

    def _event(self, form: Mapping[str, str]) -> Optional[Event]:
        try:
            return event_of(form, self._ours)
        except NotOurs:
            names = f"{TWILIO_WHATSAPP_NUMBER} and {TWILIO_SMS_NUMBER}"
            logger.warning("%s: a message came to another number than those of %s.", self.title, names)
            return None

    def renderer(self, event: Event) -> Renderer:
        """What WhatsApp shows, or what an SMS says."""
        return RENDERERS[kind_of(event.address["from"])]

    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Send a text or a picture from the number that was written to."""
        data = {"From": address["from"], "To": address["to"], **message}
        try:
            await self._call("Messages", "/Messages.json", data=data)
        except ApiError as error:
            if "MediaUrl" not in message or error.status != 400:
                raise
            logger.warning("%s", error)  # the words, which matter more, are in another message

    async def typing(self, event: Event) -> None:
        """Show "typing…" on WhatsApp, for 25 seconds at most."""
        if kind_of(event.address["from"]) == "whatsapp":
            data = {"messageId": event.address["message"], "channel": "whatsapp"}
            await self._typing_api.call("Typing", "/v2/Indicators/Typing.json", data=data, attempts=1)

    async def begin(self) -> None:
        """See that the account and its token belong together, and tell where messages have to come."""
        try:
            await self._call("Accounts", ".json", method="GET")
        except ApiError as error:
            logger.error("%s", error)
            if not error.transient:
                names = f"{TWILIO_ACCOUNT_SID} and {TWILIO_AUTH_TOKEN}"
                logger.error("%s: check %s, then start again.", self.title, names)
                return
        logger.info("%s: messages have to come to %s, as %s says.", self.title, self._address, PUBLIC_URL)

    async def end(self) -> None:
        """Let go of connections."""
        await self._api.close()
        await self._typing_api.close()

    async def _call(self, call: str, path: str, **how: Any) -> Any:
        return await self._api.call(call, f"/2010-04-01/Accounts/{self._account}{path}", **how)


def _form(request: Request) -> Optional[MultiDict[str]]:
    """All parameters of a request, empty ones too, since they are signed; None if it is no form."""
    try:
        pairs = parse_qsl(
            request.body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST
        )
    except ValueError:
        return None
    return MultiDict(pairs)


def _nothing() -> HTTPResponse:
    return HTTPResponse(_NOTHING, content_type="text/xml")


def _status(answer: Answer) -> int:
    return 410 if answer.status == 400 and _code(answer) in _GONE else answer.status


def _description(answer: Answer) -> str:
    """The number of the error only: its text may hold the visitor's."""
    code = _code(answer)
    return f"error {code}" if code else ""


def _code(answer: Answer) -> int:
    code = answer.body.get("code") if isinstance(answer.body, dict) else None
    return code if isinstance(code, int) else 0
