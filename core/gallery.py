"""Who draws, what each style looks like when they do, and a picture on trial."""

import time
import zlib
from dataclasses import dataclass
from threading import Lock
from typing import Final

from core import ledger
from core.cancellation import Cancellation
from core.errors import AppError, NotFound
from core.files import MediaFile
from core.media.files import whole_file
from core.media.pictures import thumbnail
from core.presentation import ident
from core.prices import clip_price, picture_price
from core.providers.base import PictureBrief, takes_reference
from core.roles import refuse_viewer
from core.terms import AspectRatio
from core.views import ArtistView, TrialView
from core.workshop import Workshop

STYLES: Final = (
    "cinematic",
    "anime",
    "watercolor",
    "noir",
    "documentary",
    "fantasy",
    "cyberpunk",
    "pencil",
)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A film to start from; `picture` is what its sample shows."""

    title: str
    prompt: str
    style: str
    picture: str


EXAMPLES: Final = {
    "ruins": Example(
        title="Treasure in the ruins",
        prompt="A hero discovers a hidden treasure in ancient ruins",
        style="cinematic",
        picture="Wide shot: a hero with a torch in front of a treasure chest in ancient ruins, golden light",
    ),
    "lighthouse": Example(
        title="The lighthouse keeper",
        prompt="An old lighthouse keeper rows out into the storm to save a small boat",
        style="watercolor",
        picture="Wide shot: a lighthouse on a cliff above the sea, a small boat in the storm, evening",
    ),
    "courier": Example(
        title="The neon courier",
        prompt="A courier races through a neon city in the rain to deliver a mysterious box",
        style="cyberpunk",
        picture="Wide shot: a courier with a box runs along a street in a neon city, rain, night",
    ),
}
# One subject for all styles, so that only the style differs; the seed is one whose composition reads well small.
SAMPLE_PROMPT: Final = "Wide shot: a knight on a horse in front of a castle on a hill, bright day"
SAMPLE_SEED: Final = 7
SAMPLE_WIDTH: Final = 480
TRIAL_WIDTH: Final = 960
# One scene per five seconds is what a prompt gets.
USUAL_SCENE_MS: Final = 5_000
# Drawing all samples at once would take every core from the films; one at a time is soon done.
_ONE_AT_A_TIME: Final = Lock()


def artist(shop: Workshop) -> ArtistView:
    """The artist that the settings choose, with the price of one wide picture, and who makes clips."""
    animates = shop.animates
    return ArtistView(
        name=shop.artist.name,
        model=shop.artist.model,
        planner=shop.planner.model,
        picture_micros=picture_price(shop, AspectRatio.WIDE, "cinematic"),
        animator=shop.animator.model if animates else None,
        clip_micros=clip_price(shop, AspectRatio.WIDE, USUAL_SCENE_MS) if animates else None,
        takes_reference=takes_reference(shop.artist),
    )


def sample(shop: Workshop, name: str) -> MediaFile:
    """What the built-in artist makes of a style or of an example, by name: drawn once, then kept.

    Raises `NotFound` for an unknown name.
    """
    known = (*STYLES, *EXAMPLES)
    if name not in known:
        raise NotFound(f"There is no sample '{name}'.", hint=f"There are: {', '.join(known)}.")
    draws = shop.artist_named("sketch")
    brief = _sample_brief(name)
    # Another artist or another prompt is another picture.
    kept = f"{draws.model}-{name}-{zlib.crc32(brief.prompt.encode()):08x}"
    path = shop.settings.cache_folder / "samples" / f"{kept}.jpg"
    if not path.is_file():
        with _ONE_AT_A_TIME:
            if not path.is_file():
                content = draws.collect(draws.submit(brief), brief, Cancellation()).content
                with whole_file(path) as draft:
                    draft.write_bytes(thumbnail(content, SAMPLE_WIDTH))
    return MediaFile(path=path, media_type="image/jpeg", name=f"{name}.jpg", etag=kept)


def trial(shop: Workshop, *, owner: str) -> TrialView:
    """A picture that the chosen artist draws right now; it is paid like any other and belongs to no film."""
    brief = _brief("cinematic", ledger.new_seed())
    draws = shop.artist
    with shop.writing() as session:
        refuse_viewer(session, owner)
        charge = ledger.reserve_trial(
            shop,
            session,
            owner=owner,
            provider=draws.name,
            model=draws.model,
            micros=draws.price_micros(brief),
        )
    started = time.monotonic()
    try:
        picture = ledger.purchase(
            shop, charge_id=ident(charge), provider=draws, brief=brief, cancellation=Cancellation()
        )
    except AppError as error:
        with shop.writing() as session:
            ledger.fail(session, ident(charge), error)
        raise
    with shop.writing() as session:
        ledger.settle(session, ident(charge), picture.charged_micros)
    return TrialView(
        jpeg=thumbnail(picture.content, TRIAL_WIDTH),
        seconds=time.monotonic() - started,
        charged_micros=picture.charged_micros,
    )


def _sample_brief(name: str) -> PictureBrief:
    example = EXAMPLES.get(name)
    if example is None:
        return _brief(name, SAMPLE_SEED)
    return _brief(example.style, SAMPLE_SEED, prompt=example.picture)


def _brief(style: str, seed: int, *, prompt: str = SAMPLE_PROMPT) -> PictureBrief:
    return PictureBrief(
        prompt=prompt,
        style=style,
        aspect_ratio=AspectRatio.CLASSIC,
        size=AspectRatio.CLASSIC.picture_size,
        seed=seed,
        job_seed=SAMPLE_SEED,
    )
