"""Features of texts from all-MiniLM-L6-v2 (int8 ONNX), one text per call.

An int8 vector depends on what else is in its batch (activation ranges are taken over the whole
tensor), so training and serving both encode one text at a time; the interface allows nothing else.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pin_advisor.encoder_build import FEATURES, LOWER_LAYERS

logger = logging.getLogger(__name__)

#: Length of the features: the sentence embedding and the means of lower layers, each of length 1.
DIMENSIONS: Final = 384 * (1 + len(LOWER_LAYERS))
#: Longest input in word pieces; 1,000 characters of chat are rarely more than 250.
MAX_PIECES: Final = 256
_REMEMBERED: Final = 512
#: Every how many texts training tells how far it is.
_REPORTED: Final = 5000

Vector = NDArray[np.float32]


class Encoder:
    """``encoder("some text")`` -> features of shape ``(1152,)``. Several threads may call it at once."""

    def __init__(self, directory: Path, threads: int = 1) -> None:
        """Load ``encoder.onnx`` and ``tokenizer.json`` from ``directory``."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # 41 -> 35 MB at the same speed
        self._session = onnxruntime.InferenceSession(
            str(directory / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer.no_padding()
        self._memory: dict[str, Vector] = {}

    def __call__(self, text: str) -> Vector:
        """The features of ``text``; blank text gives zeros. The latest texts are remembered."""
        known = self._memory.get(text)
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            known = self._memory[text] = self.encode(text)
        return known

    def encode(self, text: str) -> Vector:
        """The same without the memory."""
        if not text.strip():
            return np.zeros(DIMENSIONS, dtype=np.float32)
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (vectors,) = self._session.run([FEATURES], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return cast(Vector, vectors[0])


class VectorStore:
    """Features of many texts, remembered on disk so that training anew encodes only new ones.

    They are kept at half precision, and so given back whether remembered or not: training gives the
    same model either way. The file is named after the encoder's own, since the features of two
    encoders can't be mixed.
    """

    def __init__(self, folder: Path, encoder: Encoder, name: str) -> None:
        """Features lie in ``folder`` under ``name``."""
        self._encoder = encoder
        self._path = folder / f"{name}.npz"
        self._known: dict[str, NDArray[np.float16]] = {}
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as data:
                if "joined" in data:  # else of an older version: encoded again
                    texts = data["joined"].tobytes().decode("utf-8").split("\0")
                    self._known = dict(zip(texts, data["features"], strict=True))
        self._used: dict[str, NDArray[np.float16]] = {}

    def rows(self, texts: Sequence[str]) -> Vector:
        """The features of ``texts``, shape ``(len(texts), 1152)``; all processors take part."""
        wanted = sorted({t for t in texts if t not in self._known})
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for n, (text, vector) in enumerate(
                zip(wanted, pool.map(self._encoder.encode, wanted), strict=True), 1
            ):
                self._known[text] = vector.astype(np.float16)
                if n % _REPORTED == 0:
                    logger.info("Encoded %d of %d texts.", n, len(wanted))
        self._used |= {t: self._known[t] for t in texts}
        return np.stack([self._used[t] for t in texts]).astype(np.float32)

    def save(self) -> None:
        """Keep the features that were used since the start; others are out of date."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        texts = sorted(self._used)
        fresh = self._path.with_suffix(".tmp.npz")
        # Not as an array of texts, in which each takes as much room as the longest: 84 of 220 MB.
        joined = np.frombuffer("\0".join(texts).encode("utf-8"), dtype=np.uint8)
        np.savez(fresh, joined=joined, features=np.stack([self._used[t] for t in texts]))
        fresh.replace(self._path)
        for other in self._path.parent.glob("*.npz"):
            if other != self._path:  # of an encoder that is no longer used
                other.unlink()
