"""The built-in planner: reads a prompt and lays it on the beats of a story, without key or network."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.cancellation import Cancellation
from core.planning.beats import Beat, beats_for, weight_of
from core.planning.camera import motions_for, shots_for
from core.planning.frames import FrameBook
from core.planning.genre import Genre
from core.planning.own_words import own_scenes, regrouped
from core.planning.pacing import share_out
from core.planning.pictures import PictureWriter
from core.planning.premise import Premise, premise_of
from core.planning.slots import Slots, slots_of
from core.planning.telling import Teller, neutral_texts, title_of
from core.planning.wording import closed, cut, opened
from core.providers.base import Plan, PlannedScene, StoryBrief
from core.terms import MAX_SCENES
from core.vocabulary.lexicon import Vocabulary
from core.vocabulary.meaning import Language
from core.vocabulary.reading import Shot

_LONGEST_DESCRIPTION: Final = 1_000
_SHORTEST: Final = 10
# A scene of somebody's own words lasts as long as its text takes to read, within these bounds (in characters).
_BRIEF_TEXT: Final = 40
_LONG_TEXT: Final = 240
_USUAL_TEXT: Final = 80
_NO_WORDS: Final = "Untitled"


class StoryPlanner:
    """Plans stories in English, German, Spanish and French, and keeps the person's own words in all others."""

    name = "sketch"
    model = "story-1"

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary

    def price_micros(self, brief: StoryBrief) -> int:  # noqa: ARG002
        """Nothing: the work is done here."""
        return 0

    def submit(self, brief: StoryBrief) -> str:
        """A ticket that names the brief itself, the same for the same brief."""
        return f"story-{_digest(brief)[:24]}"

    def adopt(self, brief: StoryBrief, *, since: datetime) -> str | None:  # noqa: ARG002
        """The ticket of `submit`: a plan that costs nothing can always be made again."""
        return self.submit(brief)

    def collect(self, ticket: str, brief: StoryBrief, cancellation: Cancellation) -> Plan:  # noqa: ARG002
        """The plan of this brief, the same each time; raises `Canceled` when the work is to stop."""
        cancellation.check()
        return self.plan(brief)

    def withdraw(self, ticket: str) -> None:
        """There is no service to be told."""

    def plan(self, brief: StoryBrief) -> Plan:
        """Title, look and scenes; the scene times sum to `brief.duration_ms`."""
        vocabulary = self._vocabulary or Vocabulary.load()
        premise = premise_of(brief.prompt, vocabulary)
        chance = _chance(brief, "story")
        count = max(1, min(brief.scene_count, MAX_SCENES))
        slots = slots_of(premise, FrameBook.load(premise.language or Language.ENGLISH), chance)
        drafts = _drafts(brief.prompt, premise, slots, count, chance)
        beats = [draft.beat for draft in drafts]
        told = [draft.told_shot(vocabulary) for draft in drafts]
        shots = shots_for(
            beats,
            told,
            chance,
            living=premise.living,
            figure=premise.main is not None and premise.genre is not Genre.TRAVEL,
        )
        pictures = PictureWriter(premise, brief, slots, vocabulary, _chance(brief, "look"))
        scenes = [
            PlannedScene(
                description=draft.text,
                image_prompt=pictures.prompt_for(draft.beat, shot, draft.text, own=draft.own),
                duration_ms=time,
                motion=motion,
            )
            for draft, shot, motion, time in zip(
                drafts,
                shots,
                motions_for(shots, chance),
                share_out(brief.duration_ms, [draft.weight for draft in drafts]),
                strict=True,
            )
        ]
        return Plan(title=title_of(brief.prompt, premise), look=pictures.look, scenes=tuple(scenes))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A scene before the camera is set up; `own` texts are the person's."""

    beat: Beat
    text: str
    own: bool

    def told_shot(self, vocabulary: Vocabulary) -> Shot | None:
        """The shot that the words ask for ("from above"); the last picture keeps the shot of the first."""
        speaks = self.own or self.beat not in (Beat.AFTER, Beat.DETAIL)
        return vocabulary.read(self.text).shot if speaks else None

    @property
    def weight(self) -> float:
        if not self.own:
            return weight_of(self.beat)
        return max(_BRIEF_TEXT, min(_LONG_TEXT, len(self.text))) / _USUAL_TEXT


def _drafts(prompt: str, premise: Premise, slots: Slots, count: int, chance: random.Random) -> list[_Draft]:
    book = FrameBook.load(premise.language or Language.ENGLISH)
    own = own_scenes(prompt)
    if own:
        return _own_drafts(own, Teller(premise, book, slots, chance), count)
    beats = beats_for(count, len(premise.deeds))
    if premise.language is None:
        texts = neutral_texts(premise.words or _NO_WORDS, book, count)
        return [_Draft(beat, text, own=False) for beat, text in zip(beats, texts, strict=True)]
    teller = Teller(premise, book, slots, chance)
    return [_Draft(beat, teller.tell(beat), own=False) for beat in beats]


def _own_drafts(own: Sequence[str], teller: Teller, count: int) -> list[_Draft]:
    """The person's scenes merged or split to `count`; what is still missing is filled with looks at the place."""
    texts = regrouped(own, count)
    missing = count - len(texts)
    gaps = max(1, len(texts) - 1)
    drafts: list[_Draft] = []
    for place, text in enumerate(texts):
        # The last words are the person's own, so the looks at the place lie between their scenes.
        due = missing * place // gaps - missing * max(0, place - 1) // gaps
        drafts += [_Draft(Beat.DETAIL, teller.tell(Beat.DETAIL), own=False) for _ in range(due)]
        drafts.append(_Draft(_own_beat(place, len(texts)), _as_description(text), own=True))
    return drafts


def _own_beat(place: int, count: int) -> Beat:
    if place == 0:
        return Beat.OPEN
    if place == count - 1:
        return Beat.AFTER
    return (Beat.SUBJECT, Beat.WANT, Beat.SEARCH, Beat.TURN)[place % 4]


def _as_description(text: str) -> str:
    """The person's words as a description of 10 to 1,000 characters."""
    text = cut(closed(opened(text)), _LONGEST_DESCRIPTION)
    return (
        text
        if len(text) >= _SHORTEST
        else FrameBook.load(Language.ENGLISH).word("neutral", "short").replace("{words}", text)
    )


def _chance(brief: StoryBrief, purpose: str) -> random.Random:
    """Chance that depends on seed and prompt alone, so that another style tells the same story."""
    return random.Random(
        f"{purpose}:{brief.seed}:{brief.scene_count}:{brief.prompt}".encode(errors="surrogatepass")
    )


def _digest(brief: StoryBrief) -> str:
    told = (
        brief.prompt,
        brief.duration_ms,
        brief.scene_count,
        brief.style,
        brief.aspect_ratio.value,
        brief.seed,
    )
    return hashlib.sha256(repr(told).encode(errors="surrogatepass")).hexdigest()
