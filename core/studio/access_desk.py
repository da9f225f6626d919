"""The door: who comes in, and the accounts that may."""

from core import accounts, entrance, keys, sessions, tokens
from core.entrance import Identity
from core.roles import Role
from core.studio.desk import Desk
from core.views import AccountView, NewToken


class AccessDesk(Desk):
    """People sign in and out here, and admins keep the accounts; `by` is who asks, None the command line."""

    @property
    def signs_in(self) -> bool:
        """Whether anybody is asked who they are."""
        return self.settings.sign_in != "off"

    def sign_in(self, *, name: str, password: str, address: str) -> str:
        """Begin a session; the value of its cookie."""
        return entrance.by_password(self._shop, name=name, password=password, address=address)

    def sign_in_by_provider(self, identity: Identity) -> str:
        """Begin a session for somebody whom the identity provider knows."""
        return entrance.by_provider(self._shop, identity)

    def token_for_password(self, *, name: str, password: str, address: str) -> NewToken:
        """A token for a program, in exchange for a password."""
        return entrance.token_by_password(self._shop, name=name, password=password, address=address)

    def give_back_token(self, secret: str) -> None:
        """End the token that this secret belongs to."""
        tokens.revoke_secret(self._shop, secret)

    def visitor(self, cookie: str | None, *, active: bool = False) -> AccountView:
        """Whose session a cookie belongs to."""
        return sessions.visitor(self._shop, cookie, active=active)

    def sign_out(self, cookie: str | None) -> None:
        """End the session of a cookie, if it has one."""
        sessions.end(self._shop, cookie)

    def anybody_there(self) -> bool:
        """Whether there is an account yet."""
        return accounts.anybody(self._shop)

    def accounts(self, *, by: str | None) -> list[AccountView]:
        """All accounts, by name."""
        return accounts.listing(self._shop, by=by)

    def add_account(
        self, name: str, *, password: str, role: Role | None = None, by: str | None = None
    ) -> AccountView:
        """Make an account."""
        return accounts.add(self._shop, name, password=password, role=role, by=by)

    def set_password(self, name: str, *, password: str, by: str | None = None) -> None:
        """Give an account a new password and sign it out everywhere."""
        accounts.set_password(self._shop, name, password=password, by=by)

    def change_password(self, name: str, *, old: str, new: str, address: str) -> None:
        """A person's own change of password; it signs them out everywhere."""
        accounts.change_password(self._shop, name, old=old, new=new, address=address)

    def set_role(self, name: str, role: Role, *, by: str | None = None) -> None:
        """Give an account another role."""
        accounts.set_role(self._shop, name, role, by=by)

    def remove_account(self, name: str, *, by: str | None = None) -> None:
        """Close an account; its films are kept."""
        accounts.remove(self._shop, name, by=by)

    def hand_over(self, *, giver: str, taker: str) -> int:
        """Make all films of one owner another's; how many there were."""
        return accounts.hand_over(self._shop, giver=giver, taker=taker)

    def seal(self, purpose: str, text: str) -> str:
        """What only this installation can write under a text."""
        return keys.seal(self._shop, purpose, text)

    def sealed(self, purpose: str, text: str, given: str) -> bool:
        """Whether a seal was written here."""
        return keys.sealed(self._shop, purpose, text, given)
