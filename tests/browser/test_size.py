"""What a visitor's page loads is small, and made of nothing that could run a stranger's text."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Final

import pytest

WIDGET: Final = Path(__file__).parents[2] / "widget"
MODULES: Final = sorted(WIDGET.glob("*.js"))
#: Bytes of all modules together, each compressed.
LARGEST: Final = 20 * 1024


def source(name: str) -> str:
    return (WIDGET / name).read_text(encoding="utf-8")


def texts() -> list[str]:
    """The names of all texts."""
    block = source("texts.js").partition("export const english = {")[2].partition("\n};")[0]
    return re.findall(r"^  (\w+):", block, re.MULTILINE)


def test_all_modules_together_stay_below_20_kilobytes() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in MODULES}
    assert "pin-advisor.js" in sizes
    assert sum(sizes.values()) < LARGEST, sizes


@pytest.mark.parametrize(
    "forbidden",
    [
        r"(?:inner|outer)HTML",
        r"insertAdjacentHTML",
        r"document\.write",
        r"\beval\(",
        r"new Function\b",
        r"set(?:Timeout|Interval)\(\s*[\"'`]",
        r"setHTMLUnsafe|parseFromString|createContextualFragment",
        r"\.style\b(?!\w)|[\"'`]style[\"'`]|\bstyle\s*[=:]\s*[\"'`]",
        r"srcdoc",
    ],
)
def test_no_file_turns_text_into_code_or_carries_inline_styles(forbidden: str) -> None:
    files = [path for path in WIDGET.rglob("*") if path.suffix in {".js", ".html", ".svg"}]
    pattern = rf"{forbidden}|<[^>]*\sstyle=" if "style" in forbidden else forbidden
    assert [path.name for path in files if re.search(pattern, path.read_text(encoding="utf-8"))] == []


def test_no_module_needs_anything_from_elsewhere() -> None:
    code = re.sub(r"/\*.*?\*/", "", "".join(source(path.name) for path in MODULES), flags=re.DOTALL)
    imported = re.findall(r"\bfrom \"([./\w:-]+)\"|\bimport\(?\s*\"([./\w:-]+)\"", code)
    assert imported
    assert [names for names in imported if not "".join(names).startswith("./")] == []


@pytest.mark.parametrize("name", texts())
def test_every_text_is_used(name: str) -> None:
    code = "".join(source(path.name) for path in MODULES if path.name != "texts.js")
    # Some are looked up by what becomes of a message or troubles the network.
    by_state = {"sending", "waiting", "failed", "offline", "unreachable"}
    assert re.search(rf"\btexts\.{name}\b|\"{name}\"", code) or name in by_state
