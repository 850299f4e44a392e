"""Work that may hang: it is given up in time, holds up nobody, and keeps nothing afterwards."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from pin_advisor.rasa_tuning.workers import Exhausted, Workers
from pin_advisor.store.database import given_up

SOON, LONG = 0.05, 30.0


class Hanging:
    """Work that hangs until it is let go."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.begun = threading.Event()
        self.wanted: list[bool] = []

    async def __call__(self) -> str:
        self.begun.set()
        self.release.wait(LONG)
        left = given_up.get()
        self.wanted.append(left is not None and not left.is_set())
        return "done"


async def quick() -> str:
    return threading.current_thread().name


async def until(condition: Any) -> None:
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("It never came about.")


async def test_the_result_or_the_exception_is_handed_over() -> None:
    workers = Workers("tried")

    async def fails() -> None:
        raise KeyError("gone")

    assert await workers.run(quick, LONG) == "tried"
    with pytest.raises(KeyError):
        await workers.run(fails, LONG)
    assert await workers.run(quick, LONG) == "tried"


async def test_what_hangs_is_given_up_and_keeps_nothing() -> None:
    workers, hanging = Workers("tried"), Hanging()

    with pytest.raises(asyncio.TimeoutError):
        await workers.run(hanging, SOON)
    hanging.release.set()

    await until(lambda: hanging.wanted)
    assert hanging.wanted == [False]


async def test_what_does_not_hang_may_keep_things() -> None:
    workers, work = Workers("tried"), Hanging()
    work.release.set()

    assert await workers.run(work, LONG) == "done"
    assert work.wanted == [True]


async def test_threads_that_hang_are_replaced_up_to_a_limit_and_come_back() -> None:
    workers = Workers("tried", threads=1, most_hanging=2)
    hanging = [Hanging(), Hanging()]
    for work in hanging:
        assert not workers.exhausted
        with pytest.raises(asyncio.TimeoutError):
            await workers.run(work, SOON)
        assert work.begun.is_set()

    assert workers.exhausted
    with pytest.raises(Exhausted):
        await workers.run(quick, LONG)

    hanging[0].release.set()
    await until(lambda: not workers.exhausted)
    assert await workers.run(quick, LONG) == "tried"
    hanging[1].release.set()


async def test_what_was_given_up_before_it_began_is_never_done() -> None:
    workers, hanging, late = Workers("tried", threads=1), Hanging(), Hanging()
    late.release.set()
    first = asyncio.ensure_future(workers.run(hanging, LONG))
    await until(hanging.begun.is_set)

    with pytest.raises(asyncio.TimeoutError):
        await workers.run(late, SOON)
    hanging.release.set()

    assert await first == "done"
    assert await workers.run(quick, LONG) == "tried"
    assert not late.begun.is_set()


async def test_a_caller_that_is_cancelled_leaves_the_work_without_effect() -> None:
    workers, hanging = Workers("tried"), Hanging()
    caller = asyncio.ensure_future(workers.run(hanging, LONG))
    await until(hanging.begun.is_set)

    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    hanging.release.set()

    await until(lambda: hanging.wanted)
    assert hanging.wanted == [False]


async def test_many_at_once_are_all_done() -> None:
    workers = Workers("tried")

    async def number(n: int) -> int:
        return n

    found = await asyncio.gather(*(workers.run(lambda n=n: number(n), LONG) for n in range(200)))  # type: ignore[misc]

    assert found == list(range(200))
