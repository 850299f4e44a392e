"""Makes the model for the present data, once.

A model is named by a hash over everything that it depends on. If a file of that name exists, it is
the model for the present data and nothing is trained.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pin_advisor.errors import TrainingError, WeightsError
from pin_advisor.paths import MODELS, PROJECT, catalog_directory, shown
from pin_advisor.processes import Processes
from pin_advisor.progress import Progress
from pin_advisor.weights import check_encoder, encoder_needed, file_sha256

#: What a model depends on, besides the sentence encoder. Conversations lie in ``data/store`` as
#: databases, which these patterns do not match.
SOURCES: Final = (
    "config.yml",
    "domain.yml",
    "requirements.lock",
    "data/**/*.yml",
    "catalog/**/*.yml",
    "pin_advisor/**/*.py",
)

#: What runs beside a model, or after it, and leaves no trace in it.
_WITHOUT_TRACE: Final = (
    "data/channels.yml",
    "data/website.yml",
    "pin_advisor/answers/",
    "pin_advisor/channels/",
    "pin_advisor/cli/",
    "pin_advisor/cluster/",
    "pin_advisor/encoder_packages.py",
    "pin_advisor/doctor/",
    "pin_advisor/environment.py",
    "pin_advisor/logs/",
    "pin_advisor/metrics/",
    "pin_advisor/probing.py",
    "pin_advisor/processes.py",
    "pin_advisor/progress.py",
    "pin_advisor/rasa_tuning/",
    "pin_advisor/replies.py",
    "pin_advisor/servers.py",
    "pin_advisor/sqlite_files.py",
    "pin_advisor/stand_ins/",
    "pin_advisor/store/",
    "pin_advisor/supervisor.py",
)

#: How many models are kept, the present one included.
KEPT: Final = 3

#: Where ``config.yml`` finds the spaCy pipeline; :mod:`pin_advisor.language.build` writes it.
LANGUAGE_FOLDER: Final = MODELS / "language"

_PREFIX: Final = "pin-advisor-"
_SUFFIX: Final = ".tar.gz"
_UNFINISHED: Final = ".training-"

_CODE: Final = re.compile(r"\bPA\d{3}\b")
_EXCEPTION: Final = re.compile(r"^[A-Za-z_.]*(?:Exception|(?:Error|Missing)(?=: .*\bPA\d{3}\b)): ")


def fingerprint(project: Path, encoder: dict[str, str]) -> str:
    """Return twelve hexadecimal digits that change with anything that a model depends on.

    Args:
        project: the project's folder.
        encoder: the SHA-256 of each of the encoder's files by its name.
    """
    digest = hashlib.sha256()
    files = {path for pattern in SOURCES for path in project.glob(pattern) if path.is_file()}
    files |= {path for path in catalog_directory().glob("**/*.yml") if path.is_file()}  # may lie elsewhere
    for path in sorted(files):
        name = path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)
        if not name.startswith(_WITHOUT_TRACE):
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for name, sha256 in sorted(encoder.items()):
        digest.update(f"{name}\0{sha256}\n".encode())
    return digest.hexdigest()[:12]


def ensure_model(processes: Processes, *, force: bool = False) -> Path:
    """Return the model for the present data, after training it if there is none.

    Args:
        processes: starts and, if need be, ends the training.
        force: train even if there is one.

    Raises:
        TrainingError: PA110 if training fails, PA111 if the spaCy pipeline cannot be made, PA112 if the model
            was altered.
        WeightsError: PA126 if the sentence encoder is missing and cannot be built.
        KeyboardInterrupt: if asked to stop meanwhile.
    """
    if not force and (delivered := _delivered()):
        return delivered
    MODELS.mkdir(exist_ok=True)
    with _one_at_a_time(processes):
        for left in MODELS.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left)
        present = fingerprint(PROJECT, _ensure_encoder(processes))
        model = MODELS / f"{_PREFIX}{present}{_SUFFIX}"
        if not force and model.is_file() and digest_file(model).is_file():
            check_model(model)
            _ensure_language(processes, present, Progress())
        else:
            started = time.monotonic()
            print("Training the model for the present data; this takes two to eight minutes.", flush=True)
            progress = Progress()
            _ensure_language(processes, present, progress)
            _train(processes, model, progress)
            print(f"Trained in {time.monotonic() - started:.0f} s.", flush=True)
        # The newest file is the one that the plain `rasa run` takes, and the last to be pruned.
        os.utime(model)
        prune(MODELS, KEPT)
    return model


def _delivered() -> Path | None:
    """The model that belongs to an installation which can't be written to, as in a container."""
    if not MODELS.is_dir() or os.access(MODELS, os.W_OK):
        return None
    check_encoder()
    models = sorted(MODELS.glob(f"{_PREFIX}*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
    if not models:
        return None
    check_model(models[-1])
    return models[-1]


def digest_file(model: Path) -> Path:
    """Where the digest of a model is, which is written down when it has been trained."""
    return model.with_name(f"{model.name.removesuffix(_SUFFIX)}.sha256")


def check_model(model: Path) -> None:
    """See that a model is the one that was trained. Whoever loads it runs what it names, so nothing else is.

    Raises:
        TrainingError: PA112 if it is not.
    """
    try:
        known = digest_file(model).read_text("ascii").strip()
        found = file_sha256(model)
    except (OSError, ValueError):
        known, found = "", "unreadable"
    if not hmac.compare_digest(known, found):
        raise TrainingError(
            "PA112",
            "the model is not the one that was trained here",
            f"Find out who wrote to {shown(MODELS)}/. Then delete this file and run `make train`.",
            shown(model),
        )


def prune(folder: Path, kept: int) -> None:
    """Delete all but the newest models. Files of other names are left alone."""
    models = sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
    for model in models[: max(0, len(models) - kept)]:
        model.unlink()
        digest_file(model).unlink(missing_ok=True)


def reason(lines: list[str]) -> str:
    """Return, from what a failed step printed, the line that says why: a coded error, or the last one.

    The name of an exception that says nothing to the reader is left out.
    """
    last = lines[-1] if lines else "It does not say why."
    line = next((line for line in lines if _CODE.search(line)), last)
    return _EXCEPTION.sub("", line)


def _ensure_encoder(processes: Processes) -> dict[str, str]:
    try:
        return check_encoder()
    except WeightsError as error:
        print(encoder_needed(error), flush=True)
    # In a process of its own: building takes 740 MB, which this one would keep while the bot runs.
    build = processes.start("encoder", [sys.executable, "-m", "pin_advisor.cli", "weights"])
    progress = Progress()
    progress.begin("fetching and building the sentence encoder")
    lines = list(processes.finish(build, progress.wait))
    if build.handle.returncode != 0:
        raise WeightsError(
            "PA126",
            f"The sentence encoder could not be built: {reason(lines)}",
            f"All that was said is in {shown(build.log)}.",
        )
    return check_encoder()


def _ensure_language(processes: Processes, present: str, progress: Progress) -> None:
    """Make the spaCy pipeline that ``config.yml`` names, unless the one there is for the present data."""
    made_for = LANGUAGE_FOLDER / "made_for"
    if made_for.is_file() and made_for.read_text(encoding="utf-8") == present:
        return
    build = processes.start("language", [sys.executable, "-m", "pin_advisor.language.build"])
    progress.begin("preparing spaCy for the words of the catalog")
    lines = list(processes.finish(build, progress.wait))
    if build.handle.returncode != 0:
        raise TrainingError(
            "PA111",
            f"The spaCy pipeline could not be made: {reason(lines)}",
            f"If it is about catalog/, `make check` tells all; else see {shown(build.log)}.",
        )
    made_for.write_text(present, encoding="utf-8")


def _train(processes: Processes, model: Path, progress: Progress) -> None:
    # Rasa writes the archive in place, so it does that where a broken-off one hurts nobody.
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=MODELS) as folder:
        training = processes.start(
            "training",
            [
                *(sys.executable, "-m", "rasa", "train"),
                *("--config", "config.yml", "--domain", "domain.yml", "--data", "data"),
                *("--out", folder, "--fixed-model-name", model.name.removesuffix(_SUFFIX)),
                "--force",
            ],
            {
                # Rasa's cache knows a component by its configuration alone, so after a change of our
                # own code it would hand out stale parts. Size 0 turns it off.
                "RASA_MAX_CACHE_SIZE": "0",
                "PYTHONHASHSEED": "0",
                # Two readers learn at the same time; with more threads each would wait for the other's.
                "OPENBLAS_NUM_THREADS": "1",
            },
        )
        progress.begin("loading Rasa")
        for line in processes.finish(training, progress.wait):
            progress.hear(line)
        made = Path(folder) / model.name
        if training.handle.returncode != 0 or not made.is_file():
            raise TrainingError(
                "PA110",
                f"Training failed: {reason(training.output())}",
                f"Put that right and run the command again; all that Rasa said is in {shown(training.log)}.",
            )
        digest_file(model).unlink(missing_ok=True)
        os.replace(made, model)
        digest_file(model).write_text(file_sha256(model), "ascii")


@contextmanager
def _one_at_a_time(processes: Processes) -> Iterator[None]:
    """Hold ``models/.lock``, so that two commands never train or prune at the same time."""
    with (MODELS / ".lock").open("w") as lock:
        waiting = False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not waiting:
                    print("Another command is training; waiting for it.", flush=True)
                    waiting = True
                processes.pause()
        yield
