"""A skipped test is a skipped test on somebody's machine, and a failed one in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

TESTS = {
    "while_it_runs": "import pytest\ndef test_x():\n    pytest.skip('no redis')\n",
    "by_its_mark": "import pytest\n@pytest.mark.skip(reason='no redis')\ndef test_x(): ...\n",
    "by_its_fixture": (
        "import pytest\n@pytest.fixture\ndef redis():\n    pytest.skip('no redis')\ndef test_x(redis): ...\n"
    ),
    "with_its_file": "import pytest\npytest.skip('no redis', allow_module_level=True)\n",
    "for_want_of_a_module": "import pytest\npytest.importorskip('no_redis')\n",
}
EXPECTED_TO_FAIL = "import pytest\n@pytest.mark.xfail\ndef test_x():\n    raise ValueError\n"


@pytest.fixture
def outcome(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """What pytest prints about them all, with ``CI`` set as the test asks for."""
    shutil.copy(PROJECT / "tests" / "conftest.py", tmp_path / "conftest.py")
    for name, code in (TESTS | {"xfail": EXPECTED_TO_FAIL}).items():
        (tmp_path / f"test_{name}.py").write_text(code)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", ".", "-ra"]
    result = subprocess.run(
        [*command, "--continue-on-collection-errors", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "CI": request.param},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout


@pytest.mark.parametrize("outcome", ["true"], indirect=True)
def test_every_skip_fails_in_ci_with_its_reason(outcome: str) -> None:
    assert outcome.count("Nothing may be skipped in CI, but this") >= len(TESTS)
    for name in TESTS:
        assert f"FAILED test_{name}.py" in outcome or f"ERROR test_{name}.py" in outcome, name
    assert "1 xfailed" in outcome
    assert "skipped" not in outcome.splitlines()[-1]


@pytest.mark.parametrize("outcome", [""], indirect=True)
def test_elsewhere_a_skip_is_a_skip(outcome: str) -> None:
    assert f"{len(TESTS)} skipped, 1 xfailed" in outcome.splitlines()[-1]
