"""Nobody is anybody but themselves: tokens are ours and unaltered, or they are refused."""

from __future__ import annotations

import base64
import json
import random
import secrets
import stat
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.website.identity import (
    LIFETIME,
    Identities,
    InvalidToken,
)
from pin_advisor.channels.website.keys import KEYS_VARIABLE, LOGIN_VARIABLE
from pin_advisor.errors import ChannelError

KEY, OTHER_KEY = "k" * 64, "o" * 64
SHARED = "s" * 64
NOW = 1_800_000_000
DAY = 24 * 3600
CLAIMS = {"sub": "website-" + "a" * 22, "aud": "pin-advisor", "iat": NOW, "exp": NOW + 60}


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ours(clock: Clock) -> Identities:
    return Identities({"new": KEY}, SHARED, clock)


def signed(
    claims: Mapping[str, Any], key: str = KEY, algorithm: str = "HS256", kid: str | None = "new"
) -> str:
    return jwt.encode(dict(claims), key, algorithm, headers={"kid": kid} if kid else None)


def part(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def refused(identities: Identities, token: Any) -> bool:
    try:
        identities.read(token)
    except InvalidToken:
        return True
    return False


# -- session tokens ----------------------------------------------------------------------------------


def test_a_token_names_the_conversation_that_it_was_issued_for(ours: Identities) -> None:
    token, conversation = ours.issue()

    session = ours.read(token)

    assert (session.conversation, session.issued) == (conversation, NOW)
    assert conversation.startswith("website-")


def test_every_visitor_gets_a_conversation_that_nobody_can_guess(ours: Identities) -> None:
    names = {ours.issue()[1].removeprefix("website-") for _ in range(1000)}

    assert len(names) == 1000
    assert {len(base64.urlsafe_b64decode(name + "==")) for name in names} == {16}


def test_a_token_holds_for_thirty_days(ours: Identities, clock: Clock) -> None:
    token, _ = ours.issue()

    clock.now += LIFETIME
    assert not refused(ours, token)
    clock.now += 31
    assert refused(ours, token)


def test_a_token_is_renewed_once_it_is_a_day_old(ours: Identities, clock: Clock) -> None:
    token, conversation = ours.issue()
    clock.now += DAY
    assert ours.renewed(ours.read(token)) is None

    clock.now += 1
    fresh = ours.renewed(ours.read(token))

    assert fresh is not None
    assert ours.read(fresh).conversation == conversation
    clock.now += LIFETIME - 60
    assert refused(ours, token)
    assert not refused(ours, fresh)


@pytest.mark.parametrize("byte", range(0, 32, 5))
@pytest.mark.parametrize("bit", [0, 3, 7])
def test_one_bit_of_the_signature_matters(ours: Identities, byte: int, bit: int) -> None:
    token, _ = ours.issue()
    head, signature = token.rsplit(".", 1)
    raw = bytearray(base64.urlsafe_b64decode(signature + "="))
    raw[byte] ^= 1 << bit
    altered = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    assert refused(ours, f"{head}.{altered}")


def test_another_conversation_under_the_same_signature_is_refused(ours: Identities) -> None:
    (header, _, signature), (_, body, _) = (ours.issue()[0].split(".") for _ in range(2))

    assert refused(ours, f"{header}.{body}.{signature}")


@pytest.mark.parametrize(
    ("token", "valid"),
    [
        (signed(CLAIMS), True),
        (signed(CLAIMS | {"exp": NOW - 31}), False),
        (signed(CLAIMS, OTHER_KEY), False),
        (signed(CLAIMS, kid=None), False),
        (signed(CLAIMS, kid="old"), False),
        (signed(CLAIMS, kid="None"), False),
        (signed(CLAIMS, algorithm="HS512"), False),
        (signed(CLAIMS, "", "none"), False),
        (signed(CLAIMS | {"aud": "somebody-else"}), False),
        (signed(CLAIMS | {"aud": None}), False),
        (signed({k: v for k, v in CLAIMS.items() if k != "aud"}), False),
        (signed({k: v for k, v in CLAIMS.items() if k != "exp"}), False),
        (signed({k: v for k, v in CLAIMS.items() if k != "sub"}), False),
        (signed(CLAIMS | {"sub": "rest-default"}), False),
        (signed(CLAIMS | {"sub": "website-../../../../etc/pass"}), False),
        (signed(CLAIMS | {"sub": "website-" + "a" * 22 + "\n"}), False),
        (signed(CLAIMS | {"sub": "website-login-" + "g" * 40}), False),
    ],
    ids=[
        "valid", "expired", "another key", "no key named", "key that is gone", "key named None", "HS512",
        "unsigned", "for somebody else", "for null", "for nobody", "for ever", "of nobody",
        "of another channel", "path", "line break", "bad login",
    ],
)  # fmt: skip
def test_only_a_token_like_ours_is_read(ours: Identities, token: str, valid: bool) -> None:
    assert refused(ours, token) is not valid


@pytest.mark.parametrize("name", sorted(CLAIMS))
@pytest.mark.parametrize(
    "value",
    [None, "", "x", 0, -1, 1e400, 10**400, [], [1], {}, {"a": 1}, True, "\ud800", "a\x00"],
    ids=lambda value: ascii(value)[:8],
)
def test_odd_claims_are_refused_even_with_our_signature(ours: Identities, name: str, value: object) -> None:
    """As an older or newer version of the product may have written them."""
    token = signed(CLAIMS | {name: value})

    assert refused(ours, token) or name in ("iat", "exp")


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_claim_that_is_missing_makes_a_token_invalid(ours: Identities, name: str) -> None:
    assert refused(ours, signed({k: v for k, v in CLAIMS.items() if k != name}))


@pytest.mark.parametrize(
    "token",
    [
        None, 0, 1.5, True, [], {}, b"", b"\xff.\xff.\xff", "", ".", "..", "...", "a.b.c", " ",
        "\ud800.\x00.💥",
        "null", "Bearer x", "A" * 20_000, "." * 20_000,
        f"{part([])}.{part({})}.", f"{part(None)}.{part({})}.",
        f"{part({'alg': 'HS256', 'kid': 7})}.{part({})}.",
        f"{part({'alg': 'HS256', 'kid': ['new']})}.{part({})}.",
        f"{part({'alg': ['HS256'], 'kid': 'new'})}.{part(CLAIMS)}.",
        f"{part({'alg': {}, 'kid': 'new'})}.{part(CLAIMS)}.",
        f"{part({'alg': None, 'kid': 'new'})}.{part(CLAIMS)}.", f"{part({'kid': 'new'})}.{part(CLAIMS)}.",
        f"{part({'alg': 'none', 'kid': 'new'})}.{part(CLAIMS)}.", f"{part({'alg': 'nOnE'})}.{part(CLAIMS)}.",
        f"{part({'alg': 'HS256', 'kid': 'new', 'crit': ['b64'], 'b64': False})}..{part(1)}",
        f"{part({'alg': 'HS256', 'kid': 'new', 'crit': 7})}.{part(CLAIMS)}.AAAA",
        base64.urlsafe_b64encode(b"[" * 9000).decode() + ".e30.AA",
        part({"alg": "HS256", "kid": "new"}) + "." + base64.urlsafe_b64encode(b"[" * 9000).decode() + ".AA",
    ],
    ids=lambda token: ascii(token)[:40],
)  # fmt: skip
def test_garbage_of_every_kind_is_refused(ours: Identities, token: Any) -> None:
    assert refused(ours, token)
    with pytest.raises(InvalidToken):
        ours.issue(token if token is not None else "")


@given(st.text() | st.binary() | st.builds(".".join, st.lists(st.text(), min_size=3, max_size=3)))
def test_no_text_whatever_is_a_token(text: str | bytes) -> None:
    assert refused(Identities({"new": KEY}), text)


def test_ten_thousand_tries_reach_nobody(ours: Identities) -> None:
    token, _ = ours.issue()
    chance = random.Random(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    signature = token.rindex(".") + 1

    for number in range(10_000):
        altered = list(token)
        # Not the last letter: two bits of it say nothing.
        place = (
            chance.randrange(len(token) - 1) if number % 2 else chance.randrange(signature, len(token) - 1)
        )
        altered[place] = chance.choice([c for c in letters if c != altered[place]])
        assert refused(ours, "".join(altered))


# -- keys --------------------------------------------------------------------------------------------


def test_keys_can_be_changed_while_visitors_talk(clock: Clock) -> None:
    before = Identities({"old": OTHER_KEY}, now=clock)
    both = Identities({"new": KEY, "old": OTHER_KEY}, now=clock)
    after = Identities({"new": KEY}, now=clock)
    old, conversation = before.issue()

    clock.now += 2 * DAY
    renewed = both.renewed(both.read(old))

    assert renewed is not None
    assert after.read(renewed).conversation == conversation
    assert refused(after, old)
    assert refused(before, renewed)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv(KEYS_VARIABLE, raising=False)
    monkeypatch.delenv(LOGIN_VARIABLE, raising=False)
    return monkeypatch


def test_the_environment_names_the_keys(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv(KEYS_VARIABLE, f" new:{KEY} , old:{OTHER_KEY}")
    found = Identities.from_environment(tmp_path / "store")

    assert refused(Identities({"old": OTHER_KEY}), found.issue()[0])
    assert not refused(Identities({"new": KEY}), found.issue()[0])
    assert not refused(found, Identities({"old": OTHER_KEY}).issue()[0])
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "keys",
    [KEY, f":{KEY}", "new:", "new:short", f"new:{KEY},", f"new:{KEY},old:short", ",", "new:" + "k" * 31],
)
def test_a_weak_key_or_one_without_a_name_is_refused_at_the_start(
    environment: pytest.MonkeyPatch, tmp_path: Path, keys: str
) -> None:
    environment.setenv(KEYS_VARIABLE, keys)

    with pytest.raises(ChannelError) as caught:
        Identities.from_environment(tmp_path)

    assert caught.value.code == "PA401"
    assert "kkkk" not in str(caught.value)


@pytest.mark.parametrize(
    "key",
    ["short", "s" * 31, "-----BEGIN PUBLIC KEY-----\\nbm90IGEga2V5\\n-----END PUBLIC KEY-----", "-----"],
)
def test_a_login_key_that_cannot_be_used_is_refused_at_the_start(
    environment: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    environment.setenv(LOGIN_VARIABLE, key)

    with pytest.raises(ChannelError) as caught:
        Identities.from_environment(tmp_path)

    assert caught.value.code == "PA401"
    assert "ssss" not in str(caught.value)


def test_without_a_key_one_is_made_and_kept_for_its_owner_alone(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "store"

    token, _ = Identities.from_environment(folder).issue()

    assert not refused(Identities.from_environment(folder), token)
    assert refused(Identities.from_environment(tmp_path / "elsewhere"), token)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(file.read_text("ascii")) >= 64


@pytest.mark.parametrize("content", ["", "short", "\n" * 60])
def test_a_damaged_key_file_is_named(environment: pytest.MonkeyPatch, tmp_path: Path, content: str) -> None:
    file = tmp_path / "session.key"
    file.write_text(content)

    with pytest.raises(ChannelError, match=str(file)) as caught:
        Identities.from_environment(tmp_path)

    assert caught.value.code == "PA402"


def test_a_key_file_that_is_no_text_is_damaged_too(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "session.key").write_bytes(b"\xff" * 64)

    with pytest.raises(ChannelError) as caught:
        Identities.from_environment(tmp_path)

    assert caught.value.code == "PA402"


def test_a_worker_that_starts_while_another_makes_the_key_gets_the_same(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The slower of the two comes when the file is there and nothing is in it yet."""
    making, waiting = threading.Event(), threading.Event()
    token_urlsafe = secrets.token_urlsafe

    def take_a_while(size: int) -> str:
        if not making.is_set():
            making.set()
            waiting.wait(1)  # no longer, for the other may rightly wait for us
        return token_urlsafe(size)

    environment.setattr(secrets, "token_urlsafe", take_a_while)

    def late() -> Identities:
        making.wait(30)
        try:
            return Identities.from_environment(tmp_path)
        finally:
            waiting.set()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(Identities.from_environment, tmp_path), pool.submit(late)
        assert not refused(second.result(30), first.result(30).issue()[0])


# -- logins ------------------------------------------------------------------------------------------


def pem(key: Any) -> tuple[str, str]:
    """The private and the public key."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


KEY_PAIRS = {
    "RS256": pem(rsa.generate_private_key(65537, 2048)),
    "ES256": pem(ec.generate_private_key(ec.SECP256R1())),
    "EdDSA": pem(ed25519.Ed25519PrivateKey.generate()),
}
ANN = {"sub": "ann", "exp": NOW + 60}


def test_who_has_logged_in_has_the_same_conversation_everywhere(ours: Identities) -> None:
    login = signed(ANN, SHARED, kid=None)

    (one, mine), (two, again) = ours.issue(login), ours.issue(signed(ANN | {"exp": NOW + 5}, SHARED))
    _, others = ours.issue(signed(ANN | {"sub": "bob"}, SHARED))

    assert mine == again
    assert mine != others
    assert ours.read(one).conversation == ours.read(two).conversation == mine
    assert "ann" not in mine


@pytest.mark.parametrize("algorithm", KEY_PAIRS)
def test_a_login_may_be_signed_with_a_private_key(clock: Clock, algorithm: str) -> None:
    private, public = KEY_PAIRS[algorithm]
    ours = Identities({"new": KEY}, public, clock)

    _, conversation = ours.issue(signed(ANN, private, algorithm))

    assert conversation == Identities({"new": KEY}, SHARED, clock).issue(signed(ANN, SHARED))[1]


def test_a_public_key_may_stand_on_one_line_of_the_environment(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    private, public = KEY_PAIRS["EdDSA"]
    environment.setenv(LOGIN_VARIABLE, public.replace("\n", "\\n"))
    ours = Identities.from_environment(tmp_path)

    assert ours.issue(signed({"sub": "ann", "exp": time.time() + 60}, private, "EdDSA"))[1]


@pytest.mark.parametrize("algorithm", KEY_PAIRS)
@pytest.mark.parametrize("claimed", ["HS256", "HS384", "none", *KEY_PAIRS])
def test_a_public_key_is_no_secret(clock: Clock, algorithm: str, claimed: str) -> None:
    """Everybody may know it, so nothing that is made with it alone counts; nor what claims another kind."""
    ours = Identities({"new": KEY}, KEY_PAIRS[algorithm][1], clock)
    head = f"{part({'alg': claimed, 'typ': 'JWT'})}.{part(ANN)}"
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signatures = [b"", b"\x00" * 64, hmac.sign(head.encode(), KEY_PAIRS[algorithm][1].encode())]

    for signature in signatures:
        with pytest.raises(InvalidToken):
            ours.issue(f"{head}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}")


@pytest.mark.parametrize(
    "login",
    [
        signed(ANN, OTHER_KEY),
        signed(ANN | {"exp": NOW - 31}, SHARED),
        signed({"sub": "ann"}, SHARED),
        signed({"exp": NOW + 60}, SHARED),
        signed(ANN, SHARED, "HS512"),
        signed(ANN, "", "none"),
        signed(ANN | {"sub": None}, SHARED),
        signed(ANN | {"exp": "soon"}, SHARED),
        signed(ANN | {"exp": 10**400}, SHARED),
        signed(ANN | {"exp": float("nan")}, SHARED),
        signed(ANN | {"nbf": NOW + 31}, SHARED),
        signed(ANN | {"nbf": float("nan")}, SHARED),
        signed(ANN | {"nbf": "later"}, SHARED),
        signed(ANN | {"nbf": None}, SHARED),
        signed(ANN, KEY),
    ],
    ids=[
        "another key", "expired", "for ever", "of nobody", "HS512", "unsigned", "of null", "no time",
        "endless time", "no number", "not yet", "from no number", "from some time", "from null", "our key",
    ],
)  # fmt: skip
def test_a_login_that_the_shop_did_not_vouch_for_is_refused(ours: Identities, login: str) -> None:
    with pytest.raises(InvalidToken):
        ours.issue(login)


@pytest.mark.parametrize(
    "claims", [{"nbf": NOW}, {"nbf": NOW + 29, "iat": NOW + 29}, {"exp": NOW - 29}], ids=str
)
def test_the_shops_clock_may_differ_from_ours_by_half_a_minute(
    ours: Identities, claims: Mapping[str, int]
) -> None:
    assert ours.issue(signed(ANN | claims, SHARED))[1] == ours.issue(signed(ANN, SHARED))[1]


@pytest.mark.parametrize("subject", ["", " "], ids=ascii)
def test_a_login_without_a_name_is_nobody(ours: Identities, subject: str) -> None:
    """Else all whom a shop's site forgets to name would read each other's conversation."""
    with pytest.raises(InvalidToken):
        ours.issue(signed(ANN | {"sub": subject}, SHARED))


def test_without_a_login_key_nobody_logs_in(clock: Clock) -> None:
    ours = Identities({"new": KEY}, None, clock)

    for key in (SHARED, KEY):
        with pytest.raises(InvalidToken):
            ours.issue(signed(ANN, key))


def test_a_session_token_is_no_login_and_a_login_no_session(ours: Identities) -> None:
    same = Identities({"new": KEY}, KEY, lambda: NOW)
    login = signed(ANN | {"aud": "pin-advisor", "iat": NOW}, KEY)

    assert refused(same, login)
    assert refused(ours, signed(ANN, SHARED))
