"""The two places in which rows and files are kept: one machine's disk, or servers that several machines share."""

from dataclasses import dataclass, field
from typing import Any

ONE, SEVERAL = "one machine", "several machines"


@dataclass(frozen=True, kw_only=True)
class Place:
    """What Settings must be told, and what the environment of a process must hold, to work in one place."""

    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
