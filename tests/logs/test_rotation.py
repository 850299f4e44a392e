from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pin_advisor.logs.rotation import rotate

#: Writes numbered lines by every way that a process has, and looks for room before each.
WRITER = """
import os, subprocess, sys
from pathlib import Path
from pin_advisor.logs.rotation import Output

output = Output(Path(sys.argv[1]), 1000)
for number in range(120):
    output.make_room()
    if number % 3 == 0:
        print(f"line {number:04}", flush=True)
    elif number % 3 == 1:
        os.write(2, f"line {number:04}\\n".encode())
    else:
        subprocess.run(["echo", f"line {number:04}"], check=True)
"""


def test_a_small_file_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "bot.log"
    assert not rotate(log)
    log.write_text("x" * 99)
    assert not rotate(log, largest=100)
    assert log.exists()


def test_a_large_one_makes_room_and_the_oldest_goes(tmp_path: Path) -> None:
    log = tmp_path / "bot.log"
    for number in range(5):
        log.write_text(f"{number}" * 100)
        assert rotate(log, largest=100, kept=3)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["bot.log.1", "bot.log.2"]
    assert [(tmp_path / name).read_text()[0] for name in names] == ["4", "3"]


def test_a_process_moves_its_whole_output_and_loses_no_line(tmp_path: Path) -> None:
    log = tmp_path / "bot.log"
    with log.open("ab") as output:
        run = [sys.executable, "-c", WRITER, str(log)]
        subprocess.run(run, stdout=output, stderr=output, check=True)

    files = [tmp_path / f"bot.log.{number}" for number in (1,)] + [log]
    lines = "".join(path.read_text() for path in files).splitlines()
    assert lines == [f"line {number:04}" for number in range(120)]
    assert all(path.stat().st_size < 1100 for path in files)


def test_a_folder_that_is_gone_ends_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    log = folder / "bot.log"
    code = (
        "import shutil, sys; from pathlib import Path; from pin_advisor.logs.rotation import Output;"
        "print('x' * 2000, flush=True); shutil.rmtree(Path(sys.argv[1]).parent);"
        "Output(Path(sys.argv[1]), 1000).make_room()"
    )
    with log.open("ab") as output:
        subprocess.run([sys.executable, "-c", code, str(log)], stdout=output, check=True)
