"""``pin-advisor run``: the bot, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import time

from pin_advisor.channels import settings
from pin_advisor.logs.journal import Journal
from pin_advisor.paths import LOGS, PROJECT
from pin_advisor.processes import Processes
from pin_advisor.servers import (
    BOT_PORT,
    bot_service,
    chosen_port,
    require_free,
    rest_url,
    wait_until_ready,
    website_url,
)
from pin_advisor.supervisor import Supervisor
from pin_advisor.training import ensure_model

HELP = "Start the bot, training the model first if need be."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the port."""
    parser.add_argument("--port", help=f"port of the bot (else {BOT_PORT.variable}, else {BOT_PORT.default})")


def run(arguments: argparse.Namespace) -> int:
    """Start the bot, wait until it answers, and keep it running until Ctrl-C or SIGTERM."""
    port = chosen_port(BOT_PORT, arguments.port)
    settings.check()
    require_free(port, BOT_PORT)

    journal = Journal(LOGS / "supervisor.log")
    with Processes() as processes:
        try:
            supervisor = _start(processes, port, journal)
        except KeyboardInterrupt:
            if processes.signal == signal.SIGTERM:
                return 0  # whoever manages services asked for it
            raise
        try:
            supervisor.watch()
        except KeyboardInterrupt:
            journal.tell("info", None, "Stopping; what is under way is finished first.", {})
    return 0


def _start(processes: Processes, port: int, journal: Journal) -> Supervisor:
    model = ensure_model(processes)
    started = time.monotonic()
    print(f"Starting the bot (port {port}).", flush=True)
    services = (bot_service(model, port),)
    supervisor = Supervisor(processes, services, journal.tell)
    supervisor.start()
    wait_until_ready(processes, port)
    seconds = time.monotonic() - started
    journal.tell("info", None, f"Pin Advisor answers, after {seconds:.0f} s.", {"seconds": round(seconds, 1)})
    print(_where_to_talk(port), flush=True)
    return supervisor


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
