"""Sentence vectors from all-MiniLM-L6-v2 (int8 ONNX), one text per call.

An int8 vector depends on what else is in its batch (activation ranges are taken over the whole
tensor), so training and serving both encode one text at a time; the interface allows nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

#: Length of a sentence vector.
DIMENSIONS: Final = 384
#: Longest input in word pieces; 1,000 characters of chat are rarely more than 250.
MAX_PIECES: Final = 256
_REMEMBERED: Final = 512

Vector = NDArray[np.float32]


class Encoder:
    """``encoder("some text")`` -> unit vector of shape ``(384,)``."""

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
        """The vector of ``text``; blank text gives zeros."""
        if not text.strip():
            return np.zeros(DIMENSIONS, dtype=np.float32)
        known = self._memory.get(text)
        if known is not None:
            return known
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (vectors,) = self._session.run(
            ["sentence_embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        vector = cast(Vector, vectors[0])
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        self._memory[text] = vector
        return vector


class VectorStore:
    """An encoder that remembers its vectors on disk, so that training anew encodes only new texts.

    The file is named after the encoder's own, since vectors of two encoders can't be mixed.
    """

    def __init__(self, folder: Path, encoder: Encoder, name: str) -> None:
        """Vectors lie in ``folder`` under ``name``."""
        self._encoder = encoder
        self._path = folder / f"{name}.npz"
        self._vectors: dict[str, Vector] = {}
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as data:
                self._vectors = dict(zip(data["texts"].tolist(), data["vectors"], strict=True))
        self._used: dict[str, Vector] = {}

    def __call__(self, text: str) -> Vector:
        """The vector of ``text``, as from the encoder itself."""
        vector = self._vectors.get(text)
        if vector is None:
            vector = self._encoder(text)
        self._used[text] = vector
        return vector

    def save(self) -> None:
        """Keep the vectors that were used since the start; others are out of date."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        texts = sorted(self._used)
        fresh = self._path.with_suffix(".tmp.npz")
        np.savez(fresh, texts=np.array(texts), vectors=np.stack([self._used[t] for t in texts]))
        fresh.replace(self._path)
