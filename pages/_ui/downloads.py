"""Nine downloads: made in the background or when they are asked for, and saved by the browser when ready."""

import secrets
from typing import Literal

import streamlit as st

from core.terms import ExportFormat, ExportQuality
from core.views import ExportView, JobView, WorkStatus
from pages._ui.film import WORKING_SECONDS
from pages._ui.guard import act, part
from pages._ui.places import whole_address
from pages._ui.saver import save_in_browser
from pages._ui.studio import address, owner, studio
from pages._ui.wording import FORMAT_NAMES, FORMATS, QUALITIES, count_of, length, literal, plain, size

OPEN = (WorkStatus.PENDING, WorkStatus.GENERATING)
# What this tab asked for of which film and did not get yet; only this tab starts the download.
_WANTED = "wanted"
# Every download that was started in this tab: a ticket for each, and the path of its file.
_TICKETS = "tickets"


def downloads(job: JobView) -> None:
    """A column for each format with its three qualities; what is being made moves by itself."""
    views = studio().exports(job.id, owner=owner())
    for kind, column in zip(ExportFormat, st.columns(3, gap="medium"), strict=True):
        with column, st.container(border=True, key=f"format_{kind}"):
            st.subheader(FORMAT_NAMES[kind], anchor=False)
            st.caption(FORMATS[kind])
            for view in views:
                if view.format == kind:
                    _download(job, view)


def _download(job: JobView, view: ExportView) -> None:
    name = f"{FORMAT_NAMES[view.format]} {QUALITIES[view.quality].lower()}"
    with st.container(
        key=f"export_{view.format}_{view.quality}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        if view.status == WorkStatus.GENERATING and not view.asked:
            _made_in_background(job, view)
        else:
            _words(view)
        if view.asked and view.status in OPEN:
            _making(view)
        elif st.button(f"Download *{name}*", key=f"get_{view.format}_{view.quality}", type=_weight(view)):
            act(
                lambda: studio().order_export(
                    job.id, owner=owner(), format=view.format, quality=view.quality
                ),
                then=lambda _export: _wanted().add(_order(job, view)),
            )
        if view.trouble is not None:
            st.error(f"**{literal(plain(view.trouble.message))}** {literal(plain(view.trouble.hint))}")


def _words(view: ExportView) -> None:
    st.html(
        f'<p class="file"><b>{QUALITIES[view.quality]}</b> {view.width} × {view.height}<br>'
        f'<span class="quiet">{_state(view)}</span></p>',
        width="stretch",
    )


def _made_in_background(job: JobView, view: ExportView) -> None:
    @st.fragment(run_every=WORKING_SECONDS)
    def words() -> None:
        with part():
            nine = studio().exports(job.id, owner=owner())
            _words(next(now for now in nine if (now.format, now.quality) == (view.format, view.quality)))

    words()


def _weight(view: ExportView) -> Literal["primary", "secondary"]:
    return "primary" if view.status == WorkStatus.COMPLETED else "secondary"


def _state(view: ExportView) -> str:
    if view.status == WorkStatus.COMPLETED:
        times = f" · downloaded {count_of(view.download_count, 'time')}" if view.download_count else ""
        return f"Ready · {size(view.size_bytes or 0)}{times}"
    if view.status in OPEN and view.asked:
        return "Being made; the download starts by itself."
    if view.status == WorkStatus.GENERATING:
        return f"Being made in the background · {view.done:.0%}"
    if view.status == WorkStatus.PENDING:
        return "Waiting in the background"
    return f"Will take about {length((view.seconds_left or 1) * 1000)}"


def _making(view: ExportView) -> None:
    @st.fragment(run_every=WORKING_SECONDS)
    def bar() -> None:
        with part():
            now = studio().export(view.id or 0)
            st.progress(min(now.done, 1.0), text=f"{now.done:.0%}")

    bar()


def _order(job: JobView, view: ExportView) -> tuple[int, ExportFormat, ExportQuality]:
    return (job.film.render_id if job.film else 0, view.format, view.quality)


def _wanted() -> set[tuple[int, ExportFormat, ExportQuality]]:
    wanted: set[tuple[int, ExportFormat, ExportQuality]] = st.session_state.setdefault(_WANTED, set())
    return wanted


def start_downloads(job: JobView) -> None:
    """Let the browser save what this tab asked for, as soon as it is ready; what failed has to be asked for again."""
    tickets: dict[str, str] = st.session_state.setdefault(_TICKETS, {})
    for view in studio().exports(job.id, owner=owner()):
        if _order(job, view) not in _wanted() or view.status in OPEN:
            continue
        _wanted().discard(_order(job, view))
        if view.status == WorkStatus.COMPLETED:
            path = f"/data/exports/{job.id}/{view.format}/{view.quality}"
            tickets[secrets.token_hex(4)] = address(path)
    save_in_browser(tickets)


def addresses(job: JobView) -> None:
    """For people who hand the film on: a link, and the line that a program would use."""
    with st.expander("Link and command line", key="addresses"):
        picked = st.selectbox(
            "File",
            [(kind, quality) for kind in ExportFormat for quality in ExportQuality],
            format_func=lambda pair: f"{FORMAT_NAMES[pair[0]]} {QUALITIES[pair[1]].lower()}",
        )
        kind, quality = picked
        st.caption("A link for this browser; the file must have been made once.")
        link = address(f"/data/exports/{job.id}/{kind}/{quality}")
        st.code(whole_address(link), language=None, wrap_lines=True)
        st.caption("A line for programs; the Settings page makes the token.")
        call = whole_address(f"/api/v2/jobs/{job.id}/export?format={kind}&quality={quality}")
        st.code(f'curl -fOJ -H "Authorization: Bearer $TOKEN" "{call}"', language="bash", wrap_lines=True)
