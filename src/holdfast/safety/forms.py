"""The forms of this room. What fits is decided by `plan`; here stand the words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.safety import plan
from holdfast.safety.plan import Part, Written


class PartForm(forms.Form):
    """One part of the plan: free words, or none."""

    text = forms.CharField(
        label=_("In your own words"),
        required=False,
        strip=False,
        max_length=plan.LONGEST,
        widget=forms.Textarea(attrs={"rows": "6"}),
        error_messages={
            "max_length": _(
                "That's more than %(limit_value)d letters. It is still here. Please make it a little shorter."
            )
        },
    )

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = part.hint

    def sent(self, form: str) -> Written:
        """What the page sends, as `actions.write` takes it. `form` is the id that came with the page."""
        # Browsers send CRLF; kept are the line ends that a text area gives back.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return Written(text, form, self.data.get("began", ""))
