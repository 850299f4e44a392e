"""The machine, the version and the size of what was measured."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from pathlib import Path

from pin_advisor.paths import PROJECT


def machine() -> str:
    """Processor, cores and memory."""
    model = platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}"


def megabytes(paths: Iterable[Path]) -> float:
    """Size of files and of folders with all that is in them, links left out."""
    files = [f for p in paths for f in ([p] if p.is_file() else p.rglob("*"))]
    return sum(f.stat().st_size for f in files if f.is_file() and not f.is_symlink()) / 1e6


def commit() -> str:
    """The commit that is measured, with ``+`` if files differ from it; ``unknown`` outside a checkout."""
    try:
        found = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{found}+" if changed else found


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


#: Packages whose versions are told.
_PACKAGES = ("rasa", "rasa-sdk", "sanic", "tensorflow", "spacy", "onnxruntime", "numpy", "locust")


def versions(python: str) -> dict[str, str]:
    """Versions of what a Python environment has of the packages that matter, its Python's included."""
    program = (
        "import json, sys; from importlib.metadata import version, PackageNotFoundError\n"
        "found = {'Python': sys.version.split()[0]}\n"
        "for name in sys.argv[1:]:\n"
        "    try: found[name] = version(name)\n"
        "    except PackageNotFoundError: pass\n"
        "print(json.dumps(found))"
    )
    done = subprocess.run(
        [python, "-c", program, *_PACKAGES], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    return dict(json.loads(done.stdout))
