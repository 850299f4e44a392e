"""``pin-advisor chat``: the bot in this terminal."""

from __future__ import annotations

import argparse
import sys

from pin_advisor.channels import settings
from pin_advisor.metrics import PORT_VARIABLE as FIGURES_VARIABLE
from pin_advisor.processes import Processes
from pin_advisor.servers import bot_command, free_port, wait_until_ready
from pin_advisor.training import ensure_model

HELP = "Talk to the bot in this terminal, training the model first if need be."


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Start a bot of its own and the chat; end both when the chat ends.

    It takes any free port, so that it also works beside ``pin-advisor run``. Connectors are off, or it
    would take visitors of messaging platforms away from that one.
    """
    with Processes() as processes:
        model = ensure_model(processes)
        print("Starting the bot.", flush=True)
        port = free_port()
        environment = {**settings.off(), settings.REST: "on", FIGURES_VARIABLE: ""}
        processes.start("bot of the chat", bot_command("run", model, port), environment)
        wait_until_ready(processes, port)
        return processes.foreground([sys.executable, "-m", "pin_advisor.channels.shell", str(port)])
