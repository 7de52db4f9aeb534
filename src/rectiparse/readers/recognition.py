"""Images of pages → their characters and strokes, by models that come with the extra `ocr`; nothing is ever downloaded."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rectiparse.diagnostics import build_diagnostic
from rectiparse.model import Diagnostic
from rectiparse.readers.mending import mend_pages
from rectiparse.readers.page_image import PageImage, find_strokes, measure_dot
from rectiparse.readers.page_layout import Page, Piece, Rule, find_em
from rectiparse.readers.progress import tell

if TYPE_CHECKING:
    from rectiparse.readers.page_image import Pixels


class Recognised(NamedTuple):
    """The pages that could be read, and what is to be told of them and of the others."""

    pages: tuple[Page, ...]
    told: tuple[Diagnostic, ...]


def is_available() -> bool:
    """Whether the extra is installed with its models."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2")) and _find_models() is not None


def recognise(images: Iterable[PageImage], total: int, name: str) -> Recognised:
    """The pages of `images`, one after the other; tells how far it has come."""
    tell(name, 0, total, _USUAL_SECONDS)
    pages: list[Page] = []
    told: list[Diagnostic] = []
    started = perf_counter()
    for done, image in enumerate(images, 1):
        try:
            pages.append(read_image(image))
        except Exception as error:  # OpenCV and ONNX raise their own; one page must not cost the others
            told.append(build_diagnostic("unreadable-part", f"page {image.number} can't be recognised ({type(error).__name__})"))
        tell(name, done, total, (perf_counter() - started) / done)
    mended, of_signs = mend_pages(pages)
    return Recognised(mended, (*told, *of_signs))


def read_image(image: PageImage) -> Page:
    """What is printed on an image."""
    height, width = image.pixels.shape[:2]
    rules = find_strokes(image)
    found = _load_engine()(image.pixels)
    pieces: list[Piece] = []
    if found.boxes is not None and found.txts and found.scores:
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            xs, ys = [float(x) * image.scale for x, _ in box], [float(y) * image.scale for _, y in box]
            is_upright = max(xs) - min(xs) >= (max(ys) - min(ys)) * 0.8 or len(text) < 3
            if text.strip():
                piece = Piece(text.strip(), min(xs), min(ys), max(xs), max(ys), float(score), is_upright)
                pieces.extend(_split_at(_widen_dot(piece, image), rules))
    return Page(image.number, width * image.scale, height * image.scale, tuple(pieces), rules)


class _Found(Protocol):
    boxes: Iterable[Iterable[tuple[float, float]]] | None
    txts: tuple[str, ...] | None
    scores: tuple[float, ...] | None


class _Engine(Protocol):
    def __call__(self, pixels: Pixels) -> _Found: ...


_USUAL_SECONDS = 4.0
"""A page of text at 200 dots an inch on two cores."""
_LONGEST_SIDE, _DETECTED_SIDE = 4000, 1280
"""Pixels: of an image that is read, of the smaller copy in which lines are looked for."""


def _find_models() -> tuple[Path, Path] | None:
    """The files of detection and recognition in the installed package."""
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else None
    if folder is None:
        return None
    found = [sorted(folder.glob(pattern)) for pattern in ("*_det_*.onnx", "*_rec_*.onnx")]
    return (found[0][-1], found[1][-1]) if all(found) else None


@lru_cache(maxsize=1)
def _load_engine() -> _Engine:
    from rapidocr import RapidOCR

    models = _find_models()
    assert models is not None  # is_available said so
    engine: _Engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONGEST_SIDE,
            "Det.model_path": str(models[0]),
            "Det.limit_side_len": _DETECTED_SIDE,
            "Det.limit_type": "max",
            "Rec.model_path": str(models[1]),
            "EngineConfig.onnxruntime.intra_op_num_threads": _count_cores(),
        }
    )
    return engine


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _widen_dot(piece: Piece, image: PageImage) -> Piece:
    """`1．清理` is read as `1.清理` or `1. 清理`: which one it is, the room behind the dot tells."""
    if not (found := _NUMBERED.match(piece.text)):
        return piece
    em = find_em((piece,))
    room = measure_dot(image, piece.x0, piece.top, min(piece.x1, piece.x0 + _NUMBER_ROOM * em), piece.bottom)
    return piece if room < _WIDE_DOT * em else piece._replace(text=f"{found[1]}．{piece.text[found.end() :]}")


_NUMBERED = re.compile(r"(\d{1,3})\. ?(?=[\u4e00-\u9fff])")
_NUMBER_ROOM, _WIDE_DOT = 3.5, 0.7
"""In widths of a character: how far a number, its dot and the next character reach; the room behind a full-width dot.

Behind a half-width dot it is 0.2, with a blank 0.4 to 0.6, behind a full-width one 0.8.
"""


def _split_at(piece: Piece, rules: Iterable[Rule]) -> Iterator[Piece]:
    """The piece, cut where upright strokes of a table run through it: two cells were read as one line."""
    inner = sorted(
        rule.x0
        for rule in rules
        if not rule.is_horizontal
        and piece.x0 + piece.size / 2 < rule.x0 < piece.x1 - piece.size / 2
        and rule.top <= piece.top + piece.size / 4
        and rule.bottom >= piece.bottom - piece.size / 4
    )
    start, left, width = 0, piece.x0, (piece.x1 - piece.x0) / len(piece.text)
    for x in inner:
        end = round((x - piece.x0) / width)
        if end > start:
            yield piece._replace(text=piece.text[start:end], x0=left, x1=x, confidence=min(piece.confidence, _CUT))
            start, left = end, x
    if start < len(piece.text):
        yield piece._replace(text=piece.text[start:], x0=left)


_CUT = 0.5
"""Confidence of a line that was cut at a stroke: the place between two characters is a guess."""
