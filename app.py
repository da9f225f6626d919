"""The only launcher: one ASGI app on one port, Streamlit pages and REST API over one Studio."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from api.app import EXACT, PREFIXES, create_api
from api.delegate import Delegate
from core.bootstrap import build_studio
from pages._ui.studio import lend_studio

ROOT = Path(__file__).resolve().parent

studio = build_studio()


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Start the work in a thread, since the engine would otherwise adopt the server's loop and freeze it."""
    lend_studio(studio)
    await asyncio.to_thread(studio.start)
    # What the sortable list would import on first use; then everything is spared from every later collection,
    # which Streamlit runs after each rerun: that makes a rerun up to ten times cheaper.
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        await asyncio.to_thread(studio.stop)


app = st.App(
    ROOT / "pages" / "_app.py",
    lifespan=lifespan,
    routes=[Delegate(create_api(studio), prefixes=PREFIXES, exact=EXACT)],
)
