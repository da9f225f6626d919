"""What is sent to a model: from a brief and a catalogue entry to the model's own inputs.

Pure: the same brief gives the same order, which is how an order is found again after a crash.
"""

import base64
import io
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from PIL import Image, UnidentifiedImageError

from core.errors import InvalidInput
from core.providers.base import MotionBrief, PictureBrief
from core.providers.catalog import CatalogModel

Order: TypeAlias = dict[str, str | int | float | bool | list[str]]

# A model that is given a picture would otherwise draw that picture again.
_FOLLOW: str = "The main character looks exactly as in the reference picture, in a new scene: "
# From hardly visible loss down to what a still that will be animated bears.
_JPEG_QUALITIES = (92, 85, 75, 60, 45)


def picture_order(model: CatalogModel, brief: PictureBrief) -> Order:
    """The inputs for a still: words, shape, seed and, where the model takes one, a picture to start from."""
    inputs = model.inputs
    follows = bool(inputs.reference) and brief.reference is not None
    words = _picture_words(brief, model.limits.prompt_characters, lead=_FOLLOW if follows else "")
    order = _words_and_seed(model, words, brief.seed)
    if inputs.shape:
        order[inputs.shape] = model.shapes[brief.aspect_ratio]
    if inputs.width and inputs.height:
        order[inputs.width], order[inputs.height] = brief.size
    if inputs.picture and brief.reference is not None:
        order[inputs.picture] = embedded(brief.reference, model.limits.picture_bytes)
    if inputs.reference and brief.reference is not None:
        followed = embedded(brief.reference, model.limits.picture_bytes)
        order[inputs.reference] = [followed] if model.reference_as_list else followed
    return order


def motion_order(model: CatalogModel, brief: MotionBrief) -> Order:
    """The inputs for a clip that starts from the brief's still."""
    inputs = model.inputs
    order = _words_and_seed(model, _cut(brief.prompt, model.limits.prompt_characters), brief.seed)
    still = brief.picture
    order[inputs.picture] = still if isinstance(still, str) else embedded(still, model.limits.picture_bytes)
    if model.length:
        order[inputs.length] = model.length.nearest(brief.duration_ms)
    if inputs.width and inputs.height:
        order[inputs.width], order[inputs.height] = brief.size
    return order


def text_order(model: CatalogModel, *, instructions: str, question: str, seed: int) -> Order:
    """The inputs for a language model; without an input for instructions they lead the question."""
    system = model.inputs.system
    words = question if system else f"{instructions}\n\n{question}"
    order = _words_and_seed(model, words, seed)
    if system:
        order[system] = instructions
    return order


def same_order(model: CatalogModel, ours: Order, theirs: Mapping[str, object]) -> bool:
    """Whether a listed prediction's input is this order.

    The service may fill in defaults and may put an address in place of an embedded picture; neither counts.
    """
    named = (name for name in ours if name not in (model.inputs.picture, model.inputs.reference))
    return all(theirs.get(name) == ours[name] for name in named)


def embedded(picture: bytes, limit: int) -> str:
    """A picture as a data address of at most `limit` bytes, made smaller as a JPEG when it has to be.

    Raises `InvalidInput` for a file that is no picture.
    """
    try:
        with Image.open(io.BytesIO(picture)) as still:
            for quality in _JPEG_QUALITIES:
                content = _jpeg(still, quality)
                if len(content) * 4 // 3 < limit:
                    break
            else:
                content = _jpeg(_halved_until_it_fits(still, limit), _JPEG_QUALITIES[-1])
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise InvalidInput("The picture to start from cannot be read.") from error
    return "data:image/jpeg;base64," + base64.b64encode(content).decode("ascii")


def _halved_until_it_fits(still: Image.Image, limit: int) -> Image.Image:
    for smaller in _halvings(still):
        if len(_jpeg(smaller, _JPEG_QUALITIES[-1])) * 4 // 3 < limit:
            return smaller
    return still


def _halvings(still: Image.Image) -> Iterator[Image.Image]:
    smaller = still
    while min(smaller.size) > 64:
        smaller = smaller.resize((smaller.width // 2, smaller.height // 2))
        yield smaller


def _jpeg(still: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    still.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _words_and_seed(model: CatalogModel, words: str, seed: int) -> Order:
    order: Order = {**model.always, model.inputs.prompt: words}
    if model.inputs.seed:
        order[model.inputs.seed] = seed % (model.limits.seed + 1)
    return order


def _picture_words(brief: PictureBrief, limit: int, *, lead: str) -> str:
    """The scene's words first, then the film's shared look and style, which keep the hero the hero."""
    shared = " ".join(part for part in (brief.look, brief.style and f"Style: {brief.style}.") if part)
    room = max(limit - len(shared) - 1, limit // 2)
    return _cut(f"{lead}{_cut(brief.prompt, room)}\n{shared}".strip(), limit)


def _cut(text: str, limit: int) -> str:
    """The text, shortened at a word where the model would refuse or forget the rest."""
    if len(text) <= limit:
        return text
    short = text[:limit]
    return short.rsplit(None, 1)[0] if " " in short[limit // 2 :] else short
