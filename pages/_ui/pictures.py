"""Pictures on screen: by address, with their space kept, so that nothing jumps while they load."""

from core.terms import AspectRatio
from core.views import JobView, SceneView, TakeView, WorkStatus
from pages._ui.studio import address
from pages._ui.wording import length, markup

# The server makes small pictures in these widths only; sharp screens have two pixels for one.
CARD_WIDTH = 640
LARGE_WIDTH = 960


def picture(take: TakeView, *, alt: str, width: int = CARD_WIDTH, frame: str) -> str:
    """The HTML of a take, filling a frame of the film's shape."""
    source = markup(address(take.path, width=width))
    return (
        f'<img class="picture" style="aspect-ratio:{ratio(frame)}" src="{source}" alt="{markup(alt)}"'
        f' width="{take.width}" height="{take.height}" loading="lazy" decoding="async">'
    )


def ratio(shape: str) -> str:
    """The shape of a film as CSS wants it."""
    across, down = AspectRatio(shape).picture_size
    return f"{across}/{down}"


def blank(shape: str, words: str, *, alive: bool) -> str:
    """The HTML of a frame without a picture yet; it shimmers while one is being made."""
    kind = "blank alive" if alive else "blank"
    return f'<div class="{kind}" style="aspect-ratio:{ratio(shape)}"><span>{markup(words)}</span></div>'


def scene_picture(job: JobView, scene: SceneView, *, width: int = CARD_WIDTH) -> str:
    """The HTML of a scene's picture, of its absence, or of the new one being made over the old."""
    making = scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING)
    words = "Drawing…" if scene.status == WorkStatus.GENERATING else "Waiting to be drawn"
    shown = scene.picture
    if shown is None:
        return blank(job.aspect_ratio, words if making else "No picture yet", alive=making)
    image = picture(
        shown, alt=f"Scene {scene.number}: {scene.description}", width=width, frame=job.aspect_ratio
    )
    veil = f'<span class="veil">{"New picture: " + words.lower()}</span>' if making else ""
    return image + veil


def filmstrip(job: JobView) -> str:
    """The HTML of all scenes in their order, with their texts."""
    frames = "".join(
        f'<li><figure class="frame">{scene_picture(job, scene, width=CARD_WIDTH)}'
        f'<span class="number" aria-hidden="true">{scene.number}</span>'
        f'<span class="seconds">{length(scene.duration_ms)}</span></figure>'
        f'<p class="text">{markup(scene.description)}</p></li>'
        for scene in job.storyboard or ()
    )
    tall = " tall" if AspectRatio(job.aspect_ratio) == AspectRatio.TALL else ""
    return f'<ol class="filmstrip{tall}" aria-label="The scenes in their order">{frames}</ol>'
