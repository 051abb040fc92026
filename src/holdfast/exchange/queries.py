"""Everything a person may take with them, opened: the export's contents."""

from typing import Any

from django.utils.translation import gettext as _

from holdfast.exchange.archive import Contents
from holdfast.exchange.schema import Parcel, Record, Unreadable
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.vault import queries as vault
from holdfast.vault.records import KINDS


def contents(keyring: Any) -> Contents:
    """Every row of the owner whose kind is exported, and by name those that cannot be opened."""
    every = [row for row in vault.everything(keyring) if row.kind not in KINDS or KINDS[row.kind].exported]
    rows = [row for row in every if not people.stays(row.kind, row.body)]
    records = [Record(row.id, row.kind, row.part, row.body) for row in rows if row.body is not None]
    lost = [Unreadable(row.id, row.kind, row.part) for row in rows if row.body is None]
    versions = {kind.name: kind.v for kind in KINDS.values() if kind.exported}
    today = clock.today(people.profile(keyring).zone)
    return Contents(Parcel(tuple(records), versions), lost, today, about(), people.shared_now(keyring))


def about() -> str:
    """README.txt of an archive: what is in it, who could read it, how it comes back in."""
    return "\n\n".join(
        [
            _("Your own data."),
            _(
                "export.json holds everything: what you answered, your days, your notes, your settings. "
                "The folder tables holds the same as tables that a spreadsheet can open."
            ),
            _(
                "Not in it: answers that were shown to you and never kept, your lock words, the keys that link you "
                "with someone, and what someone else shares with you: that is only named. Letters to you are in it. "
                "And one thing that nobody's file holds: what was chosen at the end of the quiet check, and what may "
                "wait because of it. "
                "Signals, breaks, plans for two and what you asked each other for are in no file."
            ),
            _(
                "Anyone who has this file can read it, unless you locked it. Keep it where only you can get at it. "
                "A court may ask for what is stored. Talk to a lawyer before you hand it on."
            ),
            _("To bring it back: under Me, in your data, on any host that runs this app."),
            _("If you locked the file, the free program age opens it too, with your passphrase: age -d FILE"),
            "",
        ]
    )
