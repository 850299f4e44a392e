"""What holds for every Python process of the environment, the plain ``rasa`` command included.

``pin_advisor_environment.pth`` lies next to this file and goes into ``site-packages``: from a wheel
by itself (``data-files`` in ``pyproject.toml``), beside an editable installation by
``scripts/environment.sh``. Python reads it at every start and calls :func:`activate`. That must
therefore cost next to nothing and import next to nothing.
"""

from __future__ import annotations

import os
import sys
from typing import Final

from pin_advisor import rasa_tuning, stand_ins

#: Where programs keep what they would otherwise put into the home folder.
CACHE: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".cache")

#: Values of environment variables that are not set. ``endpoints.yml`` can name a variable but no
#: default for it, and Rasa refuses to start when one is missing.
DEFAULTS: Final = {
    "MPLCONFIGDIR": os.path.join(CACHE, "matplotlib"),
    "PIN_ADVISOR_ACTIONS_TOKEN": "",
    "PIN_ADVISOR_ACTIONS_URL": "",  # carried out by the bot itself
    "RASA_TELEMETRY_ENABLED": "false",
}

#: Seconds that one custom action may take.
ACTION_LIMIT: Final = 4

#: Where Linux tells what the processor can, and as much of it as holds that of one core.
_PROCESSORS: Final = "/proc/cpuinfo"
_ONE_CORE: Final = 8192
#: OpenBLAS's kernels for matrix products, the fastest first, and what a processor must know for them.
_KERNELS: Final = {
    "SKYLAKEX": frozenset({"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}),
    "HASWELL": frozenset({"avx2", "fma"}),
}


def activate() -> None:
    """Set the defaults, adjust modules of Rasa's when they are imported, and stand in for TensorFlow."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    kernels = matrix_kernels(_processor())
    if kernels:
        os.environ.setdefault("OPENBLAS_CORETYPE", kernels)
    _end_with_the_parent()
    rasa_tuning.install()
    stand_ins.install()


def matrix_kernels(processor: str) -> str:
    """The name of OpenBLAS's fastest kernels for a processor; empty if it may choose by itself.

    The OpenBLAS of our NumPy (0.3.21) knows processors by name, and falls back to kernels of 2004 for one
    that came after it: an Emerald Rapids multiplied matrices at 37 instead of 225 GFLOPS.

    Args:
        processor: the beginning of Linux's ``/proc/cpuinfo``.
    """
    _, _, line = processor.partition("\nflags")
    can = set(line.partition("\n")[0].split())
    return next((name for name, needed in _KERNELS.items() if needed <= can), "")


def _processor() -> str:
    try:
        with open(_PROCESSORS, encoding="ascii", errors="replace") as told:
            return told.read(_ONE_CORE)
    except OSError:  # no Linux
        return ""


def _end_with_the_parent() -> None:
    # Who was killed can't end what it has started, and the next start would find the ports taken.
    parent = os.environ.pop("PIN_ADVISOR_PARENT", "")  # not for what this process starts
    if sys.platform != "linux" or parent != str(os.getppid()):
        return
    import ctypes
    import signal

    # PR_SET_PDEATHSIG of prctl(2): a signal when the parent is gone.
    ctypes.CDLL(None).prctl(1, int(signal.SIGTERM), 0, 0, 0)
    if parent != str(os.getppid()):  # it was, before we asked
        os.kill(os.getpid(), signal.SIGTERM)
