"""Draws a picture anew. What a camera or a program wrote into the file (place, time, serial number, a thumbnail of
what was cut off, anything behind the last pixel) is left behind; the pixels stay, upright.

Runs in the limited process only (`checker`).
"""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

from PIL import Image, ImageOps, MpoImagePlugin, WebPImagePlugin

from fristad.server.cases.documents.kinds import RefusedKindError

#: A page of A4 at 600 dots an inch has 35 million.
MOST_PIXELS: Final = 40_000_000
#: All that reads and writes is loaded here, before the process gives up the right to open files.
PLUGINS: Final = (MpoImagePlugin, WebPImagePlugin)
Image.preinit()
_KEPT_MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}
_WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "PNG": {"compress_level": 3},
    "WEBP": {"quality": 90, "method": 2},
}


def redraw(content: bytes, picture: str) -> bytes:
    """Return the same picture in the same format (`PNG`, `JPEG`, `WEBP`), its first frame where it moves.

    Raises `RefusedKindError` with `pixels` for more than `MOST_PIXELS`, `broken` for what does not open.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=[picture]) as opened:
            return _written(_upright(opened, picture), picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise RefusedKindError("pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError) as error:
        raise RefusedKindError("broken") from error


def _upright(opened: Image.Image, picture: str) -> Image.Image:
    opened.load()
    turned = ImageOps.exif_transpose(opened)
    kept = _KEPT_MODES[picture]
    if turned.mode in kept and "transparency" not in turned.info:
        return turned
    see_through = picture != "JPEG" and turned.has_transparency_data
    return turned.convert("RGBA" if see_through else "RGB")


def _written(drawn: Image.Image, picture: str) -> bytes:
    drawn.info.clear()
    made = io.BytesIO()
    drawn.save(made, picture, **_WRITTEN[picture])
    return made.getvalue()
