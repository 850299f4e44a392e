"""Everybody who can be played on the stand-ins: each platform has somebody, and what they see is in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.channels import stand_ins
from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.settings import CONNECTORS, PUBLIC_URL
from pin_advisor.channels.stand_ins.visitors import PLATFORMS, Message, Platform, Town, Visitor

BOT = "http://127.0.0.1:5005"
KINDS = [kind for platform in PLATFORMS for kind in platform.visitors]


class Played(Visitor[None]):
    """A platform that answers two messages to each of the visitor's."""

    NAME, TITLE = "played", "Played"

    def __init__(self) -> None:
        super().__init__(None)
        self.sent: list[Message] = []

    def received(self) -> Sequence[Message]:
        return self.sent

    async def _say(self, text: str) -> int:
        self.sent += [{"text": f"{text} {n}"} for n in (1, 2)]
        return 200

    async def _press(self, title: str) -> int:
        return await self._say(title)


class Quiet(Played):
    SHOWS_PRESSES = False


def test_every_stand_in_and_every_connector_takes_part() -> None:
    files = {path.stem for path in Path(stand_ins.__file__).parent.glob("*.py")}
    assert {platform.channel for platform in PLATFORMS} == files - {"__init__", "server", "visitors"}
    assert {platform.settings.title for platform in PLATFORMS} == {settings.title for settings in CONNECTORS}


def test_every_renderer_but_the_terminals_has_somebody_who_sees_what_it_makes() -> None:
    assert sorted(kind.NAME for kind in KINDS) == sorted(set(RENDERERS) - {"shell"})
    assert len({kind.TITLE for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.channel)
def test_what_is_made_up_is_all_that_a_connector_requires(platform: Platform[Any]) -> None:
    values = {**platform.values(), platform.api: "http://127.0.0.1:8081"}
    again = platform.values()

    assert platform.settings.read({**values, PUBLIC_URL: BOT}) == values
    # Whatever is secret is another one each time.
    assert len([name for name in again if again[name] != values[name]]) >= 2


async def test_visitors_of_a_town_are_others_each_time() -> None:
    town = Town(BOT)
    environment = await town.start()
    try:
        first, second = town.visitors(), town.visitors()
        assert sorted(first) == sorted(kind.NAME for kind in KINDS)
        assert environment[PUBLIC_URL] == BOT
        assert all(environment[platform.api].startswith("http://127.0.0.1:") for platform in PLATFORMS)
        for name, visitor in first.items():
            assert list(visitor.received()) == []
            assert visitor is not second[name]
    finally:
        await town.stop()


async def test_what_is_said_stands_between_what_was_sent_before_and_after() -> None:
    visitor = Played()

    await visitor.say("one")
    await visitor.press("two")

    assert visitor.timeline() == [
        {"said": "one"},
        {"message": {"text": "one 1"}},
        {"message": {"text": "one 2"}},
        {"said": "two"},
        {"message": {"text": "two 1"}},
        {"message": {"text": "two 2"}},
    ]


async def test_two_things_said_at_once_stay_in_their_order() -> None:
    visitor = Played()
    visitor._said += [(0, "one"), (0, "two")]

    assert visitor.timeline() == [{"said": "one"}, {"said": "two"}]


async def test_a_press_leaves_words_only_where_the_platform_shows_them() -> None:
    visitor = Quiet()

    await visitor.press("Flat")

    assert visitor.timeline() == [{"message": {"text": "Flat 1"}}, {"message": {"text": "Flat 2"}}]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.NAME)
async def test_what_is_not_there_can_not_be_pressed(kind: type[Visitor[Any]]) -> None:
    town = Town(BOT)
    await town.start()
    try:
        visitor = town.visitors()[kind.NAME]
        with pytest.raises(LookupError, match="Flat"):
            await visitor.press("Flat")
        assert visitor.timeline() == []
    finally:
        await town.stop()
