"""Pictures of the sample desk that show one thing close up: a patch, a suit, a reel, a panel, a screen."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageFilter

from .canvas import Canvas, soft
from .paint import (
    AMBER,
    BONE,
    EARTH,
    EMBER,
    GOLD,
    INK,
    SCALE,
    SIGNAL,
    SIZE,
    SKY,
    Point,
    clouds,
    disc_light,
    downward,
    mix,
    ramp,
    rgb,
    scaled,
    sideways,
    star,
    threshold,
    tilted_ellipse,
)


def patch() -> Image.Image:
    """Show an embroidered mission patch in hard geometry on dark cloth."""
    page = Canvas("patch", INK)
    weave = clouds(page.dice, (1600, 900), (260, 150), 2, 0.9).resize(SIZE, Image.Resampling.BICUBIC)
    page.image = ramp(weave, [(0, rgb("10161f")), (1, rgb("232f40"))])
    folds = clouds(page.dice, (400, 225), (3, 2), 3, 0.5).resize(SIZE, Image.Resampling.BICUBIC)
    page.image = ImageChops.multiply(page.image, ramp(folds, [(0, rgb("6a6a70")), (1, rgb("ffffff"))]))
    cx, cy, r = 800.0, 450.0, 366.0
    page.shade(page.oval(cx + 14, cy + 20, r + 4), 0.85, 14)
    art = Canvas("patch-art", INK)
    art.paint(art.oval(cx, cy, r), rgb("b98a35")).paint(art.oval(cx, cy, r - 20), rgb("a52a20"))
    art.paint(art.oval(cx, cy, r - 62), rgb("d8b25c")).paint(art.oval(cx, cy, r - 68), rgb("10213f"))
    inner = art.oval(cx, cy, r - 68)
    for k in range(28):
        a = k / 28 * 2 * math.pi
        art.paint(art.oval(cx + (r - 41) * math.cos(a), cy + (r - 41) * math.sin(a), 5 if k % 7 else 11), rgb("e8d6a6"))
    art.paint(ImageChops.multiply(art.oval(700, 760, 300), inner), rgb("2c5f9e")).paint(
        ImageChops.multiply(art.oval(690, 790, 290), inner), rgb("183e73")
    )
    art.paint(ImageChops.multiply(art.oval(960, 300, 84), inner), rgb("c9c5b8")).paint(
        ImageChops.multiply(art.oval(984, 284, 84), inner), rgb("8d8b84")
    )
    for shift, tone in ((0, rgb("e8d6a6")), (20, rgb("c43a2c")), (40, rgb("a3231a"))):
        sweep = art.polygon(
            [
                (560 + shift, 720),
                (640 + shift, 660),
                (760 + shift * 0.6, 520),
                (838 + shift * 0.3, 340),
                (880, 204),
                (846 + shift * 0.4, 410),
                (790 + shift * 0.9, 560),
                (700 + shift, 690),
                (610 + shift, 760),
            ]
        )
        art.paint(ImageChops.multiply(sweep, inner), tone)
    art.paint(art.polygon([(880, 176), (908, 232), (896, 296), (866, 288), (858, 226)]), rgb("efe9da"))
    art.paint(art.polygon([(866, 288), (896, 296), (890, 318), (862, 308)]), rgb("c43a2c"))
    loop = tilted_ellipse(790, 480, 250, 92, -0.5, 200)
    art.paint(ImageChops.multiply(art.stroke([*loop, loop[0]], 5), inner), rgb("e8d6a6"))
    art.paint(art.oval(loop[12][0], loop[12][1], 11), rgb("c43a2c"))
    for x, y, size in (
        (640, 260, 15),
        (720, 214, 9),
        (610, 380, 10),
        (1010, 470, 12),
        (1030, 570, 8),
        (930, 640, 15),
        (680, 330, 7),
    ):
        art.paint(art.polygon(star(x, y, size)), rgb("efe9da"))
    art.paint(art.polygon(star(800, 650, 44)), rgb("c43a2c")).paint(art.polygon(star(800, 650, 24)), rgb("e8d6a6"))
    page.paint(page.oval(cx, cy, r), _threaded(page, art.image))
    rim = ImageChops.subtract(page.oval(cx, cy, r), page.oval(cx, cy, r - 18))
    page.light(ImageChops.multiply(rim, page.oval(cx - 40, cy - 50, r)), GOLD, 3, 0.35)
    page.glow(480, 140, 700, rgb("fff0d4"), 0.22, 1.8)
    return page.finish(7, 0.5)


def _threaded(page: Canvas, art: Image.Image) -> Image.Image:
    """Turn flat colour into satin stitch: fine slanted threads, and a raised edge where colours meet."""
    threads = (
        clouds(page.dice, (700, 2400), (9, 700), 2, 0.8)
        .resize((4300, 4300), Image.Resampling.BICUBIC)
        .rotate(24, Image.Resampling.BICUBIC)
    )
    threads = threads.crop((550, 1250, 550 + SIZE[0], 1250 + SIZE[1]))
    stitched = ImageChops.multiply(art, ramp(threads, [(0, rgb("8c8c8c")), (0.5, rgb("dedede")), (1, rgb("ffffff"))]))
    grey = art.convert("L").filter(ImageFilter.GaussianBlur(3))
    raised = ImageChops.subtract(grey, ImageChops.offset(grey, 5, 5), 1, 128).point(
        [min(255, max(0, 128 + (v - 128) * 2)) for v in range(256)]
    )
    return ImageChops.overlay(stitched, Image.merge("RGB", [raised] * 3))


def suit() -> Image.Image:
    """Show an empty pressure suit on its stand in a wardrobe, lit from one side."""
    page = Canvas("suit", sideways(SIZE, [(0, rgb("06080c")), (0.55, rgb("131a24")), (1, rgb("1f2a38"))]))
    for k in range(14):
        x = 30 + k * 122
        fold = sideways(
            SIZE, [(0, INK), (x / 1600, INK), ((x + 50) / 1600, rgb("33425a")), ((x + 100) / 1600, INK), (1, INK)]
        )
        page.image = ImageChops.screen(page.image, scaled(fold, 0.2 + 0.05 * k))
    page.glow(1250, 260, 820, rgb("ffcf95"), 0.28, 1.8)
    page.paint(page.box(-5, 846, 1605, 905), downward(SIZE, [(0.93, rgb("2a2522")), (1, rgb("0a0909"))]))
    page.shade(page.oval(790, 880, 420, 40), 0.7, 16)
    dark, lit, sun = rgb("1f232b"), rgb("f6f1e4"), (0.85, -0.4)
    page.paint(
        page.box(560, 250, 1040, 800, 60),
        sideways(SIZE, [(0.34, rgb("0d1015")), (0.6, rgb("3c4149")), (0.66, rgb("aaa596"))]),
    )
    for x0, x1 in (((640, 880), (700, 640)), ((960, 880), (900, 640))):
        page.tube([x0, x1], 176, dark, lit, sun)
    for side in (-1, 1):
        arm = [(800 + side * 170, 400), (800 + side * 262, 520), (800 + side * 286, 650), (800 + side * 250, 770)]
        page.shade(page.stroke([(x - 10, y + 14) for x, y in arm], 128), 0.5, 12)
        page.tube(arm, 128, dark, lit, sun)
        _bellows(page, arm[1], arm[2], 124)
        page.tube([(800 + side * 262, 742), (800 + side * 254, 764)], 126, rgb("3a0d08"), rgb("ff7d62"), sun)
        hand = (800 + side * 240, 812)
        page.tube([(hand[0] + side * 6, 786), hand, (hand[0] - side * 8, 846)], 96, rgb("22252c"), rgb("c9c6bc"), sun)
        page.tube([(hand[0] - side * 40, 800), (hand[0] - side * 58, 848)], 36, rgb("22252c"), rgb("c9c6bc"), sun)
    page.shade(page.stroke([(780, 420), (780, 690)], 350), 0.5, 16)
    page.tube([(800, 420), (800, 640)], 350, dark, lit, sun)
    for y in (560, 640, 706):
        page.line(
            [(800 - 150 + t * 30, y + 16 * math.sin(t / 10 * math.pi)) for t in range(11)], 6, rgb("2a2b30"), 0.4, 2
        )
    _chest(page)
    page.tube([(680, 306), (800, 330), (920, 306)], 62, rgb("33373f"), rgb("e6e9ec"), (0.3, -0.9))
    _bubble(page)
    return page.finish(8, 0.5)


def _bellows(page: Canvas, start: Point, end: Point, width: float) -> None:
    a = math.atan2(end[1] - start[1], end[0] - start[0])
    for k in range(6):
        x, y = start[0] + (end[0] - start[0]) * k / 5, start[1] + (end[1] - start[1]) * k / 5
        bow = [
            (
                x + s * width * 0.49 * math.sin(a) + (0.6 - s * s) * 14 * math.cos(a),
                y - s * width * 0.49 * math.cos(a) + (0.6 - s * s) * 14 * math.sin(a),
            )
            for s in (-1, -0.6, -0.2, 0.2, 0.6, 1)
        ]
        page.line(bow, 8, rgb("202228"), 0.45, 2.4).line([(px + 2, py - 7) for px, py in bow], 4, BONE, 0.22, 2)


def _chest(page: Canvas) -> None:
    page.shade(page.box(690, 456, 898, 606, 14), 0.6, 10)
    page.paint(
        page.box(698, 446, 904, 590, 14),
        sideways(SIZE, [(0.43, rgb("4a4f57")), (0.53, rgb("b9bbba")), (0.57, rgb("e9e6dc"))]),
    )
    page.paint(page.box(714, 462, 790, 514, 4), rgb("14181c")).light(page.box(718, 466, 786, 510, 3), AMBER, 2, 0.4)
    for k in range(4):
        page.line([(724, 474 + k * 9), (724 + 46 - k * 9 % 26, 474 + k * 9)], 2, GOLD, 0.8)
    for k, colour in enumerate((SIGNAL, EARTH, SIGNAL)):
        x = 734 + k * 66
        page.shade(page.oval(x + 4, 560, 20), 0.6, 4).paint(page.oval(x, 556, 19), mix(colour, INK, 0.45)).paint(
            page.oval(x + 3, 553, 14), colour, 1, 2
        )
        page.paint(page.oval(x + 1, 555, 6), rgb("15181d"))
    for k in range(6):
        page.paint(page.box(806 + k * 14, 470, 815 + k * 14, 508, 2), rgb("22262c"))
    for start, bend, end in (((716, 590), (640, 690), (690, 770)), ((884, 590), (980, 690), (930, 776))):
        hose = [
            (
                (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0],
                (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1],
            )
            for t in (k / 24 for k in range(25))
        ]
        page.shade(page.stroke([(x - 8, y + 8) for x, y in hose], 24), 0.5, 5)
        page.tube(hose, 24, rgb("17304f"), rgb("9cc9f5"), (0.8, -0.5))
        for x, y in hose[::2]:
            page.line([(x - 10, y - 3), (x + 10, y + 3)], 2.4, rgb("10233a"), 0.6)


def _bubble(page: Canvas) -> None:
    shell = disc_light(
        (900, 900), [(0, rgb("ffffff")), (0.3, rgb("efeadd")), (0.62, rgb("8c8c8c")), (1, rgb("1b1f26"))]
    )
    layer = page.image.copy()
    layer.paste(shell.resize((880, 880)), (round(636 * SCALE), round(-60 * SCALE)))
    page.shade(page.oval(786, 196, 148, 152), 0.5, 14).paint(page.oval(800, 182, 146, 150), layer)
    page.paint(page.oval(790, 192, 114, 108), rgb("15171b"), 1, 1)
    glass = page.oval(790, 192, 106, 100)
    page.paint(
        glass,
        sideways(SIZE, [(0.43, rgb("0b0805")), (0.5, rgb("3a2209")), (0.54, rgb("a5681f")), (0.56, rgb("f0b964"))]),
    )
    curtain = page.polygon([(826, 90), (850, 90), (860, 300), (834, 300)])
    page.light(ImageChops.multiply(curtain, glass), GOLD, 4, 0.5)
    page.light(
        ImageChops.multiply(page.polygon([(706, 226), (880, 240), (880, 262), (712, 250)]), glass), AMBER, 6, 0.18
    )
    sheen = ImageChops.subtract(page.oval(790, 192, 100, 94), page.oval(774, 202, 102, 98))
    page.light(ImageChops.multiply(sheen, glass), rgb("fff3d6"), 3, 0.8)
    page.glow(842, 142, 34, rgb("fff6df"), 0.9, 1.8)
    page.tube([(664, 176), (664, 214)], 26, rgb("22262c"), rgb("9aa0a6"), (0.8, -0.4))


def film_reel() -> Image.Image:
    """Show a reel of film in a projector's beam, frames spilling across the table."""
    page = Canvas("reel", downward(SIZE, [(0, rgb("08080c")), (0.75, rgb("14100e")), (1, rgb("1d140d"))]))
    beam = page.polygon([(-20, 96), (-20, 150), (1640, 560), (1640, -160)])
    fade = sideways(SIZE, [(0, BONE), (1, rgb("383838"))]).convert("L")
    smoke = clouds(page.dice, (800, 450), (4, 3), 6, 0.6).resize(SIZE, Image.Resampling.BICUBIC)
    page.light(
        ImageChops.multiply(ImageChops.multiply(soft(beam, 10), fade), scaled(smoke, 1.3)), rgb("ffdfb0"), 2, 0.42
    )
    page.glow(-10, 122, 240, rgb("fff0d0"), 1, 1.7)
    page.paint(page.box(-5, 770, 1605, 905), downward(SIZE, [(0.85, rgb("2e1d12")), (1, rgb("0b0705"))]))
    page.shade(page.oval(690, 800, 380, 30), 0.8, 16)
    _reel(page, 690, 440, 350)
    _strip(page)
    for _ in range(150):
        x = page.dice.uniform(80, 1590)
        y = page.dice.uniform(60, 220 + x * 0.2)
        page.paint(page.oval(x, y, page.dice.uniform(0.5, 1.4)), GOLD, page.dice.uniform(0.1, 0.55))
    return page.finish(8, 0.5)


def _reel(page: Canvas, x: float, y: float, r: float) -> None:
    page.paint(page.oval(x + 16, y + 6, r), rgb("1b1712"))
    page.paint(page.oval(x, y, r), rgb("3b3630"))
    film = disc_light(
        (1000, 1000), [(0, rgb("1d120a")), (0.5, rgb("2a190d")), (0.9, rgb("3f2714")), (1, rgb("5a3a1e"))]
    )
    layer = page.image.copy()
    layer.paste(film.resize((1280, 1280)), (round((x - 320) * SCALE), round((y - 320) * SCALE)))
    page.paint(page.oval(x, y, 318), layer)
    for k in range(30):
        ring = ImageChops.subtract(page.oval(x, y, 96 + k * 7.4), page.oval(x, y, 95 + k * 7.4))
        page.light(ring, AMBER, 0, 0.05 + 0.07 * page.dice.random())
    flange = ImageChops.subtract(page.oval(x, y, r), page.oval(x, y, r - 26))
    flange = ImageChops.lighter(flange, page.oval(x, y, 112))
    for k in range(5):
        a = k / 5 * 2 * math.pi - 0.5
        spoke = page.stroke(
            [(x + 60 * math.cos(a), y + 60 * math.sin(a)), (x + (r - 14) * math.cos(a), y + (r - 14) * math.sin(a))], 62
        )
        flange = ImageChops.lighter(flange, spoke)
    for k in range(5):
        a = k / 5 * 2 * math.pi - 0.5 + math.pi / 5
        flange = ImageChops.subtract(flange, page.oval(x + 118 * math.cos(a), y + 118 * math.sin(a), 34))
    flange = ImageChops.multiply(flange, page.oval(x, y, r))
    page.shade(ImageChops.multiply(ImageChops.offset(flange, 12, 16), page.oval(x, y, r)), 0.6, 5)
    metal = downward(
        SIZE,
        [
            ((y - r) / 900, rgb("f4ecd9")),
            ((y - r * 0.3) / 900, rgb("a8a092")),
            (y / 900, rgb("5d584f")),
            ((y + r * 0.5) / 900, rgb("8f7c62")),
            (1, rgb("2a241d")),
        ],
    )
    brushed = clouds(page.dice, (1600, 900), (5, 300), 2, 0.8).resize(SIZE, Image.Resampling.BICUBIC)
    page.paint(flange, ImageChops.multiply(metal, ramp(brushed, [(0, rgb("b5b5b5")), (1, rgb("ffffff"))])))
    edge = ImageChops.subtract(flange, ImageChops.offset(flange, 3, 4))
    page.light(edge, GOLD, 0.4, 0.6)
    page.paint(page.oval(x, y, 34), rgb("15120f")).paint(page.box(x - 6, y - 48, x + 6, y - 24, 2), rgb("15120f"))
    page.paint(page.oval(x, y, 18), rgb("6d675d")).light(page.oval(x - 5, y - 6, 7), BONE, 2, 0.8)


def _strip(page: Canvas) -> None:
    """Lay a curling strip of film with small scenes in its frames: drawn flat, then bent column by column."""
    w, h = 2400, 300
    flat = Canvas("strip", rgb("1c120b"))
    for k in range(9):
        x = 20 + k * 132
        tone = (EARTH, AMBER, rgb("6d6a63"), EMBER, SKY, rgb("4b5a72"))[k % 6]
        flat.paint(
            flat.box(x, 32, x + 118, 118, 6),
            downward(SIZE, [(0.03, mix(tone, INK, 0.6)), (0.1, mix(tone, GOLD, 0.3)), (0.135, mix(tone, INK, 0.5))]),
        )
        flat.paint(flat.oval(x + 34 + k * 6, 64, 15), mix(tone, BONE, 0.7))
        flat.fill(
            [(x + 3, 116), (x + 40, 98 - k % 3 * 6), (x + 80, 106), (x + 115, 92), (x + 115, 116)], mix(tone, INK, 0.72)
        )
    for k in range(60):
        for y in (9, 127):
            flat.paint(flat.box(4 + k * 20, y, 14 + k * 20, y + 13, 3), rgb("d9c7a4"))
    band = flat.image.crop((0, 0, w, h))
    out = page.image.copy()
    mask = Image.new("L", SIZE)
    for column in range(w):
        t = column / w
        px = round((700 + 930 * t) * SCALE)
        py = round((724 + 46 * math.sin(t * 7.2) - 60 * t) * SCALE)
        tall = round((96 + 26 * math.cos(t * 7.2 + 0.6)) * SCALE)
        slope = math.cos(t * 7.2)
        piece = scaled(band.crop((column, 0, column + 1, h)).resize((2, tall)), 0.72 + 0.5 * slope * slope)
        out.paste(piece, (px, py))
        mask.paste(255, (px, py, px + 2, py + tall))
    page.shade(ImageChops.offset(mask, 8, 36), 0.6, 12).paint(mask, out)


def title_card() -> Image.Image:
    """Show a title card without a word: discs, bars and one long curve in four inks."""
    page = Canvas("title", rgb("11233f"))
    paper = clouds(page.dice, (1600, 900), (200, 120), 4, 0.8).resize(SIZE, Image.Resampling.BICUBIC)
    page.paint(page.box(0, 0, 1600, 900), rgb("e9dfc8"))
    page.paint(page.box(0, 0, 1600, 560), rgb("14284a"))
    for k in range(9):
        page.paint(
            page.box(0, 560 + k * 38, 1600, 560 + k * 38 + 30 - k * 3),
            (rgb("c43a2c"), rgb("d9772f"), rgb("f2a83f"))[k // 3],
        )
    page.paint(page.oval(1090, 560, 330), rgb("f2a83f"))
    for k in range(9):
        cut = page.box(700, 600 + k * 36, 1480, 606 + k * 36 + k * 2.2)
        page.paint(ImageChops.multiply(cut, page.oval(1090, 560, 330)), rgb("e9dfc8"))
    page.paint(page.oval(520, 236, 92), rgb("e9dfc8")).paint(page.oval(556, 216, 92), rgb("14284a"))
    for k in range(5):
        r = 430 + k * 26
        ring = ImageChops.subtract(page.oval(1090, 560, r), page.oval(1090, 560, r - 9 + k))
        page.paint(ImageChops.multiply(ring, page.box(0, 0, 1600, 560)), mix(rgb("3d83d8"), rgb("14284a"), k * 0.17))
    path = [(60 + t * 10.2, 900 - 760 * (t / 100) ** 1.9 - 40 * (t / 100)) for t in range(101)]
    page.line(path, 7, rgb("e9dfc8"))
    x, y = path[-1]
    page.fill([(x + 58, y - 92), (x + 30, y + 8), (x - 24, y - 22)], rgb("c43a2c"))
    page.fill([(x + 30, y + 8), (x - 24, y - 22), (x - 38, y + 8), (x + 10, y + 36)], rgb("e9dfc8"))
    for sx, sy, r in (
        (160, 120, 5),
        (300, 300, 3.4),
        (760, 110, 4),
        (890, 60, 3),
        (250, 440, 4),
        (1330, 90, 4.4),
        (1490, 240, 3),
        (420, 420, 3),
        (690, 330, 3),
    ):
        page.paint(page.polygon(star(sx, sy, r * 2.6)), rgb("e9dfc8"))
    page.image = ImageChops.multiply(
        page.image, ramp(paper, [(0, rgb("d9d3c6")), (0.4, rgb("f6f2e8")), (1, rgb("ffffff"))])
    )
    worn = threshold(clouds(page.dice, (1600, 900), (14, 8), 7, 0.75), 206, 236).resize(SIZE, Image.Resampling.BICUBIC)
    page.paint(worn, rgb("e9dfc8"), 0.3)
    return page.finish(10, 0.3)
