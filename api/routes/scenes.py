"""Calls that edit a storyboard; each raises its revision by one and takes an approval back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool

from api.access import Owner, Seen, StudioDoor, owner_of
from api.addresses import Base
from api.bodies import (
    AddScene,
    DuplicateScene,
    FilmChanges,
    JobId,
    NewScene,
    RefineBody,
    SceneChanges,
    SceneNumber,
    SplitScene,
    TakeNumber,
    order_asked,
    refinement_asked,
)
from api.errors import answers
from api.schemas import JobResponse
from api.upload import PICTURE_FIELD, form, picture_sent
from api.waiting import until
from core.edits import Edit

router = APIRouter(prefix="/api/v2/jobs/{job_id}", tags=["storyboard"])

EDITS = (400, 401, 404, 409, 422)


def edit_of(owner: Owner, job_id: JobId, seen: Seen) -> Edit:
    """Whose edit of which job."""
    return Edit(job_id=job_id, owner=owner, seen_revision=seen)


EditDoor = Annotated[Edit, Depends(edit_of)]


@router.post(
    "/refine", responses=answers(*EDITS, 402, 413, 429), summary="A scene in other words, with a new picture"
)
async def refine(
    request: Request,
    studio: StudioDoor,
    edit: EditDoor,
    base: Base,
    asked: Annotated[RefineBody, Depends(refinement_asked)],
) -> JobResponse:
    """Answers when the new picture is in place; a failed one costs no refinement and no money."""
    attempt = await run_in_threadpool(
        studio.refine,
        edit,
        scene_number=asked.scene_number,
        new_image_prompt=asked.new_image_prompt,
        new_description=asked.new_description,
    )
    if attempt is not None:
        await until(lambda: studio.refined(attempt), request)
    return JobResponse.of(await run_in_threadpool(studio.job, edit.job_id, owner=edit.owner), base)


@router.post(
    "/scenes/{scene_number}/clip", responses=answers(*EDITS, 402), summary="A scene brought to life as a clip"
)
async def animate(
    request: Request, studio: StudioDoor, edit: EditDoor, base: Base, scene_number: SceneNumber
) -> JobResponse:
    """Answers when the clip is there and the scene plays it; paid, and no refinement is counted."""
    attempt = await run_in_threadpool(studio.animate, edit, scene_number=scene_number)
    await until(lambda: studio.animated(attempt), request)
    return JobResponse.of(await run_in_threadpool(studio.job, edit.job_id, owner=edit.owner), base)


@router.post("/reorder", responses=answers(*EDITS, 413), summary="The scenes in another order")
def reorder(
    studio: StudioDoor, edit: EditDoor, base: Base, scene_order: Annotated[list[int], Depends(order_asked)]
) -> JobResponse:
    """Name every scene once by its present number; they are renumbered from 1."""
    return JobResponse.of(studio.reorder(edit, scene_order), base)


@router.post(
    "/scenes/{scene_number}/takes/{take_number}/choose",
    responses=answers(*EDITS),
    summary="Another take as the picture of its scene",
)
def choose_take(
    studio: StudioDoor, edit: EditDoor, base: Base, scene_number: SceneNumber, take_number: TakeNumber
) -> JobResponse:
    """Free, and no refinement is counted."""
    return JobResponse.of(studio.choose_take(edit, scene_number=scene_number, take_number=take_number), base)


@router.put(
    "/scenes/{scene_number}/picture",
    # Stands first, so that a form is read only for somebody who may send it.
    dependencies=[Depends(owner_of)],
    responses=answers(*EDITS, 413, 415),
    openapi_extra=form(PICTURE_FIELD, "image/png", "image/jpeg", "image/webp"),
    summary="A picture of your own",
)
async def put_picture(
    request: Request, studio: StudioDoor, edit: EditDoor, base: Base, scene_number: SceneNumber
) -> JobResponse:
    """PNG, JPEG or WebP in the field `picture` of a form; it becomes a take like any other."""
    content = await picture_sent(request, studio)
    job = await run_in_threadpool(studio.put_picture, edit, scene_number=scene_number, content=content)
    return JobResponse.of(job, base)


@router.patch(
    "/scenes/{scene_number}",
    responses=answers(*EDITS, 413),
    summary="Seconds, motion and transition of a scene",
)
def change_scene(
    studio: StudioDoor, edit: EditDoor, base: Base, scene_number: SceneNumber, body: SceneChanges
) -> JobResponse:
    """Texts and picture prompts change by refining."""
    return JobResponse.of(studio.change_scene(edit, scene_number=scene_number, change=body.change()), base)


@router.patch("", responses=answers(*EDITS, 413), summary="Captions and title of the film")
def change_film(studio: StudioDoor, edit: EditDoor, base: Base, body: FilmChanges) -> JobResponse:
    """What is so already makes no new revision and leaves an approval as it is."""
    return JobResponse.of(studio.change_film(edit, body.change()), base)


@router.post("/scenes", responses=answers(*EDITS, 413), summary="Add, duplicate or split a scene")
def new_scene(studio: StudioDoor, edit: EditDoor, base: Base, body: NewScene) -> JobResponse:
    """`action` says which of the three."""
    match body:
        case AddScene():
            job = studio.add_scene(
                edit,
                after=body.after,
                description=body.description,
                image_prompt=body.image_prompt,
                duration_ms=round(body.duration * 1000),
            )
        case DuplicateScene():
            job = studio.duplicate_scene(edit, scene_number=body.scene_number)
        case SplitScene():
            job = studio.split_scene(edit, scene_number=body.scene_number)
    return JobResponse.of(job, base)


@router.delete("/scenes/{scene_number}", responses=answers(*EDITS), summary="Take a scene off the board")
def delete_scene(studio: StudioDoor, edit: EditDoor, base: Base, scene_number: SceneNumber) -> JobResponse:
    """`undo` brings it back."""
    return JobResponse.of(studio.delete_scene(edit, scene_number=scene_number), base)


@router.post("/undo", responses=answers(*EDITS), summary="The storyboard before the last edit")
def undo(studio: StudioDoor, edit: EditDoor, base: Base) -> JobResponse:
    """Counted refinements stay counted."""
    return JobResponse.of(studio.undo(edit), base)
