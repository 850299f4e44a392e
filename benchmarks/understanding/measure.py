"""Lets one model read messages, in the Python environment of the system that it is for.

Run as ``python -m benchmarks.understanding.measure``. The whole NLU parse is timed as the running bot
does it (``MessageProcessor.parse_message``), on one core, with the conversation so far in the tracker.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import resource
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

#: What is read before any time is taken, so that nothing is loaded or compiled meanwhile.
WARMING_UP: Final = (
    "Good morning to you, is anybody in?",
    "We have been looking at these for our bakery, and nobody can agree.",
    "Could I have three hundred, at around two dollars each, by June?",
    "how doe it work than",
) * 5

_PACKAGES: Final = ("rasa", "tensorflow", "spacy", "onnxruntime", "scikit-learn", "numpy")


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--messages", type=Path, required=True, help="JSON: id, text, asked, previous")
    parser.add_argument("--readings", type=Path, required=True, help="where to write what was read")
    arguments = parser.parse_args()
    _keep_to_one_core()
    messages = json.loads(arguments.messages.read_text("utf-8"))
    result = asyncio.run(_measure(arguments.model, messages))
    arguments.readings.write_text(json.dumps(result), "utf-8")


def _keep_to_one_core() -> None:
    """Before anything is imported that starts threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "TF_INTRA_OP_PARALLELISM_THREADS", "TF_INTER_OP_PARALLELISM_THREADS"):
        os.environ[name] = "1"


async def _measure(model: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    # As in the running bot: without it every message is printed in full, which takes time.
    configure_logging_and_warnings(logging.INFO)
    configure_structlog(logging.INFO)
    before = _resident_mb()
    started = time.perf_counter()
    agent = Agent.load(model)
    processor = agent.processor
    if processor is None or agent.domain is None:
        raise SystemExit(f"{model} is no model that can be loaded.")
    loading = time.perf_counter() - started
    for text in WARMING_UP:
        await processor.parse_message(UserMessage(text), _tracker({}, agent.domain))

    loaded = _resident_mb()
    rows = []
    for number, message in enumerate(messages):
        if number % 100 == 0:
            print(f"Read {number} of {len(messages)} messages", flush=True)
        tracker = _tracker(message, agent.domain)
        words = UserMessage(message["text"])
        wall, cpu = time.perf_counter(), time.process_time()
        parsed = await processor.parse_message(words, tracker)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        rows.append({"id": message["id"], "ms": 1000 * wall, "cpu_ms": 1000 * cpu, "parsed": _plain(parsed)})
    return {
        "rows": rows,
        "load_seconds": loading,
        "before_mb": before,
        "loaded_mb": loaded,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def _tracker(message: dict[str, Any], domain: Any) -> Any:
    """The conversation before a message, as far as it is told. Stock Rasa's pipeline does not look at it."""
    from rasa.shared.core.events import ActiveLoop, SlotSet
    from rasa.shared.core.trackers import DialogueStateTracker

    events: list[Any] = []
    if asked := message.get("asked"):
        events += [ActiveLoop("advice_form"), SlotSet("requested_slot", asked)]
    if previous := message.get("previous"):
        events.append(SlotSet("last_question", previous))
    return DialogueStateTracker.from_events("visitor", events, slots=domain.slots, domain=domain)


def _plain(parsed: dict[str, Any]) -> dict[str, Any]:
    kept = {key: parsed.get(key) for key in ("intent", "intent_ranking", "entities", "understanding")}
    return dict(json.loads(json.dumps(kept, default=float)))


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("/proc/self/status does not say how much memory is used.")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
