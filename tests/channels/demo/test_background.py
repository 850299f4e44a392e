"""What goes on while somebody waits, and ends when it is told to."""

from __future__ import annotations

import asyncio
import threading

import pytest

from pin_advisor.channels.demo.background import Background


async def _where() -> str:
    return threading.current_thread().name


async def _failing() -> None:
    raise LookupError("gone")


def test_work_is_done_in_another_thread_and_its_outcome_comes_back() -> None:
    with Background() as background:
        assert background.run(_where()) == "background"
        with pytest.raises(LookupError, match="gone"):
            background.run(_failing())


def test_a_task_goes_on_between_two_calls() -> None:
    async def start() -> asyncio.Future[int]:
        return asyncio.ensure_future(asyncio.sleep(0, 7))

    async def finish(task: asyncio.Future[int]) -> int:
        return await task

    with Background() as background:
        assert background.run(finish(background.run(start()))) == 7


def test_nothing_is_left_at_the_end() -> None:
    with Background():
        assert "background" in {thread.name for thread in threading.enumerate()}
    assert "background" not in {thread.name for thread in threading.enumerate()}
