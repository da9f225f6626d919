"""A person's picture out of a form."""

from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from api.access import StudioDoor
from core.errors import InvalidInput, TooLarge, UnsupportedMedia

FIELD: Final = "picture"
# What /docs shows; the form is read by hand, so that nobody without a token can make the server read it.
FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {FIELD: {"type": "string", "format": "binary"}},
                },
                "encoding": {FIELD: {"contentType": "image/png, image/jpeg, image/webp"}},
            }
        },
    }
}


async def picture_sent(request: Request, studio: StudioDoor) -> bytes:
    """The bytes of the form's file; raises `UnsupportedMedia`, `InvalidInput` or `TooLarge`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UnsupportedMedia(
            "The picture must come as multipart/form-data.", hint=f"Send it as a file in the field `{FIELD}`."
        )
    limit = studio.settings.max_upload_mb * 1_000_000
    async with request.form(max_files=1, max_fields=10) as form:
        file = _file_in(form)
        if file.size is not None and file.size > limit:
            raise TooLarge(f"The picture has {file.size:,} bytes; at most {limit:,} are taken.")
        return await file.read()


def _file_in(form: FormData) -> UploadFile:
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    if not files:
        raise InvalidInput("The form holds no file.", hint=f"Send the picture in the field `{FIELD}`.")
    return files[0]
