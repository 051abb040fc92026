"""The forms of this room. What fits is decided by length alone; nothing reads the words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.journal import entries
from holdfast.journal.entries import Entry, Sent
from holdfast.journal.schema import Way

TOO_LONG = gettext_lazy("That's more than %(limit_value)d letters. It is still here. Please make it a little shorter.")
HOW = [
    ("helped", gettext_lazy("It helped")),
    ("same", gettext_lazy("No change")),
    ("worse", gettext_lazy("It made it worse")),
]


class Words(forms.Form):
    """A heading if one likes, and a field for each part. Parts of an older version that hold words keep their field."""

    heading = forms.CharField(
        label=gettext_lazy("A heading, if you like"),
        max_length=entries.LONGEST_HEADING,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, way: Way, entry: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {part.id: (part.title, part.hint) for part in way.parts}
        older = {id: (_("Your words"), "") for id, text in entry.parts.items() if id not in known and text.strip()}
        rows = "14" if len(known) == 1 else "4"
        self.ids = [*known, *older]
        for id, (title, hint) in (known | older).items():
            self.fields[f"p-{id}"] = forms.CharField(
                label=title,
                help_text=hint,
                required=False,
                strip=False,
                max_length=entries.LONGEST,
                widget=forms.Textarea(attrs={"rows": rows}),
                error_messages={"max_length": TOO_LONG},
            )

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields of the parts."""
        return [self[f"p-{id}"] for id in self.ids]

    def clean(self) -> dict[str, Any]:
        """All parts together have one limit, and only what can be stored is taken."""
        given = super().clean() or {}
        texts = [text for text in given.values() if isinstance(text, str)]
        if sum(map(len, texts)) > entries.LONGEST:
            raise forms.ValidationError(TOO_LONG, params={"limit_value": entries.LONGEST})
        return given

    def sent(self, form: str) -> Sent:
        """What the page sends. `form` is the id that came with the page."""
        # Browsers send CRLF; kept are the line ends that a text area gives back.
        parts = {id: self.cleaned_data[f"p-{id}"].replace("\r\n", "\n") for id in self.ids}
        return Sent(self.cleaned_data["heading"], parts, form, self.data.get("began", ""))


def of(way: Way, entry: Entry) -> Words:
    """The form with the words of an entry in it."""
    initial = {"heading": entry.heading} | {f"p-{id}": text for id, text in entry.parts.items()}
    return Words(way, entry, initial=initial)


def rating(posted: Mapping[str, str], name: str) -> int | None:
    """A number from 0 to 10; None when nothing or anything else was sent."""
    text = posted.get(name, "")
    return int(text) if text in {str(n) for n in range(11)} else None


def how(posted: Mapping[str, str]) -> str:
    """How it was; "" when nothing or anything else was said."""
    text = posted.get("how", "")
    return text if text in dict(HOW) else ""
