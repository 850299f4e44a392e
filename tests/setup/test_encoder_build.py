"""The sentence encoder, compared with a forward pass written down a second time, in plain numpy."""

from __future__ import annotations

import json
import logging
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from pin_advisor import encoder_build
from pin_advisor.encoder_build import (
    FEATURES,
    INT8_MIN_COSINE,
    REFERENCE,
    WORD_DIRECTIONS,
    WORDS,
    build_encoder,
    encode,
    fp32_graph,
)
from pin_advisor.errors import WeightsError
from pin_advisor.weights import check_encoder, encoder_path, tokenizer_path

FloatArray = npt.NDArray[np.float64]
TEXTS = ["my club wants raised letters", "ok", "", "¿Cuánto cuestan? 🙂", "pin " * 300]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_encoder(tmp_path_factory.mktemp("models") / "encoder")


def layer_norm(x: FloatArray, weight: FloatArray, bias: FloatArray) -> FloatArray:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * weight + bias


def features(w: dict[str, FloatArray], ids: list[int]) -> FloatArray:
    """BERT in float64: six layers of twelve heads, then means over the tokens at length 1."""
    erf = np.vectorize(math.erf)

    def dense(x: FloatArray, name: str) -> FloatArray:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def norm(x: FloatArray, name: str) -> FloatArray:
        return layer_norm(x, w[f"{name}.weight"], w[f"{name}.bias"])

    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    layers = []
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        q, k, v = (dense(x, f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for head in range(12):
            s = slice(32 * head, 32 * head + 32)
            scores = np.exp(q[:, s] @ k[:, s].T / math.sqrt(32))
            heads.append(scores / scores.sum(-1, keepdims=True) @ v[:, s])
        attended = dense(np.concatenate(heads, -1), f"{name}.attention.output.dense")
        x = norm(attended + x, f"{name}.attention.output.LayerNorm")
        wide = dense(x, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / math.sqrt(2)))
        x = norm(dense(wide, f"{name}.output.dense") + x, f"{name}.output.LayerNorm")
        layers.append(x.mean(0))
    return np.concatenate([mean / np.linalg.norm(mean) for mean in (layers[5], layers[0], layers[3])])


@pytest.fixture(scope="module")
def expected(built: Path) -> dict[str, FloatArray]:
    source = encoder_build._source_folder()
    weights = {
        k: v.astype(np.float64)
        for k, v in load_file(str(source / "model.safetensors")).items()
        if v.dtype.kind == "f"
    }
    tokenizer = Tokenizer.from_file(str(tokenizer_path(built)))
    tokenizer.no_padding()
    return {text: features(weights, tokenizer.encode(text).ids) for text in TEXTS}


def test_the_fp32_graph_computes_what_the_weights_say(
    built: Path, expected: dict[str, FloatArray], tmp_path: Path
) -> None:
    graph = tmp_path / "fp32.onnx"
    graph.write_bytes(fp32_graph(encoder_build._source_folder() / "model.safetensors"))

    vectors = encode(graph, tokenizer_path(built), TEXTS)

    for text in TEXTS:
        assert np.abs(vectors[text] - expected[text]).max() < 1e-5, text


def test_the_int8_network_is_close_to_it(built: Path, expected: dict[str, FloatArray]) -> None:
    vectors = encode(encoder_path(built), tokenizer_path(built), TEXTS)

    for text in TEXTS:
        for start in (0, 384, 768):
            part = slice(start, start + 384)
            assert vectors[text][part] @ expected[text][part] >= INT8_MIN_COSINE, text


def test_the_files_are_named_in_the_manifest_and_small(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == [
        "encoder.onnx",
        "manifest.json",
        "tokenizer.json",
    ]
    assert set(check_encoder(built)) == {"encoder.onnx", "tokenizer.json"}
    assert json.loads((built / "manifest.json").read_text())["built_from"] == encoder_build.SOURCE_SHA256
    assert encoder_path(built).stat().st_size < 26_000_000


def test_padding_changes_nothing_in_fp32(built: Path, tmp_path: Path) -> None:
    import onnxruntime

    graph = tmp_path / "fp32.onnx"
    graph.write_bytes(fp32_graph(encoder_build._source_folder() / "model.safetensors"))
    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    ids = np.array([[101, 7592, 102, 0, 0], [101, 9231, 2005, 2068, 102]], dtype=np.int64)

    both, words = session.run(None, {"input_ids": ids, "attention_mask": (ids > 0).astype(np.int64)})
    alone, words_alone = session.run(
        None, {"input_ids": ids[:1, :3], "attention_mask": np.ones((1, 3), dtype=np.int64)}
    )

    assert both.shape == (2, 3 * 384)
    assert np.allclose(both[0], alone[0], atol=1e-6)
    assert words.shape == (2, 5, 4 * 384)
    assert np.allclose(words[0, :3], words_alone[0], atol=1e-5)
    assert np.allclose(np.linalg.norm(both.reshape(2, 3, 384), axis=2), 1, atol=1e-5)


def test_words_are_projected_onto_where_they_differ_most(built: Path, tmp_path: Path) -> None:
    import onnxruntime

    graph = tmp_path / "fp32.onnx"
    graph.write_bytes(fp32_graph(encoder_build._source_folder() / "model.safetensors"))
    directions = encoder_build.main_directions(graph, tokenizer_path(built))
    again = encoder_build.main_directions(graph, tokenizer_path(built))
    assert np.array_equal(directions, again)
    assert directions.shape == (4 * 384, WORD_DIRECTIONS)
    lengths = np.linalg.norm(directions, axis=0)
    assert np.allclose(
        directions.T @ directions / np.outer(lengths, lengths), np.eye(WORD_DIRECTIONS), atol=1e-3
    )

    ids = np.array([[101, 7592, 102]], dtype=np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    full = onnxruntime.InferenceSession(str(graph)).run(None, given)
    encoder_build.project_words(graph, directions)
    features, words = onnxruntime.InferenceSession(str(graph)).run([FEATURES, WORDS], given)
    assert np.allclose(features, full[0], atol=1e-6)
    assert np.allclose(words, full[1] @ directions, atol=1e-4)


def test_building_again_replaces_the_folder_whole(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = check_encoder(built)
    (built / "stray").touch()
    monkeypatch.setattr(
        encoder_build, "_quantise", lambda fp32, int8: int8.write_bytes((built / "encoder.onnx").read_bytes())
    )
    monkeypatch.setattr(encoder_build, "main_directions", lambda network, tokenizer: None)
    monkeypatch.setattr(encoder_build, "project_words", lambda network, directions: None)  # done already

    build_encoder(built)

    assert check_encoder(built) == before
    assert not (built / "stray").exists()
    assert [path.name for path in built.parent.iterdir()] == ["encoder"]


def test_a_failed_build_leaves_the_old_encoder(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = check_encoder(built)
    monkeypatch.setattr(encoder_build, "GRAPH_SHA256", "0" * 64)

    with pytest.raises(WeightsError) as raised:
        build_encoder(built)

    assert raised.value.code == "PA124"
    assert check_encoder(built) == before
    assert [path.name for path in built.parent.iterdir()] == ["encoder"]


def test_other_published_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder_build, "SOURCE_SHA256", "0" * 64)

    with pytest.raises(WeightsError) as raised:
        build_encoder(tmp_path / "encoder")
    assert raised.value.code == "PA123"
    assert "model.safetensors" in str(raised.value)


def test_missing_published_weights_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder_build, "SOURCE_PACKAGE", "no_such_package")

    with pytest.raises(WeightsError) as raised:
        build_encoder(tmp_path / "encoder")
    assert raised.value.code == "PA123"


def test_reference_vectors_guard_the_fp32_graph(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, stored = next(iter(REFERENCE.items()))
    monkeypatch.setitem(REFERENCE, text, (stored[0] + 0.01, *stored[1:]))

    with pytest.raises(WeightsError, match="another vector") as raised:
        build_encoder(built)
    assert raised.value.code == "PA124"


def test_other_int8_bytes_with_close_vectors_are_taken_with_a_warning(
    built: Path,
    expected: dict[str, FloatArray],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(encoder_build, "INT8_SHA256", "0" * 64)
    near = {text: vector.astype(np.float32) for text, vector in expected.items()}

    with caplog.at_level(logging.WARNING):
        encoder_build._check_int8(encoder_path(built), tokenizer_path(built), near)

    assert "other bytes" in caplog.text


def test_an_int8_network_far_from_the_original_is_refused(
    built: Path, expected: dict[str, FloatArray]
) -> None:
    far = {text: -vector.astype(np.float32) for text, vector in expected.items()}

    with pytest.raises(WeightsError) as raised:
        encoder_build._check_int8(encoder_path(built), tokenizer_path(built), far)
    assert raised.value.code == "PA125"
