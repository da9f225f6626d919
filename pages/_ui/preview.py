"""The film's beginning, played while the rest of it is rendered; it goes on by itself as the film grows."""

import streamlit as st

from core.views import JobView, PreviewView
from pages._ui.film import WORKING_SECONDS
from pages._ui.guard import part
from pages._ui.player import frame
from pages._ui.studio import address, owner, studio
from pages._ui.wording import length

_PLAYER = '<video controls muted playsinline aria-label="The beginning of the film"></video>'
# A preview that grew never interrupts the one that plays: the longer one goes on where that one ends.
_GOES_ON = """
export default function ({ data, parentElement }) {
  const video = parentElement.querySelector("video");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const goOn = () => {
    if (video.longest === video.shown) return;
    const from = video.shown ? video.currentTime : 0;
    const plays = video.shown ? video.ended : !still;
    video.shown = video.longest;
    video.src = video.shown;
    video.addEventListener("loadedmetadata", () => { video.currentTime = from; }, { once: true });
    if (plays) video.play().catch(() => {});
  };
  video.style.aspectRatio = data.shape;
  video.longest = data.address;
  video.onended = goOn;
  const begun = video.currentTime > 0 || !video.paused;
  if (!video.shown || video.ended || !begun) goOn();
}
"""
_LOOK = "video { display: block; width: 100%; border-radius: 8px; background: #000; }"


def preview(job: JobView) -> None:
    """A player from the first second of film on; nothing before that, and nothing when the film is there."""

    @st.fragment(run_every=WORKING_SECONDS)
    def beginning() -> None:
        with part():
            now = studio().job(job.id, owner=owner()).preview
            if now is not None:
                _play(job, now)

    beginning()


def _play(job: JobView, now: PreviewView) -> None:
    player = st.components.v2.component("storyreel_preview", html=_PLAYER, css=_LOOK, js=_GOES_ON)
    with frame(job):
        player(
            data={
                "address": address(now.path, v=now.frames),
                "shape": job.aspect_ratio.replace(":", " / "),
            },
            key=f"preview-{job.id}",
            height="content",
        )
    st.caption(
        f"The first {length(now.duration_ms)} of the film, pictures only. "
        "It goes on by itself while the rest is rendered."
    )
