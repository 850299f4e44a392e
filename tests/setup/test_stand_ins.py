"""The stand-in for TensorFlow, as Rasa and others meet it. Where imports matter: in a process of its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import rasa

from pin_advisor.stand_ins import DRAWING, MODULES, StandInFinder

RASA = Path(rasa.__file__).parent


def python(code: str, **variables: str) -> str:
    """What a fresh Python prints."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=variables or None,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def imported_on_import(tree: ast.Module) -> set[str]:
    """Modules that a source imports when it is imported itself; functions and type checking left out."""
    names: set[str] = set()
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
        pending.extend(ast.iter_child_nodes(node))
    return names


def test_it_stands_in_for_exactly_the_modules_that_rasa_imports() -> None:
    wanted: set[str] = set()
    for source in RASA.rglob("*.py"):
        for name in imported_on_import(ast.parse(source.read_text(encoding="utf-8"))):
            if name.split(".")[0] in {"tensorflow", "keras"}:
                parts = name.split(".")
                wanted.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))

    assert wanted == MODULES


def test_rasa_is_imported_without_a_warning_and_its_neural_components_are_known() -> None:
    code = """
import rasa.__main__, rasa.engine.recipes.default_components as d
from pin_advisor.stand_ins.tensorflow import needs_tensorflow
print(*sorted(c.__name__ for c in d.DEFAULT_COMPONENTS if needs_tensorflow(c)))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.split() == [
        "ConveRTFeaturizer",
        "DIETClassifier",
        "LanguageModelFeaturizer",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    ]
    assert "Warning" not in result.stderr


def test_nothing_of_it_is_loaded_until_somebody_imports_tensorflow() -> None:
    code = "import sys; print(*(name for name in sys.modules if 'stand_ins' in name))"

    assert python(code) == "pin_advisor.stand_ins"


def test_names_serve_as_base_class_annotation_and_in_isinstance() -> None:
    code = """
import tensorflow as tf
import tensorflow.keras.backend as K
from tensorflow.types.experimental import TensorLike
from typing import Optional, Tuple
class Layer(tf.keras.layers.Layer):
    def call(self, x: Optional[Tuple[tf.Tensor, ...]]) -> TensorLike: ...
print(issubclass(Layer, tf.keras.layers.Layer), isinstance(3, tf.Tensor), hasattr(Layer, "x"), K.eps.__name__)
"""
    assert python(code) == "True False False eps"


@pytest.mark.parametrize(
    "use", ["tf.constant(1)", "type('Model', (tf.keras.Model,), {})()", "tf.keras.backend.clear_session()"]
)
def test_using_a_name_is_refused_with_a_coded_rasa_exception(use: str) -> None:
    code = f"""
import tensorflow as tf
from rasa.shared.exceptions import RasaException
from pin_advisor.errors import StandInError
try:
    {use}
except RasaException as error:
    print(isinstance(error, StandInError), error.code)
"""
    assert python(code) == "True PA131"


@pytest.mark.parametrize(
    "name", ["tensorflow.experimental.dlpack", "tensorflow_hub", "keras.layers", "torch"]
)
def test_whoever_looks_for_more_gets_an_import_error(name: str) -> None:
    assert python(f"try: import {name}\nexcept ImportError: print('absent')") == "absent"


def test_an_installed_tensorflow_comes_first(tmp_path: Path) -> None:
    package = tmp_path / "tensorflow"
    package.mkdir()
    (package / "__init__.py").write_text("real = True\n")

    assert python("import tensorflow; print(tensorflow.real is True)", PYTHONPATH=str(tmp_path)) == "True"


def test_the_finder_is_the_last_to_be_asked() -> None:
    assert sys.meta_path.count(StandInFinder) == 1
    assert python("import sys; print(sys.meta_path[-1].__name__)") == "StandInFinder"


def test_rasa_train_ends_in_one_sentence_for_a_tensorflow_component(
    small_project: Path, small_environment: dict[str, str], tmp_path: Path
) -> None:
    config = (small_project / "config.yml").read_text(encoding="utf-8")
    (tmp_path / "config.yml").write_text(config.replace("KeywordIntentClassifier", "DIETClassifier"))

    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "rasa",
            "train",
            "--config",
            str(tmp_path / "config.yml"),
            "--out",
            str(tmp_path),
        ],
        cwd=small_project,
        env=small_environment,
        capture_output=True,
        text=True,
        check=False,
    )

    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "PA131: DIETClassifier in config.yml needs TensorFlow" in output
    assert "Traceback" not in output
    assert "Starting to train" not in output


@pytest.fixture
def without_matplotlib() -> str:
    """The beginning of a program to which the installed matplotlib, the tests' own, does not exist."""
    return """
import sys
from importlib.machinery import PathFinder
find = PathFinder.find_spec
def find_others(cls, name, *more):
    return None if name.startswith("matplotlib") else find(name, *more)
PathFinder.find_spec = classmethod(find_others)
"""


def test_it_stands_in_for_what_rasa_imports_of_matplotlib() -> None:
    wanted: set[str] = set()
    for source in RASA.rglob("*.py"):
        names = imported_on_import(ast.parse(source.read_text(encoding="utf-8")))
        wanted.update(name for name in names if name.split(".")[0] == "matplotlib")

    assert wanted == DRAWING


def test_rasas_server_is_imported_without_matplotlib(without_matplotlib: str) -> None:
    code = f"{without_matplotlib}import rasa.server, matplotlib; print(matplotlib.__loader__.__module__)"

    assert python(code) == "pin_advisor.stand_ins.matplotlib"


def test_whoever_draws_without_matplotlib_gets_an_import_error(without_matplotlib: str) -> None:
    code = f"{without_matplotlib}\ntry: import matplotlib.pyplot\nexcept ImportError: print('absent')"

    assert python(code) == "absent"
