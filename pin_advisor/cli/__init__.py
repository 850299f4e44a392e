"""``pin-advisor …``: everything that is done with the product from a terminal.

Each command is a module of this package named like it, with ``HELP``, ``configure`` and ``run``;
see :class:`Command`. To add one, write the module and put its name into :data:`COMMANDS`. Modules
import what is heavy inside their functions, so that ``--help`` is there at once.
"""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence
from typing import Final, Protocol, cast

from pin_advisor.errors import PinAdvisorError

#: The commands, in the order in which ``pin-advisor --help`` lists them.
COMMANDS: Final = (
    "run",
    "chat",
    "demo",
    "train",
    "weights",
    "validate",
    "quotes",
    "doctor",
    "backup",
    "schema",
    "thresholds",
)

#: Exit status after Ctrl-C, as shells have it.
INTERRUPTED: Final = 130


class Command(Protocol):
    """What a module of this package has to offer."""

    #: One sentence for ``pin-advisor --help``.
    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to its parser."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it and return the exit status.

        Raises:
            PinAdvisorError: what went wrong; it is printed and the status is 1.
        """


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments after the program's name; by default those of the process.

    Returns:
        The exit status: 0 if all went well, 1 after a coded error, 130 after Ctrl-C. Wrong
        arguments end the process with status 2, as ``argparse`` does.
    """
    parser = argparse.ArgumentParser(prog="pin-advisor", description="Runs and looks after Pin Advisor.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    given = list(sys.argv[1:] if argv is None else argv)
    # Only the one that is meant: `run` stays as long as the bot does, and needs nothing of the others.
    modules = {name: _module(name) for name in COMMANDS if given[:1] == [name]}
    modules = modules or {name: _module(name) for name in COMMANDS}
    for name, module in modules.items():
        module.configure(commands.add_parser(name, help=module.HELP, description=module.HELP))
    arguments = parser.parse_args(given)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        return modules[arguments.command].run(arguments)
    except PinAdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _module(name: str) -> Command:
    return cast(Command, importlib.import_module(f"pin_advisor.cli.{name}"))
