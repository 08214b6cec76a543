"""Pictures of the sample desk that are set in space, or look out at it through a window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from .canvas import Canvas
from .paint import (
    AMBER,
    BONE,
    EARTH,
    GOLD,
    INK,
    NIGHT,
    SCALE,
    SIGNAL,
    SIZE,
    SKY,
    Colour,
    Point,
    clouds,
    disc_light,
    downward,
    earth_map,
    mix,
    moon_map,
    ramp,
    rgb,
    sideways,
    threshold,
    tilted_ellipse,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def lunar_orbit() -> Image.Image:
    """Show a great grey moon with one orbit round it and a small craft on the near side."""
    page = Canvas("orbit", downward(SIZE, [(0, INK), (1, rgb("0a1222"))]))
    page.haze(rgb("203a66"), 0.4, (5, 3)).stars(1100)
    path = tilted_ellipse(560, 470, 590, 168, -0.3)
    back = [p for i, p in enumerate(path) if 118 <= i <= 242]
    page.line(back, 1.6, SKY, 0.4)
    page.planet(560, 470, 356, moon_map(page.dice), (-0.9, -0.35, 0.5), turn=0.2, tilt=12, power=0.75)
    page.planet(1412, 168, 44, earth_map(page.dice, (1024, 512)), (-0.9, -0.3, 0.45), turn=0.3, tilt=15, air=SKY)
    front = [*path[236:], *path[:122]]
    page.line(front, 5, EARTH, 0.28, 4).line(front, 1.9, SKY, 0.95)
    for i in range(0, 122, 10):
        x, y = path[i]
        page.paint(page.oval(x, y, 2.6), GOLD)
    x, y = path[22]
    page.glow(x, y, 70, AMBER, 0.5)
    _craft(page, x, y, 1.25)
    return page.finish()


def _craft(page: Canvas, x: float, y: float, k: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return x + dx * k, y + dy * k

    for side in (-1, 1):
        wing = [at(side * 20, -11), at(side * 84, -21), at(side * 84, 1), at(side * 20, 11)]
        page.fill(wing, rgb("1c3f86"))
        for cell in range(1, 6):
            dx = 20 + cell * 64 / 6
            page.line([at(side * dx, -11 - cell * 1.7), at(side * dx, 11 - cell * 1.7)], 1, rgb("6d93d6"), 0.7)
        page.line([at(side * 20, 0), at(side * 84, -10)], 1, rgb("6d93d6"), 0.7)
    page.tube([at(0, -18), at(0, 20)], 40 * k, rgb("2a2c30"), rgb("f2eee2"), (-1, -0.1))
    page.fill([at(-16, -36), at(16, -36), at(20, -20), at(-20, -20)], rgb("b9b6ac"))
    page.fill([at(-14, 38), at(14, 38), at(20, 52), at(-20, 52)], rgb("55504a"))
    page.line([at(-20, 6), at(20, 6)], 3, SIGNAL, 0.9)


def docking() -> Image.Image:
    """Show two spacecraft nose to nose above the bright edge of Earth."""
    page = Canvas("docking", downward(SIZE, [(0, INK), (0.6, rgb("060d1c")), (1, NIGHT)]))
    page.stars(800, 560)
    page.planet(
        800,
        2120,
        1500,
        earth_map(page.dice, (4096, 2048)),
        (0.55, -1, 0.32),
        turn=0.1,
        tilt=-30,
        air=rgb("2f6fc0"),
        power=0.95,
        halo=0,
    )
    for r, strength, blur in ((1504, 0.9, 3), (1512, 0.55, 10), (1530, 0.35, 26)):
        ring = ImageChops.subtract(page.oval(800, 2120, r), page.oval(800, 2122, 1498))
        page.light(ring, rgb("8cc4ff"), blur, strength)
    page.glow(1330, 690, 420, rgb("ffd9a0"), 0.75, 2.6).glow(1330, 690, 60, rgb("ffffff"), 1.0, 1.3)
    _cone_ship(page)
    _bell_ship(page)
    page.glow(800, 376, 46, rgb("fff2d2"), 0.55)
    return page.finish()


def _cone_ship(page: Canvas) -> None:
    steel = [
        (0.0, rgb("8c939d")),
        (0.12, rgb("fbfaf4")),
        (0.32, rgb("a9adb3")),
        (0.62, rgb("454b54")),
        (0.82, rgb("20252d")),
        (1.0, rgb("5a7fae")),
    ]
    metal = _bar(steel, 300, 452)
    page.paint(page.polygon([(250, 300), (560, 300), (560, 452), (250, 452)]), metal)
    for x in (300, 352, 520):
        page.shade(page.box(x, 300, x + 2.4, 452), 0.55)
    page.shade(page.box(412, 318, 500, 372, 4), 0.22)
    page.paint(page.polygon([(560, 302), (706, 350), (706, 402), (560, 450)]), _bar(steel, 318, 434))
    page.paint(page.box(706, 352, 776, 400, 6), _bar([(a, mix(c, rgb("3a3f46"), 0.45)) for a, c in steel], 352, 400))
    page.paint(
        page.polygon([(250, 340), (192, 316), (158, 308), (158, 444), (192, 436), (250, 412)]),
        _bar([(0, rgb("3c3a38")), (0.3, rgb("8e8880")), (0.6, rgb("2c2a29")), (1, rgb("15171b"))], 308, 444),
    )
    for y in (326, 420):
        page.paint(page.box(380, y - 7, 398, y + 7, 3), rgb("31363d"))
        page.paint(page.polygon([(398, y - 4), (410, y - 10), (410, y + 10), (398, y + 4)]), rgb("b4b0a6"))
    for y in (352, 382):
        page.paint(page.box(618, y - 6, 640, y + 6, 4), rgb("120f0c"))
        page.light(page.box(620, y - 4, 638, y + 4, 3), AMBER, 1, 0.7)
    page.line([(300, 300), (276, 232), (262, 226)], 2.5, rgb("8d949c"))
    page.paint(page.oval(258, 222, 26, 13), rgb("c3c4c2")).paint(page.oval(260, 220, 20, 9), rgb("70757b"))


def _bell_ship(page: Canvas) -> None:
    green = [
        (0.0, rgb("77806f")),
        (0.14, rgb("dfe2d2")),
        (0.36, rgb("8f9a86")),
        (0.66, rgb("3b463c")),
        (0.86, rgb("1a211e")),
        (1.0, rgb("4a6f8e")),
    ]
    page.paint(page.box(776, 348, 812, 404, 6), _bar([(a, mix(c, rgb("2b2f33"), 0.4)) for a, c in green], 348, 404))
    ball = disc_light((600, 600), [(0, rgb("dfe2d2")), (0.3, rgb("a9b39f")), (0.7, rgb("46524a")), (1, rgb("131a1c"))])
    layer = page.image.copy()
    layer.paste(ball.resize((420, 420)), (round(784 * SCALE), round(258 * SCALE)))
    page.paint(page.oval(876, 376, 70), layer)
    page.paint(page.box(938, 346, 970, 406, 4), _bar(green, 346, 406))
    page.paint(
        page.polygon([(964, 352), (1000, 322), (1064, 312), (1064, 440), (1000, 430), (964, 400)]),
        _bar(green, 312, 440),
    )
    page.paint(page.box(1064, 320, 1190, 432, 3), _bar(green, 320, 432))
    page.paint(
        page.polygon([(1190, 322), (1220, 308), (1236, 308), (1236, 444), (1220, 444), (1190, 430)]),
        _bar(green, 308, 444),
    )
    for x in (1064, 1128, 1190):
        page.shade(page.box(x, 312, x + 2.4, 440), 0.55)
    page.paint(page.oval(906, 352, 12), rgb("15120e")).light(page.oval(905, 351, 9), AMBER, 1.5, 0.75)
    blue = [(0.0, rgb("27509c")), (0.5, rgb("16336e")), (1.0, rgb("0c1f49"))]
    for sign in (-1, 1):
        root = 376 + sign * 60
        tip = 376 + sign * 236
        wing = [(1086, root), (1176, root), (1214, tip), (1124, tip)]
        page.paint(page.polygon(wing), _bar(blue, min(root, tip), max(root, tip)))
        for step in range(1, 7):
            y = root + (tip - root) * step / 7
            shift = 38 * step / 7
            page.line([(1086 + shift, y), (1176 + shift, y)], 1.4, rgb("86abe8"), 0.55)
        for share in (0.33, 0.66):
            page.line([(1086 + 90 * share, root), (1124 + 90 * share, tip)], 1, rgb("86abe8"), 0.4)
        page.line([*wing, wing[0]], 2, rgb("9fb4d2"), 0.8)


def _bar(stops: Sequence[tuple[float, Colour]], top: float, bottom: float) -> Image.Image:
    """Give a full page whose gradient runs from top to bottom between two heights."""
    return downward(SIZE, [((top + (bottom - top) * at) / 900, colour) for at, colour in stops])


def earth_window() -> Image.Image:
    """Look from a dark cabin through a thick window at the ground and a low Earth."""
    page = Canvas("window", downward(SIZE, [(0, INK), (1, rgb("070c18"))]))
    page.stars(700, 620)
    page.planet(980, 300, 116, earth_map(page.dice), (0.75, -0.5, 0.5), turn=0.35, tilt=20, air=SKY)
    page.regolith(560, [(0, rgb("55544f")), (0.2, rgb("6f6d67")), (1, rgb("9a968c"))], craters=520, light=(1, 0.3))
    page.fill([(560, 560), (575, 534), (640, 520), (705, 534), (720, 562)], rgb("8d8a80"))
    page.shade(page.polygon([(560, 564), (575, 534), (625, 521), (610, 564)]), 0.7, 5)
    page.line([(640, 520), (640, 470)], 1.8, rgb("8d949c")).glow(640, 470, 14, SIGNAL, 1, 1.5)
    view = page.image
    wall = ramp(clouds(page.dice, (800, 450), (6, 3), 5), [(0, rgb("20242a")), (1, rgb("2b3037"))]).resize(SIZE)
    page.image = wall
    page.shade(page.box(0, 0, 1600, 900), 0.35)
    for x in (60, 1540):
        page.line([(x, 0), (x, 900)], 3, rgb("12151a")).line([(x + 4, 0), (x + 4, 900)], 1.4, rgb("454c55"), 0.6)
        for y in range(30, 900, 60):
            page.paint(page.oval(x + 22, y, 4), rgb("13161b")).paint(page.oval(x + 21, y - 1, 2.6), rgb("5b626b"))
    page.shade(page.box(196, 84, 1404, 724, 120), 0.75, 22)
    frame = downward(SIZE, [(0.1, rgb("3a4048")), (0.5, rgb("59616b")), (0.8, rgb("8a8f94"))])
    page.paint(page.box(206, 76, 1394, 712, 120), frame).paint(page.box(216, 84, 1384, 704, 112), rgb("242930"), 1, 2)
    page.paint(page.box(250, 112, 1350, 676, 92), rgb("0b0d11"))
    page.paint(page.box(262, 122, 1338, 666, 82), view)
    for k in range(20):
        a = k / 20 * 2 * math.pi
        x, y = 800 + 572 * max(-1, min(1, 1.28 * math.cos(a))), 394 + 300 * max(-1, min(1, 1.28 * math.sin(a)))
        page.paint(page.oval(x, y, 6), rgb("14171c")).paint(page.oval(x - 1, y - 1, 4), rgb("6a727b"))
    page.light(page.polygon([(330, 122), (520, 122), (360, 666), (262, 666), (262, 400)]), SKY, 14, 0.05)
    page.light(page.polygon([(240, 716), (1390, 716), (1480, 900), (150, 900)]), rgb("9fc2ea"), 22, 0.24)
    _sill(page)
    return page.finish(7, 0.55)


def _sill(page: Canvas) -> None:
    top = downward(SIZE, [(0.82, rgb("59616b")), (0.86, rgb("363c44")), (1, rgb("15181d"))])
    page.paint(page.polygon([(90, 748), (1510, 748), (1600, 820), (1600, 900), (0, 900), (0, 820)]), top)
    page.light(page.box(90, 747, 1510, 750), SKY, 1, 0.45)
    page.shade(page.oval(470, 828, 90, 12), 0.6, 5).shade(page.oval(1186, 832, 110, 13), 0.6, 5)
    a, b = 410 / 1600, 530 / 1600
    mug = sideways(SIZE, [(a, rgb("c8c5ba")), (a + 0.018, BONE), (a + 0.045, rgb("6b6b69")), (b, rgb("25282d"))])
    page.paint(ImageChops.subtract(page.oval(532, 780, 30), page.oval(530, 780, 18)), rgb("55575a"))
    page.paint(page.box(416, 722, 524, 828, 12), mug).paint(page.oval(470, 724, 54, 11), rgb("9a978d"))
    page.paint(page.oval(470, 725, 47, 8), rgb("1a1009")).paint(page.box(416, 756, 524, 768), SIGNAL, 0.8)
    page.shade(page.box(480, 756, 524, 768), 0.6, 5)
    steam = threshold(clouds(page.dice, (400, 450), (3, 5), 5), 120, 240).resize(SIZE, Image.Resampling.BICUBIC)
    page.light(
        ImageChops.multiply(steam, page.oval(474, 640, 34, 84).filter(ImageFilter.GaussianBlur(30))), BONE, 5, 0.5
    )
    pot = sideways(SIZE, [(1120 / 1600, rgb("d97a3a")), (1160 / 1600, rgb("b4581c")), (1250 / 1600, rgb("3c1c0a"))])
    page.paint(page.polygon([(1120, 752), (1252, 752), (1234, 832), (1138, 832)]), pot).paint(
        page.box(1112, 738, 1260, 758, 5), pot
    )
    for k, (dx, dy) in enumerate(
        ((-90, -96), (-52, -150), (-12, -176), (30, -160), (70, -124), (98, -70), (-110, -40))
    ):
        stem = [(1186, 742), (1186 + dx * 0.4, 742 + dy * 0.62), (1186 + dx, 742 + dy)]
        page.line(stem, 3, rgb("23412d"))
        for share in (0.45, 0.7, 1.0):
            x, y = 1186 + dx * share, 742 + dy * share
            lean = 1 if (k + int(share * 10)) % 2 else -1
            leaf = [(x, y), (x + 14 * lean, y - 16), (x + 36 * lean, y - 10), (x + 16 * lean, y + 6)]
            page.fill(leaf, mix(rgb("1d3a28"), rgb("6fa06b"), 0.25 + 0.25 * share))
            page.line([(x, y), (x + 34 * lean, y - 9)], 1, rgb("9fc79a"), 0.6)
