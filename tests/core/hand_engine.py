"""An engine that carries out what was ordered when a test says so, in the test's own thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.cancellation import Cancellation
from core.engine import Task
from db.engine import Session


@dataclass
class HandEngine:
    """Remembers orders as (task, subject); nothing runs by itself."""

    orders: list[tuple[str, int]] = field(default_factory=list)
    tasks: Mapping[str, Task] = field(default_factory=dict)

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Know the tasks."""
        self.tasks = tasks

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        """Remember the order."""
        self.orders.append((task, subject))

    def cancel(self, key: str) -> None:
        """Nothing runs between two orders."""

    def forget_finished(self, *, before: datetime) -> int:
        """Nothing is kept."""
        return 0

    def alive(self) -> bool:
        """It never stops."""
        return True

    def stop(self) -> None:
        """Nothing runs."""

    def work(self) -> None:
        """Carry out all orders, and those that they bring, oldest first."""
        while self.orders:
            task, subject = self.orders.pop(0)
            self.tasks[task](subject, Cancellation())
