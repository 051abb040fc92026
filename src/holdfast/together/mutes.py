"""The kinds of what comes in, each of which can be silenced alone and without a word (29b)."""

from django.utils.translation import gettext_lazy as _

from holdfast.together.asks import ASKS

# In the order of their numbers, which stand in addresses: the kind as a pair's mutes name it, and what the page says.
MUTES = (
    ("signals", _("Don't show me signals.")),
    ("breaks", _("Don't show me breaks.")),
    ("plans", _("Don't show me plans for two.")),
    ("letter", _("Don't show me letters.")),
    ("appreciation", _("Don't show me thank-yous.")),
    (ASKS, _("Don't show me asks.")),
)
