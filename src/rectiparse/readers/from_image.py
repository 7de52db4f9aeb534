"""A scan or photograph of a notice: what is printed on it by recognition, page for page."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from rectiparse.diagnostics import UnreadableSource, build_diagnostic
from rectiparse.model import Diagnostic
from rectiparse.readers.linear import Linear
from rectiparse.readers.page_text import write_pages
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from PIL.Image import Image

    from rectiparse.readers.page_image import PageImage

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The linear text of the image, a TIFF file's pages one after the other.

    Raises UnreadableSource when it is broken or too large, nothing is read on it, or the extra is missing.
    """
    from rectiparse.readers.recognition import is_available, recognise

    if find_spec("PIL") is None or not is_available():
        raise UnreadableSource(f"{name} is an image; next: pip install 'rectiparse[ocr]', or get the file with its text")
    image, media_type = _open(data, name)
    pages = min(getattr(image, "n_frames", 1), _MOST_PAGES) if media_type == "image/tiff" else 1
    told: list[Diagnostic] = []
    with image:
        found = recognise(_read_frames(image, pages, name, told), pages, name)
    linear = Linear()
    doubtful = write_pages(found.pages, linear)
    told.extend(found.told)
    if not linear.size:
        why = "can't be read: it is broken or cut" if told else "has no text that can be recognised"
        raise UnreadableSource(f"{name} {why}; next: scan it again, upright and at 200 to 300 dpi")
    return linear.build(data, name, media_type, diagnostics=(*told, *doubtful))


_MOST_PIXELS, _MOST_PAGES = 60_000_000, 500
"""An A3 sheet at 400 dpi has 31 million pixels."""
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
    return image, f"image/{(image.format or 'png').lower()}"


def _too_large(name: str) -> str:
    return f"{name} has more than {_MOST_PIXELS // 1_000_000} million pixels; next: scan it at 200 to 300 dpi"


def _read_frames(image: Image, pages: int, name: str, told: list[Diagnostic]) -> Iterator[PageImage]:
    for number in range(1, pages + 1):
        try:
            yield _read_frame(image, number)
        except Exception:  # a broken or cut page; Pillow raises whatever its plug-ins raise
            told.append(build_diagnostic("unreadable-part", f"page {number} is broken" if pages > 1 else "the image is broken or cut"))


def _read_frame(image: Image, number: int) -> PageImage:
    import numpy as np
    from PIL import ImageOps

    from rectiparse.readers.page_image import PageImage

    image.seek(number - 1)
    if image.width * image.height > _MOST_PIXELS:
        raise ValueError("too large")
    upright = ImageOps.exif_transpose(image) or image
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        from PIL import Image as Images

        clear = upright.convert("RGBA")
        upright = Images.alpha_composite(Images.new("RGBA", clear.size, "white"), clear)
    pixels = np.ascontiguousarray(np.asarray(upright.convert("RGB"))[:, :, ::-1])
    return PageImage(number, pixels, _POINTS_WIDE / min(pixels.shape[:2]))
