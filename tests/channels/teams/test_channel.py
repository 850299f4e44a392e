"""Teams from end to end: the Bot Connector's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from typing import Any, Optional

import aiohttp
import jwt
import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.connector.api import Api
from pin_advisor.channels.settings import TEAMS_API as API
from pin_advisor.channels.settings import TEAMS_APP_ID as APP_ID
from pin_advisor.channels.settings import TEAMS_APP_PASSWORD as PASSWORD
from pin_advisor.channels.settings import TEAMS_TENANT as TENANT
from pin_advisor.channels.stand_ins.teams import SigningKey, TeamsStandIn
from pin_advisor.channels.teams import TeamsInput
from pin_advisor.channels.wording import wording
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, path_of, serving
from tests.channels.teams.conftest import (
    BOT_ID,
    BOT_PASSWORD,
    BOT_TENANT,
    GROUP,
    KEY,
    PERSONAL,
    THREAD,
    Shop,
    card_of,
    opened,
    text_of,
)
from tests.store.talk import PAYLOAD

WORDS = wording()
CANARY = "ann@example.com wants 300 pins"
FORM = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D)", "payload": "Sculpted, 3D"},
        {"title": "Not sure", "payload": "I'm not sure"},
    ]
}
ASKING = (("Flat or sculpted?", FORM), (None, {"custom": PAYLOAD}))
RECOMMENDING = (
    ("I recommend hard enamel pins. They last for years.", {}),
    ("Is anything of this not as you meant it?", {"buttons": [{"title": "Why?", "payload": "Why?"}]}),
    (
        None,
        {
            "custom": {
                "type": "recommendation",
                "pin_type": "hard_enamel",
                "needs": {"occasion": "award", "quantity": 150},
                "reasons": [{"rule": "lasting_hard", "text": "They last for years."}],
                "alternatives": [],
            }
        },
    ),
)


# -- a conversation ----------------------------------------------------------------------------------


async def test_a_message_gets_its_reply_where_it_was_written(shop: Shop) -> None:
    (sent,) = await shop.say("hello")

    asked = shop.teams.history[PERSONAL][0]
    assert sent == {
        "type": "message",
        "textFormat": "plain",
        "text": "You said: hello",
        "from": {"id": f"28:{BOT_ID}"},
        "recipient": {"id": "29:ann"},
        "conversation": {"id": PERSONAL},
        "replyToId": asked["id"],
    }
    (heard,) = shop.rasa.heard
    assert (heard.sender_id, heard.input_channel) == (f"teams:28%3A{BOT_ID}:a%3Aann:29%3Aann", "teams")
    assert heard.metadata == {"locale": "en-GB"}


async def test_typing_is_shown_meanwhile(
    store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def until_it_is_shown(_: UserMessage) -> None:
        await teams.until(1, "typing")

    async with opened(store, Rasa(store, until_it_is_shown), teams, monkeypatch) as shop:
        (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    (action,) = teams.made("typing")
    assert (action.body["type"], action.body["conversation"]) == ("typing", {"id": PERSONAL})


async def test_adding_the_bot_is_greeted_once(shop: Shop) -> None:
    (sent,) = await shop.add()
    again = await shop.add()

    assert sent["text"] == "You said: Hello"
    assert "replyToId" not in sent
    assert again == []
    assert shop.rasa.texts == ["Hello"]


async def test_a_recommendation_is_a_card_with_buttons_and_no_payload_is_sent(
    store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=RECOMMENDING), teams, monkeypatch) as shop:
        text, shown = await shop.say("help me choose")

    assert text["text"] == "I recommend hard enamel pins."
    read = text_of(shown)
    assert read.startswith("Hard enamel\n")
    assert read.count("They last for years.") == 1
    assert read.endswith("Is anything of this not as you meant it?")
    assert [action["title"] for action in card_of(shown)["actions"]] == ["Why?"]
    assert "lasting_hard" not in json.dumps([text, shown])


async def test_a_button_says_its_choice_and_leaves_it_in_the_chat(
    store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), teams, monkeypatch) as shop:
        await shop.say("hello")
        await shop.press("Sculpted (3D)")

    assert shop.rasa.texts == ["hello", "Sculpted, 3D"]
    assert [m["text"] for m in teams.history[PERSONAL] if "text" in m] == ["hello", "Sculpted (3D)"]


async def test_a_button_works_after_a_restart(
    store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), teams, monkeypatch) as shop:
        await shop.say("hello")
    async with opened(store, Rasa(store), teams, monkeypatch) as shop:
        await shop.press("Not sure")

    assert shop.rasa.texts == ["I'm not sure"]


async def test_a_button_that_is_not_open_any_more_is_told(
    store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), teams, monkeypatch) as shop:
        await shop.say("hello")
        await store.erase(shop.rasa.heard[0].sender_id)
        (sent,) = await shop.press("Not sure")

    assert sent["text"] == WORDS.stale_choice
    assert shop.rasa.texts == ["hello"]


@pytest.mark.parametrize("place", [GROUP, THREAD])
async def test_in_a_group_it_hears_who_names_it_and_each_member_for_themselves(
    place: str, store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), teams, monkeypatch) as shop:
        assert await shop.say("which pin do we take?", place) == []
        (to_ann,) = await shop.mention("which pin do we take?", place)
        (to_bob,) = await shop.press("Not sure", place, "29:bob")
        await shop.press("Not sure", place)

    assert (to_ann["conversation"], to_ann["recipient"]) == ({"id": place}, {"id": "29:ann"})
    assert to_bob["text"] == WORDS.stale_choice
    assert shop.rasa.texts == ["which pin do we take?", "I'm not sure"]
    assert len({heard.sender_id for heard in shop.rasa.heard}) == 1


async def test_a_picture_is_answered_with_an_offer_that_can_be_taken(shop: Shop) -> None:
    picture = {
        "contentType": "image/png",
        "contentUrl": "https://smba.trafficmanager.net/amer/v3/attachments/1",
    }
    (sent,) = await shop.deliver(shop.teams.message(PERSONAL, "29:ann", attachments=[picture]))
    await shop.press("Get a free quote")

    assert text_of(sent) == WORDS.media.picture
    assert shop.rasa.texts == ["Get a free quote"]


async def test_an_edit_is_answered_kindly_and_a_reaction_and_a_deletion_are_not(shop: Shop) -> None:
    await shop.say("I need 300 pins")
    asked = shop.teams.history[PERSONAL][0]

    (sent,) = await shop.deliver(
        {**asked, "type": "messageUpdate", "channelData": {"eventType": "editMessage"}}
    )
    for type in ("messageReaction", "messageDelete", "installationUpdate", "typing", "event", "somethingNew"):
        assert await shop.deliver({**asked, "type": type, "id": f"f:{type}"}) == []

    assert sent["text"] == WORDS.edited
    assert shop.rasa.texts == ["I need 300 pins"]


@pytest.mark.parametrize(
    "text",
    ["x" * 980, "مرحبا " * 160, "שלום", "\U0001f396\ufe0f" * 300, "<b>1 & 2</b> *a* _b_ `c` [d](e) {slot}"],
)
async def test_long_texts_and_any_script_come_back_as_they_were(shop: Shop, text: str) -> None:
    (sent,) = await shop.say(text)

    assert sent["text"] == f"You said: {text.strip()}"
    assert sent["textFormat"] == "plain"


async def test_a_reply_longer_than_a_message_comes_in_several(
    store: ConversationStore, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(f"Paragraph {n}. {'word ' * 1500}" for n in range(9))
    rasa = Rasa(store, replies=((text, FORM), (None, {"custom": PAYLOAD})))
    async with opened(store, rasa, teams, monkeypatch) as shop:
        sent = await shop.say("hello")

    assert len(sent) > 1
    assert "".join("".join(map(text_of, sent)).split()) == "".join(text.split())
    assert ["actions" in card_of(m) for m in sent] == [False] * (len(sent) - 1) + [True]


async def test_an_invocation_is_told_that_nobody_knows_it(shop: Shop) -> None:
    activity = {**shop.teams.message(PERSONAL, "29:ann", text=""), "type": "invoke", "name": "task/fetch"}

    assert await shop.teams.knock(activity) == 501
    assert shop.rasa.heard == []


# -- the token: R23 as far as the Bot Framework has it --------------------------------------------------

Forge = Callable[[TeamsStandIn], Optional[str]]


def bearer(**claims: Any) -> Forge:
    return lambda teams: f"Bearer {teams.token(**claims)}"


def seconds(**claims: int) -> Forge:
    """A token with times so many seconds from now."""

    def forge(teams: TeamsStandIn) -> str:
        now = int(time.time())
        return f"Bearer {teams.token(**{name: now + far for name, far in claims.items()})}"

    return forge


def header(token: str, **changed: Any) -> str:
    """The token with another header, and the signature that it had."""
    first, *rest = token.split(".")
    said = {**json.loads(base64.urlsafe_b64decode(first + "==")), **changed}
    return ".".join((_encoded(said), *rest))


def payload(token: str, **changed: Any) -> str:
    first, middle, last = token.split(".")
    said = {**json.loads(base64.urlsafe_b64decode(middle + "==")), **changed}
    return ".".join((first, _encoded(said), last))


def _encoded(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def unsigned(teams: TeamsStandIn) -> str:
    claims = jwt.decode(teams.token(), options={"verify_signature": False})
    return "Bearer " + jwt.encode(claims, None, "none", headers={"kid": "key-1"})


def keyed(teams: TeamsStandIn, secret: str) -> str:
    """Signed with a secret, as if that had been agreed upon."""
    first = _encoded({"alg": "HS256", "typ": "JWT", "kid": "key-1"})
    middle = teams.token().split(".")[1]
    digest = hmac.new(secret.encode(), f"{first}.{middle}".encode(), hashlib.sha256).digest()
    return f"Bearer {first}.{middle}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def another_hash(teams: TeamsStandIn) -> str:
    claims = jwt.decode(teams.token(), options={"verify_signature": False})
    return "Bearer " + jwt.encode(claims, teams.keys[0].private, "RS512", headers={"kid": "key-1"})


FORGED: dict[str, Forge] = {
    "invalid: another key under the known id": lambda t: f"Bearer {t.token(SigningKey('key-1'))}",
    "invalid: an unknown key": lambda t: f"Bearer {t.token(SigningKey('key-of-nobody'))}",
    "missing": lambda t: "",
    "missing: no token": lambda t: "Bearer ",
    "missing: another scheme": lambda t: f"Basic {t.token()}",
    "missing: two tokens in one": lambda t: f"Bearer {t.token()} {t.token()}",
    "missing: no key named": lambda t: f"Bearer {header(t.token(), kid=None)}",
    "empty secret": lambda t: keyed(t, ""),
    "stale: expired": seconds(exp=-360, nbf=-4000),
    "stale: not yet": seconds(nbf=3600),
    "stale: never expires": bearer(exp=None),
    "other hash: none": unsigned,
    "other hash: HS256, with our own password": lambda t: keyed(t, BOT_PASSWORD),
    "other hash: HS256, with the public key": lambda t: keyed(t, json.dumps(t.keys[0].published())),
    "other hash: RS512": another_hash,
    "other hash: only the header": lambda t: f"Bearer {header(t.token(), alg='RS384')}",
    "tampered: another bot": lambda t: f"Bearer {payload(t.token(aud='another-bot'), aud=BOT_ID)}",
    "tampered: longer": lambda t: f"Bearer {payload(t.token(), exp=4_000_000_000)}",
    "tampered: cut off": lambda t: f"Bearer {t.token()[:-9]}",
    "for another bot": bearer(aud="9901a8b6-4fef-428b-80b1-ddb59361adeb"),
    "for many bots": bearer(aud=[BOT_ID, "9901a8b6-4fef-428b-80b1-ddb59361adeb"]),
    "for nobody": bearer(aud=None),
    "by another issuer": bearer(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
    "by no issuer": bearer(iss=None),
    "for another address": bearer(serviceurl="https://smba.trafficmanager.net/amer/"),
    "for two addresses": bearer(serviceUrl="https://smba.trafficmanager.net/amer/"),
    "for no address": bearer(serviceurl=None),
    "no token at all": lambda t: "Bearer a.b.c",
}


@pytest.mark.parametrize("case", FORGED)
async def test_an_activity_without_a_right_token_is_refused(shop: Shop, case: str) -> None:
    activity = shop.teams.message(PERSONAL, "29:ann", text="hi")
    shop.served._channels[0]._keys._tried = float("inf")  # type: ignore[attr-defined]  # nor are keys fetched
    calls = len(shop.teams.calls)

    status = await shop.teams.knock(activity, FORGED[case](shop.teams))
    await shop.served.settled()

    assert status == 401
    assert shop.rasa.heard == []
    assert len(shop.teams.calls) == calls, "a call of Microsoft's"


@pytest.mark.parametrize(
    "token",
    [
        bearer(),
        seconds(exp=-120, nbf=-4000),
        seconds(nbf=120),
        lambda t: f"Bearer {t.token(serviceurl=None, serviceUrl=t.service)}",
        lambda t: f"Bearer {t.token(serviceurl=t.service.rstrip('/'))}",
        lambda t: f"bearer {t.token()}",
    ],
    ids=["valid", "a clock that differs", "another clock", "the other spelling", "no slash", "small letters"],
)
async def test_an_activity_with_a_right_token_is_taken(shop: Shop, token: Forge) -> None:
    activity = shop.teams.message(PERSONAL, "29:ann", text="hi")

    assert await shop.teams.knock(activity, token(shop.teams)) == 200
    await shop.served.settled()

    assert shop.rasa.texts == ["hi"]


async def test_a_replayed_activity_is_answered_once(shop: Shop) -> None:
    activity = shop.teams.message(PERSONAL, "29:ann", text="hi")
    for _ in range(3):
        assert await shop.teams.knock(activity) == 200
    await shop.served.settled()

    assert shop.rasa.texts == ["hi"]
    assert len(shop.teams.made("message")) == 1


async def test_the_same_id_in_two_conversations_is_two_messages(shop: Shop) -> None:
    for person in ("ann", "bob"):
        activity = shop.teams.message(f"a:{person}", f"29:{person}", text=f"I am {person}")
        assert await shop.teams.knock({**activity, "id": "1485983408511"}) == 200
    await shop.served.settled()

    assert sorted(map(str, shop.rasa.texts)) == ["I am ann", "I am bob"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"serviceUrl": "http://127.0.0.1:9/teams/"}, "an address that is not in the token"),
        ({"serviceUrl": ""}, "no address"),
        ({"serviceUrl": None}, "no address"),
        ({"serviceUrl": ["https://smba.trafficmanager.net/"]}, "no text"),
        ({"channelId": "webchat"}, "another channel"),
        ({"channelId": None}, "no channel"),
    ],
)
async def test_an_activity_that_its_token_was_not_given_for_is_refused(
    shop: Shop, changed: dict[str, Any], why: str
) -> None:
    activity = {**shop.teams.message(PERSONAL, "29:ann", text="hi"), **changed}
    calls = len(shop.teams.calls)

    assert await shop.teams.knock(activity) == 401, why
    await shop.served.settled()

    assert shop.rasa.heard == []
    assert len(shop.teams.calls) == calls


async def test_our_token_is_not_sent_to_strangers_even_if_microsoft_signs_for_them(shop: Shop) -> None:
    """A stand-in's own address is the only one that is allowed while it stands in."""
    url = "https://collector.example.com/"
    activity = {**shop.teams.message(PERSONAL, "29:ann", text="hi"), "serviceUrl": url}

    assert await shop.teams.knock(activity, f"Bearer {shop.teams.token(serviceurl=url)}") == 401
    assert shop.rasa.heard == []


async def test_a_key_that_does_not_speak_for_teams_is_none(
    store: ConversationStore, rasa: Rasa, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, unendorsed = SigningKey("key-2", ("webchat",)), SigningKey("key-3", ())
    teams.keys += [other, unendorsed]
    async with opened(store, rasa, teams, monkeypatch) as shop:
        activity = teams.message(PERSONAL, "29:ann", text="hi")
        for key in (other, unendorsed):
            assert await teams.knock(activity, f"Bearer {teams.token(key)}") == 401

    assert shop.rasa.heard == []


async def test_a_new_key_is_fetched_once(shop: Shop) -> None:
    keys = shop.served._channels[0]._keys  # type: ignore[attr-defined]
    shop.teams.keys.append(new := SigningKey("key-2"))
    keys._tried = float("-inf")

    activities = [shop.teams.message(f"a:{n}", f"29:{n}", text="hi") for n in range(5)]
    tokens = [f"Bearer {shop.teams.token(new)}"] * 5
    statuses = await asyncio.gather(*map(shop.teams.knock, activities, tokens))
    await shop.served.settled()

    assert statuses == [200] * 5
    assert len(shop.teams.made("keys")) == 2  # at the start, and now


async def test_strangers_can_not_make_us_fetch_keys_again_and_again(shop: Shop) -> None:
    keys = shop.served._channels[0]._keys  # type: ignore[attr-defined]
    keys._tried = float("-inf")
    activity = shop.teams.message(PERSONAL, "29:ann", text="hi")

    for n in range(5):
        assert (
            await shop.teams.knock(activity, f"Bearer {shop.teams.token(SigningKey(f'nobody-{n}'))}") == 401
        )

    assert len(shop.teams.made("keys")) == 2


async def test_while_the_keys_can_not_be_had_activities_are_not_lost(
    store: ConversationStore, rasa: Rasa, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, rasa, teams, monkeypatch) as shop:
        keys = shop.served._channels[0]._keys  # type: ignore[attr-defined]
        keys._fetched = float("-inf")
        activity = teams.message(PERSONAL, "29:ann", text="hi")
        assert await teams.knock(activity) == 503
        keys._tried = float("-inf")
        assert await teams.knock(activity) == 200
        await shop.served.settled()

    assert rasa.texts == ["hi"]


async def posted(url: str, body: bytes, headers: Any) -> int:
    """The status that a request gets."""
    async with aiohttp.ClientSession() as client, client.post(url, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("body", [b"", b"[]", b'{"type": 1, "type": 2}', b"{" * 5000])
async def test_a_body_that_is_no_activity_is_refused(shop: Shop, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {shop.teams.token()}"}
    assert await posted(shop.teams.webhook, body, headers) == 400


async def test_two_tokens_are_none(shop: Shop) -> None:
    token = ("Authorization", f"Bearer {shop.teams.token()}")
    body = json.dumps(shop.teams.message(PERSONAL, "29:ann", text="hi")).encode()
    assert await posted(shop.teams.webhook, body, [token, token]) == 401


# -- our own token --------------------------------------------------------------------------------------


async def test_one_access_token_is_used_for_many_answers(shop: Shop) -> None:
    for n in range(4):
        await shop.say(f"message {n}")

    (login,) = shop.teams.made("token")
    assert dict(login.body) == {
        "grant_type": "client_credentials",
        "client_id": BOT_ID,
        "client_secret": BOT_PASSWORD,
        "scope": "https://api.botframework.com/.default",
    }


async def test_a_token_that_was_withdrawn_is_renewed_and_the_answer_comes(shop: Shop) -> None:
    shop.teams.revoke()

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert len(shop.teams.made("token")) == 2


async def test_a_bot_of_no_single_tenant_signs_in_as_such(
    store: ConversationStore, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = TeamsStandIn(BOT_ID, BOT_PASSWORD, key=KEY)
    await teams.start()
    for name, value in ((APP_ID, BOT_ID.upper()), (PASSWORD, BOT_PASSWORD), (API, teams.url)):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(TENANT, raising=False)
    async with serving(store, rasa, TeamsInput()) as served:
        teams.webhook = served.url + path_of(TeamsInput)
        assert await teams.say("hello") == 200
        await served.settled()
    await teams.stop()

    assert [call.body["text"] for call in teams.made("message")] == ["You said: hello"]


async def test_a_wrong_password_is_told_in_the_log_without_it(
    store: ConversationStore,
    rasa: Rasa,
    teams: TeamsStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = "another-secret-of-nobody"
    for name, value in ((APP_ID, BOT_ID), (PASSWORD, other), (TENANT, BOT_TENANT), (API, teams.url)):
        monkeypatch.setenv(name, value)
    async with serving(store, rasa, TeamsInput()):
        await eventually(lambda: PASSWORD in caplog.text)

    assert "invalid_client 7000215" in caplog.text
    assert other not in caplog.text


# -- Microsoft in trouble -------------------------------------------------------------------------------


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between attempts, without doing so."""
    waits: list[float] = []
    sleep = asyncio.sleep
    init = Api.__init__

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    def begin(self: Api, *args: Any, **how: Any) -> None:
        init(self, *args, **{**how, "sleep": wait})

    monkeypatch.setattr(Api, "__init__", begin)
    return waits


async def test_when_teams_wants_us_to_wait_we_do(waits: list[float], shop: Shop) -> None:
    shop.teams.fail(429, only="message", Retry_After="8")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert waits == [8.0]


@pytest.mark.parametrize("status", [412, 500, 502, 504])
async def test_when_teams_fails_we_try_again(waits: list[float], shop: Shop, status: int) -> None:
    shop.teams.fail(status, times=3, only="message", body=b"<html>Bad Gateway</html>")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert len(waits) == 3


async def test_when_teams_does_not_answer_in_time_we_try_again(
    waits: list[float], shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (api,) = shop.served._channels[0]._apis._apis.values()  # type: ignore[attr-defined]
    await api.close()
    api._limit = 0.2
    shop.teams.fail(0, only="message")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"


async def test_while_teams_is_away_nothing_is_lost(
    waits: list[float],
    store: ConversationStore,
    rasa: Rasa,
    teams: TeamsStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(store, rasa, teams, monkeypatch) as shop:
        teams.fail(503, times=50, only="message")
        assert await shop.say("hello") == []
        while teams.fault("message"):
            pass
        (event,) = [heard.message_id for heard in rasa.heard]
        await store.inbox.leave("teams", str(event))
    async with opened(store, rasa, teams, monkeypatch) as shop:
        (call,) = await teams.until(1, "message")
        await shop.served.settled()

    assert call.body["text"] == "You said: hello"
    assert rasa.texts == ["hello"]


async def test_a_visitor_who_has_removed_the_bot_is_left_in_peace(shop: Shop) -> None:
    shop.teams.fail(403, only="message", body={"error": {"code": "BotNotInConversationRoster"}})

    assert await shop.say("hello") == []
    assert len([c for c in shop.teams.calls if c.method == "message"]) == 1


async def test_what_teams_will_not_show_is_told(shop: Shop) -> None:
    shop.teams.fail(400, only="message", body={"error": {"code": "BadArgument", "message": CANARY}})

    (sent,) = await shop.say("hello")

    assert sent["text"].startswith(WORDS.not_shown.partition("{number}")[0])


async def test_what_was_not_accepted_is_delivered_again_and_answered_once(shop: Shop) -> None:
    desk = shop.served._channels[0]._desk  # type: ignore[attr-defined]
    accept, tries = desk.accept, []

    async def fail_once(events: Any) -> None:
        tries.append(len(events))
        if len(tries) == 1:
            raise RuntimeError
        await accept(events)

    desk.accept = fail_once
    (sent,) = await shop.say("hello")

    assert tries == [1, 1]
    assert sent["text"] == "You said: hello"


async def test_many_visitors_at_once_are_all_answered(shop: Shop) -> None:
    people = range(30)

    await asyncio.gather(*(shop.teams.say(f"I am {n}", f"a:{n}", f"29:{n}") for n in people))
    await shop.served.settled()

    texts = {c.body["conversation"]["id"]: c.body["text"] for c in shop.teams.made("message")}
    assert texts == {f"a:{n}": f"You said: I am {n}" for n in people}


async def test_neither_token_nor_password_nor_words_are_in_the_log(
    store: ConversationStore,
    teams: TeamsStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened(store, Rasa(store), teams, monkeypatch) as shop:
        await teams.knock({"type": "message"}, f"Bearer {teams.token(SigningKey('nobody'))}")
        await shop.say(CANARY)
        teams.fail(400, only="message", body={"error": {"code": "BadSyntax", "message": CANARY}})
        await shop.say(f"{CANARY} again")
        activity = teams.message(PERSONAL, "29:ann", text=CANARY)
        await shop.deliver({**activity, "conversation": CANARY})

    assert "BadSyntax" in caplog.text
    for secret in (BOT_PASSWORD, "access-token-1", CANARY, teams.token()[:40]):
        assert secret not in caplog.text


# -- settings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((APP_ID,), [PASSWORD]),
        ((PASSWORD,), [APP_ID]),
        ((TENANT,), [APP_ID, PASSWORD]),
        ((API,), [APP_ID, PASSWORD]),
        ((APP_ID, TENANT, API), [PASSWORD]),
        ((PASSWORD, TENANT), [APP_ID]),
    ],
)
def test_with_a_part_of_the_variables_it_refuses_to_start(
    given: tuple[str, ...], missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (APP_ID, PASSWORD, TENANT, API):
        monkeypatch.delenv(name, raising=False)
    for name in given:
        monkeypatch.setenv(name, "something")

    with pytest.raises(ChannelError) as caught:
        TeamsInput()

    assert caught.value.code == "PA408"
    assert [name for name in (APP_ID, PASSWORD, TENANT, API) if f"{name}" in caught.value.message] == missing


def test_an_empty_password_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APP_ID, BOT_ID)
    monkeypatch.setenv(PASSWORD, "  ")

    with pytest.raises(ChannelError) as caught:
        TeamsInput()

    assert caught.value.code == "PA408"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (APP_ID, "pin-advisor"),
        (APP_ID, f"28:{BOT_ID}"),
        (PASSWORD, "short"),
        (PASSWORD, "with spaces and more than sixteen"),
        (PASSWORD, "1150d938-8870-4044-9f2c-5bbdeba70c9d"),  # the secret's id
        (TENANT, "contoso"),
        (TENANT, "contoso.com/oauth2"),
        (API, "http://smba.trafficmanager.net"),
    ],
)
def test_a_value_that_can_not_be_right_is_refused_and_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, good in ((APP_ID, BOT_ID), (PASSWORD, BOT_PASSWORD), (TENANT, "contoso.onmicrosoft.com")):
        monkeypatch.setenv(variable, good)
    monkeypatch.setenv(name, value)

    with pytest.raises(ChannelError) as caught:
        TeamsInput()

    assert (caught.value.code, caught.value.where) == ("PA409", name)
    assert value not in str(caught.value)


async def test_without_variables_it_is_off(
    store: ConversationStore, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (APP_ID, PASSWORD, TENANT, API):
        monkeypatch.delenv(name, raising=False)
    async with serving(store, rasa, TeamsInput()) as served:
        assert await posted(served.url + path_of(TeamsInput), b"{}", {}) == 404
