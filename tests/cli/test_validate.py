from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from pin_advisor.cli import validate

PROJECT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    validate.configure(parser)
    return validate.run(parser.parse_args(arguments))


def test_a_good_catalog_is_counted(capsys, monkeypatch):
    monkeypatch.chdir(PROJECT)
    monkeypatch.delenv("PIN_ADVISOR_CATALOG", raising=False)
    assert run() == 0
    out = capsys.readouterr().out
    assert out.startswith("catalog/ is fine: ")
    assert "(5 offered)" in out


@pytest.mark.parametrize("named", ["argument", "variable"])
def test_every_problem_has_a_line_with_its_place(capsys, monkeypatch, tmp_path, named):
    (tmp_path / "mine" / "faq").mkdir(parents=True)
    (tmp_path / "mine" / "shop.yml").write_text("name:\n")
    (tmp_path / "mine" / "faq" / "old.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIN_ADVISOR_CATALOG", str(tmp_path / "mine") if named == "variable" else "elsewhere")
    assert run(*(["mine"] if named == "argument" else [])) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[:2] for line in lines] == [
        ["mine/faq:1:", "PA201"],
        ["mine/faq/old.yaml:1:", "PA211"],
        ["mine/pin_types.yml:1:", "PA201"],
        ["mine/prices.yml:1:", "PA201"],
        ["mine/rules.yml:1:", "PA201"],
        ["mine/shop.yml:1:", "PA221"],
        ["mine/shop.yml:1:", "PA222"],
        ["mine/shop.yml:1:", "PA226"],
    ]
    assert all(" → " in line for line in lines)


def test_a_stray_file_alone_is_worth_a_failure(capsys, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in (PROJECT / "catalog").rglob("*.yml"):
        target = copy / file.relative_to(PROJECT / "catalog")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
    assert run(str(copy)) == 0
    (copy / "rules (copy).yml").write_text("rules: []\n")
    assert run(str(copy)) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{copy}/rules (copy).yml:1: PA211 ")


def test_a_missing_folder_is_said(capsys, tmp_path):
    assert run(str(tmp_path / "nowhere")) == 1
    assert "PA201" in capsys.readouterr().out
