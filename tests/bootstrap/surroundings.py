"""A pretended checkout with an environment in it, for trying the decisions of the first start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop_app.first_start import stamp


def checkout(folder: Path) -> str:
    """Make a folder with both lock files, as a clone has them, and return its path."""
    for name in stamp.LOCKS.values():
        (folder / name).write_text("six==1.16.0 \\\n    --hash=sha256:00\nwin==1 ; x\n", encoding="utf-8")
    return str(folder)


def environment(root: str, *groups: str, base: str = sys.executable) -> Path:
    """Make an environment that looks whole to the check, with the stamps of these groups."""
    path = Path(root, ".venv")
    python = Path(stamp.venv_python(root))
    python.parent.mkdir(parents=True)
    python.symlink_to(os.path.realpath(base))
    packages = path / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"
    for name in ("six.py", "six-1.16.0.dist-info", "PySide6"):
        (packages / name).mkdir(parents=True)
    for group in groups:
        stamp.write_stamp(stamp.stamp_path(root, group), stamp.new_stamp(root, group))
    return packages
