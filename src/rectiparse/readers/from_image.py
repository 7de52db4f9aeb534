"""A scan or photograph of a notice: what is printed on it by recognition, page for page."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.model import Diagnostic
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from PIL.Image import Image

    from rectiparse.readers.page_image import PageImage

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The linear text of the image, a TIFF file's pages one after the other.

    Raises UnreadableSource when it is broken or too large, nothing is read on it, or the extra is missing.
    """
    from rectiparse.readers.linear import Linear
    from rectiparse.readers.page_text import write_pages
    from rectiparse.readers.recognition import is_available, recognise

    if find_spec("PIL") is None or not is_available():
        raise UnreadableSource(f"{name} is an image; next: pip install 'rectiparse[ocr]', or get the file with its text")
    told: list[Diagnostic] = []
    with warnings.catch_warnings(action="ignore"):  # Pillow's own words on a broken file; ours follow
        image, media_type = _open(data, name)
        with image:
            pages = _count_pages(image, media_type, told)
            found = recognise(_read_frames(image, pages, told), pages, name)
    linear = Linear()
    doubtful = write_pages(found.pages, linear)
    told.extend(found.told)
    if not linear.size:
        why = "can't be read: it is broken or cut" if told else "has no text that can be recognised"
        raise UnreadableSource(f"{name} {why}; next: scan it again, upright and at 200 to 300 dpi")
    return linear.build(data, name, media_type, diagnostics=(*told, *doubtful))


_MOST_PIXELS, _MOST_PAGES = 60_000_000, 500
"""An A3 sheet at 400 dpi has 31 million pixels."""
_LONGEST_SIDE = 5000
"""Pixels; what is recognised is no longer, and more would cost memory."""
_NARROWEST = 16
_POINTS_WIDE = 595.0
"""An A4 page: what a scan is taken for, since its own resolution is often wrong."""


def _open(data: bytes, name: str) -> tuple[Image, str]:
    from PIL import Image

    try:
        image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF"))
        width, height = image.size
    except Image.DecompressionBombError:
        raise UnreadableSource(_too_large(name)) from None
    except Exception:  # Pillow raises whatever its plug-ins raise
        raise UnreadableSource(f"{name} is a broken image; next: get the file again, whole, or scan it anew") from None
    if width * height > _MOST_PIXELS:
        raise UnreadableSource(_too_large(name))
    if min(width, height) < _NARROWEST:
        raise UnreadableSource(f"{name} is an image of {width} x {height} pixels, too small for text; next: see if it is the right file")
    return image, "image/jpeg" if image.format == "MPO" else f"image/{(image.format or 'png').lower()}"


def _too_large(name: str) -> str:
    return f"{name} has more than {_MOST_PIXELS // 1_000_000} million pixels; next: scan it at 200 to 300 dpi"


def _count_pages(image: Image, media_type: str, told: list[Diagnostic]) -> int:
    """Pages that are read; the preview that a camera puts behind a photograph is none."""
    try:
        frames = int(getattr(image, "n_frames", 1))
    except Exception:  # a broken table of pages; Pillow raises whatever its plug-ins raise
        frames = 1
        told.append(build_diagnostic("unreadable-part", "pages behind the first one: the file is broken or cut"))
    pages = 1 if media_type == "image/jpeg" else min(frames, _MOST_PAGES if media_type == "image/tiff" else 1)
    if pages < frames and media_type != "image/jpeg":
        told.append(build_diagnostic("unreadable-part", f"pictures from {pages + 1} on, of {frames}: not read"))
    return pages


def _read_frames(image: Image, pages: int, told: list[Diagnostic]) -> Iterator[PageImage]:
    for number in range(1, pages + 1):
        try:
            yield _read_frame(image, number, told)
        except Exception:  # a broken or cut page; Pillow raises whatever its plug-ins raise
            told.append(build_diagnostic("unreadable-part", f"page {number} is broken" if pages > 1 else "the image is broken or cut"))


def _read_frame(image: Image, number: int, told: list[Diagnostic]) -> PageImage:
    import numpy as np
    from PIL import ImageOps

    from rectiparse.readers.page_image import PageImage

    image.seek(number - 1)
    if image.width * image.height > _MOST_PIXELS:
        raise ValueError("too large")
    upright = ImageOps.exif_transpose(_load(image, number, told)) or image
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        from PIL import Image as Images

        clear = upright.convert("RGBA")
        upright = Images.alpha_composite(Images.new("RGBA", clear.size, "white"), clear)
    upright = upright.convert("RGB")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    pixels = np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
    return PageImage(number, pixels, _POINTS_WIDE / min(pixels.shape[:2]))


def _load(image: Image, number: int, told: list[Diagnostic]) -> Image:
    """The image with its pixels; one that is cut, as far as it goes, white below. Raises when there is nothing of it."""
    from PIL.ImageFile import ImageFile

    try:
        image.load()
        return image
    except OSError:
        if not isinstance(image, ImageFile) or not image.tile:
            raise
        image.tile = []  # what was decoded so far stays, the rest is black
    end = max((band.getbbox() or (0, 0, 0, 0))[3] for band in image.split())
    if end < _LEAST_LEFT * image.height:
        raise ValueError("nothing is left")
    told.append(build_diagnostic("unreadable-part", f"page {number} is cut: {100 * end // image.height} % of it are there"))
    whole = image.convert("RGB")
    whole.paste((255, 255, 255), (0, end, *image.size))  # the size of the page tells that of its print
    return whole


_LEAST_LEFT = 0.1
"""Of its height, what a cut page has at least."""
