"""Bearer tokens: made once, shown once, kept as a digest."""

import hashlib
from datetime import timedelta
from secrets import token_urlsafe

from core.errors import InvalidInput, InvalidToken, NotFound
from core.office_presentation import token_view
from core.presentation import ident
from core.views import NewToken, TokenView
from core.workshop import Workshop
from db.engine import Session
from db.models import Account, Token, utc_now
from db.queries import accounts, tokens

PREFIX = "sr_"
# 32 random bytes cannot be guessed, so a plain fast hash keeps them as well as a slow one would.
SECRET_BYTES = 32
# The last use is shown to the minute; writing it down on every call would make every read a write.
LAST_USED_SECONDS = 60


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create(shop: Workshop, *, name: str, owner: str, days: int | None = None) -> NewToken:
    """Make a token that ends after `days`, or never; its secret cannot be shown again.

    Where people sign in, its owner must be an account.
    """
    name = name.strip()
    if not 1 <= len(name) <= 100:
        raise InvalidInput(
            "A token needs a name.", hint="Give it up to 100 characters, such as where it is used."
        )
    if days is not None and days < 1:
        raise InvalidInput(
            "A token lasts at least a day.", hint="Leave the days empty for a token without an end."
        )
    with shop.writing() as session:
        if not _has_power(shop, accounts.by_name(session, owner)):
            raise InvalidInput(
                f"There is no account '{owner}'.",
                hint="A token belongs to an account; name one as its owner.",
            )
        return issue(session, name=name, owner=owner, lasts=timedelta(days=days) if days else None)


def issue(
    session: Session, *, name: str, owner: str, lasts: timedelta | None, by_password: bool = False
) -> NewToken:
    """Store a new token."""
    secret = PREFIX + token_urlsafe(SECRET_BYTES)
    row = Token(
        name=name,
        owner=owner,
        digest=digest(secret),
        ending=secret[-4:],
        expires_at=utc_now() + lasts if lasts else None,
        by_password=by_password,
    )
    return NewToken(secret=secret, token=token_view(tokens.add(session, row)))


def owner_of(shop: Workshop, secret: str) -> str:
    """Whose token this is; raises `InvalidToken` for one that is unknown, expired or revoked, or whose account is
    closed."""
    with shop.reading() as session:
        row, account = tokens.by_digest(session, digest(secret))
    now, lives = utc_now(), _has_power(shop, account)
    if row is None or not lives or row.revoked_at is not None or (row.expires_at or now) < now:
        raise InvalidToken("Invalid or expired token")
    if row.last_used_at is None or (now - row.last_used_at).total_seconds() >= LAST_USED_SECONDS:
        with shop.writing() as session:
            tokens.used(session, ident(row), now)
    return row.owner


def _has_power(shop: Workshop, account: Account | None) -> bool:
    """Whether tokens of an owner with this account open anything: a closed account's do not, and where people sign in
    only accounts' do."""
    if account is None:
        return shop.settings.sign_in == "off"
    return account.removed_at is None


def listing(shop: Workshop, *, owner: str | None) -> list[TokenView]:
    """The tokens of an owner, or of everybody, newest first."""
    with shop.reading() as session:
        return [token_view(row) for row in tokens.of_owner(session, owner)]


def revoke_secret(shop: Workshop, secret: str) -> None:
    """End the token that a program signs out with."""
    with shop.writing() as session:
        row, _ = tokens.by_digest(session, digest(secret))
        if row is not None:
            tokens.revoke(session, ident(row), owner=None, moment=utc_now())


def revoke(shop: Workshop, token_id: int, *, owner: str | None) -> None:
    """End a token at once."""
    with shop.writing() as session:
        if not tokens.revoke(session, token_id, owner=owner, moment=utc_now()):
            raise NotFound(
                f"There is no active token {token_id}.", hint="List the tokens to see which there are."
            )
