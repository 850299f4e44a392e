"""``pin-advisor demo``: the bot on all channels, with stand-ins for the platforms, on one page."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from pin_advisor.channels.demo.background import Background
from pin_advisor.channels.settings import REST
from pin_advisor.metrics import PORT_VARIABLE as FIGURES_VARIABLE
from pin_advisor.processes import Processes
from pin_advisor.servers import (
    DEMO_PORT,
    HOST,
    bot_command,
    chosen_port,
    free_port,
    require_free,
    wait_until_ready,
)
from pin_advisor.store import VARIABLE as DATABASE
from pin_advisor.training import ensure_model

HELP = "Show every channel beside the others on one page, without any account at a platform."

#: Seconds that starting and stopping what stands in for the platforms may take.
_LIMIT = 30.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the port of the page."""
    parser.add_argument(
        "--port", help=f"port of the page (else {DEMO_PORT.variable}, else {DEMO_PORT.default})"
    )


def run(arguments: argparse.Namespace) -> int:
    """Start a bot of its own, the stand-ins and the page; stay until Ctrl-C or until a server ends.

    All but the page take free ports, so that it works beside ``pin-advisor run``, and what is said is kept in
    a database of its own that goes at the end.
    """
    port = chosen_port(DEMO_PORT, arguments.port)
    require_free(port, DEMO_PORT)
    with (
        Processes() as processes,
        tempfile.TemporaryDirectory(prefix="pin-advisor-demo-") as folder,
        Background() as background,
    ):
        model = ensure_model(processes)
        print("Starting the bot and a stand-in for each platform.", flush=True)
        # Only now: they bring Rasa along, and a taken port is to be told at once.
        from pin_advisor.channels.demo.page import Page
        from pin_advisor.channels.demo.terminal import TerminalVisitor
        from pin_advisor.channels.stand_ins.visitors import Town, Visitor

        bot_port = free_port()
        bot = f"http://{HOST}:{bot_port}"
        town = Town(bot)

        def visitors() -> dict[str, Visitor[Any]]:
            return {**town.visitors(), TerminalVisitor.NAME: TerminalVisitor(bot_port)}

        page = Page(bot, visitors, port)
        try:
            environment = {
                **background.run(town.start(), _LIMIT),
                DATABASE: f"sqlite:///{Path(folder) / 'demo.db'}",
                REST: "on",
                FIGURES_VARIABLE: "",
                "PIN_ADVISOR_ORIGINS": f"http://{HOST}:{port},http://localhost:{port}",
            }
            processes.start("bot of the demonstration", bot_command("run", model, bot_port), environment)
            wait_until_ready(processes, bot_port)
            background.run(page.start(), _LIMIT)
            print(f"Every channel: {page.url}\nCtrl-C ends everything.", flush=True)
            try:
                processes.watch()
            except KeyboardInterrupt:
                print("Stopping.", flush=True)
        finally:
            processes.stop()
            background.run(page.stop(), _LIMIT)
            background.run(town.stop(), _LIMIT)
    return 0
