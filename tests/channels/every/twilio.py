"""Twilio, for the tests that all connectors have in common."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final, Optional
from urllib.parse import parse_qsl, urlencode

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.settings import TWILIO_ACCOUNT_SID as ACCOUNT
from pin_advisor.channels.settings import TWILIO_API as API
from pin_advisor.channels.settings import TWILIO_AUTH_TOKEN as TOKEN
from pin_advisor.channels.settings import TWILIO_SMS_NUMBER as SMS_NUMBER
from pin_advisor.channels.settings import TWILIO_WHATSAPP_NUMBER as WHATSAPP_NUMBER
from pin_advisor.channels.stand_ins.twilio import TwilioStandIn
from pin_advisor.channels.twilio import TwilioInput
from tests.channels.every.channel import Channel, Documented, Failure, Forge, Request, Row
from tests.channels.every.documented import of_twilio
from tests.channels.twilio.conftest import ADDRESS, AUTH, OUR_SMS, OUR_WHATSAPP, PUBLIC, SID, VALUES, opened

_HEADER: Final = "X-Twilio-Signature"
_FORM: Final = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")


def signature(form: Mapping[str, str], token: str = AUTH, address: str = ADDRESS, hash: str = "sha1") -> str:
    """As https://www.twilio.com/docs/usage/security#validating-requests tells to make it."""
    signed = address + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.new(token.encode(), signed.encode(), hash).digest()).decode()


def signed(form: Mapping[str, str], query: str = "") -> Request:
    """A form with its signature."""
    right = signature(form, address=ADDRESS + query)
    return Request(urlencode(form).encode(), (_FORM, (_HEADER, right)), query)


def _with(*headers: tuple[str, Callable[[Mapping[str, str]], str]]) -> Forge:
    def forge(_: Any, form: Any) -> Request:
        told = ((name, make(form)) for name, make in headers)
        return Request(urlencode(form).encode(), (_FORM, *told))

    return forge


def _as(make: Callable[[Mapping[str, str]], str]) -> Forge:
    return _with((_HEADER, make))


def _of(**how: str) -> Forge:
    return _as(lambda form: signature(form, **how))


def _named(name: str) -> Forge:
    return _with((name, signature))


def _tampered(body: bytes) -> Forge:
    return lambda _, form: Request(body, signed(form).headers)


def _bad(token: str) -> Callable[[Mapping[str, str]], str]:
    return lambda form: signature(form, token=token)


def _told(code: int, message: str = "about {canary}", status: int = 400) -> dict[str, Any]:
    return {"code": code, "message": message, "status": status}


class TwilioChannel(Channel[TwilioStandIn]):
    """https://www.twilio.com/docs/usage/security: SHA-1 of the address and all parameters."""

    CONNECTOR = TwilioInput
    SEND = "Messages"
    opened = staticmethod(opened)
    VALUES = VALUES
    OPEN = frozenset({ACCOUNT, WHATSAPP_NUMBER, SMS_NUMBER, PUBLIC_URL})
    #: Somebody's number.
    DERIVED = ("+14155550001",)
    SECRET = TOKEN
    API = API
    WRONG = (
        (ACCOUNT, "SK" + "0" * 32),
        (ACCOUNT, SID.upper()),
        (ACCOUNT, SID + "/Messages"),
        (TOKEN, "short"),
        (TOKEN, "x" * 32),
        (TOKEN, AUTH + "0"),
        (WHATSAPP_NUMBER, "493012345678"),
        (WHATSAPP_NUMBER, "+1 415 523 8886"),
        (WHATSAPP_NUMBER, "whatsapp:14155238886"),
        (SMS_NUMBER, "+0155586753"),
        (SMS_NUMBER, "Pins & Co"),
        (API, "api.twilio.com"),
        (API, "http://api.twilio.com"),
        (PUBLIC_URL, "chat.example.com"),
    )
    REFUSED = (TOKEN, AUTH[::-1], "401")
    SIGNATURES: ClassVar[Mapping[Row, Mapping[str, Forge]]] = {
        Row.VALID: {
            "as documented": _of(),
            "with the port": _of(address=ADDRESS.replace(".com/", ".com:443/")),
            "with parameters of the address": lambda _, form: signed(form, "?shop=1&x=a%20b"),
        },
        Row.INVALID: {
            "another": _as(lambda _: b64encode(b"x" * 20).decode()),
            "no base64": _as(lambda _: "é" * 28),
            "a part of it": _as(lambda form: signature(form)[:-1]),
            "more than it": _as(lambda form: signature(form) + "="),
            "another token": _of(token=AUTH[::-1]),
            "the account for a token": _of(token=SID),
            "the address behind the proxy": _of(address="http://127.0.0.1:5005/webhooks/twilio/webhook"),
            "another path": _of(address=f"{PUBLIC}/webhooks/website/webhook"),
            "another host": _of(address=ADDRESS.replace("chat.", "evil.")),
            "other parameters of the address": lambda _, form: Request(
                urlencode(form).encode(), signed(form, "?shop=1").headers, "?shop=2"
            ),
            "no parameters of the address": lambda _, form: Request(
                urlencode(form).encode(), signed(form, "?shop=1").headers
            ),
            "the address alone": _as(lambda _: signature({})),
            "two, the first right": _with((_HEADER, signature), (_HEADER, _bad(SID))),
            "two, the last right": _with((_HEADER, _bad(SID)), (_HEADER, signature)),
        },
        Row.MISSING: {
            "nothing": _with(),
            "empty": _as(lambda _: ""),
            **{
                name: _named(name)
                for name in (
                    "X-Twilio-Signature-256",
                    "X-Hub-Signature",
                    "Authorization",
                    "Twilio-Signature",
                )
            },
        },
        Row.EMPTY_SECRET: {"as told": _of(token="")},
        Row.OTHER_HASH: {
            "SHA-256": _of(hash="sha256"),
            "MD5": _of(hash="md5"),
            "hexadecimal": _as(lambda form: b64decode(signature(form)).hex()),
        },
        Row.TAMPERED: {
            "another text": _as(lambda form: signature({**form, "Body": "something else"})),
            "another visitor": _as(lambda form: signature({**form, "From": "+14155550999"})),
            "more parameters": _as(lambda form: signature({**form, "OptOutType": "STOP"})),
            "fewer parameters": _as(
                lambda form: signature({n: v for n, v in form.items() if n != "FromCity"})
            ),
            "a parameter twice": _tampered(b"Body=hello&Body=tampered"),
            "JSON": _tampered(b'{"Body": "hello"}'),
            "nothing left": _tampered(b""),
            "no UTF-8 inside": _tampered(b"Body=%ff%fe"),
            "no UTF-8": _tampered(b"\xff\xfe"),
            "a thousand parameters": _tampered(b"a=1&" * 1000),
            "a long one": _tampered(b"Body=" + b"x" * 100_000),
        },
    }
    NO_ROW: ClassVar[Mapping[Row, str]] = {
        Row.STALE: "Twilio's signature tells no time; an id counts once, also after a restart"
    }
    BUSY = (Failure(429, _told(20429, "Too Many Requests", 429), {"Retry_After": "8"}),)
    FAILING = tuple(Failure(status, b"<html>Bad Gateway</html>") for status in (500, 502, 503, 504))
    GONE = tuple(Failure(400, _told(code), logged=f"error {code}") for code in (21610, 21211, 21614, 63016))
    UNSHOWABLE = Failure(400, _told(1), logged="error 1")

    def stand_in(self) -> TwilioStandIn:
        return TwilioStandIn(SID, AUTH, (OUR_SMS, OUR_WHATSAPP))

    def event(self, stand_in: TwilioStandIn, text: str, visitor: int = 1) -> Any:
        return stand_in.message(self.place(visitor), Body=text, FromCity="")

    def request(self, stand_in: TwilioStandIn, event: Any) -> Request:
        return signed(event)

    def signed(self, stand_in: TwilioStandIn, body: bytes) -> Request:
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return Request(body, signed(form).headers)

    def again(self, stand_in: TwilioStandIn, event: Any, attempt: int) -> Request:
        """As it comes to the fallback address."""
        return signed({**event, "ErrorCode": "11200", "ErrorUrl": ADDRESS})

    def place(self, visitor: int) -> Any:
        return f"+1415555{visitor:04}"

    async def press(self, stand_in: TwilioStandIn, title: str, visitor: int = 1) -> int:
        return await stand_in.say(title, self.place(visitor))

    def titles(self, body: Mapping[str, Any]) -> list[str]:
        return []

    def sent(self, body: Mapping[str, Any]) -> tuple[Any, str]:
        return body["To"], body["Body"]

    def spoil(
        self, stand_in: TwilioStandIn, request: Request, spoil: Callable[[Any], Any]
    ) -> Optional[Request]:
        form = spoil(dict(parse_qsl(request.body.decode(), keep_blank_values=True)))
        return signed({name: str(value).encode("utf-8", "replace").decode() for name, value in form.items()})

    def documented(self, stand_in: TwilioStandIn) -> Iterable[Documented]:
        return of_twilio(stand_in, signed)
