"""Every pin type that is offered has a picture, which messaging platforms can fetch and keep."""

from __future__ import annotations

from io import BytesIO

import aiohttp
import pytest
from PIL import Image

from pin_advisor.catalog import Catalog, load
from pin_advisor.channels.website import about
from pin_advisor.channels.wording import card_words, wording
from pin_advisor.paths import PROJECT
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import serving

FOLDER = PROJECT / "widget" / "pictures"
CATALOG: Catalog = load(PROJECT / "catalog")
OFFERED = [pin_type.id for pin_type in CATALOG.offered]


@pytest.mark.parametrize("pin_type", OFFERED)
def test_an_offered_pin_type_has_a_picture_that_loads_fast_on_a_telephone(pin_type: str) -> None:
    path = FOLDER / f"{pin_type}.png"
    picture = Image.open(path)

    assert (picture.format, picture.size) == ("PNG", (800, 800))
    assert path.stat().st_size < 60_000
    # Transparent ones are shown on black by one platform and on white by another.
    assert "A" not in picture.getbands()
    assert "transparency" not in picture.info


def test_no_two_are_the_same_and_each_is_of_a_pin_type() -> None:
    files = {path.stem: path.read_bytes() for path in FOLDER.iterdir()}

    assert len(set(files.values())) == len(files)
    assert set(files) <= {pin_type.id for pin_type in CATALOG.pin_types}


async def test_platforms_fetch_it_where_cards_say_and_may_keep_it(
    store: ConversationStore, rasa: Rasa
) -> None:
    async with serving(store, rasa) as served, aiohttp.ClientSession() as platform:
        folder = f"{served.url}/webhooks/website/pictures"
        words = card_words(CATALOG, wording(), about.wording(), folder)
        for pin_type in OFFERED:
            picture = words.pin_types[pin_type].picture
            assert picture is not None
            async with platform.head(picture.url) as headers, platform.get(picture.url) as answer:
                content = await answer.read()
                assert (headers.status, answer.status) == (200, 200)
                assert headers.headers["Content-Length"] == str(len(content))
            assert answer.headers["Content-Type"] == headers.headers["Content-Type"] == "image/png"
            assert answer.headers["Cache-Control"] == "public, max-age=86400"
            assert Image.open(BytesIO(content)).size == (800, 800)
            known = {"If-None-Match": answer.headers["ETag"]}
            async with platform.get(picture.url, headers=known) as again:
                assert again.status == 304


async def test_a_picture_that_is_not_there_is_not_found(store: ConversationStore, rasa: Rasa) -> None:
    async with serving(store, rasa) as served, aiohttp.ClientSession() as platform:
        for name in ("epoxy.png", "hard_enamel.PNG", "hard_enamel", ""):
            async with platform.get(f"{served.url}/webhooks/website/pictures/{name}") as answer:
                assert answer.status == 404, name
