"""Evidence: kept under its hash, tied, listed, masked, never lost by undoing; refused where it is none."""

from __future__ import annotations

import io
import os
import time
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.claims.evidence import EvidenceFault, EvidenceRefusedError, EvidenceWarning
from desktop_app.domain.session import StreamSession
from desktop_app.store.check import FaultCode, check
from desktop_app.store.database import Book
from desktop_app.store.evidence_files import evidence_folder
from desktop_app.usecases import evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORDER = ("orders", ("SHOP", "A1"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "王家.bozhang") as made:
        yield made


def photo(shift: int = 0, kind: str = "PNG") -> bytes:
    picture = Image.new("RGB", (160, 120))
    picture.putdata(
        [((x * 3 + shift) % 256, (y * 5) % 256, (x * y) % 256) for y in range(120) for x in range(160)]
    )
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def test_a_file_is_kept_under_its_hash_and_tied(book: Book, tmp_path: Path) -> None:
    source = tmp_path / "运单.png"
    source.write_bytes(photo())
    found = evidence.attach(book, source, "运单.png", *ORDER, kind="waybill").evidence
    assert found.sha256 == sha256(photo()).digest()
    assert evidence.evidence_path(book, found.sha256).read_bytes() == photo()
    assert evidence.list_evidence(book, *ORDER) == [found]
    assert (found.media_type, found.pages, found.kind) == ("image/png", 1, "waybill")
    assert not list(evidence_folder(book.path).glob("*.part"))
    assert check(book) == []


def test_undoing_lets_go_of_the_tie_and_keeps_the_file(book: Book) -> None:
    found = evidence.attach(book, b"%PDF-1.4\n1 0 obj<</Type /Page >>", "发票.pdf", *ORDER).evidence
    book.undo()
    assert evidence.list_evidence(book, *ORDER) == []
    assert [one.evidence for one in evidence.all_evidence(book)] == [found]
    assert evidence.evidence_path(book, found.sha256).is_file()
    book.redo()
    assert evidence.list_evidence(book, *ORDER) == [found]
    evidence.detach(book, found.sha256, *ORDER)
    assert evidence.list_evidence(book, *ORDER) == []
    assert found.pages == 1


def test_the_same_file_twice_and_pictures_alike_are_said(book: Book) -> None:
    assert evidence.attach(book, photo(), "a.png", *ORDER).warnings == ()
    again = evidence.attach(book, photo(), "b.png", "orders", ("SHOP", "A2"))
    assert [code for code, _ in again.warnings] == [EvidenceWarning.SAME_FILE]
    alike = evidence.attach(book, photo(1, "JPEG"), "c.jpg", "orders", ("SHOP", "A3"))
    assert (EvidenceWarning.LOOKS_ALIKE, "a.png") in alike.warnings
    other = io.BytesIO()
    Image.linear_gradient("L").rotate(90).save(other, "PNG")
    assert evidence.attach(book, other.getvalue(), "d.png", "orders", ("SHOP", "A4")).warnings == ()


def test_masking_makes_a_new_file_tied_to_the_original(book: Book) -> None:
    original = evidence.attach(book, photo(), "面单.png", *ORDER, kind="waybill").evidence
    masked = evidence.mask(book, original.sha256, [(0, 0, 80, 40)])
    assert masked.original == original.sha256
    assert evidence.list_evidence(book, *ORDER) == [masked]
    with Image.open(evidence.evidence_path(book, masked.sha256)) as picture:
        assert picture.getpixel((10, 10)) == (0, 0, 0)
        assert picture.getpixel((100, 100)) != (0, 0, 0)
    assert evidence.evidence_path(book, original.sha256).read_bytes() == photo()


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("空.png", b"", EvidenceFault.EMPTY),
        ("photo.jpg", b"MZ\x90\x00", EvidenceFault.PROGRAM),
        ("photo.jpg", b"<svg onload='x'/>", EvidenceFault.NOT_AS_NAMED),
        ("bill.pdf", photo(), EvidenceFault.NOT_AS_NAMED),
    ],
)
def test_what_is_no_evidence_is_refused(book: Book, name: str, content: bytes, fault: EvidenceFault) -> None:
    with pytest.raises(EvidenceRefusedError) as refused:
        evidence.attach(book, content, name, *ORDER)
    assert refused.value.reason is fault
    assert book.count("evidence") == 0
    assert not evidence_folder(book.path).exists()


def test_pictures_that_cannot_be_looked_into_are_kept(book: Book) -> None:
    bomb = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00"
    for content in (photo()[:200], bomb):
        found = evidence.attach(book, content, "x.png", *ORDER).evidence
        assert found.look is None
        with pytest.raises(EvidenceRefusedError):
            evidence.mask(book, found.sha256, [(0, 0, 1, 1)])


def test_names_go_nowhere_but_into_the_book(book: Book) -> None:
    found = evidence.attach(book, photo(), "../../CON.png", *ORDER).evidence
    assert found.name == "CON.png"
    assert [path.name for path in evidence_folder(book.path).iterdir()] == [found.sha256.hex()]


def test_orphans_are_swept_late_and_evidence_never(book: Book) -> None:
    kept = evidence.attach(book, photo(), "a.png", *ORDER).evidence
    folder = evidence_folder(book.path)
    young, old = folder / ("a" * 64), folder / ("b" * 64)
    for path in (young, old):
        path.write_bytes(b"x")
    long_ago = time.time() - 100 * 86_400
    for path in (old, evidence.evidence_path(book, kept.sha256)):
        os.utime(path, (long_ago, long_ago))
    evidence.detach(book, kept.sha256, *ORDER)
    assert evidence.sweep(book) == 1
    assert young.exists()
    assert not old.exists()
    assert evidence.evidence_path(book, kept.sha256).exists()


def test_a_renamed_record_keeps_its_evidence(book: Book) -> None:
    with book.write("test") as writer:
        writer.put(Account(account="SHOP", platform=Platform.OTHER, market="CN", currency="CNY"))
        writer.put(StreamSession(session="S1", account="SHOP", started_at=datetime(2026, 3, 1, tzinfo=UTC)))
    found = evidence.attach(book, photo(), "a.png", *ORDER).evidence
    evidence.attach(book, photo(), "a.png", "sessions", ("S1",))
    with book.write("test") as writer:
        writer.rename("accounts", ("SHOP",), ("店铺",))
        writer.rename("sessions", ("S1",), ("S2",))
    assert evidence.list_evidence(book, "orders", ("店铺", "A1")) == [found]
    assert evidence.list_evidence(book, "sessions", ("S2",)) == [found]
    assert evidence.list_evidence(book, *ORDER) == []
    assert check(book) == []
    book.undo()
    assert evidence.list_evidence(book, *ORDER) == [found]


def test_a_changed_or_missing_file_is_found_by_the_check(book: Book) -> None:
    found = evidence.attach(book, photo(), "a.png", *ORDER).evidence
    path = evidence.evidence_path(book, found.sha256)
    path.write_bytes(b"other")
    assert [fault.code for fault in check(book)] == [FaultCode.EVIDENCE_CHANGED]
    path.unlink()
    assert [fault.code for fault in check(book)] == [FaultCode.EVIDENCE_MISSING]
