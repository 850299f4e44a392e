"""The server of the bot, Rasa, on this machine's own address; it carries out the actions as well."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Optional

from pin_advisor.errors import SetupError
from pin_advisor.metrics import PORT_VARIABLE as FIGURES_VARIABLE
from pin_advisor.paths import STORE
from pin_advisor.probing import HOST as HOST
from pin_advisor.probing import Page, get
from pin_advisor.processes import Processes
from pin_advisor.supervisor import Service

#: How long the bot may take until it is ready, in seconds. A slow machine takes about 60 when
#: nothing is compiled yet.
START_LIMIT: Final = 180.0

#: Where the bot says whether its process lives, and whether a visitor would get an answer.
LIVE: Final = "/webhooks/website/health/live"
READY: Final = "/webhooks/website/health/ready"


#: Seconds in which a bot that holds a port may show that it is one.
_GLANCE: Final = 1.0


@dataclass(frozen=True)
class Port:
    """A port that can be chosen by an environment variable."""

    name: str
    variable: str
    default: int
    #: What is started with it.
    command: str = "make run"


BOT_PORT: Final = Port("bot", "PIN_ADVISOR_PORT", 5005)
#: Of the figures for Prometheus; unless it is set there are none.
FIGURES_PORT: Final = Port("figures", FIGURES_VARIABLE, 9464)
DEMO_PORT: Final = Port("page of all channels", "PIN_ADVISOR_DEMO_PORT", 5015, "make channels-demo")


def chosen_port(port: Port, argument: str | None) -> int:
    """Return the port given on the command line, else in the environment, else the default.

    Raises:
        SetupError: PA107 if it is not a port number.
    """
    value = argument or os.environ.get(port.variable) or str(port.default)
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise SetupError(
            "PA107",
            f"{value!r} is not a port for the {port.name}.",
            f"Give a number from 1 to 65535, for instance {port.variable}={port.default}.",
        )
    return int(value)


def require_free(number: int, port: Port) -> None:
    """Raise PA104 if something listens on the port already, or it may not be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as error:
            way_out = "Free it"
            if isinstance(error, PermissionError):
                reason = "may not be used by you"
            elif is_live(number, _GLANCE):
                reason = "is taken by a Pin Advisor that is running already"
                way_out = "Talk to that one, or end it where it was started"
            else:
                reason = "is taken by another program"
            raise SetupError(
                "PA104",
                f"Port {number}, meant for the {port.name}, {reason}.",
                f"{way_out}, or choose another port: {port.variable}={_another(number)} {port.command}",
            ) from error


def is_live(port: int, seconds: float) -> bool:
    """Whether a bot of this product says within that time that it lives."""
    try:
        page = get(port, LIVE, seconds)
    except OSError:
        return False
    return page.status == 200 and page.json() == {"status": "live"}


def figures_of(number: int) -> dict[str, str]:
    """Return what a worker needs in its environment to serve figures at a port of its own.

    Args:
        number: the worker's, from 0.

    Raises:
        SetupError: PA107 if the port that is set is none.
    """
    if not os.environ.get(FIGURES_VARIABLE, "").strip():
        return {}
    return {FIGURES_VARIABLE: str(chosen_port(FIGURES_PORT, None) + number)}


def free_port() -> int:
    """Return a port that nothing uses right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def rest_url(port: int) -> str:
    """Return where programs post messages to."""
    return f"http://{HOST}:{port}/webhooks/rest/webhook"


def bot_service(
    model: Path, port: int, environment: Optional[Mapping[str, str]] = None, name: str = "bot"
) -> Service:
    """The bot as a server to keep running.

    Args:
        model: the trained model.
        port: where it listens.
        environment: variables beside those of this process.
        name: what it is, in the reader's words.
    """
    return Service(name, tuple(bot_command("run", model, port)), port, LIVE, READY, dict(environment or {}))


def bot_command(kind: str, model: Path, port: int) -> list[str]:
    """Return the command line of Rasa.

    Args:
        kind: ``run`` for the server, ``shell`` for the terminal.
        model: the trained model.
        port: where it listens; the shell does so as well.
    """
    STORE.mkdir(parents=True, exist_ok=True)
    return [
        *(sys.executable, "-m", *(["pin_advisor.rasa_tuning.serve"] if kind == "run" else ["rasa", kind])),
        *("--model", str(model)),
        *("--endpoints", "endpoints.yml"),
        *("--credentials", "credentials.yml"),
        *("--interface", HOST),
        *("--port", str(port)),
    ]


def website_url(port: int) -> str:
    """Return where the website's channel is."""
    return f"http://{HOST}:{port}/webhooks/website"


def wait_until_ready(processes: Processes, port: int, awaited: Container[str] = ()) -> str:
    """Wait until the bot says that a visitor would get an answer.

    Args:
        processes: the servers among them; none may end meanwhile.
        port: the bot's.
        awaited: parts that come back by themselves. Where nothing else fails, they are waited for no longer.

    Returns:
        Those of ``awaited`` that fail, in words; empty if the bot is ready.

    Raises:
        SetupError: PA105 if a server ends, PA106 if it is not ready in time.
        KeyboardInterrupt: if asked to stop.
    """
    deadline = time.monotonic() + START_LIMIT
    failing = ""
    while time.monotonic() < deadline:
        processes.require_running()
        try:
            page = get(port, READY, 5)
        except OSError:
            pass  # not listening yet
        else:
            if page.status == 200:
                return ""
            failing = told_failing(page)
            if failing and all(part in awaited for part in failing.split(", ")):
                return failing
        processes.pause(0.1)
    what = f", because of the {failing}" if failing else ""
    message = f"The bot was not ready to answer within {START_LIMIT:.0f} s{what}."
    raise SetupError("PA106", message, "Read logs/bot.log for the reason.")


def post_message(port: int, sender: str, text: str) -> list[dict[str, Any]]:
    """Post a visitor's message to the bot's ``rest`` channel and return its replies.

    Raises:
        OSError: if it is not listening or refuses the message.
        ValueError: if what it says is no list of replies.
    """
    import urllib.request  # `pin-advisor run` stays, and needs none of it

    # A proxy is for the network, never for the servers on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(rest_url(port), body, {"Content-Type": "application/json"})
    with opener.open(request, timeout=30) as response:
        replies = json.load(response)
    if not isinstance(replies, list):
        raise ValueError(f"not a list of replies: {replies!r}")
    return replies


def told_failing(page: Page) -> str:
    """The parts that a bot which is not ready names, in words; empty if it names none."""
    answer = page.json()
    failing = answer.get("failing") if isinstance(answer, dict) else None
    return ", ".join(str(part) for part in failing) if isinstance(failing, list) else ""


def _another(number: int) -> int:
    return number + 1 if number < 65535 else number - 1
