"""The two forms of this room: how an export is to be locked, and the file that comes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LEAST, MOST = 12, 1000

SECRET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class Lock(forms.Form):
    """A passphrase for the file, twice; both empty for a file without a lock."""

    words = forms.CharField(
        label=_("A passphrase for the file, if you like"),
        help_text=_("Twelve letters or more. Not your lock words. If you lose it, the file can't be opened."),
        required=False,
        strip=True,
        min_length=LEAST,
        max_length=MOST,
        error_messages={"min_length": _("Twelve letters or more. A short sentence works well.")},
        widget=forms.PasswordInput(attrs=SECRET),
    )
    again = forms.CharField(
        label=_("The same once more"), required=False, strip=True, widget=forms.PasswordInput(attrs=SECRET)
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two passphrases that differ."""
        found = super().clean() or {}
        if "words" in found and found["words"] != found.get("again", ""):
            self.add_error("again", _("The two are not the same. Nothing was made."))
        return found


class Bring(forms.Form):
    """The file, and its passphrase where it has one."""

    file = forms.FileField(
        label=_("The file"),
        error_messages={
            "required": _("Please choose a file of up to 20 MB."),
            "empty": _("This file is empty. Nothing was changed."),
        },
    )
    words = forms.CharField(
        label=_("Its passphrase, if it has one"),
        required=False,
        strip=True,
        max_length=MOST,
        widget=forms.PasswordInput(attrs=SECRET),
    )
