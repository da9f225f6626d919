"""The only launcher: one ASGI app on one port, Streamlit pages and REST API over one Studio.

`python app.py` starts the server at the address of the settings; Streamlit's server then loads this module for `app`.
"""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from core.errors import AppError
from core.logs import configure
from core.settings import Settings, refuse_open_door

ROOT = Path(__file__).resolve().parent
SWITCH_SECONDS = 0.003


def serve() -> None:
    """Become the server; what follows in this module is loaded by it, not by this process."""
    settings = Settings()
    try:
        refuse_open_door(settings)
    except AppError as error:
        sys.exit(f"{error.message}\n{error.hint}")
    print(f"Storyreel starts on http://localhost:{settings.port} (Ctrl-C stops it)", flush=True)
    words = ["run", str(ROOT / "app.py"), "--server.port", str(settings.port)]
    words += ["--server.address", settings.address]
    os.chdir(ROOT)  # Streamlit looks for .streamlit/config.toml where it starts.
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", *words])


if __name__ == "__main__":
    serve()

# Nothing is garbage while modules are loaded, and to look for it would take an eighth of the start.
gc.disable()
import streamlit as st
from starlette.middleware import Middleware

from api import punctual
from api.app import EXACT, PREFIXES, create_api
from api.delegate import Delegate
from api.gate import Gate
from api.precedence import Precedence
from core.bootstrap import build_studio
from core.studio import Studio
from pages._ui.studio import lend_studio, watch
from pages._ui.turns import calls


def open_studio() -> Studio:
    """The studio, or an ending in plain words when the settings do not allow one."""
    configure(Settings())
    try:
        # The server may have been started with another address than the settings say.
        refuse_open_door(Settings(), st.get_option("server.address"))
        return build_studio()
    except AppError as error:
        sys.exit(f"{error.message}\n{error.hint}")


studio = open_studio()
api = create_api(studio)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Start the work in a thread, since the engine would otherwise adopt the server's loop and freeze it."""
    punctual.install()
    lend_studio(studio)
    api.state.closing.watch_signals()
    await asyncio.to_thread(studio.start)
    # What the sortable list would import on first use, so that nobody waits for it; then all that is there by now is
    # spared from every later collection of garbage, since it stays for good.
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    gc.collect()
    gc.freeze()
    gc.enable()
    # A thread that computes keeps the others waiting for this long, at each step of an answer: the usual five
    # milliseconds add up, and with one or less `make load` shows no gain, since threads change places more often.
    sys.setswitchinterval(SWITCH_SECONDS)
    watching = asyncio.create_task(watch().keep(studio))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.to_thread(studio.stop)


app = st.App(
    ROOT / "pages" / "_app.py",
    lifespan=lifespan,
    middleware=[Middleware(Gate, studio=studio)],
    routes=[Delegate(Precedence(api, right_of_way=calls), prefixes=PREFIXES, exact=EXACT)],
)
