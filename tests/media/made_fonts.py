"""Small fonts made on the spot, so that a test knows exactly which signs a machine has."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

_EM = 1000


def made_font(path: Path, signs: str, *, blank: bool = False) -> Path:
    """A font in which each sign is a bar of its own height, or draws nothing when `blank`."""
    names = {ord(sign): f"u{ord(sign):X}" for sign in signs}
    glyphs = {".notdef": _bar(300)}
    for number, name in enumerate(names.values()):
        glyphs[name] = TTGlyphPen(None).glyph() if blank else _bar(400 + 40 * number)
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (900, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def _bar(height: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for place in ((100, height), (800, height), (800, 0)):
        pen.lineTo(place)
    pen.closePath()
    return pen.glyph()
