"""What is in the widget's folder is sent, as it is now; nothing else on the machine ever is."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.website.files import FOLDER, Files

SCRIPT = "export const greeting = 'Hello';\n" * 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "widget"
    (folder / "demo").mkdir(parents=True)
    (folder / "pin-advisor.js").write_text(SCRIPT)
    (folder / "demo" / "index.html").write_text("<!doctype html>")
    (folder / "demo" / "pin.png").write_bytes(b"\x89PNG")
    (folder / "README.md").write_text("For developers")
    (folder / ".env").write_text("SECRET=1")
    (tmp_path / "secret.json").write_text("{}")
    return folder


def test_a_file_is_sent_as_it_is(folder: Path) -> None:
    file = Files(folder).get("pin-advisor.js")

    assert file is not None
    assert file.content.decode() == SCRIPT
    assert file.media_type == "text/javascript; charset=utf-8"
    assert file.compressed is not None
    assert gzip.decompress(file.compressed).decode() == SCRIPT
    assert len(file.compressed) < len(file.content)


def test_a_picture_is_not_compressed_again(folder: Path) -> None:
    file = Files(folder).get("demo/pin.png")

    assert file is not None
    assert (file.media_type, file.compressed) == ("image/png", None)


def test_a_folder_gives_its_page(folder: Path) -> None:
    files = Files(folder)

    assert files.get("demo/") == files.get("demo/index.html")
    assert files.get("demo/") is not None
    assert files.get("demo") is None
    assert files.get("") is None
    assert files.get("/") is None


@pytest.mark.parametrize(
    "name",
    [
        "../secret.json", "demo/../../secret.json", "..", ".", "/etc/passwd", "//etc/passwd",
        "..\\secret.json",
        "%2e%2e/secret.json", "demo/../pin-advisor.js", "./pin-advisor.js", "/pin-advisor.js",
        "pin-advisor.js/",
        "pin-advisor.js\x00", "pin-advisor.js\x00.png", "PIN-ADVISOR.JS", "README.md", ".env",
        "demo//index.html",
        "\ud800", "x" * 5000, "con", "demo/pin.png ",
    ],
    ids=lambda name: ascii(name)[:30],
)  # fmt: skip
def test_no_other_name_leads_to_a_file(folder: Path, name: str) -> None:
    assert Files(folder).get(name) is None


@given(st.text() | st.from_regex(r"([./\\%]{1,4}|demo|secret\.json|etc|passwd){1,8}", fullmatch=True))
def test_no_name_whatever_leads_out_of_the_folder(name: str) -> None:
    file = Files().get(name)

    assert (
        file is None
        or file.content == (FOLDER / (f"{name}index.html" if name[-1:] in "/" else name)).read_bytes()
    )


def test_a_changed_file_is_sent_anew_under_another_tag(folder: Path) -> None:
    files = Files(folder)
    before = files.get("pin-advisor.js")
    assert before is not None
    assert files.get("pin-advisor.js") is before
    path = folder / "pin-advisor.js"
    path.write_text(SCRIPT + "// changed")
    os.utime(path, ns=(1, 1))

    after = files.get("pin-advisor.js")

    assert after is not None
    assert after.content.endswith(b"// changed")
    assert after.etag != before.etag


def test_the_same_content_has_the_same_tag_in_every_worker(folder: Path) -> None:
    one, two = Files(folder).get("pin-advisor.js"), Files(folder).get("pin-advisor.js")

    assert one is not None
    assert two is not None
    assert one == two
    assert one.etag.startswith('"')
    assert one.etag.endswith('"')


def test_what_comes_later_is_not_sent_and_what_goes_is_missed_quietly(folder: Path) -> None:
    files = Files(folder)
    (folder / "later.js").write_text("")
    (folder / "pin-advisor.js").unlink()

    assert files.get("later.js") is None
    assert files.get("pin-advisor.js") is None


def test_without_a_folder_there_is_nothing_to_send(tmp_path: Path) -> None:
    assert Files(tmp_path / "nowhere").get("pin-advisor.js") is None


def test_the_widget_is_there_with_all_that_it_imports() -> None:
    files = Files()

    for path in FOLDER.glob("*.js"):
        file = files.get(path.name)
        assert file is not None
        for line in file.content.decode().splitlines():
            if line.startswith(("import", "export")) and ' from "./' in line:
                name = line.partition(' from "./')[2].partition('"')[0]
                assert files.get(name) is not None, f"{path.name} imports {name}"
    assert files.get("pin-advisor.js") is not None
