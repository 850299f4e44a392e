"""What holds for all tests: what cannot run here is skipped by name, but never in CI."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.cluster.services import new_postgresql

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
    """URL of a PostgreSQL server of its own."""
    with new_postgresql() as server:
        yield server.url
