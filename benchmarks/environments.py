"""Python environments beside the product's own, each made from a lock file when it is first needed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.places import BENCHMARKS, CACHE
from pin_advisor.paths import PROJECT, shown
from pin_advisor.processes import Processes


class NotMadeError(Exception):
    """A Python environment could not be made."""


@dataclass(frozen=True)
class Environment:
    """A Python environment.

    ``name``: what it holds, in the reader's words. ``megabytes``: about what is fetched for it.
    """

    name: str
    folder: Path
    lock: Path
    megabytes: int

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / "bin" / "python"

    def ensure(self, processes: Processes) -> None:
        """Make it from its lock file, unless it is there.

        By the Python 3.10 and the uv of the product's own, which ``scripts/environment.sh`` found.

        Raises:
            NotMadeError: it could not be made.
        """
        stamp, lock = self.folder / ".packages", self.lock.read_text("utf-8")
        if stamp.is_file() and stamp.read_text("utf-8") == lock and self.python.exists():
            return
        print(
            f"Making the environment of {self.name}; this once it fetches about {self.megabytes} MB.",
            flush=True,
        )
        uv = str(PROJECT / ".cache" / "uv" / "bin" / "uv")
        # Not this very interpreter, which is .venv's: that would tie one environment to the other.
        python = str(Path(getattr(sys, "_base_executable", sys.executable)))
        stamp.unlink(missing_ok=True)
        self._step(processes, [uv, "venv", "--clear", "--python", python, str(self.folder)])
        self._step(
            processes,
            [uv, "pip", "sync", "--python", str(self.python), "--require-hashes", str(self.lock)],
        )
        stamp.write_text(lock, "utf-8")

    def _step(self, processes: Processes, command: list[str]) -> None:
        step = processes.start(f"environment of {self.name}".replace("'", ""), command)
        lines = list(processes.finish(step))
        if step.handle.returncode != 0:
            last = lines[-1] if lines else "It does not say why."
            raise NotMadeError(
                f"The environment of {self.name} could not be made: {last} All of it: {shown(step.log)}."
            )


#: Rasa as it is published, TensorFlow included.
STOCK: Final = Environment("stock Rasa", CACHE / "venv-stock", BENCHMARKS / "stock.lock", 800)
#: The load generator.
LOAD: Final = Environment("Locust", CACHE / "venv-load", BENCHMARKS / "load.lock", 20)
