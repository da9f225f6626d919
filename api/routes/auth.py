"""Programs sign in with a name and a password, and get a token for a while."""

from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Credentials, Owner, StudioDoor
from api.errors import answers

router = APIRouter(prefix="/api/auth", tags=["sign-in"])

# Longer than any name or password that is accepted, so that the refusal can say what is wrong.
LONGEST: Final = 2000


class Login(BaseModel):
    """Who is calling."""

    username: Annotated[str, Field(max_length=LONGEST)]
    password: Annotated[str, Field(max_length=LONGEST, json_schema_extra={"format": "password"})]


class LoginResponse(BaseModel):
    """A token for the header `Authorization: Bearer`."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 the kind of a token, not one
    expires_at: datetime


@router.post(
    "/login",
    responses=answers(400, 401, 404, 413, 422, 429),
    openapi_extra={"security": []},
    summary="A token in exchange for a password",
)
def login(request: Request, studio: StudioDoor, body: Login) -> LoginResponse:
    """It ends by itself after some hours, with the account, and when the password changes."""
    address = request.client.host if request.client else ""
    made = studio.token_for_password(name=body.username, password=body.password, address=address)
    return LoginResponse.model_validate({"access_token": made.secret, "expires_at": made.token.expires_at})


@router.post("/logout", status_code=204, responses=answers(401), summary="End the token that is sent")
def logout(studio: StudioDoor, _owner: Owner, credentials: Credentials) -> None:
    """It opens nothing from now on."""
    if credentials is not None:
        studio.give_back_token(credentials.credentials)
