"""docs/security.md: every attack that it names has the test that it names."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_attack_has_its_test() -> None:
    """The file is there, and defines a test of that name."""
    rows = re.findall(
        r"^\|[^`\n]+\|[^\n]*\| `([\w/]+\.py)::(\w+)` \|$",
        (ROOT / "docs/security.md").read_text(),
        re.MULTILINE,
    )

    assert len(rows) > 35
    assert [row for row in rows if f"def {row[1]}(" not in (ROOT / row[0]).read_text()] == []
