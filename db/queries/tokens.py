"""Statements about bearer tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, bindparam, delete, or_, update
from sqlmodel import Session, col, select

from db.models import Account, Token
from db.queries.outcome import changed_one

# Built once, since every call of a program asks it; the account comes along, so that one question is enough.
_WITH_ACCOUNT: Final = (
    select(Token, Account)
    .where(Token.digest == bindparam("digest"))
    .outerjoin(Account, col(Account.name) == col(Token.owner))
)


def add(session: Session, token: Token) -> Token:
    """Store a token; its id is set afterwards."""
    session.add(token)
    session.flush()
    return token


def by_digest(session: Session, digest: str) -> tuple[Token | None, Account | None]:
    """The token whose secret has this digest, and the account of its owner; None for what there is not."""
    found = session.exec(_WITH_ACCOUNT, params={"digest": digest}).first()
    return found or (None, None)


def of_owner(session: Session, owner: str | None) -> Sequence[Token]:
    """The tokens of an owner, or of everybody, newest first."""
    statement = select(Token).order_by(col(Token.id).desc())
    return session.exec(statement if owner is None else statement.where(Token.owner == owner)).all()


def used(session: Session, token_id: int, moment: datetime) -> None:
    """Note when a token was last used."""
    session.exec(update(Token).where(col(Token.id) == token_id).values(last_used_at=moment))


def revoke(session: Session, token_id: int, *, owner: str | None, moment: datetime) -> bool:
    """End a token; False when there is none, it is somebody else's, or it was ended before."""
    statement = update(Token).where(col(Token.id) == token_id, col(Token.revoked_at).is_(None))
    if owner is not None:
        statement = statement.where(col(Token.owner) == owner)
    return changed_one(session, statement.values(revoked_at=moment))


def revoke_all(session: Session, owner: str, moment: datetime, *, by_password: bool = False) -> None:
    """End every token of an owner, or only those that a password was exchanged for."""
    statement = update(Token).where(col(Token.owner) == owner, col(Token.revoked_at).is_(None))
    if by_password:
        statement = statement.where(col(Token.by_password).is_(True))
    session.exec(statement.values(revoked_at=moment))


def forget_ended(session: Session, before: datetime) -> int:
    """Delete the tokens that expired or were revoked before this moment; returns how many."""
    ended = or_(col(Token.expires_at) < before, col(Token.revoked_at) < before)
    return cast("CursorResult[Any]", session.exec(delete(Token).where(ended))).rowcount
