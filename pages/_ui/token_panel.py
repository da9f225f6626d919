"""Tokens for programs: made, shown once, copied, ended."""

import streamlit as st

from core.views import NewToken, TokenView
from pages._ui.guard import act
from pages._ui.studio import owner, studio
from pages._ui.wording import ago, literal

_FRESH = "fresh_token"
_MADE = "tokens_made"


def token_panel() -> None:
    """The tokens there are, and the form for a new one."""
    st.header("Tokens for programs", anchor=False)
    st.markdown("A program signs in with a token. The [description of the interface](/docs) says how.")
    _fresh()
    # Emptied only once a token was made: what a double click or a refusal finds in it is still there.
    key = f"new_token_{st.session_state.get(_MADE, 0)}"
    with st.form(key, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", max_chars=100, placeholder="For example: laptop", key=f"name_{key}")
        days = st.number_input(
            "Ends after days",
            min_value=1,
            value=None,
            placeholder="Never",
            step=30,
            width=180,
            key=f"days_{key}",
        )
        pressed = st.form_submit_button("Make a token", type="primary")
    if pressed:
        act(
            lambda: studio().create_token(name=name or "", owner=owner(), days=int(days) if days else None),
            then=_keep_to_show,
        )
    for token in studio().tokens(owner=owner()):
        _line(token)


def _keep_to_show(made: NewToken) -> None:
    st.session_state[_FRESH] = made
    st.session_state[_MADE] = st.session_state.get(_MADE, 0) + 1


def _fresh() -> None:
    made: NewToken | None = st.session_state.get(_FRESH)
    if made is None:
        return
    with st.container(border=True, key="fresh_token_box"):
        st.markdown(f"**{literal(made.token.name)}** – copy it now; it cannot be shown again.")
        st.code(made.secret, language=None, wrap_lines=True)
        if st.button("I have copied it", key="copied"):
            del st.session_state[_FRESH]
            st.rerun()


def _line(token: TokenView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"token_{token.id}"):
        used = f"last used {ago(token.last_used_at)}" if token.last_used_at else "never used"
        ends = f" · ends {token.expires_at:%d %B %Y}" if token.expires_at else ""
        ended = token.revoked_at is not None
        state = f"ended {ago(token.revoked_at)}" if token.revoked_at else f"{used}{ends}"
        st.markdown(
            f"**{literal(token.name)}** …{literal(token.ending)} · made {ago(token.created_at)} · {state}",
            width="stretch",
        )
        if not ended and st.button(f"End *token {literal(token.name)}*", key=f"revoke_{token.id}"):
            act(
                lambda: studio().revoke_token(token.id, owner=owner()),
                told=f"The token “{token.name}” is ended; programs with it are refused from now on.",
            )
