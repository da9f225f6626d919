"""The façade: everything that a person or a program can do, one method each.

Every face calls only this; `owner` is whose things are meant, and None reads what is public.
"""

import core
from core.night import Night
from core.studio.access_desk import AccessDesk
from core.studio.film_desk import FilmDesk
from core.studio.jobs_desk import JobsDesk
from core.studio.office_desk import OfficeDesk
from core.studio.outward_desk import OutwardDesk
from core.studio.storyboard_desk import StoryboardDesk
from core.tasks import tasks


class Studio(JobsDesk, StoryboardDesk, FilmDesk, OfficeDesk, AccessDesk, OutwardDesk):
    """One workshop's door, made of its desks; made by core.bootstrap, started once, used from any thread."""

    @property
    def version(self) -> str:
        """The version of the product."""
        return core.__version__

    def start(self) -> None:
        """Begin to work, first on what an earlier process left undone; never on a running event loop."""
        self._shop.engine.start(tasks(self._shop))
        self._night = Night(self._shop)
        self._night.start()

    def stop(self) -> None:
        """Stop working and let go of all connections."""
        self._night.stop()
        self._shop.engine.stop()
        self.close()

    def close(self) -> None:
        """Let go of all connections, where nothing was started."""
        self._shop.close()
