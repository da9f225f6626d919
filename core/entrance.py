"""Coming in: a name and a password, or an identity provider's word, for a session or for a program's token."""

from dataclasses import dataclass
from datetime import timedelta

from core import sessions
from core.accounts import check, proper_name
from core.errors import NotFound, SignInFailed
from core.tokens import issue
from core.views import NewToken
from core.workshop import Workshop
from db.engine import Session
from db.models import Account
from db.queries import accounts

PROGRAM = "signed in by password"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whom an identity provider vouches for; `subject` never changes, the e-mail address may."""

    subject: str
    email: str


def by_password(shop: Workshop, *, name: str, password: str, address: str) -> str:
    """The cookie of a new session; `address` is where the attempt comes from, so that guessing is slowed."""
    _with_passwords(shop)
    return sessions.begin(shop, check(shop, name, password=password, address=address))


def token_by_password(shop: Workshop, *, name: str, password: str, address: str) -> NewToken:
    """A token that lasts as long as an idle session would, and ends when the password changes."""
    _with_passwords(shop)
    account = check(shop, name, password=password, address=address)
    lasts = timedelta(hours=shop.settings.session_idle_hours)
    with shop.writing() as session:
        sessions.still(session, account)
        return issue(session, name=PROGRAM, owner=account.name, lasts=lasts, by_password=True)


def by_provider(shop: Workshop, identity: Identity) -> str:
    """The cookie of a new session; whoever comes for the first time gets an account, if the settings let them in."""
    _refuse_strangers(shop, identity.email)
    with shop.writing() as session:
        account = accounts.by_subject(session, identity.subject) or _newcomer(shop, session, identity)
    return sessions.begin(shop, account)


def _newcomer(shop: Workshop, session: Session, identity: Identity) -> Account:
    name = proper_name(identity.email)
    if accounts.by_name(session, name) is not None:
        raise SignInFailed(
            f"The name '{name}' is or was somebody else's here.", hint="An admin can tell whose it was."
        )
    made = Account(name=name, role=shop.settings.oidc_new_role, subject=identity.subject)
    return accounts.add(session, made)


def _refuse_strangers(shop: Workshop, email: str) -> None:
    allowed = [one.strip().casefold() for one in shop.settings.oidc_allowed.split(",") if one.strip()]
    address = email.casefold()
    domain = "@" + address.rpartition("@")[2]
    if allowed and address not in allowed and domain not in allowed:
        raise SignInFailed(
            f"{email} may not come in here.", hint="Ask an admin to add it to STORYREEL_OIDC_ALLOWED."
        )


def _with_passwords(shop: Workshop) -> None:
    if shop.settings.sign_in != "accounts":
        raise NotFound(
            "Nobody signs in with a password here.",
            hint="The Settings page makes a token for programs.",
        )
