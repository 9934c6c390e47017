"""`bozhang profit BOOK`: the statements, as a table, as JSON, or into a workbook or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.arguments import day
from desktop_app.commands.outputs import require_output
from desktop_app.commands.terminal import progress, say, say_json, shown, table_lines
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse

    from desktop_app.usecases.profit import ProfitAnswer

WAYS = ("session", "product", "market", "platform", "account", "month")
_SENTENCES_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("--by", choices=WAYS, default="session", help=_("what each row is of"))
    parser.add_argument("--from", dest="start", metavar="DAY", type=day, help=_("first day"))
    parser.add_argument("--to", dest="end", metavar="DAY", type=day, help=_("last day"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("write to FILE.xlsx or FILE.csv"))


def run(arguments: argparse.Namespace) -> int:
    """Print or write the statements."""
    from desktop_app.usecases.profit import read_profit  # noqa: PLC0415 - `--help` needs no store

    out: Path | None = arguments.out
    if out is not None:
        require_output(out, (".xlsx", ".csv"), arguments.book)
    with progress(_("Computing")) as report_progress:
        answer = read_profit(
            arguments.book,
            by=arguments.by,
            start=arguments.start,
            end=arguments.end,
            progress=report_progress,
        )
    if arguments.json:
        from desktop_app.reports.statement_report import statement_json  # noqa: PLC0415

        say_json(statement_json(answer.report, answer.decimals))
    if out is not None:
        _write(answer, out)
        if not arguments.json:
            say(_("{path} is written.").format(path=out))
    elif not arguments.json:
        say_statements(answer)
    return 0


def _write(answer: ProfitAnswer, out: Path) -> None:
    from desktop_app.reports.statement_report import statement_table  # noqa: PLC0415
    from desktop_app.usecases.tables import write_csv, write_workbook  # noqa: PLC0415

    table = statement_table(answer.report, answer.decimals, answer.zone)
    if out.suffix.lower() == ".csv":
        write_csv(table, out)
    else:
        write_workbook([table], out)


def say_statements(answer: ProfitAnswer) -> None:
    """Print the statements as readable lines: the table, then what there is to know."""
    from desktop_app.reports.statement_report import (  # noqa: PLC0415
        money_writer,
        row_sentences,
        shown_keys,
        statement_table,
    )

    report = answer.report
    table = statement_table(report, answer.decimals, answer.zone)
    say(shown(table.title) + f"  ({report.currency})")
    say()
    for line in table_lines(table.select(shown_keys(report)), limit=28):
        say(line)
    money = money_writer(report.currency, answer.decimals)
    sentences = [(row.key, text) for row in report.rows for text in row_sentences(row, money)]
    sentences += [(_("Unattributed"), text) for text in row_sentences(report.unattributed, money)]
    sentences += [("", text) for text in table.notes]
    if not sentences:
        return
    say()
    for name, text in sentences[:_SENTENCES_SHOWN]:
        say(shown(f"{name}: {text}" if name else text))
    if len(sentences) > _SENTENCES_SHOWN:
        more = len(sentences) - _SENTENCES_SHOWN
        say(_("… and {count} more; --json or --out gives all of them.").format(count=more))
