"""The files of the sentence encoder, as the running bot finds and checks them.

``models/encoder/`` holds the quantised network (``encoder.onnx``), its tokenizer
(``tokenizer.json``) and a manifest with the SHA-256 of both. :mod:`pin_advisor.encoder_build`
makes them; this module only reads them and needs nothing but the standard library.

An int8 vector is comparable only to vectors of the very same file, so a model trained with one
encoder must not be served with another. That is why altered files are refused.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from pin_advisor.errors import WeightsError
from pin_advisor.paths import MODELS, shown

ENCODER_FOLDER: Final = MODELS / "encoder"
NETWORK: Final = "encoder.onnx"
TOKENIZER: Final = "tokenizer.json"
MANIFEST: Final = "manifest.json"

#: The fp32 network that this version of the product uses; the quantised one is made from it.
GRAPH_SHA256: Final = "c576e8a115958637e15631c35610c6b341ef1691a0e5a2d3f45fadf326294f76"

_FIX: Final = "Run `make train`, or `.venv/bin/pin-advisor weights`, to build the encoder again."


def encoder_path(folder: Path = ENCODER_FOLDER) -> Path:
    """Return the path of the network after checking that it and the tokenizer are intact.

    Raises:
        WeightsError: PA121 if a file is missing, PA122 if one was altered.
    """
    check_encoder(folder)
    return folder / NETWORK


def tokenizer_path(folder: Path = ENCODER_FOLDER) -> Path:
    """Return the path of the tokenizer that belongs to the network in the same folder.

    The published file pads every text to 128 tokens; whoever loads it has to turn that off.
    """
    return folder / TOKENIZER


def check_encoder(folder: Path = ENCODER_FOLDER) -> dict[str, str]:
    """Check the encoder's files against their manifest.

    Args:
        folder: where they lie.

    Returns:
        The SHA-256 of each file by its name, for whatever depends on this very encoder.

    Raises:
        WeightsError: PA121 if a file is missing, PA122 if one was altered or is of another version.
    """
    manifest = folder / MANIFEST
    for path in (folder / NETWORK, folder / TOKENIZER, manifest):
        if not path.is_file():
            raise WeightsError("PA121", "The sentence encoder's weights are missing.", _FIX, shown(path))
    expected = _read_manifest(manifest)
    for name in (NETWORK, TOKENIZER):
        path = folder / name
        if file_sha256(path) != expected.get(name):
            message = "The sentence encoder's weights are not the ones that were built here."
            raise WeightsError("PA122", message, _FIX, shown(path))
    return {name: expected[name] for name in (NETWORK, TOKENIZER)}


def encoder_needed(error: WeightsError) -> str:
    """What is said before the encoder is built: at the first start that is no fault.

    Args:
        error: what :func:`check_encoder` says.
    """
    if error.code == "PA121":
        why = "Building the sentence encoder, which is done once on each machine;"
    else:
        why = f"{error.message} Building it again;"
    return f"{why} this fetches 100 MB, if they are not there yet, and takes about half a minute."


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _read_manifest(path: Path) -> dict[str, str]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        graph = manifest["graph"]
        files = {str(name): str(digest) for name, digest in manifest["files"].items()}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise WeightsError(
            "PA122", "The sentence encoder's manifest is damaged or of an older version.", _FIX, shown(path)
        ) from error
    if graph != GRAPH_SHA256:
        message = "The sentence encoder was built by another version of Pin Advisor."
        raise WeightsError("PA122", message, _FIX, shown(path))
    return files
