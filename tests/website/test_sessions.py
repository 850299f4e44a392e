"""A conversation belongs to whoever holds its token, and nobody can make a token but the server."""

from __future__ import annotations

import base64
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import jwt
import pytest

from tests.website.gateway import KEYS, LOGIN_KEY, SHOP, Gateway, Visitor, claims, new_id, rows_with

_ADDRESSES: Final = (("POST", "/messages"), ("GET", "/history"), ("DELETE", "/history"))


def _signed(
    payload: dict[str, Any],
    secret: str = KEYS["present"],
    kid: str | None = "present",
    algorithm: str = "HS256",
) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(payload, secret, headers=headers, algorithm=algorithm)


def _part(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def _forged(visitor: Visitor, other: Visitor) -> dict[str, str]:
    """Tokens for the conversation of ``visitor`` that the server has not made."""
    mine, theirs = claims(visitor.token), other.token.split(".")
    head, body, signature = visitor.token.split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[0] ^= 1
    flipped = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    none = _part({"alg": "none", "typ": "JWT", "kid": "present"})
    return {
        "a bit of the signature flipped": f"{head}.{body}.{flipped}",
        "another's signature": f"{head}.{body}.{theirs[2]}",
        "another's claims": f"{theirs[0]}.{body}.{theirs[2]}",
        "no signature": f"{head}.{body}.",
        "no algorithm": f"{none}.{body}.",
        "no algorithm but a signature": f"{none}.{body}.{signature}",
        "expired": _signed({**mine, "exp": int(time.time()) - 3600}),
        "never expires": _signed({k: v for k, v in mine.items() if k != "exp"}),
        "expires at no time": _signed({**mine, "exp": "tomorrow"}),
        "of another key": _signed(mine, "x" * 48),
        "of the login key": _signed(mine, LOGIN_KEY),
        "with the name of another key": _signed(mine, kid="former"),
        "with the name of no key": _signed(mine, kid=None),
        "with an unknown name of a key": _signed(mine, kid="../../dev/null"),
        "of another algorithm": _signed(mine, algorithm="HS384"),
        "for others": _signed({**mine, "aud": "shop"}),
        "for nobody": _signed({k: v for k, v in mine.items() if k != "aud"}),
        "of a conversation that was never begun": _signed(
            {**mine, "sub": f"website-{secrets.token_urlsafe(16)}"}
        ),
        "of another channel": _signed({**mine, "sub": "rest-visitor"}),
        "of no conversation": _signed({**mine, "sub": ""}),
        "of a conversation with a line break": _signed({**mine, "sub": f"{mine['sub']}\n"}),
        "with claims that are a list": _part({"alg": "HS256", "kid": "present"})
        + "."
        + _part([])
        + "."
        + signature,
        "the conversation itself": str(mine["sub"]),
        "two tokens": f"{visitor.token}, {visitor.token}",
        "too long": visitor.token + "A" * 6000,
    }


def test_a_forged_token_is_worthless(gateway: Gateway) -> None:
    visitor, other = gateway.visitor(), gateway.visitor()
    visitor.turn("The pins are for an award")
    for name, token in _forged(visitor, other).items():
        for method, path in _ADDRESSES:
            body = {"id": new_id(), "text": "our budget is tight"} if method == "POST" else None
            answer = gateway.ask(method, path, body, {"Authorization": f"Bearer {token}"})
            assert (answer.status, answer.code, answer.faults()) == (401, "unauthorized", []), (name, path)
            assert b"award" not in answer.content, name

    assert visitor.said() == ["The pins are for an award"]
    assert visitor.needs()["budget"] is None


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "bearer ", "Basic {}", "Token {}", "{}", "Bearer {} {}", "Bearer\t{}x", "Bearer  .{}"],
)
def test_a_token_has_to_be_sent_as_such(visitor: Visitor, header: str) -> None:
    value = header.format(visitor.token, visitor.token)
    answer = visitor.gateway.ask("GET", "/history", None, {"Authorization": value} if value else None)
    assert (answer.status, answer.faults()) == (401, [])
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_of_a_former_key_still_counts(gateway: Gateway, visitor: Visitor) -> None:
    visitor.turn("The pins are for an award")
    old = _signed(claims(visitor.token), KEYS["former"], "former")

    assert Visitor(gateway, old).said() == ["The pins are for an award"]


def test_a_token_that_is_no_longer_new_is_renewed(gateway: Gateway, visitor: Visitor) -> None:
    assert "pin-advisor-token" not in visitor.history().headers
    day = 24 * 3600
    mine = claims(visitor.token)
    old = Visitor(gateway, _signed({**mine, "iat": mine["iat"] - 2 * day, "exp": mine["exp"] - 2 * day}))

    for answer in (old.history(), old.say("Hello!")):
        assert answer.status == 200
        fresh = answer.headers["pin-advisor-token"]
        assert claims(fresh)["exp"] > mine["exp"] - day
        assert Visitor(gateway, fresh).conversation == visitor.conversation


def test_what_one_visitor_says_another_never_sees(gateway: Gateway) -> None:
    """Whatever the other puts into body, query, cookies and headers to be taken for them."""
    ann, bob = gateway.visitor(), gateway.visitor()
    ann.turn("The pins are an award for the Zorblax club")
    lies = {
        "Cookie": f"session={ann.token}; sender_id={ann.conversation}",
        "X-Conversation": ann.conversation,
        "X-Sender-Id": ann.conversation,
        "X-Authorization": f"Bearer {ann.token}",
        "Proxy-Authorization": f"Bearer {ann.token}",
        "Referer": f"https://www.shop.example/?token={ann.token}",
    }
    query = f"?token={ann.token}&access_token={ann.token}"
    query += f"&sender={ann.conversation}&conversation_id={ann.conversation}"

    said = gateway.ask(
        "POST", f"/messages{query}", {"id": new_id(), "text": "what did I say?"}, {**bob.bearer, **lies}
    )
    told = gateway.ask("GET", f"/history{query}", None, {**bob.bearer, **lies})
    without = gateway.ask("GET", f"/history{query}", None, lies)

    assert (said.status, told.status, without.status) == (200, 200, 401)
    assert said.data["needs"]["occasion"] is None
    assert [turn["said"] for turn in told.data["turns"]] == ["what did I say?"]
    assert b"Zorblax" not in said.content + told.content + without.content
    assert ann.said() == ["The pins are an award for the Zorblax club"]


@pytest.mark.parametrize(
    "field", ["sender", "sender_id", "conversation", "conversation_id", "token", "login", "sub"]
)
def test_a_message_cannot_name_a_conversation(gateway: Gateway, visitor: Visitor, field: str) -> None:
    ann = gateway.visitor()

    assert visitor.say("our budget is tight", **{field: ann.conversation}).status == 400
    assert ann.said() == visitor.said() == []


def test_guesses_find_nobody(gateway: Gateway) -> None:
    gateway.visitor().turn("The pins are an award")
    head = _part({"alg": "HS256", "kid": "present"})
    tokens = [f"{head}.{secrets.token_urlsafe(60)}" for _ in range(100)]
    tokens += [
        f"{head}.{_part(claims(gateway.visitor().token))}.{secrets.token_urlsafe(32)}" for _ in range(100)
    ]
    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(lambda t: Visitor(gateway, t).history().status, tokens))
    assert statuses == {401}


def test_who_has_logged_in_finds_the_conversation_on_every_device(gateway: Gateway) -> None:
    customer = f"customer-{new_id()}"
    login = jwt.encode({"sub": customer, "exp": time.time() + 60}, LOGIN_KEY, algorithm="HS256")
    laptop, phone = gateway.visitor(login), gateway.visitor(login)
    laptop.turn("The pins are for an award")

    assert phone.said() == ["The pins are for an award"]
    assert phone.needs()["occasion"] == "award"
    assert rows_with(gateway.servers.database, customer) == {}


def test_a_login_that_the_shop_did_not_sign_is_refused(gateway: Gateway) -> None:
    soon = time.time() + 60
    for login in (
        jwt.encode({"sub": "ann", "exp": soon}, "x" * 48, algorithm="HS256"),
        jwt.encode({"sub": "ann", "exp": soon}, KEYS["present"], algorithm="HS256"),
        jwt.encode({"sub": "ann", "exp": soon - 3600}, LOGIN_KEY, algorithm="HS256"),
        jwt.encode({"sub": "ann"}, LOGIN_KEY, algorithm="HS256"),
        jwt.encode({"exp": soon}, LOGIN_KEY, algorithm="HS256"),
        jwt.encode({"sub": "ann", "exp": soon}, LOGIN_KEY, algorithm="HS384"),
        f"{_part({'alg': 'none'})}.{_part({'sub': 'ann', 'exp': soon})}.",
        "ann",
    ):
        answer = gateway.ask("POST", "/session", {"login": login}, {"Origin": SHOP})
        assert (answer.status, answer.code, answer.faults()) == (401, "unauthorized", []), login
