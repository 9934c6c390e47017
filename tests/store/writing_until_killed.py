"""Writes command after command into a book and says which are saved, until it is killed."""

from __future__ import annotations

import sys

from desktop_app.store import Book
from tests.store.making import product, sale


def main() -> None:
    """Write; the arguments are the book and the number of the round."""
    with Book.open(sys.argv[1]) as book:
        for number in range(1_000_000):
            order = f"{sys.argv[2]}-{number}"
            if number % 7 == 3:
                with book.write("import", bulk=True) as writer:
                    writer.put_many(sale(order, line) for line in range(1, 301))
            elif number % 7 == 6:
                with book.write("scratch") as writer:
                    writer.put(product("SCRATCH", name=order))
                book.undo()
                book.redo()
                with book.write("one") as writer:
                    writer.put(sale(order))
            else:
                with book.write("one") as writer:
                    writer.put(sale(order))
            sys.stdout.write(f"{order}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
