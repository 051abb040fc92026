"""The forms of this room. What fits is decided by `schema`; here stand the words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.people import schema, zones
from holdfast.people.schema import Profile, Span

RELATIONS = [
    ("romantic", _("Partner in love")),
    ("friend", _("Friend or relative")),
    ("peer", _("Someone who's been through it too")),
]
WHEN = [("morning", _("Morning")), ("evening", _("Evening")), ("any", _("I'll come when I come"))]
REMINDERS = [
    ("", _("No reminder")),
    ("minute", _("“Time for a minute?”")),
    ("daily", _("“Your daily minute”")),
    ("water", _("“Drink some water?”")),
]
THEMES = [("auto", _("As this device does")), ("light", _("Light")), ("dark", _("Dark"))]
PACE = [("one", _("One at a time")), ("all", _("All on one page"))]


class Name(forms.CharField):
    """A name as typed: blanks and accents stay, an empty one or a wall of text does not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=schema.LONGEST_NAME, strip=False, **kwargs)

    def validate(self, value: str) -> None:
        """Refuse a required name made of blanks alone."""
        super().validate(value.strip())


class NameAndRole(forms.Form):
    """Who one is here, and what for."""

    name = Name(label=_("Your name here"), required=False)
    recovering = forms.BooleanField(label=_("For me: I'm getting over something bad that happened."), required=False)
    supporting = forms.BooleanField(label=_("For someone else: I'm there for a person who is."), required=False)

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        given = super().clean() or {}
        if not (given.get("recovering") or given.get("supporting")):
            raise forms.ValidationError(_("Please choose at least one: for yourself, or for someone else."))
        return given


class Preferences(forms.Form):
    """How questions come, and the colours."""

    pace = forms.ChoiceField(label=_("Questions"), choices=PACE)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES)

    @staticmethod
    def start(profile: Profile) -> dict[str, Any]:
        """What the form shows first."""
        pace = "one" if profile.one_at_a_time else "all"
        return {"pace": pace, "theme": profile.theme}

    def changes(self) -> dict[str, Any]:
        """What it sets in the profile."""
        return {"one_at_a_time": self.cleaned_data["pace"] == "one", "theme": self.cleaned_data["theme"]}


class Tomorrow(forms.Form):
    """A time for tomorrow, and whether to be reminded. `zone` is filled in by script and may be absent."""

    check_in_at = forms.ChoiceField(label=_("When would suit you?"), choices=WHEN, required=False)
    reminder = forms.ChoiceField(label=_("A reminder?"), choices=REMINDERS, required=False)
    zone = forms.CharField(required=False, max_length=60)

    def changes(self) -> dict[str, Any]:
        """What it sets in the profile. A zone nobody knows is passed over: the next page asks for it."""
        given = {
            "check_in_at": self.cleaned_data["check_in_at"] or "any",
            "reminder": self.cleaned_data["reminder"],
        }
        if schema.is_zone(self.cleaned_data.get("zone")):
            given |= {"zone": self.cleaned_data["zone"], "zone_known": True}
        return given


class Zone(forms.Form):
    """The time zone, from a plain list."""

    zone = forms.ChoiceField(label=_("Where are you?"))

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones.choices(now)


class HardDays(forms.Form):
    """A first and a last day; the last may stay empty for a single day."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)

    def clean(self) -> dict[str, Any]:
        """A span that runs forward, a month at most."""
        given = super().clean() or {}
        first = given.get("first")
        last = given.get("last") or first
        if first and last and schema.span(str(Span(first, last))) is None:
            raise forms.ValidationError(_("The last day comes after the first, and a month at most."))
        return given

    def span(self) -> Span:
        """The days given."""
        first = self.cleaned_data["first"]
        return Span(first, self.cleaned_data["last"] or first)


class Person(forms.Form):
    """Someone in a person's life."""

    name = Name(label=_("Their name, or what you call them"))
    relation = forms.ChoiceField(label=_("What are they to you?"), choices=RELATIONS)
    main = forms.BooleanField(label=_("Questions about “someone” mean them"), required=False)


class Invitation(forms.Form):
    """A25: words to copy, and the name they will see. The words are copied by hand and not kept."""

    words = forms.CharField(
        label=_("Your words to them"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000, required=False
    )
    name = Name(label=_("They'll see only the name you choose here"))


class JoinAs(forms.Form):
    """B4: the name the other will see."""

    name = Name(label=_("The name they see"))


SENTENCES = [
    ("glad", _("I'm glad you asked me.")),
    ("quiet", _("Would you like company or quiet?")),
    ("told", _("You don't have to tell me what happened.")),
    ("own", _("My own words")),
]


class Sentence(forms.Form):
    """B6: one of three sentences, or one's own; none is fine."""

    pick = forms.ChoiceField(label=_("Pick one, for this week"), choices=SENTENCES, required=False)
    own = forms.CharField(label=_("My own words"), max_length=200, required=False)

    def sentence(self) -> str:
        """The sentence picked; empty for none."""
        pick = self.cleaned_data.get("pick", "")
        own = self.cleaned_data.get("own", "").strip()
        return own if pick in ("own", "") else str(dict(SENTENCES)[pick])


class Words(forms.Form):
    """A few lines to share."""

    text = forms.CharField(label=_("Your words"), widget=forms.Textarea(attrs={"rows": 6}), max_length=2000)

    def clean_text(self) -> str:
        """Something, not blanks alone."""
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Please write a line first."))
        return text
