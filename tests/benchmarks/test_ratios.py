"""The short form of `make bench`: the product keeps its ratios, and a server with a fault does not."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.environments import LOAD, NotMadeError
from benchmarks.serving.ratios import Short
from benchmarks.serving.scripts import scripts
from benchmarks.serving.systems import Ours
from pin_advisor.processes import Processes
from pin_advisor.servers import HOST, free_port
from tests.website.gateway import wait_for

RATIOS = ("cost", "throughput", "wrong", "growth")
FAULTY_BOT = Path(__file__).with_name("faulty_bot.py")


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    """What starts servers and load; the load generator's environment is there."""
    running = Processes()
    try:
        LOAD.ensure(running)
    except NotMadeError as error:
        pytest.skip(f"needs Locust: {error}")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def product(processes: Processes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Short]:
    """This product, started by its public command."""
    with Ours().serving(processes, tmp_path_factory.mktemp("product")) as serving:
        yield Short(processes, serving.ports, serving.roots, scripts(50), seconds=8)


@pytest.mark.service("locust")
@pytest.mark.parametrize("name", RATIOS)
def test_the_product_keeps_its_ratio(product: Short, name: str) -> None:
    ratio = getattr(product, name)()

    assert ratio.holds, ratio


@contextmanager
def faulty(processes: Processes, fault: str) -> Iterator[Short]:
    """A server with this fault."""
    port = free_port()
    process = processes.start(f"faulty bot {fault}", [sys.executable, str(FAULTY_BOT), str(port), fault])
    try:
        wait_for(lambda: listens(port), "a server that listens")
        yield Short(processes, (port,), (process.handle.pid,), scripts(4), seconds=4)
    finally:
        process.handle.terminate()
        for _ in processes.finish(process):
            pass


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@pytest.fixture(scope="module")
def sound(processes: Processes) -> Iterator[Short]:
    """The server without a fault."""
    with faulty(processes, "none") as short:
        yield short


@pytest.mark.service("locust")
@pytest.mark.parametrize("name", RATIOS)
def test_a_server_without_fault_keeps_its_ratio(sound: Short, name: str) -> None:
    ratio = getattr(sound, name)()

    assert ratio.holds, ratio


@pytest.mark.service("locust")
@pytest.mark.parametrize(
    ("fault", "name"),
    [("growing", "growth"), ("crowded", "throughput"), ("costly", "cost"), ("confused", "wrong")],
)
def test_a_server_with_a_fault_misses_its_ratio(processes: Processes, fault: str, name: str) -> None:
    with faulty(processes, fault) as short:
        ratio = getattr(short, name)()

    assert not ratio.holds, ratio


@pytest.mark.service("locust")
def test_every_message_to_a_server_that_is_not_there_is_lost(processes: Processes) -> None:
    ratio = Short(processes, (free_port(),), (), scripts(3), seconds=1).wrong()

    assert not ratio.holds
    assert "lost" in ratio.detail
