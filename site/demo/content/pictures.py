"""Draws pots as a wheel throws them: a profile that turns about its axis, from the foot up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

WIDTH, HEIGHT = 1280, 960
SCALE = 2
"""Everything is drawn this much larger, and made smaller at the end: edges come out smooth."""

TILT = 0.2
"""How much is seen of a circle that lies flat: the camera looks down a little."""

CLAY: Colour = (188, 140, 104)
TABLE: Colour = (233, 224, 212)


@dataclass(frozen=True)
class Pot:
    """A pot's shape and colours. Lengths are in pixels of the finished picture."""

    profile: Sequence[Point]
    """Pairs of height above the table and radius, from the foot upwards."""

    glaze: Colour
    wall: Colour
    """What stands behind it."""

    bare: float = 60
    """Up to this height the clay is bare."""

    handle: Sequence[Point] = ()
    """Points of a curve, to the right of the axis and above the table, drawn behind the pot."""

    spout: Sequence[Point] = ()
    lid: bool = False


def draw(pot: Pot) -> bytes:
    """The picture of a pot, as JPEG."""
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), pot.wall)
    _table(picture)
    _shadow(picture, pot)
    _curve(picture, pot.handle, pot.glaze, width=46)
    _curve(picture, pot.spout, pot.glaze, width=62)
    _body(picture, pot)
    _opening(picture, pot)
    file = BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "JPEG", quality=88)
    return file.getvalue()


def _place(right: float, up: float) -> Point:
    """Where a point beside the axis and above the table stands in the picture."""
    return (WIDTH / 2 + right) * SCALE, (HEIGHT * 0.8 - up) * SCALE


def _table(picture: Image.Image) -> None:
    edge = HEIGHT * 0.62 * SCALE
    ImageDraw.Draw(picture).rectangle((0, edge, picture.width, picture.height), fill=TABLE)


def _shadow(picture: Image.Image, pot: Pot) -> None:
    radius = (pot.profile[0][1] + max(radius for _height, radius in pot.profile)) / 2
    mask = Image.new("L", picture.size)
    box = (*_place(-radius * 0.75, radius * TILT), *_place(radius * 1.5, -radius * TILT))
    ImageDraw.Draw(mask).ellipse(box, fill=95)
    mask = mask.filter(ImageFilter.GaussianBlur(26 * SCALE))
    picture.paste(_shade((110, 90, 75), 0.6), (0, 0), mask)


def _body(picture: Image.Image, pot: Pot) -> None:
    """Disc upon disc; each hides the one below but for a line at its front."""
    for height, radius in _turned(pot.profile):
        colour = CLAY if height < pot.bare else pot.glaze
        _disc(picture, colour, height=height, radius=radius)


def _opening(picture: Image.Image, pot: Pot) -> None:
    height, radius = pot.profile[-1]
    if pot.lid:
        return
    rim, inside = _shade(pot.glaze, 1.18), _shade(pot.glaze, 0.6)
    for each, colour in ((radius, rim), (radius - 9, inside)):
        box = (*_place(-each, height + each * TILT), *_place(each, height - each * TILT))
        ImageDraw.Draw(picture).ellipse(box, fill=colour)


def _disc(picture: Image.Image, colour: Colour, *, height: float, radius: float) -> None:
    size = max(2, round(2 * radius * SCALE)), max(2, round(2 * radius * TILT * SCALE))
    left, top = _place(-radius, height + radius * TILT)
    picture.paste(_lit(colour).resize(size), (round(left), round(top)), _round(size))


@cache
def _lit(colour: Colour) -> Image.Image:
    """A strip as light from the left leaves it on something round."""
    strip = Image.new("RGB", (256, 1))
    for x in range(256):
        across = x / 255
        light = 1.16 - 1.5 * (across - 0.3) ** 2
        strip.putpixel((x, 0), _shade(colour, light))
    return strip


@cache
def _round(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=255)
    return mask


def _curve(picture: Image.Image, points: Sequence[Point], colour: Colour, *, width: float) -> None:
    """A bent roll of clay: a ball at every step of the way."""
    drawing = ImageDraw.Draw(picture)
    for fraction, light in ((1.0, 0.78), (0.72, 0.95), (0.3, 1.08)):
        size = width * fraction / 2
        for right, up in _turned(points):
            box = (*_place(right - size, up + size), *_place(right + size, up - size))
            drawing.ellipse(box, fill=_shade(colour, light))


def _turned(points: Sequence[Point]) -> list[Point]:
    """The points, and many between them, on a smooth curve (Catmull-Rom) through them all."""
    found: list[Point] = []
    padded = [*points[:1], *points, *points[-1:]]
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        (x0, y0), (x3, y3) = padded[number], padded[number + 3]
        steps = max(2, round(abs(x2 - x1) + abs(y2 - y1)))
        for step in range(steps + 1):
            t = step / steps
            found.append((_between(x0, x1, x2, x3, t), _between(y0, y1, y2, y3, t)))
    return found


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )


def _shade(colour: Colour, light: float) -> Colour:
    red, green, blue = (min(255, max(0, round(each * light))) for each in colour)
    return red, green, blue
