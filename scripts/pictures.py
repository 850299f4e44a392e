"""Makes the pictures in ``widget/pictures/``, for messaging platforms, from the drawings of the website.

    .venv/bin/python scripts/pictures.py

It needs Chromium. Run it after a change of the drawings, and look at what it made.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import sync_playwright

from pin_advisor.catalog import catalog_directory, load

WIDGET: Final = Path(__file__).resolve().parents[1] / "widget"
#: Pixels of width and height. Platforms show cards' pictures at 300 to 500, twice that on fine screens.
SIZE: Final = 800
#: Platforms draw transparent pictures on black or on white; a pin has to stand out from both.
PAPER: Final = "#f6f3ec"
#: Enough that no band shows in the metal, and few enough for 60 kB.
COLOURS: Final = 160

_PAGE: Final = f"""
<body style="margin:0;background:{PAPER}">
<style>svg {{display:block;width:80vmin;height:80vmin;margin:10vmin}}</style>
"""
_DRAW: Final = """async ([source, name]) => {
  const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  const drawing = (await import(address)).picture(name, name);
  if (drawing) document.body.replaceChildren(document.querySelector("style"), drawing);
  return Boolean(drawing);
}"""


def main(names: list[str]) -> int:
    """Draw these pin types, by default all that the catalog offers."""
    source = (WIDGET / "pictures.js").read_text(encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    folder = WIDGET / "pictures"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
        page.set_content(_PAGE)
        for name in names:
            if not page.evaluate(_DRAW, [source, name]):
                print(f"There is no drawing of {name}.", file=sys.stderr)
                return 1
            drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            path = folder / f"{name}.png"
            drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
            print(f"{path.relative_to(WIDGET.parent)}: {path.stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    offered = [pin_type.id for pin_type in load(catalog_directory()).offered]
    sys.exit(main(sys.argv[1:] or offered))
