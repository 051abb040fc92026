"""The forms of a sheet, made from its file: one line, and one try. No field is ever filled in beforehand."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.programme.sheets.lines import Sent, Value, Values
from holdfast.programme.sheets.schema import CHOICE, HIGH, LOW, RATING, TEXT, Asked, Sheet
from holdfast.ui.templatetags.ui import CANT_TELL

NUMBERS = [(str(number), str(number)) for number in range(LOW, HIGH + 1)]
NOT_ONE = gettext_lazy("Please pick one of those on the page, or none.")
NEEDED = gettext_lazy("A few words are needed here. All else can be left out.")
TOO_LONG = gettext_lazy("That's more than %(limit_value)d letters. It is still here. Please make it a little shorter.")


class LineForm(forms.Form):
    """One line: fields `v-<id>`."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for asked in sheet.fields:
            self.fields[f"v-{asked.id}"] = _field(asked)

    @classmethod
    def showing(cls, sheet: Sheet, values: Values) -> "LineForm":
        """The form with what a line says."""
        return cls(sheet, initial={f"v-{name}": value for name, value in values.items()})

    def clean(self) -> dict[str, Any]:
        """Own words that have to begin with a certain word do: a limit is about me."""
        for asked in self.sheet.fields:
            text = self.cleaned_data.get(f"v-{asked.id}", "")
            if asked.begins and text and not begins(text, asked.begins):
                self.add_error(f"v-{asked.id}", asked.wrong)
        return self.cleaned_data

    def rows(self) -> list[dict[str, Any]]:
        """Each field as the page draws it."""
        return [
            {
                "asked": asked,
                "bound": self[f"v-{asked.id}"],
                "value": "" if (value := self[f"v-{asked.id}"].value()) is None else value,
                "options": [(option.id, option.words) for option in asked.options],
            }
            for asked in self.sheet.fields
        ]

    def sent(self, form: str) -> Sent:
        """What the page sends, as `actions.keep` takes it. `form` is the id that came with the page."""
        given = {asked.id: _value(asked, self.cleaned_data.get(f"v-{asked.id}")) for asked in self.sheet.fields}
        said = {name: value for name, value in given.items() if value is not None}
        return Sent(said, form, self.data.get("began", ""))


class TryForm(forms.Form):
    """One try: fields `r-<id>` for its numbers, and how it ended. All of it can be left out but the ending."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tries = sheet.tries
        for rated in self.tries.ratings if self.tries else ():
            self.fields[f"r-{rated.id}"] = _number(rated.label)
        self.fields["ended"] = forms.ChoiceField(
            label=_("How did it end?"),
            choices=[(ending.id, ending.words) for ending in self.tries.endings] if self.tries else [],
            error_messages={"required": _("Please pick how it ended. Each of them counts."), "invalid_choice": NOT_ONE},
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each number as the page draws it."""
        ratings = self.tries.ratings if self.tries else ()
        return [{"rated": rated, "name": f"r-{rated.id}", "value": self[f"r-{rated.id}"].value()} for rated in ratings]

    def endings(self) -> list[tuple[str, str]]:
        """How it can have ended, to pick one."""
        return [(ending.id, ending.words) for ending in self.tries.endings] if self.tries else []

    def ratings(self) -> dict[str, int]:
        """The numbers given."""
        given = {name.removeprefix("r-"): value for name, value in self.cleaned_data.items() if name.startswith("r-")}
        return {name: int(value) for name, value in given.items() if value not in ("", CANT_TELL)}


def begins(text: str, word: str) -> bool:
    """Whether a text begins with a word, as itself or drawn together with another: "I", "I'm", "I’ll"."""
    return re.match(rf"\s*[\"“‘']?{re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _field(asked: Asked) -> forms.Field:
    if asked.kind == TEXT:
        return _text(asked)
    if asked.kind == RATING:
        return _number(asked.label)
    options = [(option.id, option.words) for option in asked.options]
    wrong = {"invalid_choice": NOT_ONE, "invalid_list": NOT_ONE}
    if asked.kind == CHOICE:
        return forms.ChoiceField(label=asked.label, choices=options, required=False, error_messages=wrong)
    return forms.MultipleChoiceField(label=asked.label, choices=options, required=False, error_messages=wrong)


def _text(asked: Asked) -> forms.CharField:
    return forms.CharField(
        label=asked.label,
        help_text=asked.hint or "",
        required=asked.required,
        max_length=asked.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": NEEDED, "max_length": TOO_LONG},
    )


def _number(label: str) -> forms.ChoiceField:
    choices = [*NUMBERS, (CANT_TELL, CANT_TELL)]
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages={"invalid_choice": NOT_ONE})


def _value(asked: Asked, given: Any) -> Value | None:
    """A cleaned value as it is kept; None for nothing."""
    if given in ("", None, [], CANT_TELL):
        return None
    if asked.kind == RATING:
        return int(given)
    # Browsers send CRLF; kept are the line ends that a text area gives back.
    return given.replace("\r\n", "\n") if isinstance(given, str) else list(given)
