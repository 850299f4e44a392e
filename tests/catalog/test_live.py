from __future__ import annotations

import logging
import shutil
import threading

import pytest

from pin_advisor.catalog import CatalogError, LiveCatalog
from pin_advisor.catalog import live as module


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def live(folder, clock):
    catalog = LiveCatalog(folder.path, clock)
    catalog.get()
    return catalog


def answer(live: LiveCatalog) -> str:
    return live.get().topic("rust").answer


def test_a_changed_answer_and_a_new_rule_are_live_after_a_second(folder, live, clock):
    folder.change("faq/basics.yml", "brass does not", "gold does not")
    rule = "  - {id: extra, when: {budget: [tight]}, effect: note, because: Small is cheap., source: shop}\n"
    folder.write("rules.yml", folder.read("rules.yml") + rule)
    clock.now += 1
    assert answer(live) == "Iron can rust; gold does not."
    assert live.get().rule("extra").because == "Small is cheap."


def test_a_new_and_a_deleted_file_are_noticed(folder, live, clock):
    folder.write("faq/snow.yml", "topics:\n  - {id: snow, question: 'Snow?', answer: Yes., source: shop}\n")
    clock.now += 1
    assert live.get().topic("snow").answer == "Yes."
    (folder.path / "faq" / "snow.yml").unlink()
    clock.now += 1
    assert [t.id for t in live.get().topics] == ["rust", "minimum"]


def test_the_files_are_looked_at_once_a_second_at_most(folder, live, clock, monkeypatch):
    looks = []
    look = module._state
    monkeypatch.setattr(module, "_state", lambda directory: looks.append(clock.now) or look(directory))
    for _ in range(35):
        live.get()
        clock.now += 0.125
    assert looks == [101.0, 102.0, 103.0, 104.0]


def test_unchanged_files_are_not_read_again(live, clock):
    before = live.get()
    clock.now += 5
    assert live.get() is before


def test_mistakes_keep_the_last_good_state_and_warn_once_each(folder, live, clock, caplog):
    good = folder.read("rules.yml")
    with caplog.at_level(logging.INFO, "pin_advisor.catalog"):
        for _ in range(3):
            folder.write("rules.yml", good.replace("[award]", "[awrad]"))
            clock.now += 1
            assert answer(live) == "Iron can rust; brass does not."
        folder.change("rules.yml", "quantity_below: 50", "quantity_below: few")
        clock.now += 1
        live.get()
    warnings = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warnings) == 2
    assert f"rules.yml:{folder.line('rules.yml', 'awrad')}: PA224" in warnings[0]
    assert "PA223" in warnings[1]

    caplog.clear()
    with caplog.at_level(logging.INFO, "pin_advisor.catalog"):
        folder.write("rules.yml", good.replace("weight: 3", "weight: 4"))
        clock.now += 1
        assert live.get().rule("award_hard").weight == 4
        folder.write("rules.yml", good.replace("[award]", "[awrad]"))
        clock.now += 1
        live.get()
    assert [r.levelno for r in caplog.records] == [logging.INFO, logging.WARNING]


def test_a_vanished_folder_is_survived_and_its_return_noticed(folder, live, clock):
    away = folder.path.with_name("away")
    folder.path.rename(away)
    clock.now += 1
    assert answer(live) == "Iron can rust; brass does not."
    shutil.copytree(away, folder.path)
    folder.change("faq/basics.yml", "brass does not", "gold does not")
    clock.now += 1
    assert answer(live) == "Iron can rust; gold does not."


def test_not_even_a_surprise_while_reading_reaches_the_bot(folder, live, clock, caplog, monkeypatch):
    def surprise(directory):
        raise MemoryError("too much")

    monkeypatch.setattr(module, "load", surprise)
    folder.change("shop.yml", "Delft", "Leiden")
    clock.now += 1
    assert live.get().shop.name == "Pins of Delft"
    assert "too much" in caplog.text


def test_without_a_first_good_state_there_is_an_error_until_there_is_one(folder):
    good = folder.read("shop.yml")
    folder.write("shop.yml", "name: [")
    live = LiveCatalog(folder.path, Clock())
    for _ in range(2):
        with pytest.raises(CatalogError):
            live.get()
    folder.write("shop.yml", good)
    assert live.get().shop.name == "Pins of Delft"


def test_others_go_on_with_the_old_state_while_one_thread_reads(folder, live, clock, monkeypatch):
    reading, finish = threading.Event(), threading.Event()
    load = module.load

    def slow(directory):
        reading.set()
        assert finish.wait(10)
        return load(directory)

    monkeypatch.setattr(module, "load", slow)
    folder.change("shop.yml", "Delft", "Leiden")
    clock.now += 1
    names = []
    thread = threading.Thread(target=lambda: names.append(live.get().shop.name))
    thread.start()
    assert reading.wait(10)
    clock.now += 1
    assert live.get().shop.name == "Pins of Delft"
    finish.set()
    thread.join(10)
    assert names == ["Pins of Leiden"]
    assert live.get().shop.name == "Pins of Leiden"
