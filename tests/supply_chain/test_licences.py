"""Every package that a shop runs may be used as the product uses it."""

from __future__ import annotations

from email.message import Message
from typing import cast

import pytest

from supply_chain.licences import exceptions, installed, is_permissive, licence_of
from supply_chain.locks import SHOP, locked


def test_every_package_of_a_shop_is_permissive_or_an_explained_exception() -> None:
    packages = installed()
    licences = {name: licence_of(packages[name]) for name in locked(SHOP)}

    assert len(licences) > 100
    other = {name: licence for name, licence in licences.items() if not is_permissive(licence)}
    assert set(other) == set(exceptions()), other


def test_every_exception_says_why() -> None:
    for name, entry in exceptions().items():
        assert set(entry) == {"licence", "why"}, name
        assert len(entry["why"]) > 20, name


def test_the_notice_names_every_exception() -> None:
    from pin_advisor.paths import PROJECT

    notice = (PROJECT / "NOTICE").read_text("utf-8")
    assert [name for name in exceptions() if name not in notice] == []


@pytest.mark.parametrize(
    "licence",
    ["MIT", "MIT License", "Apache 2.0", "Apache-2.0 OR BSD-3-Clause", "MIT AND (PSF-2.0)", "new BSD", "BSD"],
)
def test_permissive_licences_in_the_words_of_packages(licence: str) -> None:
    assert is_permissive(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "",
        "GPL-3.0",
        "MPL-2.0 AND MIT",
        "LGPL with exceptions",
        "Proprietary",
        "MIT AND GPL-2.0-only",
        "SSPL-1.0",
    ],
)
def test_others_are_not(licence: str) -> None:
    assert not is_permissive(licence)


class Package:
    """What ``licence_of`` reads of an installed package."""

    def __init__(self, **fields: str | list[str]) -> None:
        self.metadata = Message()
        for name, values in fields.items():
            for value in [values] if isinstance(values, str) else values:
                self.metadata[name.replace("_", "-")] = value


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        (Package(License_Expression="MIT", License="GPL"), "MIT"),
        (Package(License="MIT", Classifier="License :: OSI Approved :: BSD License"), "MIT"),
        (
            Package(License="Dual License", Classifier=["License :: OSI Approved :: BSD License"]),
            "BSD License",
        ),
        (Package(License="GPL"), "GPL"),
        (Package(Classifier="Programming Language :: Python"), ""),
    ],
)
def test_where_a_licence_is_read(package: Package, licence: str) -> None:
    assert licence_of(cast("object", package)) == licence  # type: ignore[arg-type]
