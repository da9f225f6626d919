"""A person's file out of a form: a picture, or music."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from api.access import StudioDoor
from core.errors import InvalidInput, TooLarge, UnsupportedMedia

PICTURE_FIELD: Final = "picture"
MUSIC_FIELD: Final = "music"


def form(field: str, *media_types: str) -> dict[str, Any]:
    """What /docs shows of a form with one file; it is read by hand, so that nobody without a token can make the
    server read it."""
    return {
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": [field],
                        "properties": {field: {"type": "string", "format": "binary"}},
                    },
                    "encoding": {field: {"contentType": ", ".join(media_types)}},
                }
            },
        }
    }


@dataclass(frozen=True)
class Sent:
    """A file that was sent, and the name that its sender gave it."""

    name: str
    content: bytes


async def picture_sent(request: Request, studio: StudioDoor) -> bytes:
    """The bytes of the form's picture; raises `UnsupportedMedia`, `InvalidInput` or `TooLarge`."""
    return (await file_sent(request, studio, PICTURE_FIELD)).content


async def file_sent(request: Request, studio: StudioDoor, field: str) -> Sent:
    """The form's file, which belongs into `field`; raises `UnsupportedMedia`, `InvalidInput` or `TooLarge`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UnsupportedMedia(
            f"The {field} must come as multipart/form-data.",
            hint=f"Send it as a file in the field `{field}`.",
        )
    limit = studio.settings.max_upload_mb * 1_000_000
    async with request.form(max_files=1, max_fields=10) as form:
        file = _file_in(form, field)
        if file.size is not None and file.size > limit:
            raise TooLarge(f"The {field} has {file.size:,} bytes; at most {limit:,} are taken.")
        return Sent(file.filename or "", await file.read())


def _file_in(form: FormData, field: str) -> UploadFile:
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    if not files:
        raise InvalidInput("The form holds no file.", hint=f"Send the {field} in the field `{field}`.")
    return files[0]
