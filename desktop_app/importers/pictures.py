"""Pictures given as evidence: how they look, in few bits, and copies with parts made black."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageOps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Box = tuple[int, int, int, int]
"""Left, top, right, bottom of a part, in pixels of the picture."""

_MOST_PIXELS: Final = 120_000_000
"""The largest picture that is looked into; a phone's has a tenth."""
_SIDE: Final = 16
_PAGE: Final = re.compile(rb"/Type\s*/Page[^s]")
_LONGEST_PDF: Final = 64 << 20


def look_of(path: Path) -> str | None:
    """Return how a picture looks as 64 hexadecimal digits, None where it cannot be looked into.

    Each bit says whether a field is brighter than its neighbour, of 16 × 16 of them.
    """
    picture = _opened(path)
    if picture is None:
        return None
    try:
        with picture:
            picture.draft("L", (_SIDE * 8, _SIDE * 8))
            small = picture.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BILINEAR)
    except (OSError, ValueError, SyntaxError, MemoryError):
        return None
    values = small.tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            place = row * (_SIDE + 1) + column
            bits = bits << 1 | (values[place] > values[place + 1])
    return f"{bits:064x}"


def pages_of(path: Path, media_type: str) -> int | None:
    """Return how many pages a file prints on: 1 for a picture, a PDF's own; None where it is not known."""
    if media_type.startswith("image/"):
        return 1
    if media_type == "application/pdf" and path.stat().st_size <= _LONGEST_PDF:
        return len(_PAGE.findall(path.read_bytes() + b" ")) or None
    return None


def masked(path: Path, boxes: Sequence[Box]) -> bytes | None:
    """Return a picture with parts made black, and nothing in it but its pixels; None where it is none.

    The parts are those of the picture as it is seen, turned as its camera says.
    """
    picture = _opened(path)
    if picture is None:
        return None
    try:
        with picture:
            kind = "JPEG" if picture.format == "JPEG" else "PNG"
            seen = ImageOps.exif_transpose(picture).convert("RGBA")
            # A new picture: comments, places and small previews of the old one stay behind.
            plain = Image.new("RGB", seen.size, (255, 255, 255))
            plain.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, MemoryError):
        return None
    draw = ImageDraw.Draw(plain)
    for box in boxes:
        draw.rectangle(box, fill=(0, 0, 0))
    out = io.BytesIO()
    plain.save(out, kind, quality=92)
    return out.getvalue()


def _opened(path: Path) -> Image.Image | None:
    """Open a picture without reading its pixels; None where it is none, or larger than any camera's."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if picture.width * picture.height > _MOST_PIXELS:
        picture.close()
        return None
    return picture
