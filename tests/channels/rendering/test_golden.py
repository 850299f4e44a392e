"""What each platform is sent, to be looked at: one file for each renderer and reply in ``golden/``.

After a change that is meant: ``GOLDEN=write make test ARGS=tests/channels/rendering/test_golden.py``, and
read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pin_advisor.channels.rendering import RENDERERS
from tests.channels.rendering.readers import READERS
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

GOLDEN = Path(__file__).parent / "golden"
#: A terminal's messages are best looked at as they are.
PLAIN = frozenset({"shell"})


def path_of(renderer: str, sample: str) -> Path:
    suffix = "txt" if renderer in PLAIN else "json"
    return GOLDEN / renderer / f"{sample.replace(' ', '_')}.{suffix}"


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("renderer", sorted(RENDERERS))
def test_a_reply_is_shown_as_in_its_golden_file(renderer: str, sample: str) -> None:
    messages = RENDERERS[renderer](SAMPLES[sample], WORDS)
    path = path_of(renderer, sample)
    shown = json.dumps(messages, ensure_ascii=False, indent=2) + "\n"
    if renderer in PLAIN:
        shown = "\n".join(message["text"] for message in messages) + "\n"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, "utf-8")

    assert READERS[renderer].faults(messages) == []
    assert shown == path.read_text("utf-8")


def test_every_golden_file_is_of_a_reply() -> None:
    expected = {path_of(renderer, sample) for renderer in RENDERERS for sample in SAMPLES}
    assert set(GOLDEN.rglob("*.*")) == expected
