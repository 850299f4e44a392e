"""The encoder: parts of length one, near where meanings are near, and the memory of them on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pin_advisor.encoder_build import WORD_DIRECTIONS
from pin_advisor.errors import WeightsError
from pin_advisor.language.encoder import DIMENSIONS, Encoder, EncodingStore
from pin_advisor.language.encodings import Encoding
from pin_advisor.weights import ENCODER_FOLDER, check_encoder


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    try:
        check_encoder()
    except WeightsError as error:
        pytest.skip(f"the sentence encoder: {error.message}")
    return Encoder(ENCODER_FOLDER)


def lengths(vector: np.ndarray) -> np.ndarray:
    """Of the sentence embedding and of each lower layer's mean."""
    return np.linalg.norm(vector.reshape(-1, 384), axis=1)


def test_every_part_has_length_one(encoder: Encoder) -> None:
    vector = encoder("How does hard enamel feel?").features
    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert lengths(vector) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
def test_nothing_has_no_direction(encoder: Encoder, blank: str) -> None:
    assert not encoder(blank).features.any()
    assert encoder(blank).words.shape == (0, WORD_DIRECTIONS)


def test_the_same_text_has_the_same_vector(encoder: Encoder) -> None:
    """Bit for bit, in this process and in the next: models are compared by it."""
    text = "we need two hundred pins"
    for one, other in zip(encoder(text), Encoder(ENCODER_FOLDER)(text), strict=True):
        assert np.array_equal(one, other)


def test_a_vector_does_not_depend_on_what_was_read_before(encoder: Encoder) -> None:
    text = "do they rust in the rain"
    before = Encoder(ENCODER_FOLDER)(text)
    for n in range(600):  # more than it remembers
        encoder(f"pin {n}")
    for one, other in zip(encoder(text), before, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("how long do they last", "is it durable", "what colours are there"),
        ("what does a pin cost", "how expensive is it", "can I wear it in the rain"),
        ("hello there", "good morning", "are they made of copper"),
        ("for our wedding guests", "we are getting married", "a prize for the winners of the race"),
    ],
)
def test_near_meanings_have_near_vectors(encoder: Encoder, text: str, near: str, far: str) -> None:
    vector = encoder(text).features
    assert vector @ encoder(near).features > vector @ encoder(far).features


def test_a_word_has_a_vector_that_its_neighbours_colour(encoder: Encoder) -> None:
    alone, beside = encoder("bank").words, encoder("river bank").words
    assert alone.shape == (3, WORD_DIRECTIONS)  # the word, and where the text begins and ends
    assert beside.shape == (4, WORD_DIRECTIONS)
    assert not np.allclose(alone[1], beside[2], atol=0.1)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    vector, words = encoder(text)
    assert np.isfinite(vector).all()
    assert np.isfinite(words).all()
    assert lengths(vector) == pytest.approx(1.0 if text.strip() else 0.0, abs=1e-3)


def test_a_long_text_is_cut_rather_than_refused(encoder: Encoder) -> None:
    long = "pins and more pins, " * 500
    assert np.array_equal(encoder(long).features, encoder(long + "and still more").features)


# -- the memory on disk -----------------------------------------------------------------------------


class Counting:
    """An encoder that tells which texts it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, text: str) -> Encoding:
        self.texts.append(text)
        words = np.full((len(text) % 5, WORD_DIRECTIONS), len(text) + 1 / 3, dtype=np.float32)
        return Encoding(np.full(DIMENSIONS, len(text) + 1 / 3, dtype=np.float32), words)


def store(folder: Path, name: str = "abc") -> tuple[EncodingStore, Counting]:
    counting = Counting()
    return EncodingStore(folder, counting, name), counting  # type: ignore[arg-type]


def test_what_was_encoded_once_is_not_encoded_again(tmp_path: Path) -> None:
    first, _ = store(tmp_path / "vectors")
    before = first.read(["hard", "enamel", "hard"])
    first.save()
    again, counting = store(tmp_path / "vectors")
    after = again.read(["hard", "enamel", "hard"])
    for one, other in zip(after[2], before[2], strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(after.starts, before.starts)
    assert counting.texts == []
    assert again.read(["new"]).features.shape == (1, DIMENSIONS)
    assert counting.texts == ["new"]


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    vectors = EncodingStore(None, Counting(), "abc")  # type: ignore[arg-type]
    assert len(vectors.read(["hard", "soft"])) == 2
    vectors.save()
    assert list(tmp_path.iterdir()) == []


def test_every_text_is_encoded_once_and_rows_keep_the_order(tmp_path: Path) -> None:
    texts = ["pin" * n for n in range(1, 40)] * 2
    vectors, counting = store(tmp_path)
    rows = vectors.read(texts)
    assert sorted(counting.texts) == sorted(set(texts))
    assert rows.features[:, 0] == pytest.approx([len(t) + 1 / 3 for t in texts], rel=1e-3)


def test_vectors_of_another_encoder_are_left_out_and_removed(tmp_path: Path) -> None:
    first, _ = store(tmp_path)
    first.read(["hard"])
    first.save()
    other, counting = store(tmp_path, "def")
    other.read(["hard"])
    other.save()
    assert counting.texts == ["hard"]
    assert [p.name for p in tmp_path.iterdir()] == ["def.npz"]


def test_texts_that_are_no_longer_used_are_forgotten(tmp_path: Path) -> None:
    for texts in (["old", "kept"], ["kept"]):
        vectors, _ = store(tmp_path)
        vectors.read(texts)
        vectors.save()
    vectors, counting = store(tmp_path)
    vectors.read(["kept", "old"])
    assert counting.texts == ["old"]


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    vectors, _ = store(tmp_path)
    vectors.read(["hard"])
    vectors.save()
    vectors.save()
    assert [p.name for p in tmp_path.iterdir()] == ["abc.npz"]
