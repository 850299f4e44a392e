"""Visitors for Locust: each plays one conversation after another and writes down what came back.

Locust runs this in an environment of its own (``benchmarks/load.lock``), so it imports nothing else of the
project. Nothing is judged here: what costs the load generator time would slow down the server beside it.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any, TextIO

import gevent
from locust import FastHttpUser, constant, events, task
from locust.exception import StopUser

#: Seconds after which a message counts as lost.
PATIENCE = 120.0


class Load:
    """What all visitors of this run share."""

    scripts: list[dict[str, Any]]
    records: TextIO
    began = 0.0
    ends: float | None = None
    next_script = count()
    pause = 0.0
    once = False
    addresses: Iterator[str]


@events.init_command_line_parser.add_listener
def add_arguments(parser: Any) -> None:
    """What Locust doesn't ask for by itself."""
    parser.add_argument("--scripts", required=True, help="JSON: what visitors say")
    parser.add_argument("--ports", required=True, help="where to send messages to, in turn")
    parser.add_argument("--records", required=True, help="where to write what came back, a line each")
    parser.add_argument("--seconds", type=float, help="begin no message after so long; else play all once")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds from a reply to the next message")


@events.test_start.add_listener
def begin(environment: Any, **_: Any) -> None:
    """Open the files; end the run when every visitor has had the last reply."""
    options = environment.parsed_options
    with open(options.scripts, encoding="utf-8") as file:
        Load.scripts = json.load(file)
    Load.records = open(options.records, "w", encoding="utf-8")  # noqa: SIM115 - until the run ends
    host = options.host.rpartition(":")[0]
    Load.addresses = cycle(f"{host}:{port}/webhooks/rest/webhook" for port in options.ports.split(","))
    Load.pause, Load.once = options.pause, options.seconds is None
    Load.began = time.perf_counter()
    Load.ends = None if options.seconds is None else Load.began + options.seconds
    gevent.spawn(_end, environment)


@events.quitting.add_listener
def close(environment: Any, **_: Any) -> None:
    """Write out the rest."""
    Load.records.close()


def _end(environment: Any) -> None:
    while environment.runner.user_count == 0 and time.perf_counter() < Load.began + 5:
        gevent.sleep(0.05)
    while environment.runner.user_count > 0:
        gevent.sleep(0.1)
    environment.runner.quit()


class Visitor(FastHttpUser):
    """Somebody who writes as soon as the reply is there, and begins another conversation after the last."""

    wait_time = constant(0)
    network_timeout = PATIENCE
    connection_timeout = PATIENCE
    max_retries = 0  # what is lost is to be seen as lost

    @task
    def converse(self) -> None:
        """Play the next conversation that nobody plays yet."""
        number = next(Load.next_script)
        if Load.once and number >= len(Load.scripts):
            raise StopUser
        script = Load.scripts[number % len(Load.scripts)]
        sender = script["sender"] or f"load-{uuid.uuid4().hex}"
        replies: list[dict[str, Any]] = []
        for turn, deed in enumerate(script["turns"]):
            if Load.ends is not None and time.perf_counter() > Load.ends:
                raise StopUser
            words = deed["say"] if "say" in deed else _chosen(deed["choose"], replies)
            voice = f"-{script['voices'][turn]}" if script["voices"] else ""
            replies = self._say(script["id"], turn, sender + voice, words)
            if Load.pause:
                gevent.sleep(Load.pause)

    def _say(self, script: str, turn: int, sender: str, words: str) -> list[dict[str, Any]]:
        record = {"script": script, "turn": turn, "sender": sender, "words": words}
        started = time.perf_counter()
        with self.client.post(
            next(Load.addresses),
            json={"sender": sender, "message": words},
            name="message",
            catch_response=True,
        ) as response:
            ended = time.perf_counter()
            status, body = response.status_code, response.text or ""
            error = getattr(response, "error", None)  # which a response that came hasn't
            replies = _replies(body) if status == 200 else None
            if replies is None:
                response.failure(f"no reply: {status} {error}")
        record |= {"began": started - Load.began, "seconds": ended - started, "status": status}
        record |= {"error": str(error or ""), "replies": replies}
        Load.records.write(json.dumps(record) + "\n")
        return replies or []


def _replies(body: str) -> list[dict[str, Any]] | None:
    """The messages of a reply, if it is a list of them."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, list) and all(isinstance(one, dict) for one in found) else None


def _chosen(title: str, replies: list[dict[str, Any]]) -> str:
    """The words of a button of the turn before, by its title or number; the title if it isn't there."""
    offered = {b["title"]: b["payload"] for reply in replies for b in reply.get("buttons") or ()}
    by_number = {str(number): words for number, words in enumerate(offered.values(), start=1)}
    return str((by_number | offered).get(title, title))
