"""Redis and PostgreSQL for a measurement: servers of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pin_advisor.processes import Processes
from pin_advisor.servers import HOST, free_port


def missing() -> list[str]:
    """The programs that are not installed."""
    needed = {"redis-server": shutil.which("redis-server"), "PostgreSQL": _initdb()}
    return [name for name, found in needed.items() if not found]


@contextmanager
def redis(processes: Processes) -> Iterator[str]:
    """URL of a Redis server that writes nothing to disk."""
    port = free_port()
    command = ["redis-server", "--bind", HOST, "--port", str(port), "--save", "", "--appendonly", "no"]
    process = processes.start("redis", command)
    for _ in range(100):
        processes.require_running(process)
        with suppress(OSError), socket.create_connection((HOST, port), 1):
            break
        time.sleep(0.1)
    yield f"redis://{HOST}:{port}/0"
    process.handle.terminate()
    for _ in processes.finish(process):
        pass


@contextmanager
def postgresql() -> Iterator[tuple[str, int]]:
    """A new PostgreSQL server on this machine's own address: a URL for the user and the port.

    It is left as it is configured when installed: every turn is on disk before it is answered.
    """
    initdb = _initdb()
    assert initdb
    control, port = str(Path(initdb).parent / "pg_ctl"), free_port()
    # PostgreSQL refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="pins-") as home:

        def run(*command: str) -> None:
            subprocess.run([*user, *command], check=True, cwd=home, stdout=subprocess.DEVNULL)

        if user:
            shutil.chown(home, "postgres")
        data = f"{home}/data"
        run(initdb, "-D", data, "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {home} -c listen_addresses={HOST} -p {port}"
        run(control, "-D", data, "-l", f"{home}/log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://shop@{HOST}:{port}/postgres", port
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")


def _initdb() -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return str(found[-1]) if found else shutil.which("initdb")
