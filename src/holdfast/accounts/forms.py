"""The forms of this room. They ask `rules` what a name, words or a PIN may be; and for other rooms: a form's token."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.accounts import rules
from holdfast.accounts.errors import BadToken, Refused
from holdfast.accounts.form_token import Token, read_token

__all__ = ["BadToken", "Token", "read_token"]

MINE, OTHERS, SHARED, UNSURE = "mine", "others", "shared", "unsure"
WHO = [
    (MINE, _("Only me")),
    (OTHERS, _("Someone else can, or might")),
    (SHARED, _("It's shared, or not mine")),
    (UNSURE, _("Not sure")),
]
# Small letters, as the generated words have them; nothing learned, nothing filled in (PS-46).
_TYPED = {"autocapitalize": "none", "autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
_DIGITS = {**_TYPED, "inputmode": "numeric"}
_CODE = {**_TYPED, "autocapitalize": "characters"}


def _text(label: Any, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=options.pop("attrs", _TYPED))
    return forms.CharField(label=label, strip=False, required=False, widget=widget, **options)


def _secret(label: Any, attrs: dict[str, str] = _TYPED) -> forms.CharField:
    # Shown again after a mistake elsewhere in the form: a page that is never stored, and nothing typed is lost.
    return forms.CharField(
        label=label, strip=False, required=False, widget=forms.PasswordInput(attrs=attrs, render_value=True)
    )


def _ruled(rule: Callable[[str], Any], text: str) -> Any:
    try:
        return rule(text)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from None


class SignInForm(forms.Form):
    """Name and words. What is wrong with them is never said, so nothing is checked here but their presence."""

    name = _text(_("Your name here"))
    words = _secret(_("Your lock words"))
    who = forms.ChoiceField(choices=WHO, required=False)

    def is_shared(self) -> bool:
        """Whether this phone counts as shared: unless somebody said "only me" just now (PS-49)."""
        return self.cleaned_data.get("who") != MINE


class UnlockForm(forms.Form):
    """The PIN or the words: one of them is enough."""

    pin = _secret(_("PIN"), _DIGITS)
    words = _secret(_("Your lock words"))


class CodeForm(forms.Form):
    """A one-time code."""

    code = _text(_("The six numbers"), attrs={**_DIGITS, "autocomplete": "one-time-code"})


class PinForm(forms.Form):
    """A PIN, typed twice."""

    pin = _secret(_("PIN"), _DIGITS)
    again = _secret(_("PIN again"), _DIGITS)

    def clean_pin(self) -> str:
        """Four to twelve digits."""
        return _ruled(rules.pin, self.cleaned_data["pin"])

    def clean_again(self) -> str:
        """The same once more."""
        first = self.cleaned_data.get("pin")
        if first is not None and rules.pin_as_typed(self.cleaned_data["again"]) != first:
            raise forms.ValidationError(_("The two aren't the same yet."))
        return self.cleaned_data["again"]


class NewWordsForm(forms.Form):
    """New lock words: four made here, or one's own typed twice. `mode` says which."""

    MADE, OWN = "made", "own"
    mode = forms.ChoiceField(choices=[(MADE, MADE), (OWN, OWN)], required=False, widget=forms.HiddenInput)
    words = _secret(_("Your lock words"))
    again = _secret(_("Your lock words again"))
    login_name = ""

    def clean_words(self) -> str:
        """Twelve letters or more, off the common list."""
        return _ruled(lambda text: rules.new_words(text, self.login_name), self.cleaned_data["words"])

    def clean_again(self) -> str:
        """The same once more; words made here need no second typing."""
        typed, first = self.cleaned_data["again"], self.cleaned_data.get("words")
        if self.cleaned_data.get("mode") == self.MADE or first is None:
            return typed
        if " ".join(typed.split()) != " ".join(self.data.get(self.add_prefix("words"), "").split()):
            raise forms.ValidationError(_("The two aren't the same yet."))
        return typed


class StartForm(NewWordsForm):
    """Name and lock words of a new account; a code where the place is by invitation."""

    name = _text(_("Name"))
    invitation = _text(_("Your invitation code"), attrs=_CODE)
    field_order = ["name", "invitation", "mode", "words", "again"]

    def clean_name(self) -> str:
        """Any name, up to 64 letters, kept as it was typed; signing in does not mind capitals."""
        typed = self.cleaned_data["name"]
        self.login_name = _ruled(rules.name, typed)
        return typed


class SpareKeyForm(NewWordsForm):
    """Name and spare key, and the new lock words that follow."""

    name = _text(_("Your name here"))
    key = _text(_("Your spare key"), attrs=_CODE)
    field_order = ["name", "key", "mode", "words", "again"]


class ChangeWordsForm(NewWordsForm):
    """The words as they are, and the new ones."""

    old = _secret(_("Your words as they are now"))
    field_order = ["old", "mode", "words", "again"]


class MinutesForm(forms.Form):
    """Minutes without action until the lock."""

    minutes = _text(_("Minutes until it locks, from 2 to 15"), attrs={**_DIGITS, "size": "3"})

    def clean_minutes(self) -> int:
        """2 to 15."""
        return _ruled(rules.minutes, self.cleaned_data["minutes"])
