"""Teams, for the tests that all connectors have in common."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

import jwt

from pin_advisor.channels.settings import TEAMS_API as API
from pin_advisor.channels.settings import TEAMS_APP_ID as APP_ID
from pin_advisor.channels.settings import TEAMS_APP_PASSWORD as PASSWORD
from pin_advisor.channels.settings import TEAMS_TENANT as TENANT
from pin_advisor.channels.stand_ins.teams import SigningKey, TeamsStandIn
from pin_advisor.channels.teams import TeamsInput
from tests.channels.every.channel import Channel, Documented, Failure, Forge, Request, Row
from tests.channels.every.documented import of_teams
from tests.channels.rendering.readers import READERS
from tests.channels.teams.conftest import BOT_ID, BOT_PASSWORD, BOT_TENANT, KEY, opened


def _request(event: Any, *authorizations: str) -> Request:
    return Request(json.dumps(event).encode(), tuple(("Authorization", value) for value in authorizations))


def _as(make: Callable[[TeamsStandIn], str]) -> Forge:
    return lambda teams, event: _request(event, make(teams))


def _bearer(**claims: Any) -> Forge:
    return _as(lambda teams: f"Bearer {teams.token(**claims)}")


def _seconds(**claims: int) -> Forge:
    """A token with times so many seconds from now."""

    def make(teams: TeamsStandIn) -> str:
        now = int(time.time())
        moments: dict[str, Any] = {name: now + far for name, far in claims.items()}
        return f"Bearer {teams.token(**moments)}"

    return _as(make)


def _part(token: str, number: int, **changed: Any) -> str:
    """The token with another header (0) or payload (1), and the signature that it had."""
    parts = token.split(".")
    parts[number] = _encoded({**json.loads(base64.urlsafe_b64decode(parts[number] + "==")), **changed})
    return ".".join(parts)


def _encoded(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def _claims(teams: TeamsStandIn) -> dict[str, Any]:
    return dict(jwt.decode(teams.token(), options={"verify_signature": False}))


def _keyed(secret: Callable[[TeamsStandIn], str]) -> Forge:
    """Signed with a secret, as if that had been agreed upon."""

    def make(teams: TeamsStandIn) -> str:
        first = _encoded({"alg": "HS256", "typ": "JWT", "kid": "key-1"})
        middle = teams.token().split(".")[1]
        digest = hmac.new(secret(teams).encode(), f"{first}.{middle}".encode(), hashlib.sha256).digest()
        return f"Bearer {first}.{middle}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    return _as(make)


def _hashed(hash: str) -> Forge:
    def make(teams: TeamsStandIn) -> str:
        key = None if hash == "none" else teams.keys[0].private
        return "Bearer " + jwt.encode(_claims(teams), key, hash, headers={"kid": "key-1"})  # type: ignore[arg-type]

    return _as(make)


def _told(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "{canary}"}}


def _for_whom(changed: Mapping[str, Any]) -> Forge:
    """A right token beside an activity that it was not given for."""
    return lambda teams, event: _request({**event, **changed}, f"Bearer {teams.token()}")


class TeamsChannel(Channel[TeamsStandIn]):
    """https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.

    A token does not depend on the body, but for the address and the channel in it.
    """

    CONNECTOR = TeamsInput
    SEND = "message"
    opened = staticmethod(opened)
    VALUES: ClassVar[Mapping[str, str]] = {APP_ID: BOT_ID, PASSWORD: BOT_PASSWORD, TENANT: BOT_TENANT}
    OPEN = frozenset({APP_ID, TENANT})
    DERIVED = ("access-token-1",)
    SECRET = PASSWORD
    API = API
    WRONG = (
        (APP_ID, "pin-advisor"),
        (APP_ID, f"28:{BOT_ID}"),
        (PASSWORD, "short"),
        (PASSWORD, "with spaces and more than sixteen"),
        (PASSWORD, "1150d938-8870-4044-9f2c-5bbdeba70c9d"),  # the secret's id
        (TENANT, "contoso"),
        (TENANT, "contoso.com/oauth2"),
        (API, "http://smba.trafficmanager.net"),
    )
    REFUSED = (PASSWORD, "another-secret-of-nobody", "invalid_client 7000215")
    SIGNATURES: ClassVar[Mapping[Row, Mapping[str, Forge]]] = {
        Row.VALID: {
            "as documented": _bearer(),
            "a clock before ours": _seconds(nbf=120),
            "a clock behind ours": _seconds(exp=-120, nbf=-4000),
            "the other spelling": _as(lambda t: f"Bearer {t.token(serviceurl=None, serviceUrl=t.service)}"),
            "no slash": _as(lambda t: f"Bearer {t.token(serviceurl=t.service.rstrip('/'))}"),
            "small letters": _as(lambda t: f"bearer {t.token()}"),
        },
        Row.INVALID: {
            "another key under the known id": _as(lambda t: f"Bearer {t.token(SigningKey('key-1'))}"),
            "an unknown key": _as(lambda t: f"Bearer {t.token(SigningKey('key-of-nobody'))}"),
            "for another bot": _bearer(aud="9901a8b6-4fef-428b-80b1-ddb59361adeb"),
            "for many bots": _bearer(aud=[BOT_ID, "9901a8b6-4fef-428b-80b1-ddb59361adeb"]),
            "for nobody": _bearer(aud=None),
            "by another issuer": _bearer(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
            "by no issuer": _bearer(iss=None),
            "for another address": _bearer(serviceurl="https://smba.trafficmanager.net/amer/"),
            "for two addresses": _bearer(serviceUrl="https://smba.trafficmanager.net/amer/"),
            "for no address": _bearer(serviceurl=None),
            "two": lambda t, event: _request(event, f"Bearer {t.token()}", f"Bearer {t.token()}"),
            "two in one": _as(lambda t: f"Bearer {t.token()} {t.token()}"),
        },
        Row.MISSING: {
            "nothing": lambda _, event: _request(event),
            "empty": _as(lambda _: ""),
            "no token": _as(lambda _: "Bearer "),
            "nothing but dots": _as(lambda _: "Bearer a.b.c"),
            "another scheme": _as(lambda t: f"Basic {t.token()}"),
            "no key named": _as(lambda t: f"Bearer {_part(t.token(), 0, kid=None)}"),
        },
        Row.EMPTY_SECRET: {"as told": _keyed(lambda _: "")},
        Row.STALE: {
            "expired": _seconds(exp=-360, nbf=-4000),
            "not yet": _seconds(nbf=3600),
            "never expires": _bearer(exp=None),
        },
        Row.OTHER_HASH: {
            "none": _hashed("none"),
            "RS512": _hashed("RS512"),
            "HS256 with our own password": _keyed(lambda _: BOT_PASSWORD),
            "HS256 with the public key": _keyed(lambda t: json.dumps(t.keys[0].published())),
            "only the header": _as(lambda t: f"Bearer {_part(t.token(), 0, alg='RS384')}"),
        },
        Row.TAMPERED: {
            "another bot": _as(lambda t: f"Bearer {_part(t.token(aud='another-bot'), 1, aud=BOT_ID)}"),
            "longer": _as(lambda t: f"Bearer {_part(t.token(), 1, exp=4_000_000_000)}"),
            "cut off": _as(lambda t: f"Bearer {t.token()[:-9]}"),
            "an address that is not in it": _for_whom({"serviceUrl": "http://127.0.0.1:9/teams/"}),
            "an empty address": _for_whom({"serviceUrl": ""}),
            "no address": _for_whom({"serviceUrl": None}),
            "an address that is no text": _for_whom({"serviceUrl": ["https://smba.trafficmanager.net/"]}),
            "another channel": _for_whom({"channelId": "webchat"}),
            "no channel": _for_whom({"channelId": None}),
        },
    }
    BUSY = (Failure(429, None, {"Retry_After": "8"}),)
    FAILING = tuple(Failure(status, b"<html>Bad Gateway</html>") for status in (412, 500, 502, 503, 504))
    GONE = (Failure(403, _told("BotNotInConversationRoster"), logged="BotNotInConversationRoster"),)
    UNSHOWABLE = Failure(400, _told("BadSyntax"), logged="BadSyntax")

    def stand_in(self) -> TeamsStandIn:
        return TeamsStandIn(BOT_ID, BOT_PASSWORD, BOT_TENANT, key=KEY)

    def event(self, stand_in: TeamsStandIn, text: str, visitor: int = 1) -> Any:
        return stand_in.message(self.place(visitor), f"29:{visitor}", text=text)

    def request(self, stand_in: TeamsStandIn, event: Any) -> Request:
        return _request(event, f"Bearer {stand_in.token()}")

    def signed(self, stand_in: TeamsStandIn, body: bytes) -> Request:
        return Request(body, (("Authorization", f"Bearer {stand_in.token()}"),))

    def place(self, visitor: int) -> Any:
        return f"a:{visitor}"

    async def press(self, stand_in: TeamsStandIn, title: str, visitor: int = 1) -> int:
        return await stand_in.press(title, self.place(visitor), f"29:{visitor}")

    def sent(self, body: Mapping[str, Any]) -> tuple[Any, str]:
        return body["conversation"]["id"], READERS["teams"].text([body])

    def still(self, connector: Any) -> None:
        connector._keys._tried = float("inf")

    def called(self, bodies: Sequence[Mapping[str, Any]]) -> list[str]:
        return [
            str(body) for body in bodies if body.get("textFormat", "plain") != "plain" or body.get("entities")
        ]

    def documented(self, stand_in: TeamsStandIn) -> Iterable[Documented]:
        return of_teams(stand_in)
