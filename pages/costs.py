"""Costs: what was reserved, charged and given back, of one film or of all, and what the caps leave."""

import streamlit as st

from pages._ui.cost_tables import caps, charge_lines, day_table, film_table, spreadsheet, totals
from pages._ui.film import film_named_in_address
from pages._ui.places import COSTS, STORYBOARD, quiet_link
from pages._ui.studio import owner, studio
from pages._ui.wording import literal

job = film_named_in_address()
found = studio().costs(owner=owner(), job_id=job.id if job else None)
st.title(f"Costs of “{literal(job.title)}”" if job else "Costs", anchor=False)
if job is not None:
    quiet_link(STORYBOARD, "Back to the film", job.id)
totals(found)
caps(found, of_film=job is not None)
if job is None:
    film_table(found)
    day_table(found)
else:
    charge_lines(found)
spreadsheet(job)
if job is not None:
    quiet_link(COSTS, "Costs of all films")
