"""What an operator relies on, with the real bot: it comes back by itself, and its log tells of nobody."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sqlite3
import threading
import time
from typing import Any

from pin_advisor.logs.lines import LONGEST
from pin_advisor.servers import HOST
from tests.logs.conftest import CANARIES
from tests.operations.conftest import TELEGRAM_SECRET, TELEGRAM_TOKEN, Supervised
from tests.website.gateway import KEYS, LOGIN_KEY, Gateway, events_of, locked, new_id, wait_for

NAME = "Wilhelmina Canarybird"
HOSTILE = "\x1b[31mred\x1b[0m \r\nERROR forged line \u2028 {x} %s 0[ \x00 \ud83d\udd25"
SAID = (*CANARIES, NAME)


def post(port: int, path: str, body: bytes, **headers: str) -> int:
    """Post something and give the status; 0 if the connection was closed."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        sent = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        connection.request("POST", path, body, sent)
        return connection.getresponse().status
    except (http.client.HTTPException, ConnectionError):
        return 0
    finally:
        connection.close()


def update(number: int, text: str) -> bytes:
    """A message as Telegram delivers it."""
    who = {"id": 4242, "is_bot": False, "first_name": NAME, "language_code": "en"}
    chat = {"id": 4242, "type": "private", "first_name": NAME}
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": who, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


def say_everything_everywhere(gateway: Gateway, supervised: Supervised) -> None:
    port = supervised.port
    visitor = gateway.visitor()
    visitor.turn(f"hello, this is {NAME}")
    for text in (
        "a quote for 150 hard enamel pins please, flat, for staff, 3 dollars each, for years",
        f"it shows the name {NAME} and the number {CANARIES[1]}",
        "no deadline",
        f"reach me at {CANARIES[0]} or {CANARIES[2]}",
    ):
        visitor.turn(text)
    for canary in CANARIES:
        visitor.turn(f"my number is {canary}, {HOSTILE}")
    for canary in SAID:
        body = json.dumps({"sender": f"{canary}", "message": f"I am {canary} {HOSTILE}"}).encode()
        assert post(port, "/webhooks/rest/webhook", body) in (200, 400)
        post(port, "/webhooks/rest/webhook", body[:-9])
        post(port, f"/webhooks/website/{canary.encode().hex()}?q={canary.replace(' ', '+')}", body)
        post(port, "/webhooks/website/messages", body, Authorization=f"Bearer {canary}")
        post(port, "/webhooks/telegram/webhook", update(1, canary), X_Telegram_Bot_Api_Secret_Token=canary)
    secret: dict[str, str] = {"X_Telegram_Bot_Api_Secret_Token": TELEGRAM_SECRET}
    for number, canary in enumerate(SAID, 100):
        post(port, "/webhooks/telegram/webhook", update(number, f"I am {canary}"), **secret)
    odd: dict[str, Any] = {"update_id": 99, "message": {"chat": {"id": NAME}, "text": [CANARIES[0]]}}
    post(port, "/webhooks/telegram/webhook", json.dumps(odd).encode(), **secret)
    deep = b'{"id":"x","text":"' + CANARIES[0].encode() + b'","metadata":' + b"[" * 900 + b"]" * 900 + b"}"
    gateway.ask("POST", "/messages", deep, visitor.bearer)
    with locked(supervised.database):
        failed = visitor.say(f"and {CANARIES[0]} again")
        assert failed.status == 503
    wait_for(lambda: gateway.failing() == [], "readiness")


def test_logs_tell_nothing_that_anybody_wrote(gateway: Gateway, supervised: Supervised) -> None:
    say_everything_everywhere(gateway, supervised)
    wait_for(lambda: "Telegram" in "".join(supervised.logs().values()), "trouble with Telegram in the log")

    logs = supervised.logs()
    whole = "".join(logs.values())
    secrets = (TELEGRAM_SECRET, TELEGRAM_TOKEN, *KEYS.values(), LOGIN_KEY)
    never = (*SAID, *secrets, "forged line", "Canarybird")
    assert [word for word in never if word in whole] == []
    lines = whole.splitlines()
    assert lines
    for line in lines:
        assert len(line.encode()) < LONGEST
        assert line.isprintable()
        assert line.startswith("{"), line
    told = [json.loads(line) for line in lines]
    assert {"website", "telegram"} <= {line.get("channel") for line in told}
    assert any(line["level"] == "error" and line.get("code") == "PA302" for line in told)


def test_figures_tell_of_it(gateway: Gateway, supervised: Supervised) -> None:
    visitor = gateway.visitor()
    visitor.turn("what is soft enamel?")
    connection = http.client.HTTPConnection(HOST, supervised.figures, timeout=60)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    assert 'pin_advisor_turns_total{channel="website",outcome="answered"}' in text
    assert 'pin_advisor_turn_seconds_count{stage="understand"}' in text
    assert [word for word in SAID if word in text] == []
    assert gateway.ask("GET", "/metrics").status == 404


def test_a_bot_that_is_killed_answers_again_with_the_conversation_intact(
    gateway: Gateway, supervised: Supervised
) -> None:
    visitor = gateway.visitor()
    visitor.turn("I need advice on pins for an award")
    words, message_id, answers = "our budget is tight", new_id(), []

    def send_as_the_window_does() -> None:
        for _ in range(200):
            try:
                answer = visitor.say(words, message_id)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status == 200:
                answers.append(answer)
                return
            time.sleep(0.5)

    sending = threading.Thread(target=send_as_the_window_does)
    before = supervised.pid
    sending.start()
    time.sleep(0.02)
    os.kill(before, signal.SIGKILL)
    sending.join()

    assert len(answers) == 1
    # It may have answered before it died, and what is told of it comes first.
    wait_for(lambda: (None, "The bot answers again.") in supervised.told, "an end of the trouble")
    assert supervised.pid != before
    assert supervised.told[0] == (
        "PA109",
        "The bot ended by itself (signal 9) and is started again in 0.1 s.",
    )
    assert visitor.said() == ["I need advice on pins for an award", words]
    assert (visitor.needs()["occasion"], visitor.needs()["budget"]) == ("award", "tight")
    (reply,) = visitor.turn("flat, and they should last for years")["replies"]
    assert reply["payload"]["type"] == "recommendation"


def test_a_request_to_stop_finishes_the_turn_and_keeps_it(gateway: Gateway, supervised: Supervised) -> None:
    """The last one here: the bot is gone afterwards."""
    visitor, message_id, statuses = gateway.visitor(), new_id(), []
    visitor.turn("I need advice on pins for a club")

    def say() -> None:
        statuses.append(visitor.say("flat, tight budget, 100 pieces, for years", message_id).status)

    bot = supervised.bot_handle
    # Who writes elsewhere holds up what a turn keeps, or it would be over before anybody looked.
    file = supervised.database.removeprefix("sqlite:///")
    holding = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holding.execute("BEGIN IMMEDIATE")
    saying = threading.Thread(target=say)
    saying.start()
    wait_for(lambda: in_progress(supervised), "a turn in progress")
    letting_go = threading.Timer(0.5, holding.rollback)
    letting_go.start()
    supervised.end()
    saying.join()
    letting_go.join()
    holding.close()

    assert bot.returncode == 0
    assert statuses == [200]
    events = events_of(supervised.database, visitor.conversation)
    said = [event["message_id"] for event in events if event["event"] == "user"]
    assert message_id in said


def in_progress(supervised: Supervised) -> bool:
    connection = http.client.HTTPConnection(HOST, supervised.figures, timeout=60)
    connection.request("GET", "/metrics")
    return "\npin_advisor_turns_in_progress 1.0" in connection.getresponse().read().decode()
