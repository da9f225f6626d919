"""Statements about accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from db.models import Account, Charge, Job

# Built once, since every call of a program asks it.
_BY_NAME: Final = select(Account).where(Account.name == bindparam("name"))


def add(session: Session, account: Account) -> Account:
    """Store an account; its id is set afterwards."""
    session.add(account)
    session.flush()
    return account


def get(session: Session, account_id: int) -> Account | None:
    """One account by its id, removed or not."""
    return session.get(Account, account_id)


def by_name(session: Session, name: str) -> Account | None:
    """The account that has or had this name."""
    return session.exec(_BY_NAME, params={"name": name}).first()


def by_subject(session: Session, subject: str) -> Account | None:
    """The account that the identity provider means."""
    return session.exec(select(Account).where(Account.subject == subject)).first()


def present(session: Session) -> Sequence[Account]:
    """The accounts that were not removed, by name."""
    return session.exec(select(Account).where(col(Account.removed_at).is_(None)).order_by(Account.name)).all()


def lock_admins(session: Session, role: str) -> Sequence[Account]:
    """The present accounts of a role, locked until the transaction ends."""
    statement = select(Account).where(Account.role == role, col(Account.removed_at).is_(None))
    return session.exec(statement.with_for_update()).all()


def change(session: Session, account_id: int, **values: object) -> None:
    """Set columns of an account."""
    statement = update(Account).where(col(Account.id) == account_id).values(**values)
    session.exec(statement.execution_options(synchronize_session="fetch"))


def hand_over(session: Session, *, giver: str, taker: str, moment: datetime) -> int:
    """Make all jobs and charges of one owner another's; returns how many jobs these were.

    Idempotency keys are forgotten, since both may have used the same one.
    """
    session.exec(update(Charge).where(col(Charge.owner) == giver).values(owner=taker))
    given = update(Job).where(col(Job.owner) == giver)
    return session.exec(given.values(owner=taker, idempotency_key=None, updated_at=moment)).rowcount
