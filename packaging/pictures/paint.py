"""Paint for the sample desk's pictures: colours, gradients, noise, cratered relief and balls in the light.

Everything is Pillow. Scenes speak in points of a 1600 x 900 page and are drawn at twice that size, so that edges come
out smooth when the page is scaled down. All chance comes from seeded generators, so a picture is the same each time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from PIL import Image, ImageChops, ImageMath, ImageOps

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

Colour = tuple[int, int, int]
Point = tuple[float, float]
Stops = list[tuple[float, Colour]]

PAGE = (1600, 900)
SCALE = 2
SIZE = (PAGE[0] * SCALE, PAGE[1] * SCALE)


def rgb(code: str) -> Colour:
    """Read a colour written as six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


INK = rgb("04060b")
NIGHT = rgb("0a111e")
DEEP = rgb("13223c")
STEEL = rgb("4a5a70")
DUST = rgb("8d8c86")
BONE = rgb("e6e1d4")
AMBER = rgb("f2a83f")
EMBER = rgb("b4581c")
GOLD = rgb("ffdf9a")
EARTH = rgb("3d83d8")
SKY = rgb("9cc9f5")
SIGNAL = rgb("c43a2c")
MOSS = rgb("4db588")


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; share 0 gives the first, 1 the second."""
    r, g, b = (round(a + (c - a) * share) for a, c in zip(first, second, strict=True))
    return r, g, b


def along(stops: Stops, at: float) -> Colour:
    """Look up a colour at a place between 0 and 1 along the stops."""
    for (start, first), (end, second) in pairwise(stops):
        if at <= end:
            return mix(first, second, max(0.0, at - start) / max(end - start, 1e-6))
    return stops[-1][1]


def ramp(level: Image.Image, stops: Stops) -> Image.Image:
    """Turn a grey image into colour: each grey value is looked up along the stops (0 is black, 1 is white)."""
    colours = [along(stops, value / 255) for value in range(256)]
    return Image.merge("RGB", [level.point([colour[part] for colour in colours]) for part in range(3)])


def downward(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Make a gradient from top to bottom."""
    column = Image.new("RGB", (1, size[1]))
    column.putdata([along(stops, (y + 0.5) / size[1]) for y in range(size[1])])
    return column.resize(size)


def sideways(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Make a gradient from left to right."""
    row = Image.new("RGB", (size[0], 1))
    row.putdata([along(stops, (x + 0.5) / size[0]) for x in range(size[0])])
    return row.resize(size)


@cache
def distance_from_middle() -> Image.Image:
    """Give the distance from the middle as grey: black there, white from the nearest edge outwards."""
    side = 400
    level = Image.new("F", (side, side))
    middle = (side - 1) / 2
    level.putdata([255 * math.hypot(x - middle, y - middle) / middle for y in range(side) for x in range(side)])
    return level.convert("L")


def disc_light(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Make a round gradient, first stop in the middle, last at the nearest edge."""
    return ramp(distance_from_middle().resize(size, Image.Resampling.BICUBIC), stops)


def compute(work: Callable[[dict[str, Any]], Any], **images: Image.Image) -> Image.Image:
    """Do arithmetic on floating-point images."""
    return ImageMath.lambda_eval(work, **images)


def scaled(image: Image.Image, factor: float) -> Image.Image:
    """Multiply every value of an image, clipped at white."""
    return image.point([min(255, round(v * factor)) for v in range(256)] * len(image.getbands()))


@dataclass
class Relief:
    """A height map seen from above, with craters, that can be lit from one side."""

    size: tuple[int, int]
    dice: random.Random
    heights: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.heights = Image.new("F", self.size, 0.0)

    def roughen(self, coarsest: int, octaves: int, amount: float, fade: float = 0.55) -> Relief:
        """Add fractal unevenness; coarsest is the number of bumps across the width in the first octave."""
        total = self.heights
        for octave in range(octaves):
            cells = coarsest << octave
            rows = max(2, cells * self.size[1] // self.size[0])
            weight = amount * fade**octave / 255
            layer = noise(self.dice, (cells, rows)).convert("F").resize(self.size, Image.Resampling.BICUBIC)
            total = compute(lambda a, w=weight: a["total"] + a["layer"] * w, total=total, layer=layer)
        self.heights = total
        return self

    def crater(self, x: float, y: float, radius: float, depth: float) -> Relief:
        """Press a bowl with a raised rim into the surface."""
        side = max(4, round(radius * 3))
        stamp = _bowl().resize((side, side), Image.Resampling.BICUBIC)
        left, top = round(x - side / 2), round(y - side / 2)
        under = self.heights.crop((left, top, left + side, top + side))
        pressed = compute(lambda a: a["under"] + a["stamp"] * depth, under=under, stamp=stamp)
        self.heights.paste(pressed, (left, top))
        return self

    def pepper(self, count: int, smallest: float, largest: float, depth: float = 0.5) -> Relief:
        """Scatter craters, many small and few large, as age would."""
        for _ in range(count):
            radius = smallest * (largest / smallest) ** (self.dice.random() ** 3.2)
            x, y = self.dice.uniform(0, self.size[0]), self.dice.uniform(0, self.size[1])
            self.crater(x, y, radius, depth * radius * self.dice.uniform(0.6, 1.0))
        return self

    def lit(self, dx: float, dy: float, contrast: float, base: float = 128.0) -> Image.Image:
        """Give the surface as grey, lit from the direction (dx, dy) towards which slopes grow bright."""
        step_x, step_y = round(dx * 3), round(dy * 3)
        moved = ImageChops.offset(self.heights, -step_x, -step_y)
        lit = compute(lambda a: (a["here"] - a["moved"]) * contrast + base, here=self.heights, moved=moved)
        return lit.convert("L")  # clips at black and white


@cache
def _bowl() -> Image.Image:
    """Give the profile of a crater of radius 1 in a square of side 3: a bowl, a sharp rim, a short apron."""
    side = 240
    values: list[float] = []
    for y in range(side):
        for x in range(side):
            r = math.hypot(x - side / 2 + 0.5, y - side / 2 + 0.5) / (side / 3)
            if r < 1:
                values.append(-0.7 + 0.95 * r**2.6)
            else:
                values.append(0.25 * max(0.0, 1 - (r - 1) / 0.45) ** 2.2)
    stamp = Image.new("F", (side, side))
    stamp.putdata(values)
    return stamp


def noise(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    """Make even grey noise, the same for the same generator state."""
    return Image.frombytes("L", size, dice.randbytes(size[0] * size[1]))


def clouds(
    dice: random.Random, size: tuple[int, int], cells: tuple[int, int], octaves: int = 6, fade: float = 0.6
) -> Image.Image:
    """Make fractal noise stretched to the full range of greys; cells are the bumps across and down at first."""
    total = Image.new("F", size, 0.0)
    for octave in range(octaves):
        grid = (max(2, cells[0] << octave), max(2, cells[1] << octave))
        grid = (min(grid[0], size[0]), min(grid[1], size[1]))
        layer = noise(dice, grid).convert("F").resize(size, Image.Resampling.BICUBIC)
        total = compute(lambda a, w=fade**octave: a["t"] + a["n"] * w, t=total, n=layer)
    low, high = cast("tuple[float, float]", total.getextrema())  # one band, so a pair of numbers
    return compute(lambda a: (a["t"] - low) * (255 / (high - low)), t=total).convert("L")


def threshold(level: Image.Image, low: int, high: int) -> Image.Image:
    """Make a soft step: black below low, white above high."""
    return level.point([min(255, max(0, round((v - low) * 255 / (high - low)))) for v in range(256)])


def wrap(texture: Image.Image, diameter: int, turn: float = 0.0, tilt: float = 0.0, cells: int = 72) -> Image.Image:
    """Lay a map (width twice the height) on a ball and look at it from afar.

    turn is the longitude in the middle as a share of the map's width, tilt the roll of the axis in degrees.  The ball
    fills a square of the diameter; the corners hold nothing of use and want a round mask.
    """
    width, height = texture.size
    doubled = Image.new("RGB", (width * 2, height))
    doubled.paste(texture, (0, 0))
    doubled.paste(texture, (width, 0))
    step = diameter / cells
    roll = math.radians(tilt)

    def source(px: float, py: float) -> Point:
        x = (px - diameter / 2) / (diameter / 2)
        y = (py - diameter / 2) / (diameter / 2)
        x, y = x * math.cos(roll) + y * math.sin(roll), -x * math.sin(roll) + y * math.cos(roll)
        far = math.hypot(x, y)
        if far > 0.9995:
            x, y = x * 0.9995 / far, y * 0.9995 / far
        z = math.sqrt(max(0.0, 1 - x * x - y * y))
        longitude = math.atan2(x, z) / (2 * math.pi) + turn + 0.5
        latitude = math.asin(y) / math.pi + 0.5
        return (longitude % 1.0 if turn == 0 else longitude) * width, latitude * (height - 1)

    mesh: list[tuple[tuple[int, int, int, int], tuple[float, ...]]] = []
    for row in range(cells):
        for column in range(cells):
            x0, y0 = round(column * step), round(row * step)
            x1, y1 = round((column + 1) * step), round((row + 1) * step)
            corners = (source(x0, y0), source(x0, y1), source(x1, y1), source(x1, y0))
            mesh.append(((x0, y0, x1, y1), tuple(part for corner in corners for part in corner)))
    return doubled.transform((diameter, diameter), Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def ball_light(
    diameter: int, light: tuple[float, float, float], power: float = 1.0, ambient: float = 0.0
) -> Image.Image:
    """Give the brightness of a ball lit from one direction (x right, y down, z to the viewer), with limb darkening."""
    side = min(diameter, 420)
    length = math.sqrt(sum(part * part for part in light))
    lx, ly, lz = (part / length for part in light)
    values: list[float] = []
    for row in range(side):
        y = (row + 0.5) / side * 2 - 1
        for column in range(side):
            x = (column + 0.5) / side * 2 - 1
            r2 = min(x * x + y * y, 0.9999)
            z = math.sqrt(1 - r2)
            lambert = max(0.0, x * lx + y * ly + z * lz)
            limb = 0.62 + 0.38 * z**0.5
            values.append(255 * min(1.0, ambient * z + lambert**power * limb))
    image = Image.new("F", (side, side))
    image.putdata(values)
    return image.resize((diameter, diameter), Image.Resampling.BICUBIC).convert("L")


def earth_map(dice: random.Random, size: tuple[int, int] = (2048, 1024)) -> Image.Image:
    """Invent a blue planet: seas, two tones of land, white poles and streaks of cloud."""
    ground = clouds(dice, size, (6, 4), 7, 0.56)
    land = threshold(ground, 136, 140)
    shelf = threshold(ground, 112, 140)
    sea = ramp(shelf, [(0, rgb("0c3a86")), (0.6, rgb("1553a8")), (1, rgb("2d86c4"))])
    tone = clouds(dice, size, (10, 6), 6)
    soil = ramp(tone, [(0, rgb("39572f")), (0.45, rgb("5f6f3c")), (0.62, rgb("9c8351")), (1, rgb("b89d6c"))])
    page = Image.composite(soil, sea, land)
    pole = Image.linear_gradient("L").resize(size)
    ragged = ImageChops.add(pole, scaled(clouds(dice, size, (14, 7), 5), 0.22), 1, -28)
    page = Image.composite(Image.new("RGB", size, rgb("eef4f8")), page, threshold(ragged, 226, 236))
    page = Image.composite(Image.new("RGB", size, rgb("eef4f8")), page, threshold(ImageOps.invert(ragged), 232, 242))
    sheets = clouds(dice, size, (5, 7), 7, 0.62)
    wisps = clouds(dice, size, (10, 20), 6, 0.7)
    cover = threshold(ImageChops.add(scaled(sheets, 0.62), scaled(wisps, 0.38)), 132, 186)
    return Image.composite(Image.new("RGB", size, rgb("f6f9fb")), page, scaled(cover, 0.94))


def moon_map(dice: random.Random, size: tuple[int, int] = (4096, 2048), contrast: float = 15.0) -> Image.Image:
    """Invent a grey moon: dark seas, bright highlands, thousands of craters lit from the left."""
    relief = Relief(size, dice).roughen(10, 8, 20, 0.58)
    relief.pepper(1500 * size[0] // 4096, 7, 150, 0.34)
    shade = relief.lit(1, 0.25, contrast)
    seas = threshold(clouds(dice, size, (5, 3), 6, 0.5), 118, 168)
    tone = ramp(seas, [(0, rgb("e6e2d8")), (1, rgb("8f8c86"))])
    return ImageChops.multiply(
        tone, Image.merge("RGB", [shade.point([min(255, round(v * 1.9)) for v in range(256)])] * 3)
    )


def tilted_ellipse(x: float, y: float, rx: float, ry: float, tilt: float, count: int = 240) -> list[Point]:
    """Give the points of an ellipse, turned by an angle in radians."""
    points: list[Point] = []
    for step in range(count):
        a = step / count * 2 * math.pi
        u, v = rx * math.cos(a), ry * math.sin(a)
        points.append((x + u * math.cos(tilt) - v * math.sin(tilt), y + u * math.sin(tilt) + v * math.cos(tilt)))
    return points


def star(x: float, y: float, size: float) -> list[Point]:
    """Give the points of an upright five-pointed star."""
    points: list[Point] = []
    for k in range(10):
        reach = size if k % 2 == 0 else size * 0.4
        a = k / 10 * 2 * math.pi - math.pi / 2
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    return points
