"""Renders every page and dialog to PNG: `python -m tests.screens OUT [--only NAME]`."""

import sys

if __name__ == "__main__":
    from desktop_app import bootstrap

    bootstrap.ensure("tests")
    from tests.screens.run import main

    sys.exit(main(sys.argv[1:]))
