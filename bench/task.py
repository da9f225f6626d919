"""`python -m bench.task TASK ORDER`: one piece of measured work in this process, its cost told as a line of JSON."""

import importlib
import json
import sys

from bench.stopwatch import Stopwatch

# Each is found in a module of its own kind, since what others need would be measured as memory of this one.
TASKS = {
    "render": "film_tasks",
    "edit": "film_tasks",
    "draw_frames": "film_tasks",
    "encode_frames": "film_tasks",
    "export": "export_tasks",
    "nine": "export_tasks",
}


def main() -> None:
    """Do the work and tell what it cost."""
    watch = Stopwatch()
    task = sys.argv[1]
    getattr(importlib.import_module(f"bench.{TASKS[task]}"), task)(json.loads(sys.argv[2]), watch)
    watch.tell()


if __name__ == "__main__":
    main()
