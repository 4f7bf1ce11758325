"""Makes the virtual environment that MiniStack runs in: install.py DIRECTORY STAMP.

Does nothing where DIRECTORY already carries STAMP. Several processes may ask at once: the first one works, the others
wait on a lock that the kernel releases with its holder, however that ends.
"""

import fcntl
import pathlib
import shutil
import subprocess
import sys
import venv

LEAST_VERSION = (3, 11)
REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")


def install(directory: pathlib.Path, stamp: str) -> None:
    if sys.version_info < LEAST_VERSION:
        sys.exit(f"this is Python {sys.version.split()[0]}")
    stamp_file = directory / "stamp"
    directory.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{directory}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp_file.exists() and stamp_file.read_text() == stamp:
            return
        shutil.rmtree(directory, ignore_errors=True)
        venv.create(directory, with_pip=True)
        pip = [directory / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "install", "--no-deps", "--requirement", REQUIREMENTS], check=True)
        # Written last: what was interrupted is made again.
        stamp_file.write_text(stamp)


if __name__ == "__main__":
    install(pathlib.Path(sys.argv[1]), sys.argv[2])
