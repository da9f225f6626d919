"""The tree of errors: complete, documented, and fit to be shown."""

import core.errors
from core.errors import AppError, ProviderError, RateLimited


def family(root: type[AppError]) -> list[type[AppError]]:
    return [root, *(member for child in root.__subclasses__() for member in family(child))]


OURS = [error for error in family(AppError) if error.__module__ == "core.errors"]


def test_every_error_stands_in_the_tree_on_top_of_its_module() -> None:
    """Whoever adds an error draws it where people look, with its code."""
    drawing = core.errors.__doc__ or ""

    missing = [
        error.__name__
        for error in OURS
        if error.__name__ not in drawing or error.code not in drawing + "app_error"
    ]
    assert missing == []


def test_every_error_has_a_code_of_its_own_and_a_next_step() -> None:
    """Codes are stable names, hints are sentences."""
    codes = [error.code for error in OURS]

    assert len(codes) == len(set(codes))
    assert all(error.default_hint.endswith((".", "`.")) for error in OURS)


def test_a_hint_can_be_given_and_detail_is_kept_apart() -> None:
    """What is shown and what is logged do not mix."""
    error = ProviderError("It failed.", hint="Do this.", detail="stack", charged_micros=3)

    assert (str(error), error.hint, error.detail, error.charged_micros) == (
        "It failed.",
        "Do this.",
        "stack",
        3,
    )
    assert RateLimited("Slow down.", retry_after_seconds=7).retry_after_seconds == 7
