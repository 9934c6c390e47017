"""The frozen copy of a claim: written once when it is frozen, read whenever it is looked at."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.evidence import Evidence, Target
from desktop_app.domain.claims.freezing import pack_facts, unpack_facts
from desktop_app.domain.claims.proof import proofs_of
from desktop_app.domain.claims.states import UnknownClaimError
from desktop_app.usecases.claims_work import work

if TYPE_CHECKING:
    from desktop_app.domain.claims.claim import Claim
    from desktop_app.store.database import Book
    from desktop_app.usecases.claims_work import WorkedClaim

_FORMAT: Final = 1


def freeze_copy(worked: WorkedClaim) -> bytes:
    """Return everything that a claim's figures rest on, compressed; nothing of it is personal."""
    proofs = proofs_of(worked.claim.claim, worked.items, worked.facts, worked.ties)
    said = {
        "format": _FORMAT,
        "schemes": dict(worked.bodies),
        "facts": pack_facts(worked.facts),
        "received": dict(worked.received),
        "rate_sources": [[code, day.isoformat(), said] for (code, day), said in worked.rate_sources.items()],
        "evidence": [
            {**_pack(proof.evidence), "targets": [[one.kind, list(one.key)] for one in proof.targets]}
            for proof in proofs
        ],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 9)


def work_frozen(book: Book, claim: Claim) -> WorkedClaim:
    """Work a frozen claim out from its own copy. Raises UnknownClaimError where it has none."""
    row = book.row("claims", claim.claim, claim.version)
    if row is None or row["frozen"] is None:
        raise UnknownClaimError(claim.number)
    said: dict[str, Any] = json.loads(zlib.decompress(row["frozen"]))
    ties: dict[Target, list[Evidence]] = {}
    for one in said["evidence"]:
        evidence = _unpack(one)
        for kind, key in one["targets"]:
            ties.setdefault(Target(kind, tuple(key)), []).append(evidence)
    worked = work(claim, unpack_facts(said["facts"]), said["schemes"], received=said["received"], ties=ties)
    # Claims were frozen before the book kept sources: of their rates there is none.
    sources = said.get("rate_sources", ())
    return replace(
        worked, rate_sources={(code, date.fromisoformat(day)): source for code, day, source in sources}
    )


def _pack(evidence: Evidence) -> dict[str, Any]:
    return {
        "sha256": evidence.sha256.hex(),
        "name": evidence.name,
        "media_type": evidence.media_type,
        "size": evidence.size,
        "added_at": int(evidence.added_at.timestamp()),
        "kind": evidence.kind,
        "original": evidence.original and evidence.original.hex(),
        "note": evidence.note,
        "look": evidence.look,
        "pages": evidence.pages,
    }


def _unpack(said: dict[str, Any]) -> Evidence:
    return Evidence(
        sha256=bytes.fromhex(said["sha256"]),
        name=said["name"],
        media_type=said["media_type"],
        size=said["size"],
        added_at=datetime.fromtimestamp(said["added_at"], UTC),
        kind=said["kind"],
        original=said["original"] and bytes.fromhex(said["original"]),
        note=said["note"],
        look=said["look"],
        pages=said["pages"],
    )
