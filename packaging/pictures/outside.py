"""Pictures of the sample desk that are set under a sky: the Moon, the sea, the sand, a launch pad."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageFilter, ImageOps

from .canvas import Canvas
from .paint import (
    AMBER,
    BONE,
    DEEP,
    GOLD,
    INK,
    NIGHT,
    PAGE,
    SCALE,
    SIGNAL,
    SIZE,
    SKY,
    Colour,
    clouds,
    disc_light,
    downward,
    earth_map,
    mix,
    moon_map,
    ramp,
    rgb,
    scaled,
    sideways,
    threshold,
    tilted_ellipse,
)

GREY_GROUND = [(0.0, rgb("5d5d5b")), (0.15, rgb("77756f")), (1.0, rgb("a9a59b"))]


def visor() -> Image.Image:
    """Show a gold visor in the foreground, grey ground and a half-lit Earth."""
    page = Canvas("visor", downward(SIZE, [(0, INK), (0.7, NIGHT), (1, DEEP)]))
    page.haze(rgb("28406e"), 0.35).stars(900, 700)
    page.planet(1180, 268, 132, earth_map(page.dice), (-1, -0.35, 0.42), turn=0.12, tilt=18, air=SKY)
    for tilt, colour, start in ((-0.16, SIGNAL, 40), (0.2, SKY, 210)):
        loop = tilted_ellipse(1150, 290, 520, 150, tilt)
        page.line([*loop, loop[0]], 1.2, colour, 0.45)
        x, y = loop[start % len(loop)]
        page.glow(x, y, 22, colour, 0.9).paint(page.oval(x, y, 3.2), mix(colour, BONE, 0.6))
    page.regolith(640, GREY_GROUND, craters=620, light=(-1, 0.25))
    _helmet(page)
    return page.finish()


def _helmet(page: Canvas) -> None:
    shoulders = [(60, 910), (110, 820), (200, 768), (330, 742), (640, 742), (770, 768), (870, 830), (930, 910)]
    page.shade(page.polygon(shoulders), 0.6, 30)
    cloth = sideways(SIZE, [(0, rgb("d8d4c8")), (0.2, rgb("c9c6bc")), (0.4, rgb("8b8b88")), (0.6, rgb("34373c"))])
    page.paint(page.polygon(shoulders), cloth, 1, 3)
    for bend in (0, 34, 70):
        page.line(
            [(150 + bend, 905), (215 + bend, 845), (330, 806 + bend), (640, 806 + bend), (820, 880)],
            2.4,
            rgb("55575a"),
            0.5,
            1,
        )
    page.paint(
        page.box(268, 724, 700, 776, 25),
        sideways(SIZE, [(0, SIGNAL), (0.17, rgb("ee6a50")), (0.3, SIGNAL), (0.44, rgb("571710"))]),
    )
    page.line([(280, 738), (690, 738)], 1.5, rgb("ffb29f"), 0.5)
    shell = disc_light(
        (1200, 1200), [(0, rgb("ffffff")), (0.35, rgb("e9e6dc")), (0.7, rgb("8f9092")), (1, rgb("1d2128"))]
    )
    layer = page.image.copy()
    layer.paste(shell.resize((1800, 1800)), (round(-70 * SCALE), round(30 * SCALE)))
    page.shade(page.oval(500, 478, 318, 306), 0.5, 26)
    page.paint(page.oval(484, 468, 316, 304), layer, 1, 0.5)
    page.paint(page.oval(212, 520, 46, 78), rgb("8d8e8c")).paint(page.oval(206, 516, 38, 68), rgb("c9c7be"), 1, 3)
    page.paint(page.oval(532, 486, 260, 236), rgb("1b1d22"), 1, 0.6)
    glass = page.oval(532, 486, 250, 226)
    gold = downward(
        SIZE, [(0.26, rgb("3a2008")), (0.34, rgb("8f5514")), (0.5, AMBER), (0.58, GOLD), (0.6, rgb("fff0c8"))]
    )
    page.paint(glass, gold)
    ground = ImageChops.multiply(
        ramp(clouds(page.dice, SIZE, (60, 40), 4), [(0, rgb("5b3209")), (1, rgb("b87420"))]),
        downward(SIZE, [(0, BONE), (0.6, rgb("ffe9bd")), (0.8, rgb("553006"))]),
    )
    hill = page.polygon(
        [(270, 566), (350, 552), (452, 545), (560, 548), (690, 556), (800, 570), (800, 740), (270, 740)]
    )
    page.paint(ImageChops.multiply(hill, glass), ground, 1, 0.6)
    dark = rgb("2a1603")
    page.fill([(612, 486), (644, 486), (656, 520), (600, 520)], dark)
    page.paint(page.oval(628, 484, 15, 12), dark)
    page.line([(628, 478), (628, 458)], 2, dark)
    for side in (-1, 1):
        page.line([(628 + side * 20, 516), (628 + side * 42, 556)], 3, dark)
        page.line([(628 + side * 34, 556), (628 + side * 50, 556)], 3, dark)
    page.paint(page.polygon([(600, 556), (656, 556), (716, 618), (640, 612)]), dark, 0.35, 2)
    for x in (438, 478):
        page.tube([(x, 530), (x, 552)], 13, dark, rgb("5a3208")).paint(page.oval(x, 516, 8), dark)
        page.paint(page.polygon([(x - 6, 556), (x + 6, 556), (x + 46, 604), (x + 28, 604)]), dark, 0.35, 2)
    page.glow(690, 380, 130, rgb("fff5d8"), 1.0, 3).glow(690, 380, 30, rgb("ffffff"), 1.0, 1.3)
    page.line([(560, 430), (820, 330)], 3, rgb("fff5d8"), 0.25, 5)
    sheen = ImageChops.subtract(page.oval(532, 486, 236, 212), page.oval(566, 516, 246, 226))
    page.light(ImageChops.multiply(sheen, glass), rgb("fff3d6"), 7, 0.75)
    page.shade(ImageChops.subtract(glass, page.oval(514, 470, 240, 218)), 0.75, 14)


def sea_launch() -> Image.Image:
    """Show a giant rocket standing in the sea at dawn, with a tender beside it for scale."""
    horizon = 612
    sky = downward(
        SIZE,
        [
            (0, rgb("050b18")),
            (0.3, rgb("0e2340")),
            (0.5, rgb("35506e")),
            (0.6, rgb("b98457")),
            (0.67, rgb("f4b463")),
            (0.69, rgb("ffdca0")),
        ],
    )
    page = Canvas("sea", sky)
    page.stars(420, 330, 0.8)
    bands = threshold(clouds(page.dice, (800, 450), (2, 14), 6, 0.62), 132, 235).resize(SIZE, Image.Resampling.BICUBIC)
    low = downward(SIZE, [(0, INK), (0.35, INK), (0.6, BONE), (0.68, BONE)]).convert("L")
    page.paint(ImageChops.multiply(bands, low), rgb("3b3f55"), 0.75, 2)
    page.glow(470, horizon - 6, 560, rgb("ffc46c"), 0.75, 2.4).glow(470, horizon - 4, 90, rgb("fff1cc"), 1, 1.6)
    moon = ImageChops.subtract(page.oval(1330, 150, 34), page.oval(1344, 140, 34))
    page.light(moon, BONE, 0.5).glow(1318, 160, 110, SKY, 0.3)
    _giant(page, 1010, horizon)
    _tender(page, 660, horizon)
    above = page.image.crop((0, 0, SIZE[0], horizon * SCALE))
    depth = 900 - horizon
    mirror = ImageOps.flip(above).crop((0, 0, SIZE[0], round(depth * SCALE)))
    water = ImageChops.multiply(mirror, downward(mirror.size, [(0, rgb("c9d0d8")), (1, rgb("31455c"))]))
    water = _ripple(page, water)
    page.image.paste(water, (0, horizon * SCALE))
    page.light(page.box(0, horizon - 1, 1600, horizon + 1.4), rgb("ffd9a0"), 1, 0.5)
    for x, w in ((1010, 96), (664, 70)):
        page.light(page.oval(x, horizon + 4, w, 2.6), rgb("ffe6c0"), 1.5, 0.6)
    return page.finish(8)


def _ripple(page: Canvas, water: Image.Image) -> Image.Image:
    """Break a reflection into waves that lengthen towards the viewer."""
    w, h = water.size
    waves = clouds(page.dice, (400, 900), (5, 60), 4, 0.7)
    out = water.copy()
    y = 0
    while y < h:
        share = y / h
        tall = max(2, round(2 + 5 * share))
        swing = math.sin(y / (7 + 26 * share)) + 0.7 * math.sin(y / (3 + 11 * share) + 1) + page.dice.uniform(-0.5, 0.5)
        strip = water.crop((0, y, w, y + tall))
        out.paste(strip, (round(swing * (2 + 34 * share)), y))
        y += tall
    out = out.filter(ImageFilter.GaussianBlur(3))
    tall_waves = waves.transform(
        (w, h), Image.Transform.PERSPECTIVE, (0.12, 0, 0, 0, 0.55, 0, 0, 0.0011), Image.Resampling.BICUBIC
    )
    glints = threshold(tall_waves, 150, 215)
    out = ImageChops.screen(out, ImageChops.multiply(scaled(out, 1.6), Image.merge("RGB", [glints] * 3)))
    return ImageChops.multiply(out, ramp(tall_waves, [(0, rgb("8a94a2")), (0.6, rgb("ffffff")), (1, rgb("ffffff"))]))


def _giant(page: Canvas, x: float, horizon: float) -> None:
    body = [
        (x - 74, horizon + 2),
        (x - 74, 262),
        (x - 58, 214),
        (x - 40, 176),
        (x - 40, 118),
        (x - 22, 82),
        (x, 58),
        (x + 22, 82),
        (x + 40, 118),
        (x + 40, 176),
        (x + 58, 214),
        (x + 74, 262),
        (x + 74, horizon + 2),
    ]
    a, b = (x - 76) / 1600, (x + 76) / 1600
    steps = [
        (0.0, rgb("f0c78c")),
        (0.16, rgb("e3cba6")),
        (0.42, rgb("8d949c")),
        (0.75, rgb("2f3c4c")),
        (1.0, rgb("1a2431")),
    ]
    metal = sideways(SIZE, [(a + (b - a) * at, colour) for at, colour in steps])
    page.shade(page.polygon(body), 0.35, 20)
    page.paint(page.polygon(body), metal)
    for y in (262, 318, 470, 486, 560):
        page.line([(x - 74, y), (x + 74, y)], 1.4, rgb("1b2430"), 0.55)
    for y0, y1 in ((330, 372), (500, 548)):
        for column in range(6):
            if column % 2 == 0:
                left = x - 74 + column * 148 / 6
                page.shade(page.box(left, y0, left + 148 / 6, y1), 0.72)
    page.shade(page.box(x - 40, 118, x + 40, 124), 0.6).shade(page.box(x - 40, 172, x + 40, 177), 0.5)
    page.paint(page.box(x - 74, 396, x + 74, 412), SIGNAL, 0.75)
    page.shade(page.box(x + 10, 396, x + 74, 412), 0.5, 8)
    page.line([(x, 58), (x, 26)], 2, rgb("8d949c"))
    page.glow(x, 26, 26, SIGNAL, 1.0, 1.5)
    for step in range(7):
        page.line([(x - 74 - 5, 300 + step * 44), (x - 74, 300 + step * 44)], 2, rgb("3a3f46"))
    page.line([(x - 79, 290), (x - 79, 600)], 1.6, rgb("3a3f46"))
    for y in (306, 438, 572):
        page.glow(x - 79, y, 12, GOLD, 0.9, 1.6)
    frost = ramp(clouds(page.dice, PAGE, (9, 5), 6, 0.6), [(0, INK), (0.62, INK), (1, rgb("cfd8e2"))]).convert("L")
    cold = ImageChops.multiply(frost.resize(SIZE), page.box(x + 30, 430, x + 300, 610))
    page.light(cold, rgb("e8d2b6"), 16, 0.9)


def _tender(page: Canvas, x: float, horizon: float) -> None:
    dark = rgb("161d27")
    page.fill([(x - 64, horizon - 16), (x - 54, horizon + 2), (x + 56, horizon + 2), (x + 72, horizon - 20)], dark)
    page.fill(
        [(x - 40, horizon - 16), (x - 40, horizon - 34), (x + 6, horizon - 34), (x + 6, horizon - 16)], rgb("222b37")
    )
    page.fill([(x - 30, horizon - 34), (x - 30, horizon - 46), (x - 4, horizon - 46), (x - 4, horizon - 34)], dark)
    page.line([(x - 16, horizon - 46), (x - 16, horizon - 76)], 1.6, dark)
    page.line([(x + 44, horizon - 18), (x + 30, horizon - 62), (x + 78, horizon - 50)], 2, dark)
    for dx in (-34, -24, -14, -4):
        page.glow(x + dx, horizon - 26, 9, GOLD, 1, 1.4)
    page.glow(x - 16, horizon - 76, 16, SIGNAL, 0.9)


def dunes() -> Image.Image:
    """Show a desert at night under a crescent, with someone small looking up."""
    page = Canvas(
        "dunes",
        downward(
            SIZE,
            [
                (0, rgb("050a17")),
                (0.35, rgb("0e1d3a")),
                (0.6, rgb("2b3d62")),
                (0.72, rgb("8b6a63")),
                (0.8, rgb("c98b5a")),
            ],
        ),
    )
    band = threshold(clouds(page.dice, (800, 450), (4, 3), 7, 0.62), 110, 235).resize(SIZE, Image.Resampling.BICUBIC)
    strip = page.stroke([(-100, 560), (500, 260), (1100, 60), (1500, -100)], 230)
    page.light(
        ImageChops.multiply(band, strip.resize((400, 225)).filter(ImageFilter.GaussianBlur(22)).resize(SIZE)),
        rgb("7f9ad0"),
        4,
        0.55,
    )
    page.stars(1300, 560)
    page.glow(1120, 250, 420, SKY, 0.26, 2)
    page.planet(
        1120,
        250,
        118,
        moon_map(page.dice, (2048, 1024), 7),
        (-0.86, 0.42, -0.34),
        turn=0.3,
        tilt=-20,
        power=0.3,
        ambient=0.1,
        see_through=True,
    )
    layers = [
        (600, 34, rgb("6d5a62"), rgb("3b3a50")),
        (650, 46, rgb("8a6a58"), rgb("33304a")),
        (716, 60, rgb("9a6f4c"), rgb("241f34")),
        (800, 66, rgb("59402f"), rgb("0e0d18")),
    ]
    for row, (level, swell, lit, dark) in enumerate(layers):
        ridge = [
            (
                x,
                level
                + swell * math.sin(x / (260 + 60 * row) + row * 2.3)
                - 0.5 * swell * math.sin(x / (120 + 34 * row) + row),
            )
            for x in range(-20, 1640, 10)
        ]
        sand = downward(SIZE, [((level - swell) / 900, lit), (min(0.999, (level + 150) / 900), dark)])
        grain = clouds(page.dice, (1600, 900), (30, 160), 4, 0.75).resize(SIZE, Image.Resampling.BICUBIC)
        sand = ImageChops.multiply(sand, ramp(grain, [(0, rgb("bdbdc6")), (1, rgb("ffffff"))]))
        page.paint(page.polygon([*ridge, (1640, 920), (-20, 920)]), sand, 1, 0.4)
        face = [(x, y + 1) for x, y in ridge]
        page.light(page.stroke(face, 2.2), rgb("ffd6a4"), 1.6, 0.34 - 0.05 * row)
    page.glow(430, 690, 150, AMBER, 0.32, 2)
    dark = rgb("0a0910")
    page.tube([(430, 676), (430, 706)], 20, dark, rgb("2c2430"), (1, -0.6)).paint(page.oval(431, 658, 8.5), dark)
    page.line([(424, 700), (420, 738)], 7, dark).line([(436, 700), (440, 738)], 7, dark)
    page.line([(474, 738), (496, 690), (518, 738)], 3.4, dark).line([(496, 690), (496, 736)], 3, dark)
    page.line([(470, 702), (540, 664)], 12, dark).line([(540, 664), (552, 657)], 17, dark)
    page.line([(438, 680), (466, 698)], 6, dark)
    page.line([(437, 652), (437, 664)], 1.4, rgb("d89a5a"), 0.8)
    return page.finish(8)


def night_pad() -> Image.Image:
    """Show a tall cone-shaped rocket on its pad before dawn, searchlights crossed behind it."""
    page = Canvas(
        "pad", downward(SIZE, [(0, rgb("04070f")), (0.5, rgb("0d1a30")), (0.78, rgb("26405e")), (0.86, rgb("5b6a78"))])
    )
    page.stars(650, 560)
    for foot, top, width, strength in (
        (250, 760, 120, 0.42),
        (1370, 900, 130, 0.42),
        (520, 1240, 90, 0.24),
        (1120, 420, 90, 0.24),
    ):
        beam = page.polygon([(foot - 5, 770), (foot + 5, 770), (top + width, -40), (top - width, -40)])
        fade = downward(SIZE, [(0, rgb("202020")), (0.85, BONE), (1, BONE)]).convert("L")
        page.light(ImageChops.multiply(beam, fade), rgb("cfe2ff"), 7, strength)
        page.glow(foot, 770, 60, rgb("eaf3ff"), 0.9, 1.8)
    page.glow(800, 700, 560, rgb("f7c98c"), 0.4, 1.9)
    _lattice(page, 1010, 190, 776)
    _cone_rocket(page, 800)
    plain = downward(SIZE, [(0.84, rgb("1d2733")), (0.9, rgb("10161f")), (1, rgb("05070b"))])
    page.paint(page.polygon([(-10, 770), (1610, 764), (1610, 910), (-10, 910)]), plain)
    page.fill([(560, 782), (1130, 782), (1180, 812), (510, 812)], rgb("343a42"))
    page.light(page.polygon([(560, 782), (1130, 782), (1150, 794), (540, 794)]), rgb("ffdca8"), 2, 0.4)
    for x in (130, 210, 330, 1240, 1300, 1440, 1530):
        page.glow(x, 776, 18, GOLD, 0.8, 1.6)
        page.light(page.box(x - 1.5, 780, x + 1.5, 850), GOLD, 3, 0.25)
    mist = threshold(clouds(page.dice, (800, 450), (3, 8), 6, 0.6), 100, 230).resize(SIZE, Image.Resampling.BICUBIC)
    low = downward(SIZE, [(0.66, INK), (0.85, rgb("ffffff")), (0.93, INK)]).convert("L")
    page.light(ImageChops.multiply(mist, low), rgb("f1d3ac"), 8, 0.5)
    return page.finish(8)


def _cone_rocket(page: Canvas, x: float) -> None:
    def metal(left: Colour, lit: Colour, dark: Colour, half: float) -> Image.Image:
        a, b = (x - half) / 1600, (x + half) / 1600
        return sideways(SIZE, [(a, left), (a + (b - a) * 0.3, lit), (a + (b - a) * 0.7, dark), (b, left)])

    paint = metal(rgb("6f7a72"), rgb("eef0e4"), rgb("58625d"), 92)
    white = metal(rgb("8f949a"), rgb("fdfbf4"), rgb("70767e"), 60)
    page.paint(page.polygon([(x - 96, 782), (x - 52, 520), (x + 52, 520), (x + 96, 782)]), paint)
    page.paint(page.polygon([(x - 48, 498), (x - 34, 372), (x + 34, 372), (x + 48, 498)]), paint)
    page.paint(page.polygon([(x - 31, 354), (x - 26, 286), (x + 26, 286), (x + 31, 354)]), white)
    page.paint(
        page.polygon([(x - 30, 286), (x - 30, 190), (x - 18, 150), (x + 18, 150), (x + 30, 190), (x + 30, 286)]), white
    )
    page.paint(page.polygon([(x - 5, 150), (x - 3, 84), (x, 70), (x + 3, 84), (x + 5, 150)]), rgb("c9c7be"))
    for y0, y1, w0, w1 in ((498, 520, 46, 50), (354, 372, 31, 34)):
        for step in range(7):
            a = -1 + step / 3
            page.line([(x + a * w0, y0), (x + (a + 0.33 if a < 0.7 else a - 0.33) * w1, y1)], 2, rgb("9aa09a"))
            page.line([(x + a * w0, y0), (x + (a - 0.33 if a > -0.7 else a + 0.33) * w1, y1)], 2, rgb("9aa09a"))
    for y, w in ((600, 65), (690, 81), (440, 42), (246, 30)):
        page.line([(x - w, y), (x + w, y)], 2, rgb("39423f"), 0.6)
    page.shade(page.box(x - 30, 204, x - 6, 232), 0.5).shade(page.box(x + 6, 204, x + 30, 232), 0.3)
    for k in range(7):
        page.paint(page.box(x - 90 + k * 26.5, 770, x - 72 + k * 26.5, 790, 3), rgb("22272b"))


def _lattice(page: Canvas, x: float, top: float, foot: float) -> None:
    steel = rgb("39424e")
    for dx in (0, 64):
        page.line([(x + dx, top), (x + dx, foot)], 5, steel)
    rows = 13
    for row in range(rows):
        y0, y1 = top + (foot - top) * row / rows, top + (foot - top) * (row + 1) / rows
        page.line([(x, y0), (x + 64, y1)], 2.2, steel).line([(x + 64, y0), (x, y1)], 2.2, steel)
        page.line([(x - 4, y1), (x + 68, y1)], 3.4, rgb("4d5866"))
        if row % 2:
            page.glow(x + 4, y1 - 5, 15, GOLD, 0.9, 1.6)
    for y, reach in ((300, 852), (430, 858), (560, 872)):
        page.line([(x, y), (reach, y)], 6, steel).line([(x, y + 18), (reach + 20, y)], 2, steel)
    page.line([(x + 32, top), (x + 32, top - 66)], 2, steel)
    page.glow(x + 32, top - 66, 26, SIGNAL, 1, 1.6)
