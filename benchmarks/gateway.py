"""``python -m benchmarks.gateway``: what an answer takes through the website's gateway of a bot that runs.

One visitor after another goes through the advice; only answers to the form's questions are counted. Every
message is sent twice. The second time its reply is known: the gateway checks the token and the body as before
and reads the reply from the database. So by what the first took longer, that is the bot: understanding,
deciding, acting, keeping.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import count, islice
from typing import Any, Final

from pin_advisor.servers import BOT_PORT, HOST, chosen_port

_BASE: Final = "/webhooks/website"
_OPENING: Final = "I need advice on pins"
#: Answers in the order in which the form asks; every visitor says others.
_ANSWERS: Final = {
    "occasion": ("They are for our club", "an award", "for a wedding", "we give them away at trade shows"),
    "dimensionality": ("flat", "3d please", "it should look sculpted"),
    "budget": ("our budget is tight", "moderate", "about 4 dollars a piece"),
    "durability": ("they should last for years", "just one event", "a season or so"),
}
_TURNS: Final = 200


class BenchmarkError(Exception):
    """The bot is not there, or doesn't answer as it should."""


def main() -> int:
    """Run it; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gateway", description=__doc__)
    parser.add_argument("--port", help=f"the bot's; else {BOT_PORT.variable}, else {BOT_PORT.default}")
    parser.add_argument("--turns", type=int, default=_TURNS, help="so many answers are counted")
    arguments = parser.parse_args()
    try:
        with closing(
            http.client.HTTPConnection(HOST, chosen_port(BOT_PORT, arguments.port), 60)
        ) as connection:
            next(_answers(connection))  # the first of all is slower than any other
            measured = list(islice(_answers(connection), arguments.turns))
    except (BenchmarkError, OSError) as error:
        print(f"{error}; a bot has to run (`make run`).", file=sys.stderr)
        return 1
    print(table(measured))
    return 0


def table(measured: Sequence[tuple[float, float]]) -> str:
    """The figures in Markdown.

    Args:
        measured: seconds of each answer, and of the same one again.
    """
    rows = {
        "an answer, from request to reply": [whole for whole, _ in measured],
        "network and gateway": [known for _, known in measured],
        "the bot": [whole - known for whole, known in measured],
    }
    lines = [f"| ms, of {len(measured)} answers, one at a time | median | p95 |", "|---|---:|---:|"]
    lines += [f"| {name} | {_ms(statistics.median(row))} | {_ms(_p95(row))} |" for name, row in rows.items()]
    return "\n".join(lines)


def _answers(connection: http.client.HTTPConnection) -> Iterator[tuple[float, float]]:
    """Seconds of one answer after another, and of the same one again, for as many as are wanted."""
    for number in count():
        # New sessions are counted by address, and all of 127.0.0.0/8 are this machine's.
        token = _begin(connection.port, f"127.0.{1 + number // 250 % 250}.{1 + number % 250}")
        bearer = {"Authorization": f"Bearer {token}"}
        try:
            _, _, reply = _turn(connection, bearer, _OPENING)
            while reply["payload"]["type"] == "question":
                said = _ANSWERS[reply["payload"]["slot"]]
                whole, known, reply = _turn(connection, bearer, said[number % len(said)])
                yield whole, known
        finally:
            _ask(connection, "DELETE", "/history", None, bearer)


def _begin(port: int, address: str) -> str:
    with closing(http.client.HTTPConnection(HOST, port, 60, source_address=(address, 0))) as connection:
        return str(_ask(connection, "POST", "/session", {}, {})["token"])


def _turn(
    connection: http.client.HTTPConnection, bearer: Mapping[str, str], text: str
) -> tuple[float, float, dict[str, Any]]:
    """Seconds of a turn, of the same message again, and the reply."""
    message = {"id": str(uuid.uuid4()), "text": text}
    started = time.perf_counter()
    told = _ask(connection, "POST", "/messages", message, bearer)
    answered = time.perf_counter()
    again = _ask(connection, "POST", "/messages", message, bearer)
    ended = time.perf_counter()
    if again["replies"] != told["replies"]:
        raise BenchmarkError("the same message got another reply")
    return answered - started, ended - answered, told["replies"][0]


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: Any, headers: Mapping[str, str]
) -> dict[str, Any]:
    content = None if body is None else json.dumps(body).encode()
    kind = {} if body is None else {"Content-Type": "application/json"}
    connection.request(method, _BASE + path, content, {**kind, **headers})
    response = connection.getresponse()
    told = response.read()
    if response.status >= 400:
        raise BenchmarkError(f"{method} {path} gave {response.status}: {told[:200]!r}")
    return dict(json.loads(told or b"{}"))


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


if __name__ == "__main__":
    raise SystemExit(main())
