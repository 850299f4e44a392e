"""Writes the spaCy pipeline for the present catalog and training data to ``models/language``.

``pin-advisor train`` runs this before Rasa trains, since Rasa's ``SpacyNLP`` loads a pipeline from disk.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from pin_advisor.catalog import catalog_directory, load
from pin_advisor.errors import LanguageError
from pin_advisor.language.pipeline import build
from pin_advisor.paths import MODELS, PROJECT, shown

#: Where ``config.yml`` looks for the pipeline.
LANGUAGE_FOLDER: Final = MODELS / "language"

_ANNOTATION: Final = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")


def write(folder: Path = LANGUAGE_FOLDER) -> Path:
    """Build the pipeline and put it in the place of the one before, whole or not at all.

    Raises:
        CatalogError: the catalog can't be read.
    """
    nlp = build(
        load(catalog_directory()), utterances(PROJECT / "data" / "nlu"), PROJECT / "data" / "language"
    )
    fresh = folder.with_name(f".{folder.name}")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return folder


def utterances(folder: Path) -> Iterator[str]:
    """Every training utterance in the Rasa files of ``folder``, without its annotations.

    Raises:
        LanguageError: PA143 if a file is no YAML.
    """
    for path in sorted(folder.glob("**/*.yml")):
        data = _read(path)
        for block in data.get("nlu") or ():
            for line in str(block.get("examples") or "").splitlines():
                yield _ANNOTATION.sub(r"\1", line.removeprefix("- ").strip())


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "it is no text in UTF-8"
        raise LanguageError(
            "PA143",
            f"the file can't be read: {why}",
            "Look at that line and the one above it: most often a line begins too far left or right.",
            f"{shown(path)}:{mark.line + 1}" if mark else shown(path),
        ) from None


if __name__ == "__main__":
    write()
