"""Accounts: names, passwords, roles, sessions and what ends with them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core import sessions
from core.attempts import FOR_AN_ADDRESS, Attempts
from core.entrance import Identity
from core.errors import (
    AccessDenied,
    Conflict,
    InvalidInput,
    InvalidToken,
    NotFound,
    RateLimited,
    SignedOut,
    SignInFailed,
)
from core.jobs import NewJob
from core.passwords import Passwords
from core.roles import Role
from core.studio import Studio
from core.workshop import Workshop
from db.models import utc_now
from db.queries import accounts, tokens
from tests.signed_in import ADA, EVE, PASSWORD, QUICK, ROOT, VERA, with_sign_in

NEW = "eight loud trumpets"


@pytest.fixture
def somebody(door: Studio, request: pytest.FixtureRequest) -> str:
    """An account of this test alone."""
    return door.add_account(f"somebody.{abs(hash(request.node.name))}", password=PASSWORD).name


def test_passwords_are_kept_as_argon2id_and_never_as_they_are(shop: Workshop, somebody: str) -> None:
    """The real hasher makes argon2id with 64 MB; what is in the file is a hash."""
    real = Passwords()
    kept = real.hash_of(PASSWORD, name="x")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert real.fits(PASSWORD, kept)
    assert not real.fits(PASSWORD + "!", kept)
    with shop.reading() as session:
        account = accounts.by_name(session, somebody)
    assert account is not None
    assert str(account.password_hash).startswith("$argon2id$")
    files = shop.settings.data_dir.glob("storyreel.db*")
    assert not any(PASSWORD.encode() in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 1001, "aaaaaaaaaaaaaa", "abababababababab", "bob.the.builder1"]
)
def test_a_password_that_would_be_guessed_is_refused(password: str) -> None:
    """Too short, too long, one key, or hardly more than the name."""
    with pytest.raises(InvalidInput):
        QUICK.hash_of(password, name="bob.the.builder")


def test_any_text_may_be_a_password(door: Studio) -> None:
    """Emoji, spaces, half a surrogate pair and a thousand signs."""
    for number, password in enumerate(
        ("🦊🐻🐼 in the snow", "   spaces around   ", "half \ud800 a pair", "ab c" * 250)
    ):
        name = door.add_account(f"anytext{number}", password=password).name
        assert door.sign_in(name=name, password=password, address="a")
        with pytest.raises(SignInFailed):
            door.sign_in(name=name, password=password + ".", address="a")


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "a\nb", "<b>", "x" * 101, "../x", "a\x00/b", "💥"])
def test_a_name_that_no_address_or_page_could_bear_is_refused(door: Studio, name: str) -> None:
    """Letters of any script, digits and a few signs."""
    with pytest.raises(InvalidInput, match="no name"):
        door.add_account(name, password=PASSWORD)


def test_capitals_make_no_other_account(door: Studio) -> None:
    """Zoë signs in as ZOË, and there is no second one; not even after the first is gone."""
    assert door.add_account("Zoë", password=PASSWORD).name == "zoë"
    assert door.sign_in(name=" ZOE\u0308 ", password=PASSWORD, address="a")
    with pytest.raises(Conflict):
        door.add_account("zoë", password=PASSWORD)
    door.remove_account("Zoë")
    with pytest.raises(Conflict):
        door.add_account("zoë", password=PASSWORD)
    with pytest.raises(SignInFailed):
        door.sign_in(name="zoë", password=PASSWORD, address="a")


def test_a_new_password_ends_all_sessions_and_what_the_old_one_bought(door: Studio, somebody: str) -> None:
    """Sessions in every browser and a program's login; a token of its own stays."""
    browsers = [door.sign_in(name=somebody, password=PASSWORD, address="a") for _ in range(2)]
    bought = door.token_for_password(name=somebody, password=PASSWORD, address="a").secret
    own = door.create_token(name="own", owner=somebody).secret
    with pytest.raises(SignInFailed):
        door.change_password(somebody, old="wrong", new=NEW, address="a")
    assert [door.visitor(cookie).name for cookie in browsers] == [somebody] * 2

    door.change_password(somebody, old=PASSWORD, new=NEW, address="a")

    for cookie in browsers:
        with pytest.raises(SignedOut):
            door.visitor(cookie)
    with pytest.raises(InvalidToken):
        door.owner_of(bought)
    assert door.owner_of(own) == somebody
    assert door.visitor(door.sign_in(name=somebody, password=NEW, address="a")).role == Role.EDITOR


def test_a_password_that_changes_in_the_moment_of_signing_in_opens_nothing(
    shop: Workshop, door: Studio, somebody: str
) -> None:
    """Between looking at the old password and beginning the session it was replaced."""
    with shop.reading() as session:
        looked_at = accounts.by_name(session, somebody)
    assert looked_at is not None
    door.set_password(somebody, password=NEW)

    with pytest.raises(SignedOut):
        sessions.begin(shop, looked_at)


def test_a_closed_account_is_shut_out_at_once(door: Studio, somebody: str) -> None:
    """Its session, its token, its name; its films are kept and can be handed over."""
    cookie = door.sign_in(name=somebody, password=PASSWORD, address="a")
    token = door.create_token(name="own", owner=somebody).secret
    job = door.create(NewJob(prompt="A lantern crosses the lake"), owner=somebody, idempotency_key="same")
    taken = door.create(NewJob(prompt="A fox crosses the lake"), owner=EVE, idempotency_key="same")

    door.remove_account(somebody)

    with pytest.raises(SignedOut):
        door.visitor(cookie)
    with pytest.raises(InvalidToken):
        door.owner_of(token)
    with pytest.raises(InvalidInput, match="no account"):
        door.create_token(name="another", owner=somebody)
    with pytest.raises(NotFound):
        door.remove_account(somebody)
    with pytest.raises(NotFound):
        door.set_role(somebody, Role.ADMIN)
    assert door.hand_over(giver=somebody, taker=EVE) == 1
    assert {one.id for one in door.jobs(owner=EVE)} >= {job.id, taken.id}
    with pytest.raises(NotFound):
        door.hand_over(giver=EVE, taker="nobody")


@pytest.mark.parametrize(
    "deed",
    [
        lambda door, by: door.accounts(by=by),
        lambda door, by: door.add_account("intruder", password=PASSWORD, role=Role.ADMIN, by=by),
        lambda door, by: door.set_password(ROOT, password=NEW, by=by),
        lambda door, by: door.set_role(by, Role.ADMIN, by=by),
        lambda door, by: door.remove_account(ROOT, by=by),
    ],
)
@pytest.mark.parametrize("by", [ADA, VERA, "nobody"])
def test_only_an_admin_keeps_the_accounts(
    door: Studio, deed: Callable[[Studio, str], object], by: str
) -> None:
    """Editors, viewers and strangers are refused, and nothing changed."""
    before = door.accounts(by=ROOT)

    with pytest.raises(AccessDenied):
        deed(door, by)

    assert door.accounts(by=ROOT) == before
    assert door.sign_in(name=ROOT, password=PASSWORD, address="a")


def test_the_last_admin_stays(door: Studio) -> None:
    """Neither closed nor made less; with a second one it may be."""
    with pytest.raises(Conflict, match="last admin"):
        door.remove_account(ROOT)
    with pytest.raises(Conflict, match="last admin"):
        door.set_role(ROOT, Role.VIEWER)
    second = door.add_account("second-admin", password=PASSWORD, role=Role.ADMIN).name
    door.set_role(ROOT, Role.EDITOR, by=second)
    door.set_role(ROOT, Role.ADMIN, by=second)
    door.remove_account(second, by=ROOT)


def test_a_viewer_becomes_an_editor(door: Studio) -> None:
    """The role counts at the next thing that is asked for, without signing in again."""
    name = door.add_account("apprentice", password=PASSWORD, role=Role.VIEWER).name
    request = NewJob(prompt="A lantern crosses the lake")
    with pytest.raises(AccessDenied, match="look and download"):
        door.create(request, owner=name)
    with pytest.raises(AccessDenied, match="look and download"):
        door.trial(owner=name)
    door.set_role(name, Role.EDITOR)

    job = door.create(request, owner=name)
    door.trash(job.id, owner=name)
    door.set_role(name, Role.VIEWER)
    with pytest.raises(AccessDenied):
        door.take_back(job.id, owner=name)


def test_an_address_that_tries_many_names_is_slowed() -> None:
    """Each name once is a guess, too."""
    attempts = Attempts()
    for number in range(FOR_AN_ADDRESS.amount):
        attempts.spend(account=f"name{number}", address="1.2.3.4")

    with pytest.raises(RateLimited) as refusal:
        attempts.spend(account="another", address="1.2.3.4")
    assert 0 < refusal.value.retry_after_seconds <= 301
    attempts.spend(account="another", address="1.2.3.5")


def test_passwords_open_nothing_where_they_are_not_asked_for(shop: Workshop, door: Studio) -> None:
    """With sign-in off, or by an identity provider, a name and a password are no way in."""
    assert door.signs_in
    for way in ("off", "oidc"):
        other = with_sign_in(shop, sign_in=way)
        with pytest.raises(NotFound):
            other.sign_in(name=ADA, password=PASSWORD, address="a")
        with pytest.raises(NotFound):
            other.token_for_password(name=ADA, password=PASSWORD, address="a")


def test_the_identity_provider_vouches_for_a_subject_not_for_a_name(shop: Workshop, door: Studio) -> None:
    """The same subject is the same account under another e-mail; a name that is taken is nobody else's."""
    inside = with_sign_in(
        shop, sign_in="oidc", oidc_allowed="@firm.example, guest@other.example", oidc_new_role="viewer"
    )
    first = inside.visitor(inside.sign_in_by_provider(Identity(subject="s1", email="Hedy@Firm.example")))
    again = inside.visitor(inside.sign_in_by_provider(Identity(subject="s1", email="h.lamarr@firm.example")))

    assert (first.name, first.role, first.has_password) == ("hedy@firm.example", Role.VIEWER, False)
    assert again == first
    with pytest.raises(SignInFailed, match="somebody else's"):
        inside.sign_in_by_provider(Identity(subject="s2", email="hedy@firm.example"))
    with pytest.raises(SignInFailed, match="may not come in"):
        inside.sign_in_by_provider(Identity(subject="s3", email="eve@evil-firm.example"))
    assert inside.sign_in_by_provider(Identity(subject="s4", email="guest@other.example"))
    with pytest.raises(SignInFailed):
        door.sign_in(name=first.name, password="", address="a")


def test_a_token_that_nobody_has_is_given_back_without_a_word(door: Studio, shop: Workshop) -> None:
    """A program that signs out twice is signed out; an end in the past ends a token."""
    made = door.token_for_password(name=EVE, password=PASSWORD, address="a")
    door.give_back_token(made.secret)
    door.give_back_token(made.secret)
    door.give_back_token("sr_nobody's")
    assert made.token.expires_at is not None
    assert made.token.expires_at - utc_now() <= timedelta(hours=shop.settings.session_idle_hours)
    with shop.reading() as session:
        assert all(row.revoked_at or not row.by_password for row in tokens.of_owner(session, EVE))


def test_machines_with_one_secret_know_each_others_sessions(shop: Workshop, door: Studio) -> None:
    """A cookie of one is good at the other; without a shared secret it is not."""
    from pydantic import SecretStr

    shared = {"secret_key": SecretStr("x" * 32)}
    one, other = with_sign_in(shop, **shared), with_sign_in(shop, **shared)
    cookie = one.sign_in(name=EVE, password=PASSWORD, address="a")

    assert other.visitor(cookie).name == EVE
    with pytest.raises(SignedOut):
        door.visitor(cookie)
    assert replace(shop).settings.secret_key is None
