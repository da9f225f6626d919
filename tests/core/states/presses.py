"""What a person or a program may press at any moment, right or wrong, with numbers that hit the storyboard or miss it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from core.edits import Edit, SceneChange
from core.providers.base import PictureBrief
from core.studio import Studio
from core.terms import AspectRatio, ExportFormat, ExportQuality, Motion, Transition
from core.views import JobView
from tests.core.conftest import OWNER
from tests.studio_fakes import REFUSED, card

# Few lengths, so that few pieces of film are ever encoded.
LENGTHS_MS: Final = (499, 1000, 2000)


@dataclass(frozen=True)
class Press:
    """A verb with two numbers, from which everything else about it follows."""

    verb: str
    first: int
    second: int

    def act(self, studio: Studio, job: JobView) -> object:
        """Press it, having looked at the job."""
        return VERBS[self.verb](Hand(studio, job, self.first, self.second))

    @property
    def edits(self) -> bool:
        """Whether it changes the storyboard at once when it is not refused."""
        return self.verb in EDITS


@dataclass(frozen=True)
class Hand:
    """One press about to be made."""

    studio: Studio
    job: JobView
    first: int
    second: int

    @property
    def edit(self) -> Edit:
        """The job as the presser saw it: without a look, as it is, or as it was."""
        revision = self.job.revision
        seen = (None, None, revision, revision - 1)[self.second % 4]
        return Edit(job_id=self.job.id, owner=OWNER, seen_revision=seen)

    @property
    def scene(self) -> int:
        """A scene's number, or now and then one too many."""
        return 1 + self.first % (len(self.job.storyboard or ()) + 1)

    @property
    def order(self) -> list[int]:
        """The scenes in another order, now and then with one missing."""
        numbers = list(range(1, len(self.job.storyboard or ()) + 1))
        random.Random(self.first).shuffle(numbers)
        return numbers[1:] if self.second % 5 == 4 else numbers

    def change(self) -> SceneChange:
        """One of seconds, motion and transition."""
        return (
            SceneChange(duration_ms=LENGTHS_MS[self.second % 3]),
            SceneChange(motion=(Motion.STILL, Motion.CLIP)[self.second % 2]),
            SceneChange(transition=(Transition.CUT, Transition.CROSSFADE)[self.second % 2]),
        )[self.first % 3]


def _refine(hand: Hand, *, words: str | None, prompt: str | None) -> object:
    return hand.studio.refine(
        hand.edit, scene_number=hand.scene, new_description=words, new_image_prompt=prompt
    )


def _add(hand: Hand) -> object:
    return hand.studio.add_scene(
        hand.edit,
        after=hand.scene - 1,
        description="A jetty in the fog",
        image_prompt=("A jetty in the fog", f"A {REFUSED} jetty")[hand.second % 2],
        duration_ms=LENGTHS_MS[hand.second % 3],
    )


@cache
def _own_picture() -> bytes:
    brief = PictureBrief(
        prompt="own", style="", aspect_ratio=AspectRatio.SQUARE, size=(64, 64), seed=5, job_seed=5
    )
    return card(brief)


def _seen(hand: Hand) -> int | None:
    return hand.edit.seen_revision


def _retry_one(hand: Hand) -> object:
    return hand.studio.retry(hand.job.id, owner=OWNER, scene_number=hand.scene)


def _export(hand: Hand) -> object:
    return hand.studio.order_export(
        hand.job.id,
        owner=OWNER,
        format=(ExportFormat.MP4, ExportFormat.MOV)[hand.second % 2],
        quality=ExportQuality.LOW,
    )


VERBS: Final[dict[str, Callable[[Hand], object]]] = {
    "describe": lambda hand: _refine(hand, words="The heron waits", prompt=None),
    "change": lambda hand: hand.studio.change_scene(hand.edit, scene_number=hand.scene, change=hand.change()),
    "reorder": lambda hand: hand.studio.reorder(hand.edit, hand.order),
    "add": _add,
    "duplicate": lambda hand: hand.studio.duplicate_scene(hand.edit, scene_number=hand.scene),
    "split": lambda hand: hand.studio.split_scene(hand.edit, scene_number=hand.scene),
    "delete": lambda hand: hand.studio.delete_scene(hand.edit, scene_number=hand.scene),
    "undo": lambda hand: hand.studio.undo(hand.edit),
    "choose": lambda hand: hand.studio.choose_take(
        hand.edit, scene_number=hand.scene, take_number=1 + hand.second % 3
    ),
    "picture": lambda hand: hand.studio.put_picture(
        hand.edit, scene_number=hand.scene, content=_own_picture() if hand.second % 5 else b"no picture"
    ),
    "refine": lambda hand: _refine(hand, words=None, prompt="A heron in the reeds at dawn"),
    "refine in vain": lambda hand: _refine(hand, words="Not to be seen", prompt=f"A {REFUSED} heron"),
    "approve": lambda hand: hand.studio.approve(hand.job.id, owner=OWNER, seen_revision=_seen(hand)),
    "render": lambda hand: hand.studio.render(hand.job.id, owner=OWNER),
    "cancel": lambda hand: hand.studio.cancel(hand.job.id, owner=OWNER),
    "retry": lambda hand: hand.studio.retry(hand.job.id, owner=OWNER),
    "retry one": _retry_one,
    "export": _export,
    "trash": lambda hand: hand.studio.trash(hand.job.id, owner=OWNER),
    "take back": lambda hand: hand.studio.take_back(hand.job.id, owner=OWNER),
}
EDITS: Final = frozenset(tuple(VERBS)[:10])
