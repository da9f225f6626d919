"""Export: the film in nine files, each with its size, its state and its count."""

import streamlit as st

from core.views import JobStatus
from pages._ui.board_tools import film_title
from pages._ui.downloads import addresses, downloads, start_downloads
from pages._ui.empty import no_film, no_finished_film
from pages._ui.film import film_named_in_address, keep_true
from pages._ui.guard import screen_shows, show_notice
from pages._ui.places import EXPORT
from pages._ui.rail import rail
from pages._ui.wording import count_of

job = film_named_in_address()
rail(job, here=EXPORT)

if job is None:
    no_film()
else:
    film_title(job)
    show_notice()
    if job.status != JobStatus.COMPLETED:
        no_finished_film(job)
    else:
        st.caption(
            f"Downloaded {count_of(job.download_count, 'time')} so far. A file that was made once is ready at once."
        )
        downloads(job)
        start_downloads(job)
        addresses(job)
    keep_true(job)
    screen_shows(job)
