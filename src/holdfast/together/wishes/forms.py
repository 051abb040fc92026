"""The form of a list: an answer and a note of one's own for each item. What is left out is a no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.together.wishes import book
from holdfast.together.wishes.schema import Sheet

ANSWERS = [
    (book.YES, _("Yes, I'd be glad to talk about it")),
    (book.MAYBE, _("Maybe, if something is so")),
    (book.NO, _("No, or not now")),
]


class Answers(forms.Form):
    """Fields `a-<item>` and `n-<item>`, in the order of the list."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for item in sheet.items:
            self.fields[f"a-{item.id}"] = forms.ChoiceField(label=item.words, choices=ANSWERS, required=False)
            self.fields[f"n-{item.id}"] = forms.CharField(
                label=_("Only for me: what has to be so, what could stir me up"),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=book.LONGEST_NOTE,
                strip=False,
                required=False,
            )

    def rows(self) -> list[tuple[str, str, Any]]:
        """(words, answer as sent, field of the note) of each item, to draw."""
        return [
            (item.words, f"a-{item.id}", self[f"a-{item.id}"].value() or "", self[f"n-{item.id}"])
            for item in self.sheet.items
        ]

    def said(self) -> tuple[dict[str, str], dict[str, str]]:
        """Answers and notes, by item."""
        given = self.cleaned_data
        answers = {item.id: given[f"a-{item.id}"] for item in self.sheet.items if given[f"a-{item.id}"]}
        notes = {item.id: given[f"n-{item.id}"] for item in self.sheet.items if given[f"n-{item.id}"].strip()}
        return answers, notes
