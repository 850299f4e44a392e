"""``pin-advisor run``: the bot, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from typing import Final

from pin_advisor.cluster import settings as cluster
from pin_advisor.cluster.ports import ports as bot_ports
from pin_advisor.doctor import starting
from pin_advisor.logs.journal import Journal
from pin_advisor.paths import LOGS, PROJECT
from pin_advisor.processes import Processes
from pin_advisor.servers import (
    BOT_PORT,
    bot_service,
    chosen_port,
    figures_of,
    rest_url,
    wait_until_ready,
    website_url,
)
from pin_advisor.supervisor import Supervisor
from pin_advisor.training import ensure_model

HELP = "Start the bot, training the model first if need be."

#: What may be away when the bot starts, and is waited for.
_AWAITED: Final = frozenset({"database", "actions"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the port."""
    parser.add_argument("--port", help=f"port of the bot (else {BOT_PORT.variable}, else {BOT_PORT.default})")


def run(arguments: argparse.Namespace) -> int:
    """Start the bot, wait until it answers, and keep it running until Ctrl-C or SIGTERM."""
    port = chosen_port(BOT_PORT, arguments.port)
    found = starting.obstacles(port)
    journal = Journal(LOGS / "supervisor.log")
    for warning in found.warnings:  # first, since one of them may be the reason for what follows
        journal.tell("warning", warning.code, f"{warning.message}. {warning.fix}", {})
    for error in found.errors:
        print(error, file=sys.stderr)
    if found.errors:
        return 1
    ports = bot_ports(port, cluster.workers())

    for away in found.passing:
        journal.tell("warning", away.code, f"{away.where}: {away.message}. {away.fix}", {})
    with Processes() as processes:
        try:
            supervisor, failing = _start(processes, ports, journal)
        except KeyboardInterrupt:
            if processes.signal == signal.SIGTERM:
                return 0  # whoever manages services asked for it
            raise
        try:
            supervisor.watch(ready=not failing)
        except KeyboardInterrupt:
            journal.tell("info", None, "Stopping; what is under way is finished first.", {})
    return 0


def _start(processes: Processes, ports: Sequence[int], journal: Journal) -> tuple[Supervisor, str]:
    model = ensure_model(processes)
    started = time.monotonic()
    print(f"Starting the bot ({_told(ports)}).", flush=True)
    names = ("bot", *(f"bot {number}" for number in range(2, len(ports) + 1)))
    services = tuple(
        bot_service(model, port, figures_of(number), name)
        for number, (port, name) in enumerate(zip(ports, names, strict=True))
    )
    supervisor = Supervisor(processes, services, journal.tell)
    supervisor.start()
    failing = ""
    for port in ports:
        failing = wait_until_ready(processes, port, _AWAITED) or failing
    seconds = round(time.monotonic() - started, 1)
    if failing:
        told = f"The bot runs and waits for what fails: {failing}. Visitors are asked to try again meanwhile."
        journal.tell("warning", "PA115", told, {"seconds": seconds})
    else:
        journal.tell("info", None, f"Pin Advisor answers, after {seconds:.0f} s.", {"seconds": seconds})
    print(_where_to_talk(ports[0]), flush=True)
    return supervisor, failing


def _told(ports: Sequence[int]) -> str:
    return f"port {ports[0]}" if len(ports) == 1 else f"{len(ports)} workers, ports {ports[0]} to {ports[-1]}"


def _where_to_talk(port: int) -> str:
    url = rest_url(port)
    logs = LOGS.relative_to(PROJECT)
    return f"""\
Talk to it
  in a browser:    {website_url(port)}/demo/
  in a terminal:   make chat
  from a program:  {url}
      curl -s {url} -H 'Content-Type: application/json' \\
           -d '{{"sender": "me", "message": "We need pins for a retirement party"}}'
Logs are in {logs}/. Ctrl-C ends everything."""
