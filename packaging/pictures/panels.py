"""Pictures of the sample desk that show controls: switches, lamps, a screen, a loudspeaker."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from .canvas import Canvas
from .paint import AMBER, BONE, INK, MOSS, SIGNAL, SIZE, SKY, Colour, Point, clouds, downward, mix, ramp, rgb, sideways


def switches() -> Image.Image:
    """Show a hand-built panel of toggles, guards and lamps, lit from the left."""
    page = Canvas("switches", INK)
    grain = clouds(page.dice, (1600, 900), (6, 500), 2, 0.8).resize(SIZE, Image.Resampling.BICUBIC)
    page.image = ImageChops.multiply(
        sideways(SIZE, [(0, rgb("79837f")), (0.5, rgb("515c5b")), (1, rgb("2a3233"))]),
        ramp(grain, [(0, rgb("b9b9b9")), (1, rgb("ffffff"))]),
    )
    for x0, x1 in ((56, 536), (560, 1040), (1064, 1544)):
        page.line([(x0, 70), (x1, 70), (x1, 838), (x0, 838), (x0, 70)], 2.4, BONE, 0.55)
        page.shade(page.box(x0 + 60, 58, x1 - 60, 82), 0.0)
        for k in range(2):
            page.line([(x0, 70 + 256 * (k + 1)), (x1, 70 + 256 * (k + 1))], 1.4, BONE, 0.35)
        for x in (x0 + 16, x1 - 16):
            for y in (88, 820):
                page.paint(page.oval(x, y, 9), rgb("2c3334")).paint(page.oval(x - 1, y - 1, 7), rgb("9aa3a2")).line(
                    [(x - 5, y - 3), (x + 4, y + 3)], 2, rgb("2c3334")
                )
    number = 0
    for row in range(3):
        for column in range(12):
            x = 116 + (column // 4) * 504 + (column % 4) * 120
            y = 226 + row * 256
            lit = page.dice.random() < 0.55
            _lamp_dot(page, x, y - 98, (AMBER, MOSS, AMBER, SIGNAL)[number % 4] if lit else None)
            page.line([(x - 26, y + 76), (x + 26, y + 76)], 4, BONE, 0.6).line(
                [(x - 16, y + 86), (x + 16, y + 86)], 3, BONE, 0.4
            )
            _toggle(page, x, y, up=page.dice.random() < 0.6, guard=number in (5, 18, 30))
            number += 1
    page.shade(page.polygon([(900, 0), (1600, 0), (1600, 900), (1180, 900)]), 0.5, 120)
    page.glow(120, 120, 900, rgb("fff0d0"), 0.3, 1.8)
    return page.finish(7, 0.55)


def _lamp_dot(page: Canvas, x: float, y: float, colour: Colour | None) -> None:
    page.paint(page.oval(x, y, 17), rgb("1a1f20")).paint(page.oval(x, y, 13.5), rgb("8f9896")).paint(
        page.oval(x, y, 11.5), mix(colour or rgb("4a4a44"), INK, 0.25 if colour else 0.4)
    )
    page.light(page.oval(x - 4, y - 4, 3.4), BONE, 1, 0.8)
    if colour:
        page.glow(x, y, 62, colour, 0.75, 2).glow(x, y, 15, mix(colour, BONE, 0.7), 0.95, 1.3)


def _toggle(page: Canvas, x: float, y: float, *, up: bool, guard: bool) -> None:
    page.shade(page.oval(x + 9, y + 10, 32), 0.6, 6)
    nut = [(x + 29 * math.cos(k / 6 * 2 * math.pi), y + 29 * math.sin(k / 6 * 2 * math.pi)) for k in range(6)]
    page.paint(page.polygon(nut), downward(SIZE, [((y - 30) / 900, rgb("d5d8d4")), ((y + 30) / 900, rgb("454c4c"))]))
    page.paint(page.oval(x, y, 20), rgb("2b3131")).paint(page.oval(x, y, 16), rgb("0f1212"))
    tip = (x + (3 if up else 5), y - 56 if up else y + 52)
    page.shade(page.stroke([(x + 14, y + 8), (tip[0] + 34, tip[1] + 26)], 20), 0.5, 6)
    page.tube([(x, y), tip], 17, rgb("34393b"), rgb("ffffff"), (-0.9, -0.3))
    page.paint(page.oval(tip[0], tip[1], 13), rgb("6f7677")).light(page.oval(tip[0] - 4, tip[1] - 4, 6), BONE, 2.5, 0.9)
    if guard:
        page.shade(page.box(x - 30, y - 62, x + 56, y + 70, 10), 0.5, 9)
        cover = [(x - 36, y - 66), (x + 36, y - 66), (x + 32, y + 60), (x - 32, y + 60)]
        page.paint(
            page.polygon(cover),
            sideways(
                SIZE, [((x - 36) / 1600, rgb("f0705a")), ((x - 10) / 1600, SIGNAL), ((x + 36) / 1600, rgb("641a12"))]
            ),
        )
        page.line([(x - 30, y - 58), (x + 30, y - 58)], 3, rgb("ffb3a4"), 0.7, 0.6).line(
            [(x - 26, y + 44), (x + 26, y + 44)], 6, rgb("5a150d"), 0.7
        )


def quiet_scope() -> Image.Image:
    """Show an oscilloscope whose trace falls silent, beside a loudspeaker grille."""
    page = Canvas("scope", downward(SIZE, [(0, rgb("262b2e")), (1, rgb("111416"))]))
    speckle = clouds(page.dice, (1600, 900), (300, 170), 2, 0.9).resize(SIZE, Image.Resampling.BICUBIC)
    page.image = ImageChops.multiply(page.image, ramp(speckle, [(0, rgb("c4c4c4")), (1, rgb("ffffff"))]))
    page.shade(page.box(90, 84, 1070, 716, 60), 0.75, 14)
    page.paint(page.box(96, 80, 1064, 708, 56), downward(SIZE, [(0.1, rgb("596164")), (0.75, rgb("1d2123"))]))
    page.paint(page.box(118, 100, 1042, 688, 44), rgb("0a0d0d")).paint(page.box(136, 116, 1024, 672, 34), rgb("03130f"))
    page.glow(580, 394, 560, rgb("0f5a45"), 0.7, 1.6)
    for k in range(1, 10):
        page.line([(136 + k * 88.8, 118), (136 + k * 88.8, 670)], 1, MOSS, 0.22 if k != 5 else 0.5)
    for k in range(1, 6):
        page.line([(138, 116 + k * 92.7), (1022, 116 + k * 92.7)], 1, MOSS, 0.22 if k != 3 else 0.5)
    trace: list[Point] = []
    for k in range(889):
        t = k / 888
        swell = 190 * math.exp(-((t - 0.26) ** 2) / 0.022) + 2.5
        wave = (
            math.sin(k * 0.16) * 0.6
            + math.sin(k * 0.41 + 1) * 0.35
            + math.sin(k * 0.93) * 0.2
            + page.dice.uniform(-0.12, 0.12)
        )
        trace.append((136 + k, 394 + swell * wave))
    page.light(page.stroke(trace, 16), MOSS, 14, 0.8).light(page.stroke(trace, 7), MOSS, 4, 0.9).line(
        trace, 2.6, rgb("d6ffe9")
    )
    page.glow(1022, 394, 60, MOSS, 1, 1.8)
    sheen = page.polygon([(150, 130), (420, 130), (240, 660), (150, 660)])
    page.light(sheen, SKY, 10, 0.07)
    _speaker(page, 1330, 300, 188)
    for x, a in ((1190, 2.2), (1330, 4.2), (1470, 5.3)):
        _knob(page, x, 610, a)
    for k in range(6):
        page.paint(page.box(150 + k * 150, 764, 250 + k * 150, 812, 7), rgb("0f1213"))
        page.paint(
            page.box(154 + k * 150, 766, 246 + k * 150, 804, 6),
            downward(SIZE, [(0.85, BONE if k != 1 else rgb("ffcf8a")), (0.9, rgb("8f8c82") if k != 1 else AMBER)]),
        )
    page.glow(350, 786, 110, AMBER, 0.55, 2)
    page.paint(page.oval(1470, 790, 11), SIGNAL).glow(1470, 790, 60, SIGNAL, 0.8, 1.8)
    return page.finish(7, 0.5)


def _speaker(page: Canvas, x: float, y: float, r: float) -> None:
    page.shade(page.oval(x + 6, y + 10, r + 10), 0.6, 10)
    page.paint(page.oval(x, y, r + 10), rgb("3d4447")).paint(page.oval(x, y, r), rgb("181c1e"))
    page.light(ImageChops.subtract(page.oval(x, y, r + 10), page.oval(x + 3, y + 4, r + 9)), BONE, 1.5, 0.5)
    for ring in range(1, 10):
        reach = ring * r / 10
        count = ring * 6
        for k in range(count):
            a = k / count * 2 * math.pi + ring * 0.3
            hx, hy = x + reach * math.cos(a), y + reach * math.sin(a)
            page.paint(page.oval(hx + 0.8, hy + 1.2, 5.4), rgb("454d50")).paint(page.oval(hx, hy, 5), rgb("050606"))
    page.paint(page.oval(x, y, 5), rgb("050606"))


def _knob(page: Canvas, x: float, y: float, angle: float) -> None:
    for k in range(11):
        a = 2.4 + k / 10 * 4.6
        page.line(
            [(x + 54 * math.cos(a), y + 54 * math.sin(a)), (x + 62 * math.cos(a), y + 62 * math.sin(a))], 2.4, BONE, 0.7
        )
    page.shade(page.oval(x + 8, y + 14, 48), 0.7, 8)
    teeth = [
        (
            x + (45 + 2.5 * (k % 2)) * math.cos(k / 48 * 2 * math.pi),
            y + (45 + 2.5 * (k % 2)) * math.sin(k / 48 * 2 * math.pi),
        )
        for k in range(48)
    ]
    page.paint(page.polygon(teeth), downward(SIZE, [((y - 46) / 900, rgb("4d5457")), ((y + 46) / 900, rgb("090b0c"))]))
    page.paint(page.oval(x, y, 33), downward(SIZE, [((y - 33) / 900, rgb("e3e5e2")), ((y + 33) / 900, rgb("5d6466"))]))
    page.line(
        [(x + 8 * math.cos(angle), y + 8 * math.sin(angle)), (x + 30 * math.cos(angle), y + 30 * math.sin(angle))],
        5,
        SIGNAL,
    )
