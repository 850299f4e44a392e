"""Teams from end to end: the Bot Connector's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import TEAMS_API as API
from pin_advisor.channels.settings import TEAMS_APP_ID as APP_ID
from pin_advisor.channels.settings import TEAMS_APP_PASSWORD as PASSWORD
from pin_advisor.channels.settings import TEAMS_TENANT as TENANT
from pin_advisor.channels.stand_ins.teams import SigningKey, TeamsStandIn
from pin_advisor.channels.teams import TeamsInput
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import path_of, serving
from tests.channels.spoken import ASKING, RECOMMENDING
from tests.channels.teams.conftest import (
    BOT_ID,
    BOT_PASSWORD,
    GROUP,
    KEY,
    PERSONAL,
    THREAD,
    Shop,
    card_of,
    opened,
    text_of,
)

WORDS = wording()
CANARY = "ann@example.com wants 300 pins"


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


async def test_who_invokes_what_we_never_offer_sees_no_error(shop: Shop) -> None:
    activity = {**shop.teams.message(PERSONAL, "29:ann", text=""), "type": "invoke", "name": "task/fetch"}

    assert await shop.teams.knock(activity) == 200
    assert shop.rasa.heard == []


# -- the token: R23 as far as the Bot Framework has it --------------------------------------------------


async def test_the_same_id_in_two_conversations_is_two_messages(shop: Shop) -> None:
    for person in ("ann", "bob"):
        activity = shop.teams.message(f"a:{person}", f"29:{person}", text=f"I am {person}")
        assert await shop.teams.knock({**activity, "id": "1485983408511"}) == 200
    await shop.served.settled()

    assert sorted(map(str, shop.rasa.texts)) == ["I am ann", "I am bob"]


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


# -- Microsoft in trouble -------------------------------------------------------------------------------


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
