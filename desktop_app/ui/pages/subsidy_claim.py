"""One claim: its items step by step, its lines, evidence and applicant, what is in its way, and its pack."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QPushButton

from desktop_app.domain.capital_amount import PREFIX, capital_amount
from desktop_app.domain.claims.states import ClaimEvent, ClaimState, events_from
from desktop_app.i18n import _
from desktop_app.reports.claim_text import attached_text, event_name, fen_text, state_name
from desktop_app.ui.dialogs.ask import asked
from desktop_app.ui.dialogs.claim_erase import ask_erase
from desktop_app.ui.dialogs.claim_mask import MaskDialog
from desktop_app.ui.dialogs.claim_notice import NoticeDialog
from desktop_app.ui.dialogs.claim_step import ClaimStepDialog
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.subsidy.claim_parts import ClaimParts
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.words import (
    FOLDER,
    OWN,
    WHOLE,
    finding_todo,
    period_text,
    scheme_name,
    state_tone,
)
from desktop_app.ui.widgets.basic import HintButton, pill, set_tone
from desktop_app.ui.widgets.todo import Todo
from desktop_app.usecases.applicant import erase_applicant
from desktop_app.usecases.claim_desk import (
    Attached,
    ClaimStepData,
    ClaimView,
    attach_files,
    choose_reading,
    claim_under_own,
    claim_view,
    pack_claim,
    take_step,
    type_in,
    write_whole,
)
from desktop_app.usecases.claims import drop_draft
from desktop_app.usecases.claims_life import new_version
from desktop_app.usecases.evidence import mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.checklist import Wanted
    from desktop_app.domain.claims.checks import Finding
    from desktop_app.domain.claims.claim import Claim
    from desktop_app.domain.claims.evidence import Evidence
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context
    from desktop_app.usecases.claims_pack import Pack


class ClaimPage(SubsidyScreen):
    """A claim from its draft to its money."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._number = ""
        self._view: ClaimView | None = None
        self._written: Path | None = None
        self.state = pill()
        self.header.beside.addWidget(self.state)
        self.more, self.form, self.paper, self.step = (QPushButton() for _button in range(4))
        self.pack = HintButton(context.look, primary=True)
        self.offer(self.more, self.form, self.paper, self.step, self.pack)
        self.more.clicked.connect(self._offer_more)
        self.form.clicked.connect(self._open_form)
        self.paper.clicked.connect(self._open_paper)
        self.step.clicked.connect(self._step)
        self.pack.clicked.connect(self._write)
        self.parts = ClaimParts(context)
        self.parts.lay_out(self.content)
        for todos in (self.parts.todos, self.parts.notes):
            todos.opened.connect(self._mend)
        self.parts.items.typed.connect(self._typed)
        self.parts.items.read.connect(self._chose_reading)
        self.parts.evidence.given.connect(self._attach)
        self.parts.evidence.masked.connect(self._mask)
        self.parts.applicant.kept.connect(self._changed)
        self.parts.applicant.erase_requested.connect(self._erase)
        self.failed.acted.connect(self._leave)
        context.when_figures_change(self._stale)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the claim of a number; None the one that was looked at."""
        if isinstance(what, str) and what != self._number:
            self._number, self._view = what, None
            self._offer()
        self.reload()

    def reload(self) -> None:
        """Work it out anew."""
        self.wait(_("Working the claim out…"))
        question = partial(claim_view, number=self._number, today=self._context.today())
        self._context.ask(question, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.more.setText(_("More"))
        self.form.setText(_("County form…"))
        self.paper.setText(_("On paper…"))
        self.pack.setText(_("Write the pack"))
        self.parts.retranslate()
        if self._view is not None:
            self._fill(self._view)

    def way_out(self) -> str:
        """On to the list of claims."""
        return _("All claims")

    def seen_table(self) -> ReportTable | None:
        """The table of the part that is shown."""
        return self.parts.seen_table()

    # What is shown --------------------------------------------------------------------------------------

    def _fill(self, view: ClaimView) -> None:
        self._view = view
        claim = view.claim
        self.header.set_title(claim.number, period_text(claim.from_on, claim.to_on), _("Claims"))
        self.state.setText(state_name(claim.state))
        set_tone(self.state, state_tone(claim.state))
        self._offer()
        self._say_figures(view)
        self._say_step(claim)
        self._say_todos(view)
        self.parts.show_view(view)
        self.show_content()

    def _offer(self) -> None:
        """What can be done is offered once the claim is there."""
        for button in (self.more, self.form, self.paper, self.step, self.pack):
            button.setEnabled(self._view is not None)

    def _say_figures(self, view: ClaimView) -> None:
        claim, asked_fen = view.claim, view.worked.asked_fen
        capital = f"{PREFIX}{capital_amount(asked_fen, whole_after_jiao=claim.inputs.whole_after_jiao)}"
        self.parts.asked.say(_("Asked for"), fen_text(asked_fen), capital)
        later = (
            (_("Approved"), claim.approved_fen),
            (_("Paid out"), claim.paid_fen),
            (_("Taken back by the office"), claim.recovered_fen),
        )
        self.parts.money.say([(name, fen_text(fen), "") for name, fen in later if fen is not None])

    def _say_step(self, claim: Claim) -> None:
        """The button of what comes next; a claim that has ended has none."""
        following = self._next_event(claim)
        if following is not None:
            self.step.setText(_("Freeze…") if claim.is_draft else f"{event_name(following)}…")
        elif claim.state is ClaimState.RETURNED:
            self.step.setText(_("New version"))
        self.step.setVisible(following is not None or claim.state is ClaimState.RETURNED)
        self.more.setVisible(claim.is_draft or len(events_from(claim.state)) > 1)

    @staticmethod
    def _next_event(claim: Claim) -> ClaimEvent | None:
        events = events_from(claim.state)
        return events[0] if events else None

    def _say_todos(self, view: ClaimView) -> None:
        """What stands in the way of freezing, and beside it what there is to know."""
        blocking, notes = (self._todos(view, found) for found in (view.worked.blocking, view.worked.notes))
        is_draft = view.claim.is_draft
        self.parts.todo_title.setText(_("In the way of freezing") if blocking else _("Ready"))
        text = (
            _("Nothing stands in the way: it can be frozen")
            if is_draft
            else _("It stays as it was frozen; later changes of the book are listed beside it")
        )
        self.parts.todos.say(blocking or [Todo(text, settled=True)])
        self.parts.note_title.setText(_("To know"))
        self.parts.note_title.setVisible(bool(notes))
        self.parts.notes.say(notes)

    @staticmethod
    def _todos(view: ClaimView, findings: Sequence[Finding]) -> list[Todo]:
        schemes = {item.scheme.id: item.scheme for item in view.worked.items}
        found = []
        for one in findings:
            scheme = schemes.get(one.scheme)
            name = scheme_name(scheme) if scheme is not None and len(schemes) > 1 else ""
            found.append(finding_todo(one, scheme, name))
        return found

    # What is done ---------------------------------------------------------------------------------------

    def _step(self) -> None:
        if self._view is None:
            return
        claim = self._view.claim
        if claim.state is ClaimState.RETURNED:
            self._context.do(partial(new_version, number=claim.number), self._begun, self._refused)
        elif claim.is_draft:
            self._freeze()
        elif (event := self._next_event(claim)) is not None:
            self._take(event)

    def _freeze(self) -> None:
        if self._view is None:
            return
        if self._view.worked.blocking:
            count = len(self._view.worked.blocking)
            self._context.say(
                _("{count} things stand in the way; they are listed at the right").format(count=count)
            )
            self.parts.todos.setFocus()
            return
        sentence = _(
            "Lines, rates, the scheme's text and the applicant's data are copied and never change again."
            " This cannot be undone."
        )
        if asked(
            self.window(), _("Freeze claim {number}?").format(number=self._number), sentence, _("Freeze it")
        ):
            step = ClaimStepData(event=ClaimEvent.FREEZE, on=self._context.today(), note="", amounts={})
            self._context.do(partial(take_step, number=self._number, step=step), self._stepped, self._refused)

    def _take(self, event: ClaimEvent) -> None:
        if self._view is None:
            return
        view, today = self._view, self._context.today()
        dialog = ClaimStepDialog(self.window(), view.claim, event, today, view.worked.items)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            command = partial(take_step, number=self._number, step=dialog.said)
            self._context.do(command, self._stepped, self._refused)

    def _offer_more(self) -> None:
        if self._view is None:
            return
        menu = QMenu(self)
        claim = self._view.claim
        if claim.is_draft:
            whole = menu.addAction(_("Write 整 after 角 in capitals"))
            whole.setCheckable(True)
            whole.setChecked(claim.inputs.whole_after_jiao)
            whole.triggered.connect(self._write_whole)
            menu.addAction(_("Delete the draft…")).triggered.connect(self._drop)
        else:
            for event in events_from(claim.state)[1:]:
                menu.addAction(f"{event_name(event)}…").triggered.connect(partial(self._take, event))
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _write_whole(self, on: bool) -> None:  # noqa: FBT001 - a slot of Qt's
        """Write 整 after 角, in this draft and in those begun later at this window."""
        self._context.remember(FOLDER, {**self._context.remembered(FOLDER), WHOLE: on})
        self._context.do(partial(write_whole, number=self._number, on=on), self._changed, self._refused)

    def _drop(self) -> None:
        headline = _("Delete the draft {number}?").format(number=self._number)
        if asked(
            self.window(), headline, _("What was typed in for it goes; the book stays."), _("Delete it")
        ):
            self._context.do(partial(drop_draft, number=self._number), self._dropped, self._refused)

    def _dropped(self, _done: None) -> None:
        self._leave()
        self._context.book_changed.emit(object())

    def _stepped(self, claim: Claim) -> None:
        self._context.book_changed.emit(object())
        self._context.say(f"{claim.number} · {state_name(claim.state)}")

    def _begun(self, claim: Claim) -> None:
        self._context.book_changed.emit(object())
        self._context.go("subsidy_claim", claim.number)

    def _typed(self, scheme: str, measure: str, figure: str) -> None:
        command = partial(type_in, number=self._number, scheme=scheme, measure=measure, figure=figure)
        self._context.do(command, self._changed, self._refused)

    def _chose_reading(self, scheme: str, reading: str) -> None:
        command = partial(choose_reading, number=self._number, scheme=scheme, reading=reading)
        self._context.do(command, self._changed, self._refused)

    def _changed(self, _what: object) -> None:
        self._context.book_changed.emit(object())

    def _erase(self) -> None:
        if ask_erase(self.window()):
            self._context.do(erase_applicant, self._changed)

    def _attach(self, wanted: Sequence[Wanted], files: Sequence[Path]) -> None:
        command = partial(attach_files, wanted=wanted, files=files)
        self._context.do(command, self._attached, self._refused)

    def _attached(self, done: Attached) -> None:
        said = [self._context.words_of(error)[1] for error in done.refused]
        self.parts.evidence.say_wrong(said + [attached_text(*one) for one in done.odd])
        self._context.book_changed.emit(object())

    def _mask(self, pictures: Sequence[Evidence]) -> None:
        dialog = MaskDialog(self.window(), self._context, pictures)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.boxes:
            command = partial(mask, sha256=dialog.chosen.sha256, boxes=dialog.boxes)
            self._context.do(command, self._masked, self._refused)

    def _masked(self, made: Evidence) -> None:
        self._context.book_changed.emit(object())
        self._context.say(
            _("Masked: {name}").format(name=made.name), _("Undo"), self._context.actions["undo"].trigger
        )

    def _mend(self, page: str, what: object) -> None:
        if page == "part":
            self.parts.choose(str(what))
        elif page == OWN:
            self._make_own(str(what))
        else:
            self._context.go(page, what)

    def _make_own(self, scheme: str) -> None:
        """Make the example one's own, and go on with the claim under it."""
        if self._view is None:
            return
        one = next(item.scheme for item in self._view.worked.items if item.scheme.id == scheme)
        dialog = NoticeDialog(self.window(), one, self._view.claim.to_on.year)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            command = partial(claim_under_own, number=self._number, scheme=scheme, notice=dialog.notice)
            self._context.do(command, self._begun, self._refused)

    # The pack -------------------------------------------------------------------------------------------

    def _write(self) -> None:
        desk = self._context.desk
        if desk is None or self._view is None:
            return
        folder = Path(str(self._context.remembered(FOLDER).get("folder", ""))) / self._number
        loose, zipped = _("Folder (*)"), _("One file (*.zip)")
        name, kind = QFileDialog.getSaveFileName(
            self.window(), _("Where shall the pack lie?"), str(folder), f"{loose};;{zipped}"
        )
        if not name:
            return
        target = Path(name)
        if kind == zipped and target.suffix.lower() != ".zip":
            target = target.with_name(f"{target.name}.zip")
        self._context.remember(FOLDER, {**self._context.remembered(FOLDER), "folder": str(target.parent)})
        progress = Progress(self.window(), _("Writing the pack…"))
        question = partial(
            pack_claim,
            number=self._number,
            target=target,
            today=self._context.today(),
            progress=progress.told,
        )
        future = desk.whole(question)
        progress.follow(future)
        self._context.tasks.watch(future, self._packed, self._refused)

    def _packed(self, pack: Pack) -> None:
        self._written = pack.files[0] if len(pack.files) == 1 else pack.files[0].parent
        text = _("Pack written: {name}").format(name=self._written.name)
        self._context.say(text, _("Open"), self._open_pack)

    def _open_pack(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _open_form(self) -> None:
        self._context.go("subsidy_form", self._number)

    def _open_paper(self) -> None:
        self._context.go("subsidy_paper", self._number)

    # What went wrong ------------------------------------------------------------------------------------

    def _leave(self) -> None:
        self._context.go("subsidy_claims")

    def _stale(self, changes: object) -> None:
        if self.isVisible():
            if changes is None:
                self._context.go("subsidy_claims")
            else:
                self.reload()
