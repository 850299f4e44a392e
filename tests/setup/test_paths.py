from __future__ import annotations

from pathlib import Path

from pin_advisor.catalog import catalog_directory


def test_the_variable_names_the_folder(monkeypatch):
    monkeypatch.setenv("PIN_ADVISOR_CATALOG", "/srv/pins")
    assert catalog_directory() == Path("/srv/pins")


def test_without_it_the_projects_own_is_used_wherever_the_process_runs(monkeypatch, tmp_path):
    monkeypatch.delenv("PIN_ADVISOR_CATALOG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert (catalog_directory() / "shop.yml").is_file()
