"""A claim's pack: a folder or zip with its workbooks, its evidence by number, and the manifest of hashes."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.excel.claim_workbook.writing import LedgerBy, Reader, write_claim
from desktop_app.excel.placing import placing
from desktop_app.store.evidence_files import evidence_file
from desktop_app.store.files import put_over, sync_file
from desktop_app.usecases.claims import work_claim
from desktop_app.usecases.claims_differences import differences_of
from desktop_app.usecases.claims_document import EVIDENCE_FOLDER, MANIFEST, document_of, packed_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desktop_app.store.database import Book
    from desktop_app.usecases.claims_document import Written
    from desktop_app.usecases.claims_work import WorkedClaim

_NAMES: Final = {Reader.OFFICE: "报送版", Reader.PUBLIC: "公示版", Reader.FILE: "存档版"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What was written: the files, workbooks first, and the claim that they are of."""

    worked: WorkedClaim
    files: tuple[Path, ...]
    manifest_hash: str


def write_pack(
    book: Book,
    number: str,
    folder: Path,
    *,
    today: date,
    ledger_by: LedgerBy | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Pack:
    """Write the pack of a claim, draft or frozen; a name that ends in .zip is written as one file.

    Files of an earlier pack are replaced, whatever else lies in the folder stays. Raises UnknownClaimError,
    UnknownSchemeError, ClaimMeasureError, FileNotWrittenError, WritingCancelledError, OSError.
    """
    worked = work_claim(book, number, today=today)
    written = document_of(book, worked, today=today, differences=differences_of(book, worked))
    is_zip = _is_zip(folder)
    with tempfile.TemporaryDirectory(prefix=".bozhang-", dir=made_folder(folder)) as name:
        made = Path(name)
        names = _write(book, written, made, ledger_by, progress, cancelled)
        if is_zip:
            _zip(made, names, folder)
            files = [folder]
        else:
            _forget_earlier(folder)
            files = [_move(made / one, folder / one) for one in names]
    digest = sha256(written.manifest.encode()).hexdigest()
    return Pack(worked=worked, files=tuple(files), manifest_hash=digest)


def made_folder(out: Path) -> Path:
    """Return the folder that a pack is written into, made where it is not there yet. Raises OSError."""
    folder = out.parent if _is_zip(out) else out
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_workbook(
    book: Book,
    number: str,
    target: Path,
    reader: Reader = Reader.OFFICE,
    *,
    today: date,
    ledger_by: LedgerBy | None = None,
) -> Path:
    """Write one workbook of a claim. Raises as `write_pack`."""
    worked = work_claim(book, number, today=today)
    differences = differences_of(book, worked)
    written = document_of(book, worked, today=today, differences=differences)
    write_claim(target, written.document, reader, ledger_by=ledger_by)
    return target


def _is_zip(out: Path) -> bool:
    return out.suffix.lower() == ".zip"


def _write(
    book: Book,
    written: Written,
    folder: Path,
    ledger_by: LedgerBy | None,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> list[str]:
    """Write all files of a pack and return their names, workbooks first."""
    claim = written.document
    number = claim.number if claim.version == 1 else f"{claim.number}-{claim.version}"
    names = []
    for reader, word in _NAMES.items():
        if reader is Reader.FILE and claim.is_draft:
            continue
        names.append(f"{number}_{word}.xlsx")
        write_claim(
            folder / names[-1],
            claim,
            reader,
            ledger_by=ledger_by,
            progress=progress if reader is Reader.OFFICE else None,
            cancelled=cancelled,
        )
    # Always: its hash is printed on the form, so that nothing is added to the pack later unseen.
    (folder / MANIFEST).write_text(written.manifest, encoding="utf-8", newline="\n")
    names.append(MANIFEST)
    if written.proofs:
        (folder / EVIDENCE_FOLDER).mkdir()
    for proof in written.proofs:
        name = packed_name(proof)
        shutil.copyfile(evidence_file(book.path, proof.evidence.sha256), folder / name)
        names.append(name)
    return names


def _move(part: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    sync_file(part)
    put_over(part, target)
    return target


def _zip(folder: Path, names: list[str], target: Path) -> None:
    with placing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.write(folder / name, name)


def _forget_earlier(folder: Path) -> None:
    """Delete the evidence that an earlier pack of this folder lists: its numbers may be others by now."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return
    for line in manifest.read_text(encoding="utf-8", errors="replace").splitlines():
        _digest, _gap, name = line.partition("  ")
        path = folder / EVIDENCE_FOLDER / Path(name).name
        if name.startswith(f"{EVIDENCE_FOLDER}/") and path.is_file():
            path.unlink()
    manifest.unlink()
