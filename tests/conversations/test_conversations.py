"""Every conversation of the behaviour folders, with the real bot over its ``rest`` channel."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
import yaml

from pin_advisor.paths import PROJECT
from tests.conversations.bot import VARIABLE, Bot
from tests.conversations.playing import Played, play
from tests.conversations.schema import FOLDER, Case, load_all

#: What the conversations show; one folder each.
BEHAVIOURS = (
    "straight",
    "indirect",
    "several_at_once",
    "noted",
    "first_thought",
    "corrections",
    "taken_back",
    "numbers",
    "negations",
    "digressions",
    "dont_knows",
    "refusals",
    "privacy",
    "why",
    "why_not",
    "what_if",
    "second_best_compare",
    "restart",
    "not_understood",
    "out_of_scope",
    "hostile",
    "questions",
    "follow_ups",
    "handoff",
    "quote",
    "smalltalk",
    "signs",
    "spending",
    "telegrams",
    "other_language",
    "contract",
)

#: Another folder to play, such as that of the known gaps.
CASES = load_all(Path(os.environ.get("PIN_ADVISOR_CONVERSATIONS", FOLDER)))


@pytest.fixture(scope="module")
def played() -> dict[str, Played]:
    """Conversations that were played already, so that none is played twice."""
    return {}


def play_once(case: Case, bot: Bot, played: dict[str, Played]) -> Played:
    if case.id not in played:
        played[case.id] = play(case.conversation, bot)
    return played[case.id]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_conversation(case: Case, bot: Bot, played: dict[str, Played]) -> None:
    result = play_once(case, bot, played)
    if result.problems:
        pytest.fail(f"{case.path}:{case.line}\n{result.report()}", pytrace=False)


def test_every_intent_is_provoked(bot: Bot, played: dict[str, Played]) -> None:
    """No intent of the domain is there for nothing: somebody says something that is heard as it."""
    if bot.folder is None:
        pytest.skip(f"the bot at {VARIABLE} keeps its record of the conversations to itself")
    for case in CASES:
        play_once(case, bot, played)
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    intents = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]}
    assert intents - bot.heard() == set()


def test_a_quote_request_reaches_the_shop_as_it_was_made(bot: Bot) -> None:
    if bot.folder is None:
        pytest.skip(f"the bot at {VARIABLE} keeps its requests to itself")
    visitor = bot.new_visitor()
    for words in (
        "flat pins, an award for our five best sellers, moderate budget, should last for years",
        "get a free quote please",
        "150",
        "our fox logo in orange and white, an inch across",
        "by the end of March, to Leeds",
    ):
        bot.say(visitor, words)
    bot.say(visitor, "m.ibbotson@example.org")
    assert not [one for one in bot.requests() if one.conversation == visitor], "it is shown first"
    *_, last = bot.say(visitor, "yes, send it")
    sent = next((one for one in bot.requests() if one.id == last["custom"].get("quote_id")), None)
    assert sent is not None, last
    assert (sent.kind, sent.status, sent.conversation) == ("quote", "new", visitor)
    assert sent.contact == "m.ibbotson@example.org"
    assert sent.payload["pin_type"] == "hard_enamel"
    assert sent.payload["quantity"] == 150
    assert "fox logo" in sent.payload["design"]
    assert "March" in sent.payload["deadline"]
    assert sent.payload["needs"]["occasion"] == "award"


def test_a_question_for_the_shop_reaches_it_with_what_was_said_before(bot: Bot) -> None:
    if bot.folder is None:
        pytest.skip(f"the bot at {VARIABLE} keeps its requests to itself")
    visitor = bot.new_visitor()
    for words in (
        "can I speak to one of your people?",
        "it's about a pin that has to match a medal from 1962",
    ):
        bot.say(visitor, words)
    bot.say(visitor, "you can reach me at o.lindqvist@example.org")
    assert not [one for one in bot.requests() if one.conversation == visitor]  # not without a yes
    bot.say(visitor, "yes, pass it on")
    sent = [one for one in bot.requests() if one.conversation == visitor]
    assert [(one.kind, one.contact) for one in sent] == [("question", "o.lindqvist@example.org")]
    assert any("medal from 1962" in words for words in sent[0].payload["messages"])


def test_every_behaviour_has_conversations_and_there_are_enough() -> None:
    counts = Counter(case.behaviour for case in CASES)
    assert set(counts) == set(BEHAVIOURS)
    assert sum(counts.values()) >= 160


def test_conversations_are_longer_than_a_single_turn() -> None:
    assert sum(len(case.conversation.turns) for case in CASES) >= 2.5 * len(CASES)
