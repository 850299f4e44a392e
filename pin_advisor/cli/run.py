"""``pin-advisor run``: the bot, until Ctrl-C."""

from __future__ import annotations

import argparse
import time

from pin_advisor.channels import settings
from pin_advisor.paths import LOGS, PROJECT
from pin_advisor.processes import Processes
from pin_advisor.servers import (
    BOT_PORT,
    bot_command,
    chosen_port,
    require_free,
    rest_url,
    wait_until_ready,
    website_url,
)
from pin_advisor.training import ensure_model

HELP = "Start the bot, training the model first if need be."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the port."""
    parser.add_argument("--port", help=f"port of the bot (else {BOT_PORT.variable}, else {BOT_PORT.default})")


def run(arguments: argparse.Namespace) -> int:
    """Start the bot, wait until it answers, and stay until Ctrl-C or until it ends."""
    port = chosen_port(BOT_PORT, arguments.port)
    settings.check()
    require_free(port, BOT_PORT)

    with Processes() as processes:
        model = ensure_model(processes)
        started = time.monotonic()
        print(f"Starting the bot (port {port}).", flush=True)
        bot = processes.start("bot", bot_command("run", model, port))
        wait_until_ready(processes, port)
        print(_where_to_talk(port, time.monotonic() - started), flush=True)
        try:
            processes.watch(bot)
        except KeyboardInterrupt:
            print("Stopping.", flush=True)
    return 0


def _where_to_talk(port: int, seconds: float) -> str:
    url = rest_url(port)
    logs = LOGS.relative_to(PROJECT)
    return f"""\
Pin Advisor answers, after {seconds:.0f} s. Talk to it
  in a browser:    {website_url(port)}/demo/
  in a terminal:   make chat
  from a program:  {url}
      curl -s {url} -H 'Content-Type: application/json' \\
           -d '{{"sender": "me", "message": "We need pins for a retirement party"}}'
Logs are in {logs}/. Ctrl-C ends everything."""
