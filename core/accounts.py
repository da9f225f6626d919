"""Accounts: made, given a role and a password, removed; only an admin or the command line does so.

`by` is the admin who asks, by name; None is whoever sits at the command line of the machine.
"""

import unicodedata

from core import sessions
from core.errors import AccessDenied, Conflict, InvalidInput, NotFound, SignInFailed
from core.office_presentation import account_view
from core.presentation import ident
from core.roles import Role
from core.views import AccountView
from core.workshop import Workshop
from db.engine import Session
from db.models import Account, utc_now
from db.queries import accounts, tokens

LONGEST_NAME = 100


def plain_name(typed: str) -> str:
    """A name as it is kept: capitals and widths make no difference, and it is something that a database can hold."""
    sound = typed.replace("\x00", "").encode(errors="replace").decode()
    return unicodedata.normalize("NFKC", sound).strip().casefold()


def proper_name(typed: str) -> str:
    """The same, or `InvalidInput` for what no account may be called."""
    name = plain_name(typed)
    if not 1 <= len(name) <= LONGEST_NAME or not all(sign.isalnum() or sign in ".-_@+" for sign in name):
        raise InvalidInput(
            "That is no name for an account.",
            hint=f"Take letters, digits and . - _ @ +, up to {LONGEST_NAME} of them.",
        )
    return name


def listing(shop: Workshop, *, by: str | None) -> list[AccountView]:
    """All accounts, by name."""
    with shop.reading() as session:
        _admin(session, by)
        return [account_view(account) for account in accounts.present(session)]


def anybody(shop: Workshop) -> bool:
    """Whether there is an account at all."""
    with shop.reading() as session:
        return bool(accounts.present(session))


def add(
    shop: Workshop, name: str, *, password: str, role: Role | None = None, by: str | None = None
) -> AccountView:
    """Make an account; without a role the first one is an admin, and any other an editor."""
    name = proper_name(name)
    kept = shop.passwords.hash_of(password, name=name)
    with shop.writing() as session:
        _admin(session, by)
        if accounts.by_name(session, name) is not None:
            raise Conflict(
                f"The name '{name}' is or was somebody's.",
                hint="Take another one; names are not given twice, since films and tokens belong to them.",
            )
        chosen = role or (Role.EDITOR if accounts.present(session) else Role.ADMIN)
        return account_view(accounts.add(session, Account(name=name, role=chosen, password_hash=kept)))


def set_password(shop: Workshop, name: str, *, password: str, by: str | None = None) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    name = plain_name(name)
    kept = shop.passwords.hash_of(password, name=name)
    with shop.writing() as session:
        _admin(session, by)
        _replace(session, find(session, name), kept)
    shop.attempts.forgive(account=name)


def change_password(shop: Workshop, name: str, *, old: str, new: str, address: str) -> None:
    """A person's own change; the old password is asked for, and guessing it is slowed like signing in."""
    check(shop, name, password=old, address=address)
    kept = shop.passwords.hash_of(new, name=plain_name(name))
    with shop.writing() as session:
        _replace(session, find(session, name), kept)


def _replace(session: Session, account: Account, kept: str) -> None:
    accounts.change(session, ident(account), password_hash=kept)
    sessions.end_all(session, account)
    tokens.revoke_all(session, account.name, utc_now(), by_password=True)


def check(shop: Workshop, name: str, *, password: str, address: str) -> Account:
    """The account, if the password is its own; raises `SignInFailed`, or `RateLimited` after too many attempts."""
    name = plain_name(name)[:LONGEST_NAME]
    shop.attempts.spend(account=name, address=address)
    with shop.reading() as session:
        account = accounts.by_name(session, name)
    right = shop.passwords.fits(password, account.password_hash if account else None)
    if account is None or account.removed_at is not None or not right:
        raise SignInFailed("Name and password do not fit together.")
    shop.attempts.forgive(account=name)
    return account


def set_role(shop: Workshop, name: str, role: Role, *, by: str | None = None) -> None:
    """Give an account another role."""
    with shop.writing() as session:
        _admin(session, by)
        account = find(session, plain_name(name))
        if role != Role.ADMIN:
            _keep_an_admin(session, account)
        accounts.change(session, ident(account), role=role)


def remove(shop: Workshop, name: str, *, by: str | None = None) -> None:
    """Close an account with its sessions and tokens; its films are kept, and can be handed over."""
    with shop.writing() as session:
        _admin(session, by)
        account = find(session, plain_name(name))
        _keep_an_admin(session, account)
        accounts.change(session, ident(account), removed_at=utc_now(), password_hash=None, subject=None)
        sessions.end_all(session, account)
        tokens.revoke_all(session, account.name, utc_now())


def hand_over(shop: Workshop, *, giver: str, taker: str) -> int:
    """Make all films of one owner an account's; `local` owns what was made before anybody signed in."""
    with shop.writing() as session:
        account = find(session, plain_name(taker))
        return accounts.hand_over(session, giver=plain_name(giver), taker=account.name, moment=utc_now())


def find(session: Session, name: str) -> Account:
    """The account of this name; raises `NotFound`."""
    account = accounts.by_name(session, name)
    if account is None or account.removed_at is not None:
        raise NotFound(f"There is no account '{name}'.", hint="`python -m core user list` shows them.")
    return account


def _admin(session: Session, by: str | None) -> None:
    if by is None:
        return
    account = accounts.by_name(session, by)
    if account is None or account.removed_at is not None or account.role != Role.ADMIN:
        raise AccessDenied("Only an admin keeps the accounts.", hint="Ask an admin.")


def _keep_an_admin(session: Session, account: Account) -> None:
    others = [admin for admin in accounts.lock_admins(session, Role.ADMIN) if admin.id != account.id]
    if not others and account.role == Role.ADMIN:
        raise Conflict(f"'{account.name}' is the last admin.", hint="Make somebody else an admin first.")
