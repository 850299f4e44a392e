"""Reads the training utterances once.

Rasa reads and checks all files of ``data/nlu`` about four times for one training: for its validation
and for the training, and each time once more for the responses. That took most of the time that was not
learning.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Optional

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData


class OnceImporter(RasaFileImporter):
    """Rasa's own importer, which remembers what it has read in this process.

    ``config.yml`` names it under ``importers``. What it hands out is merged, thus copied, by whoever
    asks for it; a file that has changed is read again.
    """

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The utterances of all files; see the parent class."""
        files = [(path, os.stat(path).st_mtime_ns) for path in self._nlu_files]
        return _read(tuple(files), language or "en")


@lru_cache(maxsize=1)
def _read(files: Sequence[tuple[str, int]], language: str) -> TrainingData:
    return training_data_from_paths([path for path, _ in files], language)
