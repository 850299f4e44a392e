"""What every Python process of the environment starts with."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from pin_advisor.environment import matrix_kernels

PROJECT = Path(__file__).resolve().parents[2]


def python(code: str, environment: dict[str, str]) -> str:
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


def test_telemetry_is_off_and_no_action_server_is_looked_for() -> None:
    code = (
        "import os; print(os.environ['RASA_TELEMETRY_ENABLED'], repr(os.environ['PIN_ADVISOR_ACTIONS_URL']))"
    )

    assert python(code, {}) == "false ''"


def test_what_is_set_already_stays() -> None:
    code = "import os; print(os.environ['PIN_ADVISOR_ACTIONS_URL'])"

    assert python(code, {"PIN_ADVISOR_ACTIONS_URL": "http://actions/webhook"}) == "http://actions/webhook"


def test_matrices_are_multiplied_by_the_best_that_the_processor_can() -> None:
    flags = "processor\t: 0\nflags\t\t: fpu sse2 {}\nbugs\t\t: none\n"
    wide = "avx512f avx512cd avx512bw avx512dq avx512vl"

    assert matrix_kernels(flags.format(f"fma avx2 {wide}")) == "SKYLAKEX"
    assert matrix_kernels(flags.format("avx2 fma avx512f")) == "HASWELL"
    assert matrix_kernels(flags.format("avx")) == ""
    assert matrix_kernels("") == ""


def test_numpy_takes_these_kernels(small_environment: dict[str, str]) -> None:
    code = (
        "import numpy, os, threadpoolctl; (blas,) = threadpoolctl.threadpool_info();"
        "print(os.environ.get('OPENBLAS_CORETYPE', ''), blas['architecture'].upper())"
    )
    wanted = matrix_kernels(Path("/proc/cpuinfo").read_text())

    assert python(code, small_environment).split()[-1] == wanted or not wanted


def test_rasa_keeps_out_of_the_home_folder(small_project: Path, small_environment: dict[str, str]) -> None:
    code = "import rasa.telemetry, matplotlib.pyplot; print(rasa.telemetry.initialize_telemetry())"

    assert python(code, small_environment) == "False"
    assert list(Path(small_environment["HOME"]).iterdir()) == []
    assert (small_project / ".cache" / "rasa" / "global.yml").is_file()


def test_a_process_without_rasa_does_not_load_it() -> None:
    code = "import sys; print({'rasa', 'numpy', 'pathlib', 'pin_advisor.paths'} & set(sys.modules))"

    assert python(code, {}) == "set()"


def test_a_wheel_brings_the_hook_into_site_packages(tmp_path: Path) -> None:
    """An editable installation leaves it to the set-up script; see test_environment_script.py."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "pin_advisor", "actions"):
        if (PROJECT / name).exists():
            (source / name).symlink_to(PROJECT / name)
    (source / "README.md").touch()
    build = "import setuptools.build_meta as b; print(b.build_wheel('dist'))"
    subprocess.run([sys.executable, "-c", build], cwd=source, env=os.environ, capture_output=True, check=True)

    (wheel,) = (source / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert any(
        n.endswith(".data/data/lib/python3.10/site-packages/pin_advisor_environment.pth") for n in names
    )
    assert "pin_advisor/stand_ins/tensorflow.py" in names
