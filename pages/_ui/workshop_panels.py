"""What the Settings page shows of the workshop: artist, prices, health, storage."""

import streamlit as st

from core.settings import cap_micros
from core.views import TrialView
from pages._ui.guard import act
from pages._ui.places import COSTS, quiet_link
from pages._ui.studio import owner, studio
from pages._ui.turns import give_turn_back
from pages._ui.wording import artist_line, dollars, length, literal, markup, plain, size

_TRIAL = "trial"
_NAMES = {
    "database": "Database",
    "engine": "Work in the background",
    "store": "Place for pictures and films",
    "disk": "Disk",
    "ffmpeg": "Film maker (ffmpeg)",
    "artist": "Artist",
    "fonts": "Letters",
}


def artist_panel() -> None:
    """Who draws and who plans, and a picture to see whether it works."""
    artist = studio().artist()
    st.header("Artist", anchor=False)
    st.markdown(f"**{literal(artist_line(artist))}**")
    rows = [("Pictures", f"{artist.name} · {artist.model}"), ("Scenes", artist.planner)]
    _facts(rows)
    if artist.name == "sketch":
        st.caption("Set REPLICATE_API_TOKEN and start again to have pictures made by a model at Replicate.")
    price = f" ({literal(dollars(artist.picture_micros))})" if artist.picture_micros else ""
    if st.button(f"Try the artist{price}", key="try_artist"):
        give_turn_back()
        with st.spinner("Drawing one picture…"):
            act(lambda: studio().trial(owner=owner()), then=_keep_trial)
    _trial()


def _keep_trial(made: TrialView) -> None:
    st.session_state[_TRIAL] = made


def _trial() -> None:
    made: TrialView | None = st.session_state.get(_TRIAL)
    if made is not None:
        st.image(made.jpeg, alt="The picture that was just made on trial", width="stretch")
        took = length(round(made.seconds, 1) * 1000)
        st.caption(f"It works: one picture in {took}, {dollars(made.charged_micros)} charged.")


def prices_panel() -> None:
    """What films are estimated at, the caps, and what was spent."""
    settings, spent = studio().settings, studio().spending(owner=owner())
    per_film, per_day = cap_micros(settings.cap_per_job), cap_micros(settings.cap_per_day)
    st.header("Prices and caps", anchor=False)
    _facts(
        [
            ("Planning a film, estimated", dollars(settings.planning_micros)),
            ("A picture, estimated", dollars(settings.picture_micros)),
            ("Cap for a film", "none" if per_film is None else dollars(per_film)),
            ("Cap for a day", "none" if per_day is None else dollars(per_day)),
            ("Charged today", dollars(spent.today_micros)),
            ("Charged in all", dollars(spent.total_micros)),
        ]
    )
    quiet_link(COSTS, "Costs in full, per film and per day")


def health_panel() -> None:
    """Everything that work depends on, with what to do where something is missing."""
    st.header("Health", anchor=False)
    checks = {check.name: check for check in (*studio().health(), *studio().checks())}
    rows = []
    for check in checks.values():
        words = "" if check.ok else f" {check.fix}"
        # Where a program lies on the disk is for `doctor`, not for a page.
        found = check.found.partition(" (/")[0]
        rows.append((_NAMES.get(check.name, check.name), f"{found}{words}", check.ok))
    cells = "".join(
        f'<div class="{"well" if ok else "ill"}"><dt>{markup(name)}</dt>'
        f'<dd><span class="said">{"In order: " if ok else "Needs attention: "}</span>{markup(plain(found))}</dd></div>'
        for name, found, ok in rows
    )
    st.html(f'<dl class="checks">{cells}</dl>')


def storage_panel() -> None:
    """What lies in the data folder."""
    held = studio().storage()
    st.header("Storage", anchor=False)
    _facts(
        [
            ("Films and exports", size(held.films)),
            ("Pictures, clips and music", size(held.pictures)),
            ("Can be made again", size(held.cache)),
            ("Database", size(held.database)),
            ("Free on this disk", size(held.free)),
            ("Data folder", str(studio().settings.data_dir)),
            ("Version", studio().version),
        ]
    )


def _facts(rows: list[tuple[str, str]]) -> None:
    cells = "".join(f"<div><dt>{markup(name)}</dt><dd>{markup(value)}</dd></div>" for name, value in rows)
    st.html(f'<dl class="rows">{cells}</dl>')
