"""The one Studio that all pages share; the launcher lends it once, before the first visitor comes."""

from urllib.parse import urlencode

from core.errors import ConfigurationError
from core.studio import Studio

# Whoever opens the pages on this machine owns what is made there; programs have owners by their tokens.
OWNER = "local"

_lent: list[Studio] = []


def lend_studio(studio: Studio) -> None:
    """Make this the Studio of the pages, in place of an earlier one."""
    _lent[:] = [studio]


def address(path: str, **query: object) -> str:
    """The address of a picture or a film, with the pass that a browser needs where reads are closed."""
    given = studio().pass_for(path)
    asked = {**query, **({"pass": given} if given else {})}
    return f"{path}?{urlencode(asked)}" if asked else path


def studio() -> Studio:
    """The Studio that was lent; raises `ConfigurationError` when the pages run without the launcher."""
    if not _lent:
        raise ConfigurationError(
            "The pages run without their studio.",
            hint="Start them with `make run` or `streamlit run app.py`.",
        )
    return _lent[0]
