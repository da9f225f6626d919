"""Who draws, what each style looks like when they do, and a picture on trial."""

import time
from threading import Lock
from typing import Final

from core import ledger
from core.cancellation import Cancellation
from core.errors import AppError, NotFound
from core.files import MediaFile
from core.jobs import picture_price
from core.media.files import whole_file
from core.media.pictures import thumbnail
from core.presentation import ident
from core.providers.base import Artist, PictureBrief
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
# One subject for all styles, so that only the style differs; the seed is one whose composition reads well small.
SAMPLE_PROMPT: Final = "Wide shot: a traveler with a lantern on a hill above a harbor town at dusk"
SAMPLE_SEED: Final = 7
SAMPLE_WIDTH: Final = 480
TRIAL_WIDTH: Final = 960
# Drawing all samples at once would take every core from the films; one at a time is soon done.
_ONE_AT_A_TIME: Final = Lock()


def artist(shop: Workshop) -> ArtistView:
    """The artist that the settings choose, with the price of one wide picture."""
    return ArtistView(
        name=shop.artist.name,
        model=shop.artist.model,
        planner=shop.planner.model,
        picture_micros=picture_price(shop, AspectRatio.WIDE, "cinematic"),
    )


def sample(shop: Workshop, style: str) -> MediaFile:
    """What the built-in artist makes of a style: drawn once, then kept; raises `NotFound` for an unknown style."""
    if style not in STYLES:
        raise NotFound(f"There is no style '{style}'.", hint=f"There are: {', '.join(STYLES)}.")
    draws = shop.artist_named("sketch")
    path = shop.settings.cache_folder / "samples" / draws.model / f"{style}.jpg"
    if not path.is_file():
        with _ONE_AT_A_TIME:
            if not path.is_file():
                content = thumbnail(_drawn(draws, style), SAMPLE_WIDTH)
                with whole_file(path) as draft:
                    draft.write_bytes(content)
    return MediaFile(path=path, media_type="image/jpeg", name=f"{style}.jpg", etag=f"{draws.model}-{style}")


def trial(shop: Workshop, *, owner: str) -> TrialView:
    """A picture that the chosen artist draws right now; it is paid like any other and belongs to no film."""
    brief = _brief("cinematic", ledger.new_seed())
    draws = shop.artist
    with shop.writing() as session:
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


def _drawn(draws: Artist, style: str) -> bytes:
    brief = _brief(style, SAMPLE_SEED)
    return draws.collect(draws.submit(brief), brief, Cancellation()).content


def _brief(style: str, seed: int) -> PictureBrief:
    return PictureBrief(
        prompt=SAMPLE_PROMPT,
        style=style,
        aspect_ratio=AspectRatio.CLASSIC,
        size=AspectRatio.CLASSIC.picture_size,
        seed=seed,
        job_seed=SAMPLE_SEED,
    )
