"""Pictures of the sample desk that are set indoors: a workshop, a library, a control room, a wardrobe."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from .canvas import Canvas
from .paint import (
    AMBER,
    BONE,
    EARTH,
    EMBER,
    GOLD,
    INK,
    MOSS,
    SCALE,
    SIGNAL,
    SIZE,
    SKY,
    Colour,
    Point,
    Relief,
    clouds,
    downward,
    mix,
    moon_map,
    ramp,
    rgb,
    scaled,
    sideways,
    threshold,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def one_lamp() -> Image.Image:
    """Show a model maker's bench: a plaster Moon, a small lander and a single lamp."""
    page = Canvas("lamp", downward(SIZE, [(0, rgb("0d0c0f")), (0.55, rgb("1a1512")), (1, rgb("060506"))]))
    _back_shelf(page)
    page.glow(1180, 330, 620, rgb("ffb765"), 0.5, 2.2)
    bench = downward(SIZE, [(0.5, rgb("3b2617")), (0.7, rgb("27180e")), (1, rgb("0c0705"))])
    wood = clouds(page.dice, (1600, 900), (3, 90), 5, 0.7).resize(SIZE, Image.Resampling.BICUBIC)
    bench = ImageChops.multiply(bench, ramp(wood, [(0, rgb("8a8079")), (1, rgb("ffffff"))]))
    page.paint(page.box(-5, 520, 1605, 905), bench)
    page.light(page.box(0, 519, 1600, 521.5), AMBER, 1.5, 0.3)
    page.glow(900, 690, 760, rgb("ff9d45"), 0.38, 1.8)
    tray = [(330, 556), (1190, 548), (1370, 806), (150, 818)]
    page.shade(page.polygon([(x - 12, y + 26) for x, y in tray]), 0.7, 16)
    _table_moon(page, tray)
    _toy_lander(page, 690, 640)
    _lamp(page)
    _tools(page)
    dust = page.polygon([(1120, 300), (1236, 330), (1420, 830), (300, 830)])
    page.light(dust, rgb("ffc37a"), 34, 0.16)
    for _ in range(170):
        x, y = page.dice.uniform(480, 1330), page.dice.uniform(320, 640)
        page.paint(page.oval(x, y, page.dice.uniform(0.4, 1.1)), GOLD, page.dice.uniform(0.1, 0.5))
    return page.finish(8, 0.55)


def _back_shelf(page: Canvas) -> None:
    for y in (150, 330):
        page.paint(page.box(40, y, 900, y + 12), rgb("241a13")).shade(page.box(40, y + 12, 900, y + 40), 0.5, 8)
    x = 64.0
    while x < 860:
        w, h = page.dice.uniform(26, 74), page.dice.uniform(40, 112)
        base = 330 if page.dice.random() < 0.55 else 150
        tone = mix(page.dice.choice((rgb("3a3330"), rgb("2e3a45"), rgb("49301f"), rgb("3d3d38"))), INK, 0.25)
        page.paint(page.box(x, base - h, x + w, base, 4), tone).shade(page.box(x, base - h, x + w * 0.4, base), 0.35, 4)
        page.light(page.box(x + w - 2, base - h + 3, x + w, base), AMBER, 1, 0.22)
        x += w + page.dice.uniform(4, 30)


def _table_moon(page: Canvas, tray: Sequence[Point]) -> None:
    relief = Relief((2600, 1500), page.dice).roughen(8, 9, 26, 0.55).pepper(190, 12, 150, 0.42)
    seen = relief.lit(-1, 0.15, 14)
    grey = Image.merge("RGB", [scaled(seen, 1.6)] * 3)
    warm = ImageChops.multiply(
        grey, sideways(grey.size, [(0, rgb("6a5a4b")), (0.55, rgb("e6cda6")), (1, rgb("fff0d0"))])
    )
    left, top, right, bottom = 150.0, 548.0, 1370.0, 818.0
    w, h = round((right - left) * SCALE), round((bottom - top) * SCALE)
    quad = (-320.0, 0.0, 0.0, 1499.0, 2599.0, 1499.0, 2990.0, 0.0)
    flat = warm.transform((w, h), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    layer = page.image.copy()
    layer.paste(flat, (round(left * SCALE), round(top * SCALE)))
    page.paint(page.polygon(tray), layer)
    (_, _), (_, _), (x2, y2), (x3, y3) = tray
    page.fill([(x3, y3), (x2, y2), (x2 - 2, y2 + 22), (x3 + 4, y3 + 22)], rgb("4a3523"))
    page.light(page.stroke([(x3, y3), (x2, y2)], 2), GOLD, 1, 0.5)


def _toy_lander(page: Canvas, x: float, y: float) -> None:
    page.shade(page.polygon([(x - 40, y + 62), (x + 56, y + 56), (x - 190, y + 108), (x - 290, y + 104)]), 0.78, 3)
    for dx, dy in ((-66, 66), (64, 60), (-22, 78), (34, 40)):
        page.tube([(x + dx * 0.45, y + 12), (x + dx, y + dy)], 5, rgb("2c2218"), rgb("f0d7a4"), (1, -0.5))
        page.paint(page.oval(x + dx, y + dy + 2, 13, 4.5), rgb("8e7a58")).light(
            page.oval(x + dx + 3, y + dy, 8, 2), GOLD, 1, 0.6
        )
    body = sideways(
        SIZE, [((x - 48) / 1600, rgb("35230f")), (x / 1600, rgb("b98236")), ((x + 48) / 1600, rgb("ffe2a0"))]
    )
    foil = ramp(
        clouds(page.dice, SIZE, (220, 130), 3, 0.7), [(0, rgb("6b5a44")), (0.5, rgb("d9c8a8")), (1, rgb("ffffff"))]
    )
    page.paint(
        page.polygon([(x - 48, y - 8), (x + 48, y - 8), (x + 54, y + 30), (x - 54, y + 30)]),
        ImageChops.multiply(body, foil),
    )
    hull = sideways(
        SIZE, [((x - 40) / 1600, rgb("2b2a2a")), ((x + 6) / 1600, rgb("9b968a")), ((x + 40) / 1600, rgb("fff6df"))]
    )
    page.paint(
        page.polygon(
            [(x - 38, y - 10), (x - 44, y - 44), (x - 22, y - 74), (x + 20, y - 74), (x + 42, y - 46), (x + 36, y - 10)]
        ),
        hull,
    )
    page.line([(x - 2, y - 72), (x + 4, y - 12)], 1.4, rgb("3a342c"), 0.7)
    page.fill([(x + 12, y - 62), (x + 28, y - 54), (x + 14, y - 46)], rgb("16120e"))
    page.paint(page.box(x - 26, y - 38, x - 8, y - 14, 3), rgb("23211f")).line(
        [(x - 40, y - 42), (x + 39, y - 44)], 1.4, rgb("3a342c"), 0.6
    )
    page.line([(x - 6, y - 74), (x - 12, y - 112)], 1.8, rgb("c9b58c")).paint(
        page.oval(x - 12, y - 114, 10, 4), rgb("c9b58c")
    )
    page.line([(x - 54, y + 11), (x + 54, y + 11)], 1.2, rgb("2d1d0b"), 0.5)


def _lamp(page: Canvas) -> None:
    arm = [(1500, 560), (1448, 250), (1236, 176), (1196, 262)]
    for start, end in pairwise(arm[:3]):
        page.tube([start, end], 15, rgb("0c0d0f"), rgb("71675a"), (-0.8, 0.4))
    for x, y in arm[1:3]:
        page.paint(page.oval(x, y, 15), rgb("15161a")).light(page.oval(x - 3, y + 2, 6), AMBER, 2, 0.4)
    page.paint(page.oval(1500, 566, 92, 20), rgb("101114")).light(page.oval(1470, 562, 50, 6), AMBER, 5, 0.3)
    page.paint(
        page.polygon([(1150, 208), (1234, 232), (1280, 356), (1060, 294)]),
        sideways(SIZE, [(0.66, rgb("0e2a25")), (0.72, rgb("1f5347")), (0.77, rgb("3d8471")), (0.81, rgb("0d241f"))]),
        1,
        1,
    )
    page.paint(page.polygon([(1060, 294), (1280, 356), (1262, 368), (1062, 312)]), rgb("fff4d6"), 1, 2)
    page.glow(1166, 336, 190, rgb("ffd596"), 0.95, 2.3).glow(1166, 336, 60, rgb("ffffff"), 1, 1.4)


def _tools(page: Canvas) -> None:
    page.shade(page.oval(176, 640, 80, 14), 0.6, 6)
    for dx, top, tone in (
        (-30, 430, rgb("6b4a2a")),
        (-8, 396, rgb("8b2f25")),
        (14, 418, rgb("2f4a66")),
        (34, 446, rgb("7c6a3c")),
    ):
        page.tube([(170 + dx * 0.5, 560), (170 + dx * 1.5, top)], 8, mix(tone, INK, 0.6), mix(tone, GOLD, 0.4), (1, 0))
        page.paint(page.oval(170 + dx * 1.52, top - 12, 6, 17), mix(tone, BONE, 0.25))
    tin = sideways(
        SIZE,
        [
            (116 / 1600, rgb("17191c")),
            (190 / 1600, rgb("5a5a58")),
            (226 / 1600, rgb("d9c39c")),
            (234 / 1600, rgb("8f7f63")),
        ],
    )
    page.paint(page.box(116, 530, 234, 642, 8), tin).paint(page.oval(175, 532, 59, 11), rgb("1a1611"))
    page.paint(page.box(116, 570, 234, 608), EMBER, 0.55)
    page.shade(page.polygon([(1330, 842), (1560, 800), (1570, 816), (1338, 860)]), 0.5, 6)
    page.fill([(1326, 832), (1556, 790), (1562, 804), (1332, 848)], rgb("c9a25c"))
    for k in range(24):
        x = 1332 + k * 9.4
        y = 831 - (x - 1326) * 42 / 230
        page.line([(x, y), (x + 1, y + (9 if k % 4 == 0 else 5))], 1, rgb("3a2812"))
    page.tube([(420, 866), (600, 842)], 9, rgb("2a1508"), rgb("d08a4a"), (0.2, -1)).line(
        [(600, 842), (640, 836)], 3, BONE
    )


def bookshelf() -> Image.Image:
    """Show shelves of well-read novels with a small Moon for a lamp."""
    page = Canvas("books", downward(SIZE, [(0, rgb("120d0b")), (1, rgb("0a0706"))]))
    shelves = [(-10, 262), (290, 578), (606, 900)]
    for number, (top, foot) in enumerate(shelves):
        _row_of_books(page, top, foot, gap=(980, 1330) if number == 1 else None)
        board = downward(SIZE, [(foot / 900, rgb("6b452a")), ((foot + 26) / 900, rgb("2d1a0f")), (1, rgb("2d1a0f"))])
        page.shade(page.box(-10, foot - 18, 1610, foot), 0.4, 10)
        page.paint(page.box(-10, foot, 1610, foot + 26), board)
    dim = sideways(SIZE, [(0, rgb("4a4550")), (0.45, rgb("93877f")), (0.72, rgb("fff2df")), (1, rgb("8b7e75"))])
    page.image = ImageChops.multiply(page.image, dim)
    page.glow(1156, 470, 640, rgb("ffb25a"), 0.5, 2)
    page.paint(
        page.box(1110, 552, 1202, 578, 8),
        sideways(SIZE, [(1110 / 1600, rgb("3a2413")), (0.72, rgb("c98a4a")), (1202 / 1600, rgb("3a2413"))]),
    )
    page.planet(1156, 460, 98, moon_map(page.dice, (2048, 1024), 8), (-0.1, -0.1, 1), turn=0.1, power=0.3, ambient=0.35)
    page.light(page.oval(1156, 460, 98), rgb("ffcf86"), 2, 0.34)
    page.glow(1156, 460, 210, rgb("ffd89a"), 0.6, 1.8)
    return page.finish(7, 0.5)


def _row_of_books(page: Canvas, top: float, foot: float, gap: tuple[float, float] | None) -> None:
    tones = (
        "1c2f4d",
        "7a2a20",
        "d8cdb4",
        "2b4a3f",
        "a8641f",
        "403246",
        "8f8b80",
        "152029",
        "b9ad90",
        "5a1d1a",
        "27506e",
    )
    foils = (GOLD, BONE, SKY, SIGNAL, INK)
    x = -8.0
    while x < 1610:
        w = page.dice.choice((20, 26, 30, 34, 40, 48, 56))
        if gap and gap[0] - w < x < gap[1]:
            x = gap[1]
            continue
        h = (foot - top) * page.dice.uniform(0.68, 0.92)
        tone = rgb(page.dice.choice(tones))
        foil = page.dice.choice([f for f in foils if sum(abs(a - b) for a, b in zip(f, tone, strict=True)) > 210])
        y = foot - h
        cloth = sideways(
            SIZE,
            [
                (max(0, x) / 1600, mix(tone, INK, 0.45)),
                (min(1, max(0.0, x + w * 0.42) / 1600), mix(tone, BONE, 0.16)),
                (min(1, max(0.001, x + w) / 1600), mix(tone, INK, 0.55)),
            ],
        )
        page.paint(page.box(x, y, x + w - 1.6, foot, 3), cloth)
        _spine(page, x, y, w, h, foil)
        x += w
        if page.dice.random() < 0.05:
            x += page.dice.uniform(8, 26)


def _spine(page: Canvas, x: float, y: float, w: float, h: float, foil: Colour) -> None:
    kind, middle = page.dice.randrange(6), x + w / 2 - 0.8
    bands = ((0.1, 0.12), (0.86, 0.88)) if kind != 3 else ((0.07, 0.26), (0.8, 0.82))
    for a, b in bands:
        page.paint(page.box(x, y + h * a, x + w - 1.6, y + h * b), foil, 0.75)
    if kind in (0, 3):
        page.paint(page.oval(middle, y + h * 0.72, w * 0.24), foil, 0.8)
    elif kind == 1:
        page.line([(middle, y + h * 0.2), (middle, y + h * 0.62)], w * 0.14, foil, 0.7)
        page.line([(middle, y + h * 0.66), (middle, y + h * 0.74)], w * 0.14, foil, 0.7)
    elif kind == 2:
        page.fill([(middle - w * 0.22, y + h * 0.8), (middle, y + h * 0.64), (middle + w * 0.22, y + h * 0.8)], foil)
        page.line([(middle - w * 0.12, y + h * 0.2), (middle - w * 0.12, y + h * 0.56)], w * 0.1, foil, 0.7)
        page.line([(middle + w * 0.14, y + h * 0.2), (middle + w * 0.14, y + h * 0.44)], w * 0.1, foil, 0.7)
    elif kind == 4:
        for k in range(5):
            page.line(
                [(x + w * 0.22, y + h * (0.24 + k * 0.05)), (x + w * 0.72, y + h * (0.24 + k * 0.05))], 2, foil, 0.7
            )
    else:
        page.line([(middle, y + h * 0.24), (middle, y + h * 0.76)], w * 0.2, foil, 0.65)


def control_room() -> Image.Image:
    """Show a control room at night: rows of consoles and a wall of tracks."""
    page = Canvas("control", downward(SIZE, [(0, rgb("070a10")), (0.6, rgb("0b1018")), (1, rgb("030406"))]))
    for x0, x1 in ((80, 420), (450, 1150), (1180, 1520)):
        page.glow((x0 + x1) / 2, 230, (x1 - x0) * 0.75, EARTH, 0.32, 2)
        page.paint(page.box(x0, 70, x1, 372, 8), rgb("12161c")).paint(
            page.box(x0 + 8, 78, x1 - 8, 364, 5), rgb("071524")
        )
    _world(page, 462, 86, 676, 270)
    _chart(page, 96, 88, 308, 268, MOSS)
    _chart(page, 1196, 88, 308, 268, AMBER)
    for row, (y, k, count) in enumerate(((452, 0.62, 9), (566, 0.84, 7), (724, 1.18, 5))):
        page.glow(800, y + 30, 900 * k, rgb("27507e"), 0.12, 2)
        for seat in range(count):
            x = 800 + (seat - (count - 1) / 2) * 212 * k
            _console(page, x, y, k, row + seat)
    page.light(page.box(0, 380, 1600, 640), EARTH, 60, 0.07)
    return page.finish(8, 0.5)


def _world(page: Canvas, x: float, y: float, w: float, h: float) -> None:
    land = threshold(clouds(random.Random("continents"), (676, 270), (7, 3), 6, 0.55), 140, 150)
    big = Image.new("L", SIZE)
    big.paste(land.resize((round(w * SCALE), round(h * SCALE))), (round(x * SCALE), round(y * SCALE)))
    page.light(big, rgb("2c6ca8"), 0.6, 0.55)
    for k in range(1, 12):
        page.line([(x + w * k / 12, y), (x + w * k / 12, y + h)], 0.8, SKY, 0.16)
    for k in range(1, 6):
        page.line([(x, y + h * k / 6), (x + w, y + h * k / 6)], 0.8, SKY, 0.16)
    for phase, colour in ((0.0, AMBER), (1.1, rgb("c98a3a")), (2.2, rgb("94672d"))):
        track = [
            (x + w * t / 160, y + h / 2 + h * 0.36 * math.sin(t / 160 * 2 * math.pi * 1.35 + phase)) for t in range(161)
        ]
        page.light(page.stroke(track, 5), colour, 4, 0.5).line(track, 1.8, colour)
    px, py = x + w * 96 / 160, y + h / 2 + h * 0.36 * math.sin(96 / 160 * 2 * math.pi * 1.35)
    page.glow(px, py, 36, GOLD, 1, 1.6).paint(page.oval(px, py, 5), BONE)


def _chart(page: Canvas, x: float, y: float, w: float, h: float, colour: Colour) -> None:
    for k in range(9):
        length = w * page.dice.uniform(0.3, 0.86)
        page.line([(x + 12, y + 18 + k * 13), (x + 12 + length, y + 18 + k * 13)], 3, colour, 0.55)
        page.paint(
            page.box(x + w - 26, y + 13 + k * 13, x + w - 12, y + 22 + k * 13),
            page.dice.choice((MOSS, MOSS, AMBER, SIGNAL)),
            0.9,
        )
    level = 0.4
    points: list[Point] = []
    for k in range(60):
        level = min(0.95, max(0.05, level + page.dice.uniform(-0.09, 0.1)))
        points.append((x + 12 + (w - 24) * k / 59, y + h - 12 - (h - 160) * level))
    page.light(page.stroke(points, 5), colour, 4, 0.6).line(points, 2, mix(colour, BONE, 0.3))
    page.line([(x + 12, y + h - 10), (x + w - 12, y + h - 10)], 1.4, SKY, 0.5)


def _console(page: Canvas, x: float, y: float, k: float, number: int) -> None:
    colour = (MOSS, EARTH, AMBER, MOSS, SKY)[number % 5]
    page.paint(
        page.polygon(
            [(x - 98 * k, y + 190 * k), (x - 94 * k, y - 8 * k), (x + 94 * k, y - 8 * k), (x + 98 * k, y + 190 * k)]
        ),
        downward(SIZE, [((y - 8 * k) / 900, rgb("2b323a")), (min(0.99, (y + 120 * k) / 900), rgb("0c0f13"))]),
    )
    page.paint(page.box(x - 78 * k, y - 2 * k, x + 78 * k, y + 66 * k, 7 * k), rgb("0a0d11"))
    page.light(page.box(x - 70 * k, y + 4 * k, x + 70 * k, y + 60 * k, 6 * k), colour, 1.5, 0.36)
    page.glow(x, y + 34 * k, 130 * k, colour, 0.4, 2)
    for line in range(6):
        length = page.dice.uniform(30, 112) * k
        page.line(
            [(x - 60 * k, y + (12 + line * 8) * k), (x - 60 * k + length, y + (12 + line * 8) * k)],
            2 * k,
            mix(colour, BONE, 0.5),
            0.85,
        )
    for lamp in range(8):
        tint = page.dice.choice((MOSS, AMBER, AMBER, BONE, SIGNAL))
        lx = x + (lamp - 3.5) * 18 * k
        page.paint(
            page.box(lx - 5 * k, y + 76 * k, lx + 5 * k, y + 84 * k, 2),
            mix(tint, INK, 0.15 if page.dice.random() < 0.6 else 0.7),
        )
    if number % 4 != 1:
        head = y + 60 * k
        dark, rim = rgb("040507"), mix(colour, INK, 0.45)
        page.paint(
            page.polygon(
                [
                    (x - 66 * k, y + 230 * k),
                    (x - 58 * k, y + 142 * k),
                    (x - 26 * k, y + 112 * k),
                    (x + 26 * k, y + 112 * k),
                    (x + 58 * k, y + 142 * k),
                    (x + 66 * k, y + 230 * k),
                ]
            ),
            dark,
            1,
            1,
        )
        page.paint(page.oval(x, head + 22 * k, 26 * k, 32 * k), dark).paint(
            page.box(x - 12 * k, head + 40 * k, x + 12 * k, head + 66 * k), dark
        )
        arc = [
            (x + 27 * k * math.cos(a / 20 * math.pi), head + 20 * k - 33 * k * math.sin(a / 20 * math.pi))
            for a in range(21)
        ]
        page.line(arc, 3 * k, rgb("1d232b"))
        page.line(arc[3:12], 1.4 * k, rim, 0.9, 0.6)
        page.paint(page.oval(x + 27 * k, head + 24 * k, 6 * k, 10 * k), rgb("1d232b"))
