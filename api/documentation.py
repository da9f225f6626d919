"""/docs without another host: Swagger UI comes from a package, not from a network."""

from importlib.resources import files
from typing import Final

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

STATIC: Final = "/docs/static"
DESCRIPTION: Final = """
From a sentence to a reviewed, rendered film.

Make a token on the Settings page or with `python -m core token create NAME`, press **Authorize** and paste it.
Then: `POST /generate`, look at the storyboard, refine, `POST approve`, `POST render`, `GET export`.
Every refusal is `{"detail", "code", "hint"}`: the cause, a stable word for programs, and the next step.
"""


def install(api: FastAPI) -> None:
    """Serve the page and its files."""
    folder = str(files("fastapi_offline") / "static")
    api.mount(STATIC, StaticFiles(directory=folder), name="docs-static")
    api.add_route("/docs", _page, include_in_schema=False)


async def _page(_request: object) -> HTMLResponse:
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Storyreel API",
        swagger_js_url=f"{STATIC}/swagger-ui-bundle.js",
        swagger_css_url=f"{STATIC}/swagger-ui.css",
        swagger_favicon_url=f"{STATIC}/favicon.png",
        swagger_ui_parameters={"persistAuthorization": True, "tryItOutEnabled": True},
    )
