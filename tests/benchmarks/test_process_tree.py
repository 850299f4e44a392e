"""What a tree of processes takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmarks import process_tree

#: Has a child that holds 60 MB and works for half a second of the processor, and waits with it.
PARENT = """
import subprocess, sys
child = '''
import time
held = bytearray(60_000_000)
held[::4096] = b"x" * len(held[::4096])
while time.process_time() < 0.5: pass
print("there", flush=True)
time.sleep(60)
'''
with subprocess.Popen([sys.executable, "-c", child]) as process:
    process.wait()
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"there\n"
        yield process
        for number in process_tree.members(process.pid):
            subprocess.run(["kill", str(number)], check=False)


def test_a_child_belongs_to_the_tree(parent: subprocess.Popen[bytes]) -> None:
    assert process_tree.members(parent.pid)[0] == parent.pid
    assert len(process_tree.members(parent.pid)) == 2
    usage = process_tree.usage(parent.pid)

    assert usage.processes == 2
    assert usage.threads >= 2
    assert usage.descriptors >= 6
    assert 60 < usage.pss_mb <= usage.rss_mb
    assert process_tree.cpu_seconds(parent.pid) >= 0.5


def test_a_tree_counts_once(parent: subprocess.Popen[bytes]) -> None:
    child = process_tree.members(parent.pid)[1]

    assert process_tree.usage(parent.pid, child).processes == 2


def test_what_has_ended_takes_nothing() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()

    assert process_tree.usage(process.pid) == process_tree.Usage(0, 0.0, 0.0, 0, 0)
    assert process_tree.cpu_seconds(process.pid) == 0.0
