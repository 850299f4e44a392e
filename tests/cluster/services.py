"""The services that several workers need, on loopback, each of which may be stopped and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psycopg2
import pytest
import redis

from pin_advisor.servers import free_port

#: Seconds after which a test gives up; no promise of the product.
PATIENCE: Final = 60.0


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Return when it is true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come about"
        time.sleep(0.05)


class Redis:
    """A Redis server that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", "."],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(self._answers, "an answer of Redis")

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
        self._process = None

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """It keeps its connections, and answers nobody."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    @contextmanager
    def away(self) -> Iterator[None]:
        """It is stopped, and comes back with nothing in it."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=PATIENCE)

    def _answers(self) -> bool:
        with suppress(redis.RedisError), self.client() as client:
            return bool(client.ping())
        return False


class PostgreSQL:
    """A PostgreSQL server on loopback."""

    def __init__(self, folder: Path, bin: Path) -> None:
        self._folder = folder
        self._bin = bin
        self.port = free_port()
        self.url = f"postgresql://shop@127.0.0.1:{self.port}/postgres"
        # It refuses to run as root.
        self._user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._user:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", "data", "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        options = f"-k {self._folder} -c listen_addresses=127.0.0.1 -c port={self.port} -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-o", options, "-w", "start")
        wait_until(self._answers, "an answer of PostgreSQL")

    def stop(self) -> None:
        self._signal(signal.SIGCONT)
        with suppress(subprocess.CalledProcessError):  # it is stopped already
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """It keeps its connections, and answers nobody."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    @contextmanager
    def away(self) -> Iterator[None]:
        """It is stopped, and comes back with what it had."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _signal(self, number: signal.Signals) -> None:
        file = self._folder / "data" / "postmaster.pid"
        if not file.exists():
            return
        first = int(file.read_text().split()[0])
        for process in (first, *_children(first)):
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _answers(self) -> bool:
        with suppress(psycopg2.OperationalError):
            psycopg2.connect(self.url).close()
            return True
        return False

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._user, str(self._bin / program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL)


@contextmanager
def new_postgresql() -> Iterator[PostgreSQL]:
    """A server that is started, or the test is skipped."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = found[-1] if found else shutil.which("initdb")
    if not initdb:
        pytest.skip("needs PostgreSQL (initdb is not installed)")
    # pytest's own folders are closed to the user that it runs as.
    with tempfile.TemporaryDirectory(prefix="pins-") as folder:
        server = PostgreSQL(Path(folder), Path(initdb).parent)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            # The name of the program, in parentheses, may hold anything.
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(status.parent.name))
    return found


class Nginx:
    """nginx with a configuration in a folder of its own."""

    def __init__(self, folder: Path, configuration: Path) -> None:
        # As root it would look at pytest's folders, which are closed to others, as another user.
        user = " user root;" if os.geteuid() == 0 else ""
        places = {"-p": folder, "-c": configuration, "-e": folder / "error.log"}
        options = [text for option, path in places.items() for text in (option, str(path))]
        self._command = ["nginx", *options, "-g", f"pid nginx.pid; daemon off;{user}"]
        self._process: subprocess.Popen[bytes] | None = None

    def check(self) -> str:
        """What nginx says of the configuration: nothing but "ok" and "successful" if it is right."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False).stderr

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, start_new_session=True)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)
