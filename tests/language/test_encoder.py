"""The sentence encoder: unit vectors, near where meanings are near, and the memory of them on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pin_advisor.errors import WeightsError
from pin_advisor.language.encoder import DIMENSIONS, Encoder, VectorStore
from pin_advisor.weights import ENCODER_FOLDER, check_encoder


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    try:
        check_encoder()
    except WeightsError as error:
        pytest.skip(f"the sentence encoder: {error.message}")
    return Encoder(ENCODER_FOLDER)


def test_a_vector_has_length_one(encoder: Encoder) -> None:
    vector = encoder("How does hard enamel feel?")
    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
def test_nothing_has_no_direction(encoder: Encoder, blank: str) -> None:
    assert not encoder(blank).any()


def test_the_same_text_has_the_same_vector(encoder: Encoder) -> None:
    """Bit for bit, in this process and in the next: models are compared by it."""
    text = "we need two hundred pins"
    assert np.array_equal(encoder(text), Encoder(ENCODER_FOLDER)(text))


def test_a_vector_does_not_depend_on_what_was_read_before(encoder: Encoder) -> None:
    text = "do they rust in the rain"
    before = Encoder(ENCODER_FOLDER)(text)
    for n in range(600):  # more than it remembers
        encoder(f"pin {n}")
    assert np.array_equal(encoder(text), before)


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
    vector = encoder(text)
    assert vector @ encoder(near) > vector @ encoder(far)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    vector = encoder(text)
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1.0 if text.strip() else 0.0, abs=1e-3)


def test_a_long_text_is_cut_rather_than_refused(encoder: Encoder) -> None:
    long = "pins and more pins, " * 500
    assert np.array_equal(encoder(long), encoder(long + "and still more"))


# -- the memory on disk -----------------------------------------------------------------------------


class Counting:
    """An encoder that tells which texts it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> np.ndarray:
        self.texts.append(text)
        return np.full(DIMENSIONS, len(text), dtype=np.float32)


def test_what_was_encoded_once_is_not_encoded_again(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    store = VectorStore(tmp_path / "vectors", first, "abc")  # type: ignore[arg-type]
    before = [store("hard"), store("enamel")]
    store.save()
    again = VectorStore(tmp_path / "vectors", second, "abc")  # type: ignore[arg-type]
    assert np.array_equal([again("hard"), again("enamel")], before)
    assert second.texts == []
    assert again("new").shape == (DIMENSIONS,)
    assert second.texts == ["new"]


def test_vectors_of_another_encoder_are_left_alone(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, Counting(), "abc")  # type: ignore[arg-type]
    store("hard")
    store.save()
    other = Counting()
    VectorStore(tmp_path, other, "def")("hard")  # type: ignore[arg-type]
    assert other.texts == ["hard"]


def test_texts_that_are_no_longer_used_are_forgotten(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, Counting(), "abc")  # type: ignore[arg-type]
    store("old")
    store("kept")
    store.save()
    store = VectorStore(tmp_path, Counting(), "abc")  # type: ignore[arg-type]
    store("kept")
    store.save()
    counting = Counting()
    store = VectorStore(tmp_path, counting, "abc")  # type: ignore[arg-type]
    store("kept")
    store("old")
    assert counting.texts == ["old"]


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, Counting(), "abc")  # type: ignore[arg-type]
    store("hard")
    store.save()
    store.save()
    assert [p.name for p in tmp_path.iterdir()] == ["abc.npz"]
