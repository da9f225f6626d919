"""Who is signed in, their password, and, for admins, everybody's accounts."""

import streamlit as st

from core.passwords import LONGEST
from core.roles import Role
from core.views import AccountView
from pages._ui.guard import act, refuse
from pages._ui.studio import owner, studio, visitor
from pages._ui.wording import ago, literal, markup

ROLES = {
    Role.ADMIN: "Admin: makes films and keeps the accounts",
    Role.EDITOR: "Editor: makes films",
    Role.VIEWER: "Viewer: looks and downloads",
}


def account_panel() -> None:
    """Nothing where nobody signs in."""
    account = visitor()
    if account is None:
        return
    if account.role != Role.ADMIN:
        _mine(account)
        return
    mine, all_of_us = st.columns(2, gap="large")
    with mine:
        _mine(account)
    with all_of_us:
        _accounts(account)


def _mine(account: AccountView) -> None:
    st.header("Your account", anchor=False)
    st.html(
        f'<p class="text account"><b>{markup(account.name)}</b><br><span class="quiet">{ROLES[account.role]}</span></p>'
        '<a class="way" href="/sign-out" target="_self">Sign out…</a>'
    )
    if account.has_password:
        with st.expander("Change your password", key="own_password"):
            _own_password(account)


def _own_password(account: AccountView) -> None:
    with st.form("change_password", border=False, clear_on_submit=True):
        old = st.text_input("Present password", type="password", autocomplete="current-password")
        new = st.text_input(
            "New password",
            type="password",
            autocomplete="new-password",
            max_chars=LONGEST,
            key="new_password",
        )
        again = st.text_input("The new one again", type="password", autocomplete="new-password")
        st.caption("You are signed out everywhere, here too, and sign in with the new one.")
        pressed = st.form_submit_button("Change the password", type="primary")
    if pressed and new != again:
        refuse("The two new passwords differ.", "Type the new one twice.")
        st.rerun()
    elif pressed:
        act(
            lambda: studio().change_password(
                account.name, old=old or "", new=new or "", address=st.context.ip_address or "this machine"
            ),
            told="Your password is changed.",
        )


def _accounts(me: AccountView) -> None:
    st.header("Accounts", anchor=False)
    for account in studio().accounts(by=me.name):
        _line(account, me)
    with st.expander("Add an account", key="add_account"), st.form("new_account", border=False):
        name = st.text_input("Name", max_chars=100, autocomplete="off", key="account_name")
        password = st.text_input(
            "First password", type="password", autocomplete="new-password", key="account_password"
        )
        role = st.selectbox("May do", list(ROLES), index=1, format_func=ROLES.__getitem__, key="account_role")
        pressed = st.form_submit_button("Add the account", type="primary")
    if pressed:
        act(
            lambda: studio().add_account(name or "", password=password or "", role=role, by=owner()),
            told=f"{name} may sign in now.",
        )


def _line(account: AccountView, me: AccountView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"account_{account.id}"):
        way = "" if account.has_password else " · by the identity provider"
        st.markdown(
            f"**{literal(account.name)}** · {account.role} · since {ago(account.created_at)}{way}",
            width="stretch",
        )
        if account.id != me.id:
            with st.popover(f"Change *account {literal(account.name)}*", key=f"change_{account.id}"):
                _change(account)


def _change(account: AccountView) -> None:
    name = account.name
    role = st.selectbox(
        "May do",
        list(ROLES),
        index=list(ROLES).index(account.role),
        format_func=ROLES.__getitem__,
        key=f"role_{account.id}",
    )
    if st.button(f"Save *what {literal(name)} may do*", key=f"save_role_{account.id}", type="primary"):
        act(lambda: studio().set_role(name, role, by=owner()), told=f"{name} is {role} now.")
    if account.has_password:
        password = st.text_input(
            "New password", type="password", autocomplete="new-password", key=f"password_{account.id}"
        )
        if st.button(f"Set the password *of {literal(name)}*", key=f"set_password_{account.id}"):
            act(
                lambda: studio().set_password(name, password=password or "", by=owner()),
                told=f"{name} has a new password and is signed out everywhere.",
            )
    sure = st.checkbox(f"Close the account of {literal(name)}; the films are kept", key=f"sure_{account.id}")
    if st.button(f"Close the account *{literal(name)}*", key=f"remove_{account.id}", disabled=not sure):
        act(lambda: studio().remove_account(name, by=owner()), told=f"{name} cannot sign in any more.")
