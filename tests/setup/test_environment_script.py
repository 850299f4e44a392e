"""scripts/environment.sh, with a pretended Python and a pretended uv, so that nothing is fetched."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
INPUTS = (
    "requirements.lock",
    "requirements/dev.lock",
    "requirements/encoder.lock",
    "requirements/tools.lock",
    "requirements/uv.txt",
    "pyproject.toml",
    "pin_advisor/pin_advisor_environment.pth",
    "scripts/environment.sh",
)
TOOLS = ("cat", "cksum", "cp", "dirname", "grep", "mkdir", "rm", "sh", "tail")

PYTHON = """\
#!/bin/sh
here="$(dirname "$0")"
case "$1 $2" in
  "-V ") echo "Python 3.10.99" ;;
  "-c import"*) exit 0 ;;
  "-m venv")
    for folder; do :; done
    mkdir -p "$folder/bin" "$folder/lib/python3.10/site-packages"
    echo "venv $*" >>"$CALLS"
    cp "$0" "$folder/bin/python" ;;
  "-m pip")
    echo "pip $*" >>"$CALLS"
    cp "$UV" "$here/uv" ;;
esac
"""
UV = """\
#!/bin/sh
echo "uv $*" >>"$CALLS"
case "$*" in
  "pip sync"*) [ -z "${UV_SAYS:-}" ] || { echo "$UV_SAYS" >&2; exit 1; } ;;
  "venv "*) for folder; do :; done; mkdir -p "$folder/bin" ;;
esac
"""

UV_MADE = ["venv", "pip requirements/uv.txt"]
PACKAGES = ["uv pip sync requirements.lock", "uv pip install"]
DEVELOPMENT = ["uv pip sync requirements/dev.lock", "uv pip install"]


class Place:
    """A copy of what the script reads, and a PATH with little on it."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "a project"
        self.tools = folder / "tools"
        self.calls = folder / "calls"
        self.uv = folder / "pretended-uv"
        self.tools.mkdir()
        self.calls.touch()
        for name in TOOLS:
            (self.tools / name).symlink_to(shutil.which(name) or name)
        self.write(self.uv, UV)
        for name in INPUTS:
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, self.project / name)

    def write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def add_python(self) -> None:
        self.write(self.tools / "python3.10", PYTHON)

    def append(self, name: str) -> None:
        with (self.project / name).open("a") as file:
            file.write("# changed\n")

    def run(self, *wanted: str, **variables: str) -> subprocess.CompletedProcess[str]:
        self.calls.write_text("")
        environment = {"PATH": str(self.tools), "HOME": str(self.project.parent / "home")}
        environment |= {"CALLS": str(self.calls), "UV": str(self.uv), **variables}
        command = [str(self.project / "scripts" / "environment.sh"), *wanted]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def called(self) -> list[str]:
        """What was made and fetched: each program's first words and, if there is one, its lock file."""
        found = []
        for line in self.calls.read_text().splitlines():
            words = line.split()
            files = [word for word in words if word.endswith((".lock", ".txt"))]
            found.append(" ".join([words[0], *words[1:3], *files] if words[0] == "uv" else words[:1] + files))
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_it_makes_the_environment_and_does_nothing_the_second_time(place: Place) -> None:
    place.add_python()

    first = place.run()
    assert (first.returncode, first.stderr) == (0, "")
    assert place.called() == ["venv", *UV_MADE, *PACKAGES]
    assert place.calls.read_text().count("--require-hashes") == 2
    assert "--without-pip .venv" in place.calls.read_text(), "nothing in .venv can install"
    hook = place.project / ".venv/lib/python3.10/site-packages/pin_advisor_environment.pth"
    assert hook.read_text() == (PROJECT / "pin_advisor/pin_advisor_environment.pth").read_text()

    second = place.run()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert place.called() == []


@pytest.mark.parametrize(
    ("name", "again"),
    [("requirements.lock", PACKAGES), ("requirements/uv.txt", [*UV_MADE, *PACKAGES])],
)
def test_a_changed_lock_file_brings_the_packages_up_to_date(
    place: Place, name: str, again: list[str]
) -> None:
    place.add_python()
    place.run()

    place.append(name)
    result = place.run()

    assert result.returncode == 0
    assert place.called() == again


@pytest.mark.parametrize("name", ["pyproject.toml", "pin_advisor/pin_advisor_environment.pth"])
def test_a_change_of_the_project_itself_needs_no_network(place: Place, name: str) -> None:
    place.add_python()
    place.run()

    place.append(name)
    result = place.run(UV_SAYS="error sending request for url")

    assert result.returncode == 0
    assert place.called() == ["uv pip install"]


def test_what_develops_comes_on_top_and_stays(place: Place) -> None:
    place.add_python()
    place.run()

    assert place.run("development").returncode == 0
    assert place.called() == DEVELOPMENT

    assert place.run().returncode == 0
    assert place.called() == [], "serving needs no more than developing"

    place.append("requirements/dev.lock")
    place.run()
    assert place.called() == DEVELOPMENT


def test_a_shop_is_not_disturbed_by_what_develops(place: Place) -> None:
    place.add_python()
    place.run()

    place.append("requirements/dev.lock")
    place.run()

    assert place.called() == []


def test_tools_have_an_environment_of_their_own(place: Place) -> None:
    place.add_python()

    assert place.run("tools").returncode == 0
    tools = ["uv venv --python", "uv pip sync requirements/tools.lock"]
    assert place.called() == ["venv", *UV_MADE, *PACKAGES, *tools]

    place.run("tools")
    assert place.called() == []

    place.append("requirements/tools.lock")
    place.run()
    assert place.called() == [], "only who asks for tools waits for them"
    place.run("tools")
    assert place.called() == tools


def test_what_builds_the_encoder_is_put_aside_checked_by_hash(place: Place) -> None:
    place.add_python()
    place.run()

    assert place.run("encoder").returncode == 0
    (call,) = place.calls.read_text().splitlines()
    assert "--target .cache/encoder --no-deps --require-hashes -r requirements/encoder.lock" in call


def test_a_moved_project_gets_a_new_environment(place: Place) -> None:
    place.add_python()
    place.run()
    left_over = place.project / ".venv" / "left over"
    left_over.touch()

    place.project = place.project.rename(place.project.with_name("moved"))
    assert place.run().returncode == 0

    assert not (place.project / ".venv" / "left over").exists()
    assert place.called() == ["venv", *UV_MADE, *PACKAGES]


def test_a_broken_off_set_up_is_taken_up_again(place: Place) -> None:
    place.add_python()
    place.run(UV_SAYS="error sending request for url")

    assert place.run().returncode == 0


def test_a_python_in_pyenv_is_found(place: Place) -> None:
    folder = place.project.parent / "home/.pyenv/versions/3.10.13/bin"
    folder.mkdir(parents=True)
    place.write(folder / "python3.10", PYTHON)

    assert place.run().returncode == 0
    assert place.called() == ["venv", *UV_MADE, *PACKAGES]


@pytest.mark.parametrize(
    ("variables", "code", "words"),
    [
        ({"UV_SAYS": "error sending request for url"}, "PA102", "could not be fetched"),
        ({"UV_SAYS": "Hash mismatch for `rasa==3.6.21`"}, "PA103", "hash mismatch"),
        ({"UV_SAYS": "No space left on device (os error 28)"}, "PA101", "disk is full"),
        ({"UV_SAYS": "something never seen"}, "PA101", "could not be made"),
        ({"PIN_ADVISOR_PYTHON": "/no/such/python"}, "PA100", "/no/such/python"),
    ],
)
def test_a_failure_is_two_lines_and_a_status(
    place: Place, variables: dict[str, str], code: str, words: str
) -> None:
    place.add_python()

    result = place.run(**variables)

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 2
    assert result.stderr.startswith(f"{code}: ")
    assert words in result.stderr


def test_without_any_python_it_says_how_to_get_one(place: Place) -> None:
    result = place.run()

    assert result.returncode == 1
    assert result.stderr.startswith("PA100: No Python 3.10 was found")
    assert "PIN_ADVISOR_PYTHON" in result.stderr


def test_nothing_is_left_in_the_home_folder(place: Place) -> None:
    place.add_python()
    place.run()

    assert not (place.project.parent / "home").exists()
