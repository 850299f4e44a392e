from __future__ import annotations

import pickle
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pin_advisor.catalog import CatalogError, catalog_directory, load, unread_files


def test_everything_written_arrives(folder):
    catalog = load(folder.path)
    assert catalog.shop.name == "Pins of Delft"
    assert catalog.shop.minimum_order is None
    assert [p.id for p in catalog.offered] == ["hard_enamel", "soft_enamel", "screen_printed"]
    assert catalog.pin_type("pvc").aspects["feel"].rank == 1
    assert catalog.scales["feel"].most == "smoothest"
    assert catalog.rule("award_hard").weight == 3
    assert catalog.rule("relief_not_hard").when.dimensionality == ("3d",)
    assert catalog.rule("small_order").when.quantity_below == 50
    assert [t.below for t in catalog.prices.tiers] == [1.5, 4, None]
    assert catalog.topic("minimum").reply == "quote"
    assert catalog.topic("rust").related == ("minimum",)
    assert catalog.source("seed").title == "our article"


def test_topics_come_from_every_file_in_faq(folder):
    folder.write("faq/a.yml", "topics:\n  - {id: snow, question: 'Snow?', answer: Yes., source: shop}\n")
    folder.write("faq/.#a.yml", "a lock file of an editor: [")
    assert [t.id for t in load(folder.path).topics] == ["snow", "rust", "minimum"]


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("no", False), ("On", True), ("False", False), ("'true'", True)]
)
def test_yes_and_no_may_be_written_in_many_ways(folder, written, meant):
    folder.change("faq/basics.yml", "    source: shop", f"    disputed: {written}\n    source: shop")
    assert load(folder.path).topic("minimum").disputed is meant


def test_text_that_looks_like_something_else_stays_text(folder):
    folder.change("shop.yml", "country: the Netherlands", "country: no\nphone: 0031015\nopening_hours: 9:30")
    shop = load(folder.path).shop
    assert (shop.country, shop.phone, shop.opening_hours) == ("no", "0031015", "9:30")


def test_a_single_value_is_a_list_of_one_and_an_empty_option_is_left_out(folder):
    folder.change("rules.yml", "occasion: [award]", "occasion: award")
    folder.change("faq/basics.yml", "related: [minimum]", "related:")
    folder.change("shop.yml", "country: the Netherlands", "country: the Netherlands\nphone:")
    catalog = load(folder.path)
    assert catalog.rule("award_hard").when.occasion == ("award",)
    assert catalog.topic("rust").related == ()
    assert catalog.shop.phone is None


def test_a_shop_may_do_without_a_list_of_sources(folder):
    (folder.path / "sources.yml").unlink()
    folder.change("shop.yml", "source: shop", "source: a friend")
    assert load(folder.path).sources == ()


def test_a_filled_in_field_may_make_an_answer_too_long(folder):
    folder.change("shop.yml", "country", f"minimum_order: {'many ' * 150}\ncountry")
    assert folder.codes() == ["PA240"]


def test_every_mistake_is_found_in_one_go(folder):
    folder.change("shop.yml", "name:", "nane:")
    folder.change("pin_types.yml", "offered: true", "offered: perhaps")
    folder.change("rules.yml", "[award]", "[awrad]")
    folder.change("rules.yml", "quantity_below: 50", "quantity_below: fifty")
    folder.change("prices.yml", "[USD, EUR]", "[USD, DKK]")
    folder.change("faq/basics.yml", "[minimum]", "[maximum]")
    folder.write("faq/broken.yml", "topics\n  - id: [")
    folder.write("sources.yml", b"\xff")
    assert [(p.file, p.code) for p in folder.problems()] == [
        ("faq/broken.yml", "PA207"),
        ("pin_types.yml", "PA223"),
        ("prices.yml", "PA253"),
        ("rules.yml", "PA224"),
        ("rules.yml", "PA223"),
        ("shop.yml", "PA220"),
        ("sources.yml", "PA203"),
    ]


def test_what_refers_to_a_broken_thing_is_not_blamed(folder):
    folder.change("pin_types.yml", "    summary: What hard_enamel is.\n", "")
    folder.change("faq/basics.yml", "    reply: quote", "    reply: quoted")
    assert folder.codes() == ["PA224", "PA221"]


def test_the_error_says_all_and_survives_a_process_boundary(folder):
    folder.change("shop.yml", "name:", "nane:")
    folder.change("rules.yml", "[award]", "[awrad]")
    with pytest.raises(CatalogError) as caught:
        load(folder.path)
    error = caught.value
    assert str(error).splitlines() == [str(p) for p in error.problems]
    assert (error.code, error.where) == ("PA224", f"rules.yml:{folder.line('rules.yml', 'awrad')}")
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_device_is_not_read(folder):
    (folder.path / "shop.yml").unlink()
    (folder.path / "shop.yml").symlink_to("/dev/zero")
    assert folder.codes() == ["PA201"]


FILES = ("shop.yml", "pin_types.yml", "rules.yml", "prices.yml", "sources.yml", "faq/basics.yml")
WORDS = "rules id when : [ ] { } # | &a *a !!int >- ? --- ... %YAML {shop.name} ~ é"
PIECES = (*WORDS.split(" "), '"', "'", "\\", "\n", "\n  ", "\n  - ", "- ", ": ", " ", "\t", "\x85")
YAML_LIKE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(
    file=st.sampled_from(FILES),
    content=st.one_of(st.binary(), st.text().map(str.encode), YAML_LIKE.map(str.encode)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_content_raises_anything_but_catalog_errors(folder, file, content):
    good = folder.read(file)
    folder.write(file, content)
    try:
        with pytest.raises(CatalogError) as caught:
            load(folder.path)
        assert all(p.line >= 1 and p.what and p.fix for p in caught.value.problems)
        assert any(p.file == file for p in caught.value.problems)
    finally:
        folder.write(file, good)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_slip_of_the_hand_raises_anything_but_catalog_errors(folder, data):
    """Deletes or inserts a little somewhere in a good file: it loads, or the mistake has a place."""
    file = data.draw(st.sampled_from(FILES))
    good = folder.read(file)
    start = data.draw(st.integers(0, len(good) - 1))
    length = data.draw(st.integers(0, 12))
    folder.write(file, good[:start] + data.draw(YAML_LIKE) + good[start + length :])
    try:
        found = folder.problems()
        lines = folder.read(file).count("\n") + 1
        assert all(1 <= p.line <= lines for p in found if p.file == file)
    finally:
        folder.write(file, good)


def test_the_catalog_of_the_product_has_no_mistakes(monkeypatch):
    monkeypatch.delenv("PIN_ADVISOR_CATALOG", raising=False)
    catalog = load(catalog_directory())
    assert {p.id for p in catalog.offered} == {
        "hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne",
    }  # fmt: skip
    assert len(catalog.topics) >= 120
    assert unread_files(catalog_directory()) == []
