"""The storyboard: refining, clips and every free edit."""

from collections.abc import Sequence

from core import animation, edits, music, references, refinement
from core.edits import Edit, FilmChange, SceneChange
from core.files import MediaFile
from core.studio.desk import Desk
from core.views import JobView, TroubleView, WorkStatus


class StoryboardDesk(Desk):
    """Scenes are refined, brought to life, put in order and changed here; each edit makes a new revision."""

    def refine(
        self,
        edit: Edit,
        *,
        scene_number: int,
        new_image_prompt: str | None = None,
        new_description: str | None = None,
    ) -> int | None:
        """Refine a scene; the id of the attempt at its new picture, None when only words changed."""
        return refinement.refine(
            self._shop,
            edit,
            scene_number=scene_number,
            new_image_prompt=new_image_prompt,
            new_description=new_description,
        )

    def attempt(self, attempt_id: int) -> tuple[WorkStatus, TroubleView | None]:
        """How an attempt at a picture or a clip stands."""
        return refinement.outcome(self._shop, attempt_id)

    def refined(self, attempt_id: int) -> bool:
        """Whether a refinement's picture is in place; raises why there will be none."""
        return refinement.finished(self._shop, attempt_id)

    def animate(self, edit: Edit, *, scene_number: int) -> int:
        """Have a clip made of a scene's picture; the id of the attempt, after which the scene plays it."""
        return animation.animate(self._shop, edit, scene_number=scene_number)

    def animate_all(self, edit: Edit) -> list[int]:
        """The same for every scene that plays no clip yet, all or none."""
        return animation.animate_all(self._shop, edit)

    def animated(self, attempt_id: int) -> bool:
        """Whether the clip of an attempt is there; raises why there will be none."""
        return animation.finished(self._shop, attempt_id)

    def reorder(self, edit: Edit, scene_order: Sequence[int]) -> JobView:
        """Put the scenes into another order."""
        edits.reorder(self._shop, edit, scene_order)
        return self._edited(edit)

    def choose_take(self, edit: Edit, *, scene_number: int, take_number: int) -> JobView:
        """Make another take the picture of its scene."""
        edits.choose_take(self._shop, edit, scene_number=scene_number, take_number=take_number)
        return self._edited(edit)

    def put_picture(self, edit: Edit, *, scene_number: int, content: bytes) -> JobView:
        """Put a person's own picture into a scene."""
        edits.put_picture(self._shop, edit, scene_number=scene_number, content=content)
        return self._edited(edit)

    def upload_reference(self, edit: Edit, *, content: bytes) -> JobView:
        """Let the film's new pictures follow an uploaded one."""
        references.upload(self._shop, edit, content=content)
        return self._edited(edit)

    def choose_reference(self, edit: Edit, *, scene_number: int, take_number: int) -> JobView:
        """Let the film's new pictures follow one of its own takes."""
        references.choose(self._shop, edit, scene_number=scene_number, take_number=take_number)
        return self._edited(edit)

    def drop_reference(self, edit: Edit) -> JobView:
        """Let the film's new pictures follow the words alone again."""
        references.drop(self._shop, edit)
        return self._edited(edit)

    def reference(self, job_id: int, name: str, *, owner: str | None) -> MediaFile:
        """The picture that a film's new ones follow, as a small JPEG."""
        return references.shown(self._shop, job_id, name, owner=owner)

    def change_scene(self, edit: Edit, *, scene_number: int, change: SceneChange) -> JobView:
        """Change the seconds, motion or transition of a scene."""
        edits.change_scene(self._shop, edit, scene_number=scene_number, change=change)
        return self._edited(edit)

    def change_film(self, edit: Edit, change: FilmChange) -> JobView:
        """Change how the film carries its texts: captions and title."""
        edits.change_film(self._shop, edit, change)
        return self._edited(edit)

    def add_scene(
        self, edit: Edit, *, after: int, description: str, image_prompt: str, duration_ms: int
    ) -> JobView:
        """Add a scene without a picture."""
        edits.add_scene(
            self._shop,
            edit,
            after=after,
            description=description,
            image_prompt=image_prompt,
            duration_ms=duration_ms,
        )
        return self._edited(edit)

    def duplicate_scene(self, edit: Edit, *, scene_number: int) -> JobView:
        """Put a copy of a scene behind it."""
        edits.duplicate_scene(self._shop, edit, scene_number=scene_number)
        return self._edited(edit)

    def split_scene(self, edit: Edit, *, scene_number: int) -> JobView:
        """Cut a scene into two halves."""
        edits.split_scene(self._shop, edit, scene_number=scene_number)
        return self._edited(edit)

    def delete_scene(self, edit: Edit, *, scene_number: int) -> JobView:
        """Take a scene off the board."""
        edits.delete_scene(self._shop, edit, scene_number=scene_number)
        return self._edited(edit)

    def put_music(self, edit: Edit, *, name: str, content: bytes) -> JobView:
        """Put music under the film, in place of what it has."""
        music.put(self._shop, edit, name=name, content=content)
        return self._edited(edit)

    def remove_music(self, edit: Edit) -> JobView:
        """Make the film silent."""
        music.remove(self._shop, edit)
        return self._edited(edit)

    def undo(self, edit: Edit) -> JobView:
        """Go back to the storyboard before the last edit."""
        edits.undo(self._shop, edit)
        return self._edited(edit)

    def _edited(self, edit: Edit) -> JobView:
        return self.job(edit.job_id, owner=edit.owner)
