"""Reading a page as a test sees it: what it says, which buttons it has, and pressing one of them."""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button


def said(page: AppTest) -> str:
    """All words on the page, in one text."""
    spoken = [
        element.value
        for kind in (page.title, page.header, page.subheader, page.markdown, page.caption)
        for element in kind
    ]
    spoken += [element.value for element in page.html]
    spoken += [
        element.value for kind in (page.error, page.warning, page.info, page.success) for element in kind
    ]
    return "\n".join(str(words) for words in spoken).replace("\\", "")


def errors(page: AppTest) -> str:
    """The words of all refusals."""
    return "\n".join(error.value for error in page.error).replace("\\", "")


def button(page: AppTest, label: str) -> Button:
    """The button with this label; hidden words between stars belong to it."""
    found = [one for one in page.button if one.label.replace("*", "").replace("\\", "") == label]
    assert len(found) == 1, f"{label!r} among {[one.label for one in page.button]}"
    return found[0]


def press(page: AppTest, label: str) -> AppTest:
    """Press it and let the page run."""
    return button(page, label).click().run()
