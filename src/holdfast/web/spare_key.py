"""The third visit of someone who asked to be reminded of a spare key (A9, A19): one offer, then silence."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from holdfast.kit.step import Act, Step
from holdfast.people import rules
from holdfast.people.schema import Profile


def next_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """The offer, while it is due; None otherwise. `later` and `none` on that page end it."""
    if not rules.spare_key_due(profile):
        return None
    return Step(
        _("You asked me to remind you: a spare key"),
        _("Without it, lost words mean a lost space."),
        Act(_("Look at it"), "spare-key"),
        (Act(_("Relief"), "relief"),),
    )
