"""Sees to it that the browser tests have a Chromium and the JavaScript test a node, where apt can bring them."""

import os
import shutil
import subprocess
import sys

WANTED = {"chromium": "chromium", "node": "nodejs"}


def main() -> None:
    """Install what is missing when that is possible, else say how; the tests that need it fail loudly."""
    missing = [package for program, package in WANTED.items() if shutil.which(program) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        sys.exit(
            f"The tests need {' and '.join(missing)}; on Debian: sudo apt-get install -y {' '.join(missing)}"
        )
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update"], check=True, **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True, **quiet)  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
