"""Says which lines and branches the tests left out, and fails when they left out too many: `coverage.py FILE PERCENT`."""

import json
import sys
from pathlib import Path
from typing import Any

# A file that lacks many lines is looked at in an editor; the table only leads there.
MOST_LINES_NAMED = 12


def main(measured: Path, wanted: float) -> None:
    """Print a row for each file that is not wholly covered, then the sum of lines and branches together."""
    report: dict[str, Any] = json.loads(measured.read_text())
    for name, file in sorted(report["files"].items()):
        summary = file["summary"]
        if summary["missing_lines"] or summary["missing_branches"]:
            missing = ", ".join(str(line) for line in file["missing_lines"][:MOST_LINES_NAMED])
            print(f"{summary['percent_covered']:6.1f} %  {name}  {missing}")
    reached = report["summary"]["percent_covered"]
    print(f"{reached:6.1f} %  of all lines and branches; at least {wanted:g} % are wanted")
    if reached < wanted:
        sys.exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
