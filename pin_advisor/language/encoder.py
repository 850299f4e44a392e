"""Texts as numbers, from all-MiniLM-L6-v2 (int8 ONNX), one text per call.

A text has features of its own, and a vector for each of its words, or of their pieces.

An int8 vector depends on what else is in its batch (activation ranges are taken over the whole
tensor), so training and serving both encode one text at a time; the interface allows nothing else.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Optional

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pin_advisor.encoder_build import FEATURES, LOWER_LAYERS, WORD_DIRECTIONS, WORDS
from pin_advisor.language.encodings import Compact, Encoding, Texts
from pin_advisor.weights import NETWORK, TOKENIZER

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
    """``encoder("some text")`` gives its :class:`Encoding`. Several threads may call it at once."""

    def __init__(self, directory: Path, threads: int = 1) -> None:
        """Load ``encoder.onnx`` and ``tokenizer.json`` from ``directory``."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # 41 -> 35 MB at the same speed
        self._session = onnxruntime.InferenceSession(
            str(directory / NETWORK), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer.no_padding()
        self._memory: dict[str, Encoding] = {}

    def __call__(self, text: str) -> Encoding:
        """The encoding of ``text``; blank text has zeros and no words. The latest texts are remembered."""
        known = self._memory.get(text)
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            known = self._memory[text] = self.encode(text)
        return known

    def encode(self, text: str) -> Encoding:
        """The same without the memory."""
        if not text.strip():
            return Encoding(np.zeros(DIMENSIONS, np.float32), np.zeros((0, WORD_DIRECTIONS), np.float32))
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        features, words = self._session.run(
            [FEATURES, WORDS], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        return Encoding(features[0], words[0])


class EncodingStore:
    """Encodings of many texts; those in a folder are remembered, so that training anew encodes only new ones.

    They are kept at half precision, the words at that of a byte, and so given back whether remembered or not:
    training gives the same model either way. The file is named after the encoder's own, since the encodings
    of two encoders can't be mixed.
    """

    def __init__(self, folder: Optional[Path], encoder: Encoder, name: str) -> None:
        """Encodings lie in ``folder`` under ``name``; without a folder they are forgotten afterwards."""
        self._encoder = encoder
        self._path = folder / f"{name}.npz" if folder else None
        self._known: dict[str, Compact] = {}
        if self._path and self._path.is_file():
            with np.load(self._path, allow_pickle=False) as data:
                if "steps" in data:  # else of an older version: encoded again
                    texts = data["joined"].tobytes().decode("utf-8").split("\0")
                    words = np.split(data["words"], np.cumsum(data["lengths"])[:-1])
                    kept = map(Compact, data["features"], words, data["steps"])
                    self._known = dict(zip(texts, kept, strict=True))
        self._used: dict[str, Compact] = {}

    def read(self, texts: Sequence[str]) -> Texts:
        """The encodings of ``texts``, in their order; all processors take part."""
        wanted = sorted({t for t in texts if t not in self._known})
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for n, (text, encoding) in enumerate(
                zip(wanted, pool.map(self._encoder.encode, wanted), strict=True), 1
            ):
                self._known[text] = Compact.of(encoding)
                if n % _REPORTED == 0:
                    logger.info("Encoded %d of %d texts.", n, len(wanted))
        self._used |= {t: self._known[t] for t in texts}
        return Texts.of([self._used[t] for t in texts])

    def save(self) -> None:
        """Keep the encodings that were used since the start, if there is a folder; others are out of date."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        texts = sorted(self._used)
        fresh = self._path.with_suffix(".tmp.npz")
        # Not as an array of texts, in which each takes as much room as the longest: 84 of 220 MB.
        joined = np.frombuffer("\0".join(texts).encode("utf-8"), dtype=np.uint8)
        kept = [self._used[t] for t in texts]
        np.savez(
            fresh,
            joined=joined,
            features=np.stack([k.features for k in kept]),
            words=np.concatenate([k.words for k in kept]),
            lengths=np.array([len(k.words) for k in kept]),
            steps=np.array([k.step for k in kept], dtype=np.float32),
        )
        fresh.replace(self._path)
        for other in self._path.parent.glob("*.npz"):
            if other != self._path:  # of an encoder that is no longer used
                other.unlink()
