"""Where each page lives, and how the parts of the app lead to one another."""

from pathlib import Path
from urllib.parse import urljoin

import streamlit as st

FOLDER = Path(__file__).resolve().parent.parent
ASSETS = FOLDER / "assets"
LIBRARY = FOLDER / "library.py"
PROMPT = FOLDER / "prompt.py"
STORYBOARD = FOLDER / "storyboard.py"
RENDER = FOLDER / "render.py"
EXPORT = FOLDER / "export.py"
SETTINGS = FOLDER / "settings.py"
COSTS = FOLDER / "costs.py"


def all_pages() -> list[st.Page]:
    """Every page with its title; the library is where an address without a path leads."""
    return [
        st.Page(LIBRARY, title="Library · Storyreel", default=True),
        st.Page(PROMPT, title="Prompt · Storyreel"),
        st.Page(STORYBOARD, title="Storyboard · Storyreel"),
        st.Page(RENDER, title="Approve and render · Storyreel"),
        st.Page(EXPORT, title="Export · Storyreel"),
        st.Page(SETTINGS, title="Settings · Storyreel"),
        st.Page(COSTS, title="Costs · Storyreel"),
    ]


def go(page: Path, job_id: int) -> None:
    """Turn to another page of the same film."""
    st.switch_page(page, query_params={"job": str(job_id)})


def link(page: Path, label: str, job_id: int | None = None) -> None:
    """A link to a page, of a film when there is one."""
    query = None if job_id is None else {"job": str(job_id)}
    st.page_link(page, label=label, query_params=query)


def quiet_link(page: Path, label: str, job_id: int | None = None) -> None:
    """A link beside the way of the film: underlined, in line with the text around it, never marked as where we are."""
    with st.container(key=f"quiet_link_{page.stem}_{job_id or 'all'}", width="content"):
        link(page, label, job_id)


def to_library() -> None:
    """The way out of a page that cannot be shown."""
    link(LIBRARY, "Open the library")


def whole_address(path: str) -> str:
    """The address of one of our own paths, for players and for people who copy it."""
    return urljoin(st.context.url or "", path)
