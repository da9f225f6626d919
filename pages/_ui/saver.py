"""Has the browser save files by itself: each ticket is one download, however often the page is drawn."""

from collections.abc import Mapping

import streamlit as st

# The tickets are remembered by the window, so that leaving the page and coming back starts nothing again.
_CLICK = """
export default function ({ data }) {
  const begun = (window.storyreelDownloads ||= new Set());
  for (const [ticket, path] of Object.entries(data.tickets)) {
    if (begun.has(ticket)) continue;
    begun.add(ticket);
    const link = document.createElement("a");
    link.href = path;
    link.download = "";
    document.body.append(link);
    link.click();
    link.remove();
  }
}
"""


def save_in_browser(tickets: Mapping[str, str]) -> None:
    """Start the download of every path whose ticket is new to this window."""
    component = st.components.v2.component("storyreel_saver", js=_CLICK)
    component(data={"tickets": dict(tickets)}, key="saver", height=0)
