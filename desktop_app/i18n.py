"""The reader's language: which it is, sentences in it, and figures and days as it writes them."""

from __future__ import annotations

import gettext
import hashlib
import io
import os
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app import paths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, tzinfo
    from decimal import Decimal

    from babel import Locale

LANGUAGES: Final = ("zh", "en")
DEFAULT_LANGUAGE: Final = "zh"
_LOCALES: Final = {"zh": "zh_Hans_CN", "en": "en_US"}
_CACHED_FIGURES: Final = 65_536


@dataclass
class _Current:
    """What the program speaks now; changed by `set_language` alone."""

    language: str = DEFAULT_LANGUAGE
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_current = _Current()


def choose_language(explicit: str | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """Return `zh` or `en`: what was asked for, else the system's (LC_ALL, LC_MESSAGES, LANG), else zh."""
    if explicit in LANGUAGES:
        return explicit
    system = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    code = system.replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if code in LANGUAGES else DEFAULT_LANGUAGE


def set_language(language: str) -> None:
    """Speak `language` from now on, in this process."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _current.translations = gettext.NullTranslations() if language == "en" else _load(language)
    _current.language = language


def language() -> str:
    """Return the code of the language spoken now."""
    return _current.language


def _(message: str) -> str:
    """Return the English `message` in the language spoken; its `{fields}` are filled in afterwards."""
    return _current.translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that goes with `number`, in the language spoken."""
    return _current.translations.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Return `message` as said in `context`, where one English word is two in another language."""
    return _current.translations.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it, known to every extractor
    """Mark `message` for translation and return it as it is: for constants, said later through `_`."""
    return message


# Catalogues ---------------------------------------------------------------------------------------------


def _load(code: str) -> gettext.NullTranslations:
    """Return the rooms' .po files of a language as one catalogue, compiled only when one has changed."""
    sources = [path.read_bytes() for path in sorted((paths.resources_dir() / "locale" / code).glob("*.po"))]
    digest = hashlib.sha256(b"\0".join(sources)).hexdigest()[:16]
    kept = paths.cache_dir() / "locale" / f"{code}-{digest}.mo"
    with suppress(OSError, ValueError, EOFError, struct.error):
        return gettext.GNUTranslations(io.BytesIO(kept.read_bytes()))
    compiled = compile_catalogue(code, sources)
    _keep(kept, compiled)
    return gettext.GNUTranslations(io.BytesIO(compiled))


def compile_catalogue(code: str, sources: list[bytes]) -> bytes:
    """Return the .mo file of several .po files; a message in several keeps its first translation."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - only when a translation has changed
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    whole = Catalog(locale=code, domain="bozhang", charset="utf-8")
    for source in sources:
        for message in read_po(io.BytesIO(source), locale=code):
            if message.id and message.string and whole.get(message.id, message.context) is None:
                whole.add(message.id, message.string, context=message.context)
    target = io.BytesIO()
    write_mo(target, whole)
    return target.getvalue()


def _keep(target: Path, content: bytes) -> None:
    """Put a compiled catalogue in the cache, whole or not at all; without a place for it, go without."""
    import tempfile  # noqa: PLC0415 - only when a translation has changed

    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(target)
        for older in target.parent.glob(f"{target.name.split('-')[0]}-*.mo"):
            if older != target:
                older.unlink(missing_ok=True)


# Figures and days ---------------------------------------------------------------------------------------


@lru_cache(maxsize=len(LANGUAGES))
def _locale(code: str) -> Locale:
    from babel import Locale  # noqa: PLC0415 - a quarter of a command's start, and some need no figures

    return Locale.parse(_LOCALES[code])


@lru_cache(maxsize=_CACHED_FIGURES)
def _decimal(value: int, decimals: int, least: int) -> str:
    """Write a figure as both languages do, with commas and a point: a library would slow the start."""
    whole, part = divmod(abs(value), 10**decimals)
    fraction = f"{part:0{decimals}}" if decimals else ""
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}.{fraction}" if fraction else f"{sign}{whole:,}"


def _half_up(exact: Fraction) -> int:
    size = int(abs(exact) + Fraction(1, 2))
    return -size if exact < 0 else size


@lru_cache(maxsize=256)
def currency_symbol(currency: str, code: str) -> str:
    """Return how a language writes a currency in front of an amount: `¥`, `US$`, `THB `."""
    if currency == "CNY":
        return "¥"  # a county family's yuan; Babel's English writes CN¥
    from babel.numbers import get_currency_symbol  # noqa: PLC0415 - most books are in yuan

    symbol = str(get_currency_symbol(currency, locale=_locale(code)))
    return f"{symbol}\N{NO-BREAK SPACE}" if symbol[-1].isalpha() else symbol


@lru_cache(maxsize=512)
def _territory(market: str, code: str) -> str:
    return str(_locale(code).territories.get(market, market))


def territory_name(market: str) -> str:
    """Return the name of a market (ISO 3166), the code itself where there is none."""
    return _territory(market, _current.language)


def format_amount(minor: int, decimals: int) -> str:
    """Return an amount in units without its currency: `1,234.50`."""
    return _decimal(minor, decimals, decimals)


def format_money(minor: int, currency: str, decimals: int) -> str:
    """Return an amount with its currency: `¥1,234.50`, `-US$3.00`."""
    sign = "-" if minor < 0 else ""
    symbol = currency_symbol(currency, _current.language)
    return f"{sign}{symbol}{_decimal(abs(minor), decimals, decimals)}"


def format_quantity(milli: int) -> str:
    """Return a quantity of thousandths without needless zeros: `12.5`, `3`."""
    return _decimal(milli, 3, 0)


def format_count(number: int) -> str:
    """Return a whole number with its groups: `12,345`."""
    return _decimal(number, 0, 0)


def format_percent(share: Fraction | Decimal, decimals: int = 1) -> str:
    """Return a share as a percentage, rounded half up: `12.5%`."""
    return _decimal(_half_up(Fraction(share) * 10 ** (decimals + 2)), decimals, decimals) + "%"


def format_ratio(ratio: Fraction | Decimal, decimals: int = 2) -> str:
    """Return a ratio as a plain figure, rounded half up: `2.35`."""
    return _decimal(_half_up(Fraction(ratio) * 10**decimals), decimals, decimals)


def format_day(day: date) -> str:
    """Return a day as the program writes it in every language: `2026-03-01`."""
    return day.isoformat()


def format_moment(moment: datetime, zone: tzinfo) -> str:
    """Return a moment in a zone, to the minute: `2026-03-01 20:00`."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
