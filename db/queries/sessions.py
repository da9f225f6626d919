"""Statements about browsers that are signed in."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from db.models import Account, SignIn


def add(session: Session, sign_in: SignIn) -> None:
    """Store a session."""
    session.add(sign_in)
    session.flush()


def by_digest(session: Session, digest: str) -> tuple[SignIn, Account] | None:
    """The session whose secret has this digest, with its account."""
    statement = select(SignIn, Account).where(SignIn.account_id == Account.id, SignIn.digest == digest)
    return session.exec(statement).first()


def seen(session: Session, digest: str, moment: datetime) -> None:
    """Note when a session was last used."""
    session.exec(update(SignIn).where(col(SignIn.digest) == digest).values(seen_at=moment))


def end(session: Session, digest: str) -> None:
    """End one session, if it is there."""
    session.exec(delete(SignIn).where(col(SignIn.digest) == digest))


def end_all(session: Session, account_id: int) -> None:
    """End every session of an account."""
    session.exec(delete(SignIn).where(col(SignIn.account_id) == account_id))


def sweep(session: Session, *, made_before: datetime, seen_before: datetime) -> None:
    """Forget the sessions that ended by themselves."""
    over = or_(col(SignIn.created_at) < made_before, col(SignIn.seen_at) < seen_before)
    session.exec(delete(SignIn).where(over))
