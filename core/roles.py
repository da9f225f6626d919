"""What an account may do, and the one rule that keeps a viewer from changing anything."""

from enum import StrEnum

from core.errors import AccessDenied
from db.engine import Session
from db.queries import accounts


class Role(StrEnum):
    """An admin also keeps the accounts; an editor makes films; a viewer looks and downloads."""

    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"


def refuse_viewer(session: Session, owner: str | None) -> None:
    """Raise `AccessDenied` for an owner whose account may only look; an owner without an account is no viewer."""
    account = accounts.by_name(session, owner) if owner is not None else None
    if account is not None and account.role == Role.VIEWER:
        raise AccessDenied(
            "Your account may look and download, but change nothing.",
            hint="Ask an admin for the role editor.",
        )
