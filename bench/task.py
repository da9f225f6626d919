"""`python -m bench.task TASK ORDER`: one piece of measured work in this process, its cost told as a line of JSON."""

import json
import sys

from bench import export_tasks, film_tasks
from bench.stopwatch import Stopwatch

TASKS = {
    "render": film_tasks.render,
    "edit": film_tasks.edit,
    "draw_frames": film_tasks.draw_frames,
    "encode_frames": film_tasks.encode_frames,
    "export": export_tasks.export,
    "nine": export_tasks.nine,
}


def main() -> None:
    """Do the work and tell what it cost."""
    watch = Stopwatch()
    TASKS[sys.argv[1]](json.loads(sys.argv[2]), watch)
    watch.tell()


if __name__ == "__main__":
    main()
