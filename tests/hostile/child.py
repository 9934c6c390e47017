"""Tries one hostile file in a process of its own and says what it took: `python -m tests.hostile.child …`."""

from __future__ import annotations

import sys
import time
from pathlib import Path


def run(argv: list[str]) -> int:
    """Run a command of the program, or one of the two use cases that have none, and return its status."""
    from desktop_app import app  # noqa: PLC0415 - what is loaded is counted too

    if argv[0] not in {"attach", "form"}:
        return app.run(argv)
    from desktop_app import i18n  # noqa: PLC0415
    from desktop_app.commands.runner import guarded  # noqa: PLC0415

    i18n.set_language(argv[argv.index("--language") + 1])
    return guarded(lambda: _attach(*argv[1:3]) if argv[0] == "attach" else _form(argv[1]))


def _attach(book: str, file: str) -> int:
    from desktop_app.store import Book  # noqa: PLC0415
    from desktop_app.usecases import evidence  # noqa: PLC0415

    with Book.open(Path(book)) as opened:
        kept = evidence.attach(opened, Path(file), Path(file).name, "orders", ("A", "1")).evidence
    looked = "known" if kept.look else "not known"
    print(f"kept as {kept.media_type}, its look {looked}, pages {kept.pages}")
    return 0


def _form(file: str) -> int:
    from desktop_app.excel.forms.preview import preview_form  # noqa: PLC0415

    preview_form(Path(file))
    print("form shown")
    return 0


def peak_megabytes() -> float:
    """Return the most memory this process held; what its parent held before it is not counted."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1000


def main() -> None:
    """Run, and write seconds of processor and megabytes into the file that the first argument names."""
    import resource  # noqa: PLC0415 - Unix alone

    resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
    began = time.process_time()
    status = run(sys.argv[2:])
    took = time.process_time() - began
    Path(sys.argv[1]).write_text(f"{took:.3f} {peak_megabytes():.1f}", encoding="utf-8")
    sys.exit(status)


if __name__ == "__main__":
    main()
