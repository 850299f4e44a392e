"""``make sbom``: lists what a shop runs, in the form of CycloneDX.

``cyclonedx-py`` describes the environment; what only develops and tests is taken out again, and the sentence
encoder's weights are put in. The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Optional

from pin_advisor.encoder_build import SOURCE_SHA256
from pin_advisor.errors import PinAdvisorError, SupplyError
from pin_advisor.paths import PROJECT, shown
from supply_chain.licences import exceptions, installed, licence_of
from supply_chain.locks import SHOP, locked, normalised

CYCLONEDX: Final = PROJECT / ".cache" / "tools" / "bin" / "cyclonedx-py"
OUTPUT: Final = PROJECT / "build" / "sbom.cdx.json"

#: Published by the Sentence Transformers team; models/encoder is a conversion of it.
WEIGHTS: Final[Mapping[str, Any]] = {
    "bom-ref": "all-MiniLM-L6-v2",
    "type": "machine-learning-model",
    "name": "sentence-transformers/all-MiniLM-L6-v2",
    "description": "Weights of the sentence encoder, converted to ONNX and int8 in models/encoder",
    "hashes": [{"alg": "SHA-256", "content": SOURCE_SHA256}],
    "licenses": [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}],
}


def describe(python: Path) -> dict[str, Any]:
    """Return CycloneDX's description of an environment.

    Raises:
        SupplyError: PA185 if it can't be described.
    """
    command = [
        str(CYCLONEDX),
        "environment",
        "--no-validate",
        "--output-reproducible",
        "--sv",
        "1.6",
        "--of",
        "JSON",
    ]
    command += ["--pyproject", str(PROJECT / "pyproject.toml"), "--output-file", "-", str(python)]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        raise SupplyError(
            "PA185", f"The packages could not be listed: {said[-1]}", "Delete .cache/tools and try again."
        ) from error
    described: dict[str, Any] = json.loads(result.stdout)
    return described


def of_the_shop(described: Mapping[str, Any], versions: Mapping[str, str]) -> dict[str, Any]:
    """Return a description of nothing but what a shop runs.

    Args:
        described: an environment with at least that.
        versions: what a shop runs, by normalised name.

    Raises:
        SupplyError: PA186 if a package is missing or of another version.
    """
    kept = [c for c in described["components"] if normalised(c["name"]) in versions]
    found = {normalised(c["name"]): c["version"] for c in kept}
    if found != versions:
        other = sorted(name for name in versions if found.get(name) != versions[name])
        raise SupplyError(
            "PA186",
            f"The environment is not that of {shown(SHOP)}: {', '.join(other)}.",
            "Run `make environment` first.",
        )
    root = described["metadata"]["component"]["bom-ref"]
    refs = {component["bom-ref"] for component in kept} | {root, WEIGHTS["bom-ref"]}
    dependencies = []
    for entry in described["dependencies"]:
        if entry["ref"] in refs:
            on = sorted(ref for ref in entry.get("dependsOn", ()) if ref in refs)
            on += [WEIGHTS["bom-ref"]] if entry["ref"] == root else []
            dependencies.append({"ref": entry["ref"], **({"dependsOn": on} if on else {})})
    components = [*map(_with_licence, kept), dict(WEIGHTS)]
    return {**described, "components": components, "dependencies": dependencies}


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Write the list; 0 if all is well, 1 after an error with a code."""
    parser = argparse.ArgumentParser(prog="make sbom", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=OUTPUT, help=f"default: {shown(OUTPUT)}")
    chosen = parser.parse_args(arguments)
    try:
        listed = of_the_shop(describe(Path(sys.executable)), locked(SHOP))
    except PinAdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(json.dumps(listed, indent=2, sort_keys=True) + "\n", "utf-8")
    print(f"{len(listed['components'])} components are listed in {shown(chosen.output)}.")
    return 0


def _with_licence(component: Mapping[str, Any]) -> dict[str, Any]:
    """Add the licence where CycloneDX's tool does not read it from an unusual place."""
    if component.get("licenses"):
        return dict(component)
    name = normalised(component["name"])
    said = exceptions().get(name, {}).get("licence") or licence_of(installed()[name])
    return {**component, "licenses": [{"license": {"name": said, "acknowledgement": "declared"}}]}


if __name__ == "__main__":
    sys.exit(main())
