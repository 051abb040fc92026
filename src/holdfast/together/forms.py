"""The forms of this room that take text or a moment. What fits is decided here by length alone; nothing reads words."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.together import breaks, letters, rules, wording
from holdfast.together.schema import Thing


class Letter(forms.Form):
    """A letter: a heading if one likes, and the words."""

    title = forms.CharField(label=gettext_lazy("A heading"), max_length=letters.LONGEST_TITLE, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your letter"), max_length=letters.LONGEST[letters.LETTER], widget=forms.Textarea
    )


class Thanks(forms.Form):
    """A line or two."""

    title = ""
    text = forms.CharField(
        label=gettext_lazy("Something you liked"),
        max_length=letters.LONGEST[letters.THANKS],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BreakWords(forms.Form):
    """My words for a break, when calm."""

    words = forms.CharField(
        label=gettext_lazy("My own words"), max_length=breaks.LONGEST_WORDS, required=False, empty_value=""
    )
    picked = forms.ChoiceField(required=False)
    length = forms.ChoiceField(choices=wording.LENGTHS, required=False)
    where = forms.CharField(label=gettext_lazy("Where I go"), max_length=breaks.LONGEST_PLACE, required=False)
    children = forms.CharField(
        label=gettext_lazy("If there are children: who is with them?"), max_length=breaks.LONGEST_PLACE, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].choices = [(str(words), words) for words in wording.BREAK_WORDS]

    def written(self) -> breaks.Words:
        """What was written: own words before picked ones."""
        given = self.cleaned_data
        words = given["words"].strip() or given["picked"]
        return breaks.Words(words, given["length"] or "20", given["where"].strip(), given["children"].strip())


class Moment(forms.Form):
    """A thing, and another time for it within the next seven days."""

    thing = forms.ChoiceField(label=gettext_lazy("What"))
    day = forms.ChoiceField(label=gettext_lazy("Which day"))
    at = forms.TimeField(label=gettext_lazy("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, things: list[Thing], now: datetime, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone
        today = now.astimezone(zone).date()
        days = [today + timedelta(days=ahead) for ahead in range(rules.FURTHEST.days + 1)]
        self.fields["thing"].choices = [(thing.id, thing.title) for thing in things]
        self.fields["day"].choices = [(day.isoformat(), _day(day, today)) for day in days]

    def clean(self) -> dict[str, Any]:
        """A moment that is ahead."""
        given = super().clean() or {}
        if given.get("day") and given.get("at"):
            given["moment"] = rules.moment(date.fromisoformat(given["day"]), given["at"], self.zone)
            if not rules.may_plan(given["moment"], self.now):
                raise forms.ValidationError(_("This time is over. Please pick a later one."))
        return given


def _day(day: date, today: date) -> str:
    ahead = (day - today).days
    return _("Today") if ahead == 0 else _("Tomorrow") if ahead == 1 else written(day, "l j F")
