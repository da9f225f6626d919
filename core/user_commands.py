"""`python -m core user`: the accounts, kept from the machine where the product runs."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.bootstrap import idle_studio
from core.errors import InvalidInput
from core.roles import Role

user_app = typer.Typer(no_args_is_help=True, help="Accounts of people who sign in.")

Name = Annotated[str, typer.Argument(help="The account's name.")]


def _password() -> str:
    """Typed twice at a terminal, else the first line of standard input; never a word of the command, which others see."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise InvalidInput("There is no password.", hint="Type it, or send it as a line to standard input.")
    return password


@user_app.command("add")
def add(
    name: Name,
    role: Annotated[
        Role | None, typer.Option(help="What it may do; by default the first is admin, others editor.")
    ] = None,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    with idle_studio() as studio:
        made = studio.add_account(name, password=_password(), role=role)
        Console().print(f"{made.name} may sign in as {made.role}.", highlight=False)
        if not studio.signs_in:
            Console(stderr=True).print("Nobody is asked to sign in yet: set STORYREEL_SIGN_IN=accounts.")


@user_app.command("list")
def list_accounts() -> None:
    """List the accounts."""
    table = Table("name", "role", "signs in by", "since")
    with idle_studio() as studio:
        for account in studio.accounts(by=None):
            way = "password" if account.has_password else "identity provider"
            table.add_row(account.name, account.role, way, f"{account.created_at:%Y-%m-%d}")
    Console().print(table)


@user_app.command("password")
def password(name: Name) -> None:
    """Give an account a new password; it is signed out everywhere."""
    with idle_studio() as studio:
        studio.set_password(name, password=_password())
    Console().print(f"{name} has a new password and is signed out everywhere.", highlight=False)


@user_app.command("role")
def role(name: Name, role: Annotated[Role, typer.Argument(help="What it may do.")]) -> None:
    """Give an account another role."""
    with idle_studio() as studio:
        studio.set_role(name, role)
    Console().print(f"{name} is {role} now.", highlight=False)


@user_app.command("remove")
def remove(name: Name) -> None:
    """Close an account with its sessions and tokens; its films are kept."""
    with idle_studio() as studio:
        studio.remove_account(name)
    Console().print(
        f"{name} cannot sign in any more. Its films can be given away: "
        f"python -m core user hand-over {name} SOMEBODY",
        highlight=False,
        soft_wrap=True,
    )


@user_app.command("hand-over")
def hand_over(
    giver: Annotated[str, typer.Argument(help="Whose films; `local` made those of before sign-in.")],
    taker: Annotated[str, typer.Argument(help="The account that gets them.")],
) -> None:
    """Give all films of one account, or of nobody's, to another."""
    with idle_studio() as studio:
        count = studio.hand_over(giver=giver, taker=taker)
    Console().print(f"{taker} has {count} films of {giver} now.", highlight=False)
