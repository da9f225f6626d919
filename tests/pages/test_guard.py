"""The guard: whatever happens is told in words, and what nobody expected is logged under the reference told."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest


def _breaks() -> None:
    import streamlit as st

    from core.errors import DiskFull
    from pages._ui.guard import act, errors_told, show_notice

    show_notice()
    with errors_told():
        if st.button("fill"):
            act(lambda: (_ for _ in ()).throw(DiskFull("The disk is full for job 3.")))
        if st.button("break"):
            act(lambda: 1 / 0)
        if st.button("crash"):
            raise ZeroDivisionError("secret detail")


def _pressed(name: str) -> AppTest:
    page = AppTest.from_function(_breaks).run()
    next(one for one in page.button if one.label == name).click()
    return page.run()


def test_a_refusal_is_told_with_its_next_step() -> None:
    """Cause and hint, in the words of the screen."""
    told = _pressed("fill").error[0].value.replace("\\", "")

    assert "The disk is full for film 3." in told
    assert "Free some space" in told


@pytest.mark.parametrize("name", ["break", "crash"])
def test_the_unexpected_is_logged_under_the_reference_that_is_shown(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """People see a reference, never the trace; the log has both."""
    with caplog.at_level(logging.ERROR, logger="pages._ui.guard"):
        page = _pressed(name)

    told = page.error[0].value.replace("\\", "")
    reference = re.search(r"reference ([0-9a-f]{6})", told)
    assert reference
    assert reference[1] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivision" not in told
    assert "secret" not in told
    assert not page.exception
