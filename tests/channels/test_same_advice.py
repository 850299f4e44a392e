"""The same conversations on every channel of the real bot get the same advice.

Files of ``tests/conversations`` are played over HTTP as they are: what is typed is typed, what is chosen is
pressed, or written as a number where there are no buttons. Platforms are played by their stand-ins, which
sign what they send. On each channel every turn has to come to the same as on ``rest``, and has to be seen.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pytest
import sqlalchemy as sa

from pin_advisor.channels.demo.background import Background
from pin_advisor.channels.stand_ins.visitors import PLATFORMS, Town
from pin_advisor.channels.stand_ins.visitors import Visitor as PlatformVisitor
from pin_advisor.channels.wording import wording
from pin_advisor.replies import Choice, Reply, reply_from
from pin_advisor.servers import post_message
from tests.bot import Servers
from tests.channels.rendering.readers import READERS
from tests.conversations.contract import payload_of
from tests.conversations.playing import problems
from tests.conversations.schema import Case, Turn, load_all
from tests.website.gateway import Gateway, wait_for
from tests.website.gateway import Visitor as WebsiteVisitor

#: By typing, by choosing, with a question in between, with a correction, a comparison, a quote request.
PLAYED: Final = (
    "straight/a chess club answers in a few words each time",
    "straight/only buttons are pressed",
    "digressions/why how long",
    "corrections/flat becomes 3D in the middle of the form",
    "second_best_compare/the pick and soft enamel side by side",
    "quote/a request without an address",
)
CASES: Final = {case.id: case for case in load_all() if case.id in PLAYED}
CHANNELS: Final = ["website"] + [kind.NAME for platform in PLATFORMS for kind in platform.visitors]
#: Seconds after which a platform stops waiting for an answer. No promise of the product.
PATIENCE: Final = 60.0


@dataclass
class Shop:
    """The bot, and all platforms around it."""

    servers: Servers
    town: Town
    loop: Background
    expected: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    @cached_property
    def engine(self) -> sa.engine.Engine:
        return sa.create_engine(self.servers.database)

    def rows(self, query: str, **values: str) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.text(query), values).all())

    def conversations(self) -> set[str]:
        return {sender for (sender,) in self.rows("SELECT DISTINCT sender_id FROM events")}

    def settled(self, channel: str) -> bool:
        """Whether everything that the platform has delivered is answered, and the answer sent."""
        return not self.rows("SELECT id FROM inbox WHERE channel = :c AND event IS NOT NULL", c=channel)

    def last_reply(self, conversation: str) -> Reply:
        query = "SELECT data FROM events WHERE sender_id = :c ORDER BY id"
        events = [json.loads(data) for (data,) in self.rows(query, c=conversation)]
        last = max(number for number, event in enumerate(events) if event["event"] == "user")
        return reply_from(events[last:])


class Player(ABC):
    """Somebody on one channel who does what a conversation says."""

    def __init__(self) -> None:
        self._choices: tuple[Choice, ...] = ()

    def play(self, turn: Turn) -> Reply:
        """One turn; what the bot replied."""
        reply = self.say(turn.words) if turn.choose is None else self.choose(self._place(turn.choose))
        self._choices = tuple(choice for message in reply.messages for choice in message.choices)
        return reply

    def _place(self, title: str) -> int:
        return [choice.title for choice in self._choices].index(title)

    @abstractmethod
    def say(self, words: str) -> Reply: ...

    def choose(self, place: int) -> Reply:
        return self.say(self._choices[place].say)


class OnWebsite(Player):
    """In the chat window: what it draws from is what it says."""

    def __init__(self, visitor: WebsiteVisitor) -> None:
        super().__init__()
        self._visitor = visitor

    def say(self, words: str) -> Reply:
        (turn,) = self._visitor.turn(words)["replies"]
        messages = [
            {"event": "bot", "text": m["text"], "data": {"buttons": [_button(c) for c in m["choices"]]}}
            for m in turn["messages"]
        ]
        return reply_from([*messages, {"event": "bot", "data": {"custom": turn["payload"]}}])


def _button(choice: Mapping[str, str]) -> dict[str, str]:
    return {"title": choice["title"], "payload": choice["say"]}


class OnPlatform(Player):
    """On a platform, through its stand-in: what was sent there has to say what the bot replied."""

    def __init__(self, shop: Shop, visitor: PlatformVisitor[Any], channel: str) -> None:
        super().__init__()
        self._shop, self._visitor, self._channel = shop, visitor, channel
        self._conversation = ""
        self._seen: Sequence[Mapping[str, Any]] = ()

    def say(self, words: str) -> Reply:
        return self._do(self._visitor.say(words))

    def choose(self, place: int) -> Reply:
        if self._visitor.NUMBERED:
            return self.say(str(place + 1))
        return self._do(self._visitor.press(READERS[self._visitor.NAME].titles(self._seen)[place]))

    def show_a_picture(self) -> str:
        """Send one; what is read because of it."""
        self._deliver(self._visitor.send_picture())
        return READERS[self._visitor.NAME].text(self._seen).strip()

    def _deliver(self, deed: Coroutine[Any, Any, int]) -> None:
        before = len(self._visitor.received())
        assert self._shop.loop.run(deed, PATIENCE) in (200, 201, 202, 204)
        wait_for(lambda: self._shop.settled(self._channel), "an answer", PATIENCE)
        self._seen = self._visitor.received()[before:]

    def _do(self, deed: Coroutine[Any, Any, int]) -> Reply:
        shop, known = self._shop, self._shop.conversations()
        self._deliver(deed)
        if not self._conversation:
            (self._conversation,) = shop.conversations() - known
        reply = shop.last_reply(self._conversation)
        self._require_seen(reply)
        return reply

    def _require_seen(self, reply: Reply) -> None:
        reader = READERS[self._visitor.NAME]
        read = _squeezed(reader.text(self._seen))
        spoken = [reply.messages[0].text.split(". ")[0]]
        spoken += [
            entry["text"] for key in ("reasons", "alternatives") for entry in reply.payload.get(key, ())
        ]
        assert [sentence for sentence in spoken if _squeezed(sentence) not in read] == []
        titles = [choice.title for message in reply.messages for choice in message.choices]
        if reader.numbered:
            lost = [t for n, t in enumerate(titles, 1) if _squeezed(f"{n}. {t}") not in read]
        else:
            lost = [
                t for t in titles if _squeezed(t) not in read + _squeezed("".join(reader.titles(self._seen)))
            ]
        assert lost == []


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The bot with all connectors switched on, and every platform's stand-in."""
    servers, loop = Servers(tmp_path_factory.mktemp("shop")), Background()
    town = Town(f"http://127.0.0.1:{servers.port}")
    try:
        servers.environment.update(loop.run(town.start(), PATIENCE))
        servers.start()
        wait_for(lambda: not town.waiting(), "an address for each platform", PATIENCE)
        yield Shop(servers, town, loop)
    finally:
        servers.stop()
        loop.run(town.stop(), PATIENCE)
        loop.stop()


@pytest.fixture
def player(shop: Shop, channel: str) -> Player:
    """Somebody new on the channel."""
    if channel == "website":
        return OnWebsite(Gateway(shop.servers).visitor())
    names = {kind.NAME: platform.channel for platform in PLATFORMS for kind in platform.visitors}
    return OnPlatform(shop, shop.town.visitors()[channel], names[channel])


@pytest.mark.parametrize("channel", CHANNELS[1:])
def test_a_picture_is_answered_kindly(shop: Shop, player: OnPlatform) -> None:
    assert player.show_a_picture() == wording().media.picture


def on_rest(shop: Shop, case: Case) -> list[Mapping[str, Any]]:
    """What each turn comes to on ``rest``, once it was seen to be as the file expects."""
    if case.id not in shop.expected:
        sender, payloads, wrong = f"rest {case.id}", [], []
        replies: list[dict[str, Any]] = []
        for turn in case.conversation.turns:
            buttons = [button for reply in replies for button in reply.get("buttons") or ()]
            words = next((b["payload"] for b in buttons if b["title"] == turn.choose), turn.words)
            replies = post_message(shop.servers.port, sender, words)
            wrong += list(problems(turn, sender, replies))
            payloads.append(lasting(payload_of(replies)))
        assert wrong == []
        shop.expected[case.id] = payloads
    return shop.expected[case.id]


def lasting(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload without what is another each time."""
    return {key: value for key, value in payload.items() if key != "quote_id"}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("id", PLAYED)
def test_a_conversation_gets_the_same_advice(shop: Shop, player: Player, channel: str, id: str) -> None:
    case = CASES[id]

    payloads = [lasting(player.play(turn).payload) for turn in case.conversation.turns]

    assert payloads == on_rest(shop, case)
