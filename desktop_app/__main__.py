"""The door to the program, for `python -m desktop_app` and for the installed command `bozhang`."""

from __future__ import annotations

import sys


def main() -> int | None:
    """Run the program with the arguments of this process and return its exit status."""
    # Imported here: before bootstrap has done its work, nothing that the program needs may be there.
    from desktop_app import app  # noqa: PLC0415

    return app.run(sys.argv[1:])


if __name__ == "__main__":
    from desktop_app import bootstrap

    bootstrap.ensure("program")
    sys.exit(main())
