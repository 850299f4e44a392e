"""A stand-in for Twilio: the Messaging API as we call it, and messages as Twilio delivers them.

It refuses what Twilio refuses: a wrong account or token, numbers that are not ours or that are none, messages
that are too long or empty, and any to somebody who has written STOP. What a visitor does is signed and
delivered to our address, as https://www.twilio.com/docs/messaging/guides/webhook-request has it.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Optional

from aiohttp import ClientError, FormData, web
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from pin_advisor.channels.platforms import WhatsApp
from pin_advisor.channels.rendering.sms_text import segments
from pin_advisor.channels.rendering.text import units
from pin_advisor.channels.stand_ins.server import StandIn

_API: Final = "2010-04-01"
_DATE: Final = "Sun, 29 Nov 2026 12:00:00 +0000"
#: A telephone, or on WhatsApp somebody whose number is hidden behind a user name
#: (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids).
_NUMBER: Final = re.compile(
    r"(?:whatsapp:)?\+[1-9][0-9]{6,14}|whatsapp:[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}"
)
_WHATSAPP: Final = "whatsapp:"
_STOP: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_START: Final = frozenset({"START", "YES", "UNSTOP"})
#: What Twilio answers to these, in our words
#: (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out).
_ANSWERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        _STOP, "(Twilio) You get no more messages from this number. Reply START to get them again."
    ),
    **dict.fromkeys(
        ("START", "UNSTOP"), "(Twilio) You get messages from this number again. Reply HELP for help."
    ),
    **dict.fromkeys(
        ("HELP", "INFO"), "(Twilio) Reply STOP to unsubscribe. Message and data rates may apply."
    ),
}

#: Somebody who writes by SMS, and on WhatsApp.
SMS_VISITOR: Final = "+14155550101"
WHATSAPP_VISITOR: Final = "whatsapp:+14155550102"


class _Refused(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class TwilioStandIn(StandIn):
    """Twilio with one account.

    Args:
        account: its SID.
        token: its Auth Token.
        numbers: its numbers; ``whatsapp:`` stands before those of WhatsApp.
        port: where it listens.
    """

    def __init__(self, account: str, token: str, numbers: Iterable[str], port: int = 0) -> None:
        super().__init__(port)
        self._account = account
        self._login = "Basic " + b64encode(f"{account}:{token}".encode()).decode()
        self._validator = RequestValidator(token)
        self._numbers = tuple(numbers)
        self._ids = itertools.count(1)
        #: Where messages are delivered, and the address that is signed: behind a proxy they differ.
        self.webhook = ""
        self.public_webhook = ""
        #: Who has written STOP, to which of our numbers.
        self.stopped: set[tuple[str, str]] = set()
        #: By number of a visitor, the parameters of what was sent to them.
        self.history: dict[str, list[dict[str, str]]] = {}

    def routes(self) -> list[web.RouteDef]:
        """Accounts, their messages, and signs of typing."""
        return [
            web.get(f"/{_API}/Accounts/{{account}}.json", self._account_of),
            web.post(f"/{_API}/Accounts/{{account}}/Messages.json", self._messages),
            web.post("/v2/Indicators/Typing.json", self._typing),
        ]

    # -- the visitor's side ----------------------------------------------------------------------

    async def say(self, text: str, visitor: str = SMS_VISITOR, **more: str) -> int:
        """Somebody writes; the status that the webhook answered."""
        return await self.knock(self.message(visitor, Body=text, **more))

    async def post(self, kind: str, visitor: str = SMS_VISITOR, text: str = "", count: int = 1) -> int:
        """Somebody sends pictures or files of the MIME type ``kind``."""
        media = {"NumMedia": str(count)}
        for number in range(count):
            media[f"MediaContentType{number}"] = kind
            media[f"MediaUrl{number}"] = (
                f"https://api.twilio.com/{_API}/Accounts/{self._account}/Media/ME{number}"
            )
        more = {"MessageType": kind.partition("/")[0]} if visitor.startswith(_WHATSAPP) else {}
        return await self.knock(self.message(visitor, Body=text, **{**media, **more}))

    def message(self, visitor: str, **content: str) -> dict[str, str]:
        """The parameters of a visitor's message, to the number of ours that is of the same kind."""
        whatsapp = visitor.startswith(_WHATSAPP)
        ours = next(n for n in self._numbers if n.startswith(_WHATSAPP) == whatsapp)
        id = f"SM{next(self._ids):032x}"
        shared = {
            "SmsMessageSid": id,
            "NumMedia": "0",
            "SmsSid": id,
            "SmsStatus": "received",
            "Body": "",
            "To": ours,
            "NumSegments": "1",
            "MessageSid": id,
            "AccountSid": self._account,
            "From": visitor,
            "ApiVersion": _API,
        }
        place = {"FromCity": "", "FromState": "CA", "FromZip": "", "FromCountry": "US", "ToCountry": "US"}
        person = {"ProfileName": "Ann", "WaId": visitor.partition("+")[2], "MessageType": "text"}
        return {**shared, **(person if whatsapp else place), **content}

    async def knock(self, form: Mapping[str, str], signature: Optional[str] = None) -> int:
        """Deliver a message once, with our signature if there is no other; the status, 0 without one.

        Words that Twilio itself answers by SMS, such as STOP, it answers as well as delivering them.
        """
        self._heed(form)
        if signature is None:
            signature = self.sign(form)
        headers = {"X-Twilio-Signature": signature} if signature else {}
        try:
            body = FormData(list(form.items()))
            async with self.client.post(self.webhook, data=body, headers=headers) as answer:
                return int(answer.status)
        except ClientError:
            return 0

    def sign(self, form: Mapping[str, str], address: str = "") -> str:
        """Twilio's signature of a form that is sent to our address."""
        signed = self._validator.compute_signature(
            address or self.public_webhook or self.webhook, MultiDict(form)
        )
        return str(signed)

    def _heed(self, form: Mapping[str, str]) -> None:
        word, pair = form.get("Body", "").strip().upper(), (form.get("From", ""), form.get("To", ""))
        if pair[0].startswith(_WHATSAPP):
            return
        if word in _STOP:
            self.stopped.add(pair)
        elif word in _START:
            self.stopped.discard(pair)
        if word in _ANSWERS:
            self.history.setdefault(pair[0], []).append(
                {"From": pair[1], "To": pair[0], "Body": _ANSWERS[word]}
            )

    # -- our side --------------------------------------------------------------------------------

    async def _account_of(self, request: web.Request) -> web.Response:
        account = {"sid": self._account, "status": "active", "type": "Full", "friendly_name": "Pins & Co"}
        return await self._answer(request, "Accounts", {}, 200, lambda: account)

    async def _messages(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        return await self._answer(request, "Messages", form, 201, lambda: self._send(form))

    async def _typing(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}

        def show() -> dict[str, Any]:
            if form.get("channel") != "whatsapp" or not form.get("messageId", "").startswith(("SM", "MM")):
                raise _Refused(400, 20001, "Invalid parameter")
            return {"success": True}

        return await self._answer(request, "Typing", form, 200, show)

    async def _answer(
        self, request: web.Request, method: str, form: Mapping[str, str], status: int, make: Callable[[], Any]
    ) -> web.Response:
        fault = self.fault(method)
        if fault is not None:
            await self.note_fault(method, form, fault)
            if not fault.status:
                await asyncio.sleep(3600)
            if isinstance(fault.body, bytes):
                return web.Response(status=fault.status, body=fault.body, headers=fault.headers)
            told = fault.body or _error(fault.status, 20500, "Told to fail")
            return web.json_response(told, status=fault.status, headers=fault.headers)
        try:
            if request.headers.get("Authorization") != self._login:
                raise _Refused(401, 20003, "Authenticate")
            if request.match_info.get("account", self._account) != self._account:
                raise _Refused(404, 20404, "The requested resource was not found")
            made = make()
        except _Refused as refusal:
            await self.note(method, form, refusal.status)
            told = _error(refusal.status, refusal.code, refusal.message)
            return web.json_response(told, status=refusal.status)
        await self.note(method, form, status)
        return web.json_response(made, status=status)

    def _send(self, form: Mapping[str, str]) -> dict[str, Any]:
        ours, visitor = form.get("From", ""), form.get("To", "")
        body, picture = form.get("Body", ""), form.get("MediaUrl", "")
        if not _NUMBER.fullmatch(visitor):
            raise _Refused(400, 21211, f"The 'To' number {visitor} is not a valid phone number.")
        if ours not in self._numbers:
            raise _Refused(400, 21606, f"The From phone number {ours} is not yours.")
        if ours.startswith(_WHATSAPP) != visitor.startswith(_WHATSAPP):
            raise _Refused(400, 21910, "Invalid From and To pair. They should be of the same channel.")
        if not body.strip() and not picture:
            raise _Refused(400, 21602, "Message body is required.")
        if units(body) > WhatsApp.TEXT.value:
            raise _Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        if picture and not picture.startswith(("https://", "http://")):
            raise _Refused(400, 21620, "Invalid media URL(s).")
        if (visitor, ours) in self.stopped:
            raise _Refused(400, 21610, f"Attempt to send to unsubscribed recipient {visitor}.")
        self.history.setdefault(visitor, []).append(dict(form))
        return {
            "sid": f"SM{next(self._ids):032x}",
            "account_sid": self._account,
            "api_version": _API,
            "body": body,
            "date_created": _DATE,
            "date_sent": None,
            "date_updated": _DATE,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": ours,
            "messaging_service_sid": None,
            "num_media": str(int(bool(picture))),
            "num_segments": "1" if ours.startswith(_WHATSAPP) else str(segments(body)),
            "price": None,
            "price_unit": None,
            "status": "queued",
            "subresource_uris": {},
            "to": visitor,
            "uri": f"/{_API}/Accounts/{self._account}/Messages/SM0.json",
        }


def _error(status: int, code: int, message: str) -> dict[str, Any]:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": message, "more_info": more, "status": status}
