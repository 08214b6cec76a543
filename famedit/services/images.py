"""Pictures: what is accepted, and how a picture becomes one that may leave the house.

A picture is judged by its content, never by its name, and before its pixels are unpacked. For a page it is encoded
anew from its bare pixels, so that nothing a camera or a program wrote beside them (places, names, comments,
thumbnails) goes out with it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, cast

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from famedit.core.errors import BadInput

MOST_BYTES = 64_000_000
MOST_PIXELS = 50_000_000
#: The widest a picture on a page is ever shown, times two for dense screens.
PAGE_WIDTH = 1600
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}

# Pillow's own limit only warns up to twice its size; sizes are compared with MOST_PIXELS below, before anything loads.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A picture's size in pixels as it is to be seen (turned as its camera says), and its media type."""

    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture encoded for a page: bytes, size in pixels, media type and the suffix of its file (".jpg")."""

    data: bytes
    width: int
    height: int
    media_type: str
    suffix: str


def examine(data: bytes, file_name: str = "") -> PictureFacts:
    """Return what ``data`` is, having decoded all of it once. Raises ``BadInput`` in words."""
    with _opened(data, file_name) as image:
        media_type = FORMATS[image.format or ""]
        turned = _loaded(image, file_name).getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = image.size
    return PictureFacts(height if turned else width, width if turned else height, media_type)


def for_page(data: bytes, *, widest: int | None = PAGE_WIDTH, file_name: str = "") -> PagePicture:
    """Return the picture turned upright, in sRGB, at most ``widest`` pixels wide, encoded from its bare pixels.

    JPEG and WebP without transparency become JPEG, everything else PNG; of a moving picture the first frame is taken.
    The same bytes give the same bytes. Raises ``BadInput``.
    """
    with _opened(data, file_name) as image:
        kind = image.format
        pixels = _in_srgb(ImageOps.exif_transpose(_loaded(image, file_name)))
    if widest and pixels.width > widest:
        height = max(1, round(pixels.height * widest / pixels.width))
        pixels = pixels.resize((widest, height), Image.Resampling.LANCZOS)  # pyright: ignore[reportUnknownMemberType]  # NumPy's types, which are not here
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    out = io.BytesIO()
    if kind in ("JPEG", "WEBP") and bare.mode == "RGB":
        bare.save(out, "JPEG", quality=88, optimize=True, progressive=True)
        return PagePicture(out.getvalue(), bare.width, bare.height, "image/jpeg", ".jpg")
    bare.save(out, "PNG", optimize=True)
    return PagePicture(out.getvalue(), bare.width, bare.height, "image/png", ".png")


def _opened(data: bytes, file_name: str) -> Image.Image:
    """Open the picture without unpacking it, and refuse what must not be unpacked."""
    if len(data) > MOST_BYTES:
        raise BadInput(
            f"The picture is larger than {MOST_BYTES // 1_000_000} MB.", "Save a smaller copy of it.", file=file_name
        )
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(FORMATS))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadInput(
            "This is no JPEG, PNG, WebP or GIF picture.", "Save it as one of these first.", file=file_name
        ) from error
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise BadInput(
            f"The picture has {image.width} x {image.height} pixels, more than {MOST_PIXELS // 1_000_000} million.",
            "Save a smaller copy of it.",
            file=file_name,
        )
    return image


def _loaded(image: Image.Image, file_name: str) -> Image.Image:
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise BadInput(
            "The picture is damaged: not all of it can be read.", "Open it elsewhere and save it again.", file=file_name
        ) from error
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture as plain 8-bit RGB, or RGBA when something shows through."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = image.point(_to_eight_bits).convert("L")  # pyright: ignore[reportUnknownMemberType]  # the same
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        image = _by_profile(image, profile)
    image = image.convert("RGBA" if has_alpha else "RGB")
    if has_alpha and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    return image


def _to_eight_bits(value: int) -> float:
    return value / 257


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in sRGB; as it is when its colour profile is broken and the plain numbers must do."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, _srgb(), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _srgb() -> ImageCms.ImageCmsProfile:
    # Pillow declares no type for what it makes here
    return ImageCms.ImageCmsProfile(cast("ImageCms.ImageCmsProfile", cast("Any", ImageCms).createProfile("sRGB")))
