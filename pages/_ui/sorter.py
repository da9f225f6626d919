"""The order of the scenes as a list that is sorted by dragging."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st
import streamlit_sortables

from core.views import JobView
from pages._ui.film import edit_of
from pages._ui.guard import act
from pages._ui.studio import studio
from pages._ui.wording import short

# The list lives in a frame of its own that the theme's sheet does not reach. The numbers count themselves, so that
# a dragged item is the same item afterwards and the frame stays as it is.
_LOOK = """
.sortable-component.vertical .sortable-container { background: transparent; counter-reset: scene; padding: 0; }
.sortable-container-body { background: transparent; padding: 0; }
.sortable-item, .sortable-item:hover {
  counter-increment: scene; border-radius: 10px; padding: 9px 12px; margin: 0 0 6px 0; height: auto;
  font-family: Page, sans-serif; font-size: 14px; line-height: 1.35; text-align: left; cursor: grab; border: 1px solid transparent;
  background: var(--secondary-background-color); color: var(--text-color);
}
.sortable-item:hover { border-color: var(--primary-color); }
.sortable-item:focus-visible { outline: 2px solid var(--primary-color); outline-offset: -2px; }
.sortable-item::before { content: counter(scene); font-weight: 700; margin-right: 10px; }
.sortable-item.dragging { counter-increment: none; opacity: 0.5; }
"""
# Where Streamlit keeps the page's typeface, in a file whose name changes with its version, and serves it.
_TYPEFACES = Path(st.__file__).parent / "static" / "static" / "media"
_TYPEFACE, _SERVED_AT = "SourceSansVF-Upright.*", "/static/media/"
_LABEL_LENGTH = 42


def sortable_order(job: JobView) -> None:
    """Drag to sort; the new order is saved when an item is let go."""
    scenes = job.storyboard or ()
    labels = _unique([short(scene.description, _LABEL_LENGTH) or "Scene" for scene in scenes])
    wanted = _sorted(f"order-{job.id}", labels)
    if wanted is None:
        return
    order = [labels.index(label) + 1 for label in wanted]
    act(lambda: studio().reorder(edit_of(job), order), toast="The new order is saved.")


@cache
def _look() -> str:
    """The sheet of the frame, which shows other letters than the page unless they are named in it."""
    faces = [
        f'@font-face {{ font-family: Page; font-weight: 200 900; src: url("{_SERVED_AT}{file.name}"); }}'
        for file in _TYPEFACES.glob(_TYPEFACE)
    ]
    return "\n".join([*faces, _LOOK])


def _unique(labels: Sequence[str]) -> list[str]:
    """The component takes the labels for identities, so equal ones get a mark."""
    seen: dict[str, int] = {}
    unique = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        unique.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return unique


def _sorted(name: str, labels: list[str]) -> list[str] | None:
    """The order that was just dragged, or None.

    The component keeps its own copy of the items, so it is mounted anew whenever the order changed elsewhere; else it
    would write the old order back.
    """
    seen, mount = f"{name}-seen", f"{name}-mount"
    if st.session_state.get(seen) != labels:
        st.session_state[seen] = labels
        st.session_state[mount] = st.session_state.get(mount, 0) + 1
    shown = streamlit_sortables.sort_items(
        labels,
        direction="vertical",
        key=f"{name}-{st.session_state[mount]}",
        custom_style=_look(),
    )
    if shown == labels or sorted(shown) != sorted(labels):
        return None
    st.session_state[seen] = shown
    return list(shown)
