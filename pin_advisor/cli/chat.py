"""``pin-advisor chat``: the bot in this terminal, through the Rasa shell."""

from __future__ import annotations

import argparse

from pin_advisor.processes import Processes
from pin_advisor.servers import bot_command, free_port, start_actions
from pin_advisor.training import ensure_model

HELP = "Talk to the bot in this terminal, training the model first if need be."


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Start an action server of its own and the Rasa shell; end both when the shell ends.

    It takes any two free ports, so that it also works beside ``pin-advisor run``.
    """
    with Processes() as processes:
        model = ensure_model(processes)
        print("Starting the bot. Type /stop or press Ctrl-C to end the chat.", flush=True)
        actions = start_actions(processes, free_port())
        return processes.foreground(bot_command("shell", model, free_port()), actions.environment)
