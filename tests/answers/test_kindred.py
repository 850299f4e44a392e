"""Topics about certain types, and what asks the same of others."""

from __future__ import annotations

import pytest

from pin_advisor import kindred
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import ASPECTS


def test_the_catalog_has_them_all(catalog: Catalog) -> None:
    assert set(kindred.TOPICS) - {topic.id for topic in catalog.topics} == set()
    known = {pin_type.id for pin_type in catalog.pin_types}
    assert {t for kin in kindred.TOPICS.values() for t in kin.types} - known == set()
    assert {kin.aspect for kin in kindred.TOPICS.values()} - {*ASPECTS, kindred.DIFFERENCE} == set()


@pytest.mark.parametrize(
    ("topic", "types", "fits"),
    [
        ("soft_vs_cloisonne", ("soft_enamel", "cloisonne"), "soft_vs_cloisonne"),
        ("soft_vs_cloisonne", ("soft_enamel", "hard_enamel"), "difference"),
        ("what_is_synthetic", ("cloisonne",), "what_is"),
        ("what_is_synthetic", ("cloisonne", "hard_enamel"), "what_is_synthetic"),
        ("firing_temperature", ("soft_enamel",), "soft_curing"),
        ("rust", ("cloisonne",), "rust"),
        ("hard_3d", (), "hard_3d"),
        ("two_d_three_d", ("screen_printed",), "dimensions"),
        ("two_d_three_d", ("soft_enamel",), "two_d_three_d"),
        ("what_is_enamel", ("hard_enamel",), "materials"),
        ("what_is_enamel", (), "what_is_enamel"),
    ],
)
def test_a_topic_about_other_types_is_no_answer(topic: str, types: tuple[str, ...], fits: str) -> None:
    assert kindred.fitting(topic, types) == fits


@pytest.mark.parametrize(
    ("topic", "types", "asked"),
    [
        ("hard_min_line", ("photo_etched",), "detail"),
        ("hard_curing", ("cloisonne",), "firing_temperature"),
        ("hard_curing", ("photo_etched",), "process"),
        ("rust", ("cloisonne",), None),
    ],
)
def test_the_same_of_another_type(topic: str, types: tuple[str, ...], asked: str | None) -> None:
    assert kindred.topic_of(topic, types) == asked
