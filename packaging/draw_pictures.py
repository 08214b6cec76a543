"""Draw the sample desk's pictures into resources/sample/pictures: python packaging/draw_pictures.py [NAME...]."""

from __future__ import annotations

import argparse
from pathlib import Path

from pictures import aloft, objects, outside, panels, rooms

TARGET = Path(__file__).resolve().parent.parent / "resources" / "sample" / "pictures"

SCENES = {
    "visor": outside.visor,
    "sea-launch": outside.sea_launch,
    "lunar-orbit": aloft.lunar_orbit,
    "docking": aloft.docking,
    "dunes": outside.dunes,
    "night-pad": outside.night_pad,
    "earth-window": aloft.earth_window,
    "one-lamp": rooms.one_lamp,
    "bookshelf": rooms.bookshelf,
    "control-room": rooms.control_room,
    "patch": objects.patch,
    "suit": objects.suit,
    "film-reel": objects.film_reel,
    "title-card": objects.title_card,
    "switches": panels.switches,
    "quiet-scope": panels.quiet_scope,
}


def main() -> None:
    """Draw the named pictures, or all of them."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the sample desk.")
    parser.add_argument("names", nargs="*", choices=[*SCENES, []], metavar="NAME", help=", ".join(SCENES))
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="folder to write to (default: %(default)s)")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for name in options.names or SCENES:
        path = options.output / f"{name}.jpg"
        SCENES[name]().save(path, quality=87, optimize=True, progressive=True, subsampling="4:2:0")
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
