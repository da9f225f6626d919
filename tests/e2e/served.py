"""The product's server as `python app.py` becomes it, in a process that has loaded what it imports already."""

import sys

from streamlit.web.cli import main as streamlit


def main(port: str) -> None:
    """Serve on this port until the process is ended; the settings come from the environment."""
    sys.argv = ["streamlit", "run", "app.py", "--server.address", "127.0.0.1", "--server.port", port]
    streamlit()
