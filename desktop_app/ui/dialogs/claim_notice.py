"""What the county's notice says of itself: with it, an example becomes a scheme of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.subsidy.words import scheme_name
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.usecases.subsidy_desk import NoticeData

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.scheme import Scheme

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100


class NoticeDialog(QDialog):
    """Asks for number, address and year of a notice; `notice` is the answer."""

    def __init__(self, parent: QWidget, scheme: Scheme, year: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Make it your county's scheme"))
        self.setFixedWidth(540)
        self.number, self.address, self.issuer = QLineEdit(), QLineEdit(), QLineEdit()
        self.year = QLineEdit(str(scheme.valid_from.year if scheme.valid_from else year))
        self.year.setValidator(QIntValidator(_FIRST_YEAR, _LAST_YEAR, self))
        self.number.setText(scheme.document_number or "")
        self.address.setText(scheme.source_url or "")
        self.issuer.setText("" if scheme.example else scheme.issuer or "")
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.M)
        for name, field in (
            (_("Number of the notice"), self.number),
            (_("Address of the notice"), self.address),
            (_("Year it holds for"), self.year),
            (_("Issued by"), self.issuer),
        ):
            field.setAccessibleName(name)
            form.addRow(label(name), field)
        self.address.setPlaceholderText("https://")
        self.keep = QPushButton(_("Keep as our scheme"))
        self.keep.setProperty("kind", "primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.accept)
        leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(scheme_name(scheme), "section", wrap=True))
        layout.addWidget(label(self._sentence(scheme), "sub", wrap=True))
        layout.addLayout(form)
        layout.addLayout(row(None, leave, self.keep))
        self.number.textChanged.connect(self._offer)
        self.address.textChanged.connect(self._offer)
        self.year.textChanged.connect(self._offer)
        self.number.setFocus()
        self._offer()

    @property
    def notice(self) -> NoticeData:
        """What was filled in."""
        return NoticeData(
            issuer=self.issuer.text(),
            document_number=self.number.text(),
            source_url=self.address.text(),
            year=int(self.year.text()),
        )

    @staticmethod
    def _sentence(scheme: Scheme) -> str:
        if scheme.example:
            return _(
                "The example stays as it is; a copy with the same rule becomes yours. Check its rule against"
                " your county's notice before a claim is frozen under it."
            )
        return _("A claim is frozen only under a scheme whose notice can be found.")

    def _offer(self) -> None:
        said = bool(self.number.text().strip() and self.address.text().strip())
        self.keep.setEnabled(said and self.year.hasAcceptableInput())
