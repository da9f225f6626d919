"""Makes the virtual environment and installs one requirements file under a lock, the product's by default; uses uv where there is one."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

LOCK = Path("requirements.lock")


def main(folder: Path, requirements: str, lock: Path) -> None:
    """Install `requirements` as `lock` pins them into `folder`, which is made if need be."""
    if sys.version_info < (3, 11):
        sys.exit("Storyreel needs Python 3.11 or newer; set PYTHON=python3.11 or newer and run make again.")
    uv = shutil.which("uv")
    if not (folder / "bin" / "python").exists():
        make_environment(folder, uv)
    python = str(folder / "bin" / "python")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "-r", requirements, "-c", str(lock)], check=True)


def make_environment(folder: Path, uv: str | None) -> None:
    """Make the virtual environment, or say which package of the system is missing for it."""
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
        return
    try:
        venv.create(folder, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit(
            "Python cannot make a virtual environment here; on Debian: sudo apt-get install -y python3-venv"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]) if len(sys.argv) > 3 else LOCK)
