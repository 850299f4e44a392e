"""What holds for all tests: what cannot run here is skipped by name, but never in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# Elsewhere every run tries other examples; CI tries the same ones each time, so that red means changed.
# How long an example takes says more about the machine than about the code.
settings.register_profile("everywhere", deadline=None)
settings.register_profile("ci", settings.get_profile("everywhere"), derandomize=True)
settings.load_profile("ci" if IN_CI else "everywhere")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.Result[pytest.TestReport], None]:
    """Turn a skipped test into a failed one where everything must be there."""
    outcome = yield
    report = outcome.get_result()
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI, but this was: {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.Result[pytest.CollectReport], None]:
    """The same for a whole file that skips itself while it is imported."""
    outcome = yield
    report = outcome.get_result()
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI, but this file was: {report.longrepr}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server of its own, on a Unix socket."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if not initdb:
        pytest.skip("needs PostgreSQL (initdb is not installed)")
    program = str(Path(initdb).parent / "pg_ctl")
    # PostgreSQL refuses to run as root, and pytest's own folders are closed to other users.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="pins-") as home:

        def run(*command: str) -> None:
            subprocess.run([*user, *command], check=True, cwd=home, stdout=subprocess.DEVNULL)

        if user:
            shutil.chown(home, "postgres")
        data = f"{home}/data"
        run(initdb, "-D", data, "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {home} -c listen_addresses='' -c fsync=off"
        run(program, "-D", data, "-l", f"{home}/log", "-o", options, "-w", "start")
        yield f"postgresql://shop@/postgres?host={home}"
        run(program, "-D", data, "-m", "immediate", "stop")
