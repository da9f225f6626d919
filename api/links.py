"""What can be done next with a job that was just made, as links of the OpenAPI document.

Programs that read the document follow them from call to call.
"""

from typing import Any, Final

_OF_THE_JOB: Final = (
    "read_job",
    "read_metadata",
    "read_history",
    "list_exports",
    "read_captions",
    "approve",
    "render",
    "cancel",
    "retry",
    "refine",
    "reorder",
    "new_scene",
    "undo",
    "change_film",
    "put_music",
    "remove_music",
    "upload_reference",
    "drop_reference",
    "download_film",
    "download_export",
    "listen",
    "duplicate",
    "trash",
    "restore",
    "delete",
)
_OF_A_SCENE: Final = ("change_scene", "delete_scene", "put_picture", "animate")
_OF_A_TAKE: Final = ("choose_take", "choose_reference")
# Every storyboard has a first scene, and every scene that was drawn a first take.
_PARAMETERS: Final[dict[tuple[str, ...], dict[str, Any]]] = {
    _OF_THE_JOB: {},
    _OF_A_SCENE: {"scene_number": 1},
    _OF_A_TAKE: {"scene_number": 1, "take_number": 1},
}


def a_new_job() -> dict[int | str, dict[str, Any]]:
    """The success of a call that makes a job, with a link to every call about that job."""
    links = {
        call: {"operationId": call, "parameters": {"job_id": "$response.body#/job_id", **others}}
        for calls, others in _PARAMETERS.items()
        for call in calls
    }
    return {200: {"description": "The job, just made.", "links": links}}
