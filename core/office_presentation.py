"""Turns the office's rows into views: accounts, tokens, charges, and the lines of a history."""

from core.presentation import ident
from core.roles import Role
from core.views import AccountView, ChargeView, EventView, TokenView
from db.models import Account, Charge, Event, Token


def event_view(event: Event) -> EventView:
    """One line of history."""
    return EventView(kind=event.kind, text=event.text, revision=event.revision, created_at=event.created_at)


def token_view(token: Token) -> TokenView:
    """A token without its secret."""
    return TokenView(
        id=ident(token),
        name=token.name,
        owner=token.owner,
        ending=token.ending,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
    )


def charge_view(charge: Charge) -> ChargeView:
    """One line of the ledger."""
    return ChargeView(
        id=ident(charge),
        job_id=charge.job_id,
        kind=charge.kind,
        provider=charge.provider,
        model=charge.model,
        state=charge.state,
        reserved_micros=charge.reserved_micros,
        settled_micros=charge.settled_micros,
        created_at=charge.created_at,
        closed_at=charge.closed_at,
    )


def account_view(account: Account) -> AccountView:
    """An account without its password."""
    return AccountView(
        id=ident(account),
        name=account.name,
        role=Role(account.role),
        has_password=account.password_hash is not None,
        created_at=account.created_at,
    )
