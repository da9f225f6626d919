"""A caller who hangs up while waiting leaves nothing behind."""

import httpx
import pytest

from tests.core.waiting import until
from tests.rest import Caller
from tests.studio_fakes import ProgrammableArtist


def test_a_refinement_goes_on_when_its_caller_hangs_up(caller: Caller, artist: ProgrammableArtist) -> None:
    """The picture that was ordered is made, shown and counted, although nobody waited for it."""
    board = caller.board()
    refine = f"/api/v2/jobs/{board}/refine"
    temple = "Dramatic wide shot of ancient temple"
    with artist.closed(), pytest.raises(httpx.ReadTimeout):
        caller.http.post(refine, params={"scene_number": 1, "new_image_prompt": temple}, timeout=0.5)

    until(lambda: caller.job(board)["refinement_count"] == 1)
    assert caller.job(board)["storyboard"][0]["scene"]["image_prompt"] == temple
