"""The page that the sample desk's pictures are painted on; every coordinate is in points of the 1600 x 900 page."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .paint import (
    BONE,
    GOLD,
    INK,
    PAGE,
    SCALE,
    SIZE,
    SKY,
    Colour,
    Point,
    Relief,
    Stops,
    ball_light,
    clouds,
    disc_light,
    distance_from_middle,
    downward,
    mix,
    noise,
    rgb,
    scaled,
    threshold,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class Canvas:
    """One page being painted; every coordinate is in points of the 1600 x 900 page."""

    def __init__(self, seed: str, ground: Image.Image | Colour = INK) -> None:
        self.dice = random.Random(seed)
        self.image = Image.new("RGB", SIZE, ground) if isinstance(ground, tuple) else ground.resize(SIZE)

    # masks

    def _mask(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        mask = Image.new("L", SIZE, 0)
        return mask, ImageDraw.Draw(mask)

    def polygon(self, points: Sequence[Point]) -> Image.Image:
        """Give a mask of a polygon."""
        mask, draw = self._mask()
        draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=255)
        return mask

    def oval(self, x: float, y: float, rx: float, ry: float | None = None) -> Image.Image:
        """Give a mask of an ellipse by centre and radii."""
        mask, draw = self._mask()
        ry = rx if ry is None else ry
        draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=255)
        return mask

    def box(self, x0: float, y0: float, x1: float, y1: float, radius: float = 0) -> Image.Image:
        """Give a mask of a rectangle, its corners rounded."""
        mask, draw = self._mask()
        draw.rounded_rectangle([x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE], radius * SCALE, fill=255)
        return mask

    def stroke(self, points: Sequence[Point], width: float, *, round_ends: bool = True) -> Image.Image:
        """Give a mask of a line through the points."""
        mask, draw = self._mask()
        self._line(draw, points, width, 255, round_ends=round_ends)
        return mask

    @staticmethod
    def _line(
        draw: ImageDraw.ImageDraw, points: Sequence[Point], width: float, fill: int | Colour, *, round_ends: bool
    ) -> None:
        dots = [(x * SCALE, y * SCALE) for x, y in points]
        thick = max(1, round(width * SCALE))
        draw.line(dots, fill=fill, width=thick, joint="curve")
        if round_ends:
            for x, y in (dots[0], dots[-1]):
                draw.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=fill)

    # paint

    def paint(self, mask: Image.Image, source: Image.Image | Colour, opacity: float = 1.0, blur: float = 0) -> Canvas:
        """Lay a colour or a full-page picture on the page through a mask."""
        mask = soft(mask, blur)
        if opacity < 1:
            mask = scaled(mask, opacity)
        layer = Image.new("RGB", SIZE, source) if isinstance(source, tuple) else source
        self.image = Image.composite(layer, self.image, mask)
        return self

    def place(self, mask: Image.Image, part: Image.Image, x: float, y: float, w: float, h: float) -> Canvas:
        """Lay a picture, stretched into a rectangle of the page, through a mask of the page."""
        layer = self.image.copy()
        layer.paste(part.resize((round(w * SCALE), round(h * SCALE))), (round(x * SCALE), round(y * SCALE)))
        return self.paint(mask, layer)

    def light(self, mask: Image.Image, colour: Colour, blur: float = 0, strength: float = 1.0) -> Canvas:
        """Add light of a colour through a mask; the softer the mask, the more it glows."""
        mask = soft(mask, blur)
        layer = Image.merge("RGB", [scaled(mask, strength * part / 255) for part in colour])
        self.image = ImageChops.screen(self.image, layer)
        return self

    def shade(self, mask: Image.Image, amount: float, blur: float = 0) -> Canvas:
        """Darken through a mask; amount 1 is black."""
        dark = scaled(soft(mask, blur), amount)
        self.image = ImageChops.multiply(self.image, Image.merge("RGB", [ImageOps.invert(dark)] * 3))
        return self

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0, fall: float = 2.0
    ) -> Canvas:
        """Add a round light that falls off from its middle; fall is how quickly."""
        side = round(radius * 2 * SCALE)
        level = ImageOps.invert(distance_from_middle()).resize((side, side), Image.Resampling.BICUBIC)
        level = level.point([round(255 * (v / 255) ** fall * strength) if v > 1 else 0 for v in range(256)])
        lamp = Image.merge("RGB", [scaled(level, part / 255) for part in colour])
        left, top = round((x - radius) * SCALE), round((y - radius) * SCALE)
        layer = Image.new("RGB", SIZE)
        layer.paste(lamp, (left, top))
        self.image = ImageChops.screen(self.image, layer)
        return self

    def line(
        self, points: Sequence[Point], width: float, colour: Colour, opacity: float = 1.0, blur: float = 0
    ) -> Canvas:
        """Draw a line through the points."""
        if opacity == 1 and not blur:
            self._line(ImageDraw.Draw(self.image), points, width, colour, round_ends=width > 2)
            return self
        return self.paint(self.stroke(points, width), colour, opacity, blur)

    def fill(self, points: Sequence[Point], colour: Colour) -> Canvas:
        """Fill a polygon."""
        ImageDraw.Draw(self.image).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)
        return self

    def tube(
        self, points: Sequence[Point], width: float, dark: Colour, bright: Colour, lit: Point = (-1, -1)
    ) -> Canvas:
        """Draw a rounded, shaded limb along the points: narrower and brighter strokes pile up towards the light."""
        draw = ImageDraw.Draw(self.image)
        layers = max(26, round(width / 3))
        for layer in range(layers):
            share = layer / (layers - 1)
            thin = width * math.sqrt(max(0.0, 1 - share * share)) if layer < layers - 1 else width * 0.06
            slide = width * 0.27 * share
            moved = [(x + lit[0] * slide, y + lit[1] * slide) for x, y in points]
            self._line(draw, moved, thin, mix(dark, bright, share**0.8), round_ends=True)
        return self

    # subjects

    def stars(self, count: int, bottom: float = 900, brightest: float = 1.0) -> Canvas:
        """Scatter stars over the page down to a height, most of them faint."""
        draw = ImageDraw.Draw(self.image)
        for _ in range(count):
            x, y = self.dice.uniform(0, 1600), self.dice.uniform(0, bottom)
            power = self.dice.random() ** 5
            tint = mix(self.dice.choice((SKY, BONE, BONE, GOLD)), rgb("ffffff"), 0.4)
            colour = mix(self.image.getpixel((int(x * SCALE), int(y * SCALE))), tint, (0.22 + 0.75 * power) * brightest)  # type: ignore[arg-type]  # an RGB page gives three numbers
            r = 0.45 + 1.0 * power
            draw.ellipse([(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=colour)
            if power > 0.9:
                self.glow(x, y, 9, tint, 0.35 * brightest)
                draw = ImageDraw.Draw(self.image)
        return self

    def haze(self, colour: Colour, strength: float, cells: tuple[int, int] = (4, 3), low: int = 110) -> Canvas:
        """Add a faint cloud of light, as of far-away gas."""
        level = threshold(clouds(self.dice, PAGE, cells, 6), low, 255).resize(SIZE, Image.Resampling.BICUBIC)
        return self.light(level, colour, 0, strength)

    def planet(
        self,
        x: float,
        y: float,
        radius: float,
        texture: Image.Image,
        light: tuple[float, float, float],
        *,
        turn: float = 0.0,
        tilt: float = 0.0,
        air: Colour | None = None,
        ambient: float = 0.0,
        power: float = 0.8,
        halo: float = 0.5,
        see_through: bool = False,
    ) -> Canvas:
        """Put a lit ball on the page, with a rim of air if it has any."""
        side = round(radius * 2 * SCALE)
        ball = wrap(texture, side, turn, tilt)
        lamp = ball_light(side, light, power, ambient)
        ball = ImageChops.multiply(ball, Image.merge("RGB", [lamp] * 3))
        if air:
            rim = disc_light((side, side), [(0, INK), (0.72, INK), (0.93, mix(INK, air, 0.55)), (1, air)])
            ball = ImageChops.screen(ball, ImageChops.multiply(rim, Image.merge("RGB", [lamp] * 3)))
            length = math.sqrt(sum(part * part for part in light))
            towards = (x + light[0] / length * radius * 0.25, y + light[1] / length * radius * 0.25)
            self.glow(towards[0], towards[1], radius * 1.5, air, halo, 1.7)
        layer = self.image.copy()
        layer.paste(ball, (round((x - radius) * SCALE), round((y - radius) * SCALE)))
        if see_through:  # the night side of a moon seen through air has the colour of the sky
            layer = ImageChops.lighter(layer, self.image)
        return self.paint(self.oval(x, y, radius), layer)

    def regolith(
        self,
        horizon: float,
        stops: Stops,
        *,
        craters: int = 420,
        light: Point = (1, 0.2),
        contrast: float = 15.0,
        flatness: float = 3.0,
        roll: Sequence[Point] | None = None,
    ) -> Canvas:
        """Lay cratered ground from a horizon to the foot of the page, coloured from the horizon (0) to the foot (1)."""
        relief = Relief((3400, 2600), self.dice).roughen(9, 9, 34, 0.56).pepper(craters, 9, 130, 0.4)
        seen = relief.lit(light[0], light[1], contrast)
        w, h = SIZE[0], round((900 - horizon) * SCALE)
        far = 3400
        near = far / flatness
        quad = ((0, 0), ((3400 - near) / 2, 2599), ((3400 + near) / 2, 2599), (3399, 0))
        seen = _lean(seen, (w, h), quad)
        colour = downward((w, h), stops)
        ground = ImageChops.multiply(colour, Image.merge("RGB", [scaled(seen, 1.75)] * 3))
        layer = self.image.copy()
        layer.paste(ground, (0, round(horizon * SCALE)))
        if roll is None:
            roll = [(x, horizon + 5 + 4 * math.sin(x / 190 + self.dice.random())) for x in range(-20, 1660, 40)]
        return self.paint(self.polygon([*roll, (1620, 910), (-20, 910)]), layer, 1, 0.6)

    def finish(self, grain: int = 7, vignette: float = 0.4) -> Image.Image:
        """Scale down to the page, darken the corners a little and add film grain, which also hides banding."""
        page = self.image.resize(PAGE, Image.Resampling.LANCZOS)
        if vignette:
            edge = distance_from_middle().resize((2100, 1300), Image.Resampling.BICUBIC).crop((250, 200, 1850, 1100))
            fall = edge.point([round(255 * (1 - vignette * (v / 255) ** 3)) for v in range(256)])
            page = ImageChops.multiply(page, Image.merge("RGB", [fall] * 3))
        speck = scaled(noise(self.dice, PAGE), grain / 255)
        return ImageChops.add(page, Image.merge("RGB", [speck] * 3), 1, -(grain // 2))


def soft(mask: Image.Image, blur: float) -> Image.Image:
    """Blur a mask by points of the page; wide blurs are done small, where nobody sees the difference."""
    if blur <= 0:
        return mask
    if blur < 6:
        return mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
    small = mask.resize((SIZE[0] // 8, SIZE[1] // 8), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(blur * SCALE / 8)).resize(SIZE, Image.Resampling.BICUBIC)


def _lean(image: Image.Image, size: tuple[int, int], quad: tuple[Point, Point, Point, Point]) -> Image.Image:
    """Look at a map slantwise; quad holds the map's points for the page's corners, anticlockwise from top left."""
    w, h = size
    page = [(0.0, 0.0), (0.0, float(h)), (float(w), float(h)), (float(w), 0.0)]
    rows: list[list[float]] = []
    for (px, py), (sx, sy) in zip(page, quad, strict=True):
        rows.append([px, py, 1, 0, 0, 0, -sx * px, -sx * py, sx])
        rows.append([0, 0, 0, px, py, 1, -sy * px, -sy * py, sy])
    return image.transform(size, Image.Transform.PERSPECTIVE, _solve(rows), Image.Resampling.BICUBIC)


def _solve(rows: list[list[float]]) -> list[float]:
    """Solve linear equations given as rows of factors with the right-hand side last (Gauss, with pivoting)."""
    n = len(rows)
    for column in range(n):
        best = max(range(column, n), key=lambda r: abs(rows[r][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        rows[column] = [value / pivot for value in rows[column]]
        for other in range(n):
            if other != column:
                factor = rows[other][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[column], strict=True)]
    return [row[-1] for row in rows]
