"""Two workers are one bot: whichever a visitor meets, nothing is lost, doubled, mixed up or left unsaid."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest

from pin_advisor.servers import post_message
from tests.cluster.services import wait_until
from tests.cluster.workers import Workers
from tests.website.gateway import Answer, Gateway, Visitor, events_of, new_id

pytestmark = [pytest.mark.service(name) for name in ("redis", "postgresql", "nginx")]

OCCASIONS = {
    "award": "The pins are for an award",
    "wedding": "The pins are for a wedding",
    "trade_show": "The pins are for a trade show",
    "school": "The pins are for our school",
}
BUDGETS = {"tight": "our budget is tight", "premium": "money is no object, it should be premium"}
SHAPES = {"2d": "the design is flat", "3d": "the design is sculpted, 3D"}


#: How often a worker is killed; the more often, the surer.
KILLS = int(os.environ.get("KILLS", "20"))


def patiently(ask: Callable[[], Answer], refused: Counter[int] | None = None) -> Answer:
    """The answer, once the gateway no longer asks for patience."""
    for _ in range(40):
        answer = ask()
        if answer.status not in (429, 503):
            return answer
        assert faults(answer) == [], answer
        if refused is not None:
            refused[answer.status] += 1
        time.sleep(float(answer.headers["retry-after"]))
    raise AssertionError("the gateway asked for patience for too long")


def faults(answer: Answer) -> list[str]:
    """What is wrong with an answer. nginx says its name, which no setting changes, but no version."""
    named = answer.headers.get("server") == "nginx"
    return [fault for fault in answer.faults() if not (named and fault == "tells its server")]


def said_to(visitor: Visitor, gateway: Gateway) -> Visitor:
    """The same visitor at another gateway."""
    return Visitor(gateway, visitor.token, visitor.address)


def user_events(workers: Workers, visitor: Visitor) -> list[str]:
    return [e["text"] for e in events_of(workers.database.url, visitor.conversation) if e["event"] == "user"]


def require_whole_turns(workers: Workers, visitor: Visitor) -> None:
    require_whole(events_of(workers.database.url, visitor.conversation))


def require_whole(events: list[dict[str, Any]]) -> None:
    """Each message is followed by its reply, before the next one comes."""
    replied = True
    for event in events:
        if event["event"] == "user":
            assert replied, "two messages, and no reply between them"
            replied = False
        elif event["event"] == "bot" and "type" in (event["data"].get("custom") or {}):
            assert not replied, "two replies to one message"
            replied = True
    assert replied, "a message without a reply"


@contextmanager
def held_up(workers: Workers, visitor: Visitor) -> Iterator[Callable[[], int]]:
    """Turns of a conversation can't be kept meanwhile.

    What is given returns once one waits to be: the process that waits.
    """
    waiting = (
        "SELECT application_name FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE conv%%'"
    )

    def one_waits() -> int:
        found: list[int] = []

        def look() -> list[int]:
            with closing(psycopg2.connect(workers.database.url)) as looking, looking.cursor() as cursor:
                cursor.execute(waiting)
                found[:] = [int(name.rpartition(" ")[2]) for (name,) in cursor.fetchall()]
            return found

        wait_until(look, "a turn that is about to be kept")
        return found[0]

    with closing(psycopg2.connect(workers.database.url)) as holding:
        with holding.cursor() as cursor:
            cursor.execute("SELECT 1 FROM conversations WHERE id = %s FOR UPDATE", (visitor.conversation,))
        yield one_waits
        holding.rollback()


def test_a_hundred_visitors_at_once_each_get_their_own_advice(workers: Workers) -> None:
    """What every answer with status 200 says is in the database, once, and nothing else is."""

    def talk(number: int) -> tuple[Visitor, list[tuple[str, str, dict[str, Any]]]]:
        occasion = list(OCCASIONS)[number % 4]
        budget, shape = list(BUDGETS)[number // 4 % 2], list(SHAPES)[number // 8 % 2]
        words = (f"{OCCASIONS[occasion]}, {BUDGETS[budget]}", SHAPES[shape])
        known = ({"occasion": occasion, "budget": budget}, {"dimensionality": shape})
        visitor, turns, needs = workers.gateway.visitor(), [], {}
        for text, need in zip(words, known, strict=True):
            number_of_message = new_id()
            answer = patiently(lambda: visitor.say(text, number_of_message))  # noqa: B023
            assert answer.status == 200, answer
            needs |= need
            assert {k: v for k, v in answer.data["needs"].items() if v} == needs, (text, answer.data)
            assert answer.data["id"] == number_of_message
            (reply,) = answer.data["replies"]
            assert reply["payload"]["type"] in ("question", "recommendation")
            assert reply["messages"]
            assert all(message["text"].strip() for message in reply["messages"])
            turns.append((number_of_message, text, reply))
        return visitor, turns

    with ThreadPoolExecutor(100) as pool:
        talks = list(pool.map(talk, range(100)))

    for visitor, turns in talks:
        told = visitor.history().data["turns"]
        assert [(t["id"], t["said"], t["reply"]) for t in told] == turns
        assert user_events(workers, visitor) == [text for _, text, _ in turns]
        require_whole_turns(workers, visitor)
    # Each of the two had its share.
    log = (workers.folder / "nginx" / "access.log").read_text()
    shares = [log.count(f" 127.0.0.1:{servers.port} 200") for servers in workers.servers]
    assert min(shares) > 0.25 * sum(shares), shares


def test_the_same_message_ten_times_at_once_is_one_turn(workers: Workers) -> None:
    visitor, number = workers.gateway.visitor(), new_id()
    both = [said_to(visitor, gateway) for gateway in workers.each()]

    def send(n: int) -> Answer:
        return patiently(lambda: both[n % 2].say(OCCASIONS["award"], number))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert {a.status for a in answers} == {200}
    assert len({json.dumps(a.data["replies"]) for a in answers}) == 1
    assert user_events(workers, visitor) == [OCCASIONS["award"]]
    require_whole_turns(workers, visitor)


def test_ten_messages_of_one_conversation_at_once(workers: Workers) -> None:
    """None is lost or mixed with another, and each gets its own reply."""
    visitor = workers.gateway.visitor()
    both = [said_to(visitor, gateway) for gateway in workers.each()]
    texts = [f"we need {n} pins" for n in range(100, 110)]
    numbers = [new_id() for _ in texts]

    def send(n: int) -> Answer:
        return patiently(lambda: both[n % 2].say(texts[n], numbers[n]))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert [(a.status, a.data["id"]) for a in answers] == [(200, n) for n in numbers]
    assert sorted(user_events(workers, visitor)) == texts
    require_whole_turns(workers, visitor)
    in_history = {t["id"]: (t["said"], t["reply"]) for t in visitor.history().data["turns"]}
    for n, answer in enumerate(answers):
        assert in_history[numbers[n]] == (texts[n], answer.data["replies"][0])


def test_messages_to_both_workers_are_dealt_with_as_they_came(workers: Workers) -> None:
    visitor = workers.gateway.visitor()
    both = [said_to(visitor, gateway) for gateway in workers.each()]
    texts = [f"we need {n} pins" for n in range(100, 105)]
    taken: list[Future[Answer]] = []

    with ThreadPoolExecutor(5) as pool:
        with held_up(workers, visitor) as one_waits:
            taken.append(pool.submit(both[0].say, texts[0]))
            one_waits()
            for n in range(1, 5):  # both workers have nothing else to do, so they take each as it comes
                taken.append(pool.submit(both[n % 2].say, texts[n]))
                time.sleep(0.15)
        assert [t.result().status for t in taken] == [200] * 5

    assert user_events(workers, visitor) == texts
    require_whole_turns(workers, visitor)


def test_programs_that_post_to_both_workers_are_dealt_with_in_turn(workers: Workers) -> None:
    """The channel ``rest`` has no message ids: what is refused was not kept, and all else is there once."""
    sender, texts = f"program-{new_id()}", [f"we need {n} pins" for n in range(100, 105)]

    def post(n: int) -> list[dict[str, Any]]:
        return post_message(workers.servers[n % 2].port, sender, texts[n])

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(post, range(5)))

    assert all(answers)
    events = events_of(workers.database.url, sender)
    assert sorted(e["text"] for e in events if e["event"] == "user") == texts
    require_whole(events)


def test_limits_count_what_both_workers_are_sent(workers: Workers) -> None:
    visitor = workers.gateway.visitor()
    both = [said_to(visitor, gateway) for gateway in workers.each()]
    with ThreadPoolExecutor(2) as pool:  # so quickly that five seconds don't pass
        answers = list(pool.map(lambda n: both[n % 2].say("hello"), range(12)))

    assert Counter(a.status for a in answers)[200] < 12
    assert {a.status for a in answers} == {200, 429}
    for gateway in both:
        while (answer := gateway.say("hello")).status == 200:
            pass
        assert (answer.code, faults(answer)) == ("rate_limited", [])


def test_a_conversation_goes_on_with_either(workers: Workers) -> None:
    visitor = workers.gateway.visitor()
    one, other = (said_to(visitor, gateway) for gateway in workers.each())
    one.turn(OCCASIONS["award"])
    assert other.turn(BUDGETS["tight"])["needs"]["occasion"] == "award"
    (reply,) = one.turn("the design is flat, and the pins should last for years")["replies"]
    assert reply["payload"]["type"] == "recommendation"
    assert other.erase().status == 204
    assert one.say("hello").status == 401


def test_a_worker_that_is_killed_in_mid_turn_is_not_missed(workers: Workers) -> None:
    """The visitor gets the answer from the other one, and the conversation is as if nothing had been."""
    visitor = workers.gateway.visitor()
    said: list[str] = []
    for n in range(KILLS):
        workers.require_ready()
        texts = [f"we need {100 + n} pins", f"no, {200 + n} pins"]
        with ThreadPoolExecutor(1) as pool:
            with held_up(workers, visitor) as one_waits:
                taken = pool.submit(visitor.turn, texts[0])
                process = one_waits()
                (victim,) = (s for s in workers.servers if s.bot.handle.pid == process)
                victim.kill_bot()
            assert taken.result()["needs"]["quantity"] == 100 + n
        survivor = workers.each()[1 - workers.servers.index(victim)]
        assert said_to(visitor, survivor).turn(texts[1])["needs"]["quantity"] == 200 + n
        victim.start_bot(ready=False)

        said += texts
        assert user_events(workers, visitor) == said
        require_whole_turns(workers, visitor)
    workers.require_ready()


@pytest.mark.parametrize("how", ["away", "standing_still"])
def test_postgresql_goes_away_and_comes_back(workers: Workers, how: str) -> None:
    visitor, number = workers.gateway.visitor(), new_id()
    visitor.turn(OCCASIONS["award"])
    with getattr(workers.database, how)():
        answer = visitor.say(BUDGETS["tight"], number)
        assert (answer.status, faults(answer)) == (503, []), answer
        assert workers.gateway.ask("GET", "/health/live").status == 200
        wait_until(lambda: "database" in workers.gateway.failing(), "a finding about the database")
    wait_until(lambda: not workers.gateway.failing(), "readiness")

    answer = patiently(lambda: visitor.say(BUDGETS["tight"], number))
    assert (answer.data["needs"]["occasion"], answer.data["needs"]["budget"]) == ("award", "tight")
    assert user_events(workers, visitor) == [OCCASIONS["award"], BUDGETS["tight"]]
    require_whole_turns(workers, visitor)


@pytest.mark.parametrize("how", ["away", "standing_still"])
def test_redis_goes_away_and_comes_back(workers: Workers, how: str) -> None:
    """Visitors don't notice: the database has the last word, and nobody waits for what doesn't answer."""
    visitor = workers.gateway.visitor()
    visitor.turn(OCCASIONS["award"])

    def without() -> bool:
        return all(g.ask("GET", "/health/ready").data.get("without") == ["redis"] for g in workers.each())

    with getattr(workers.redis, how)():
        assert visitor.turn(BUDGETS["tight"])["needs"]["budget"] == "tight"
        wait_until(without, "a finding about Redis")
        assert visitor.turn(SHAPES["2d"])["needs"]["dimensionality"] == "2d"
        both = [said_to(visitor, gateway) for gateway in workers.each()]
        time.sleep(2)  # two messages a visitor, by the limits
        with ThreadPoolExecutor(2) as pool:
            texts = ["we need 100 pins", "we need 200 pins"]
            list(pool.map(lambda n: both[n].turn(texts[n]), range(2)))
    wait_until(lambda: not without(), "an answer of Redis")

    (reply,) = visitor.turn("they should last for years")["replies"]
    assert reply["payload"]["type"] == "recommendation"
    said = user_events(workers, visitor)
    assert said[:3] == [OCCASIONS["award"], BUDGETS["tight"], SHAPES["2d"]]
    assert sorted(said[3:5]) == texts
    assert len(said) == 6
    require_whole_turns(workers, visitor)
