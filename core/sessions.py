"""Browsers that are signed in: a random secret in a sealed cookie, its digest in a row that signing out deletes."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final

from core.errors import SignedOut
from core.keys import seal, sealed
from core.office_presentation import account_view
from core.presentation import ident
from core.settings import Settings
from core.tokens import digest
from core.views import AccountView
from core.workshop import Workshop
from db.engine import Session
from db.models import Account, SignIn, utc_now
from db.queries import accounts, sessions

SECRET_BYTES: Final = 32
PURPOSE: Final = "session"
# Writing down every use would make every picture on a page a write.
SEEN_SECONDS: Final = 60
# A cookie that we made is shorter; a longer one is not worth a hash.
LONGEST_COOKIE: Final = 200


def begin(shop: Workshop, account: Account) -> str:
    """Sign an account in; the cookie's value. It is new each time, so that nobody can choose it beforehand."""
    secret = token_urlsafe(SECRET_BYTES)
    with shop.writing() as session:
        still(session, account)
        made, seen = _limits(shop.settings)
        sessions.sweep(session, made_before=made, seen_before=seen)
        sessions.add(session, SignIn(account_id=ident(account), digest=digest(secret)))
    return f"{secret}.{seal(shop, PURPOSE, secret)}"


def still(session: Session, account: Account) -> None:
    """Raise `SignedOut` when the account was closed, or got another password, since it was looked at."""
    now = accounts.get(session, ident(account))
    if now is None or now.removed_at is not None or now.password_hash != account.password_hash:
        raise SignedOut("The account was changed in this moment.")


def visitor(shop: Workshop, cookie: str | None, *, active: bool = False) -> AccountView:
    """Whose session this is; raises `SignedOut` when it is forged, ended or over.

    `active` is a person at work, who keeps the session alive; a page that merely looks again does not.
    """
    secret = _secret(shop, cookie)
    with shop.reading() as session:
        found = sessions.by_digest(session, digest(secret)) if secret else None
    made, seen = _limits(shop.settings)
    if secret is None or found is None or found[1].removed_at is not None:
        raise SignedOut("You are signed out.")
    sign_in, account = found
    if sign_in.created_at < made or sign_in.seen_at < seen:
        end(shop, cookie)
        raise SignedOut("You were signed out after a while.")
    if active and (utc_now() - sign_in.seen_at).total_seconds() >= SEEN_SECONDS:
        with shop.writing() as session:
            sessions.seen(session, sign_in.digest, utc_now())
    return account_view(account)


def end(shop: Workshop, cookie: str | None) -> None:
    """Sign out; what the cookie opened is closed, wherever a copy of it is."""
    secret = _secret(shop, cookie)
    if secret is not None:
        with shop.writing() as session:
            sessions.end(session, digest(secret))


def end_all(session: Session, account: Account) -> None:
    """Sign an account out everywhere."""
    sessions.end_all(session, ident(account))


def _secret(shop: Workshop, cookie: str | None) -> str | None:
    """The secret of a cookie that was sealed here; the database is not even asked about any other."""
    if not cookie or len(cookie) > LONGEST_COOKIE or not cookie.isascii():
        return None
    secret, _, mark = cookie.rpartition(".")
    return secret if secret and sealed(shop, PURPOSE, secret, mark) else None


def _limits(settings: Settings) -> tuple[datetime, datetime]:
    """Before when a session must not have begun, and not have been used last."""
    now = utc_now()
    return now - timedelta(days=settings.session_days), now - timedelta(hours=settings.session_idle_hours)
