"""The fixed sentences: promises and truths that are always worded alike (storyboards, 3.1). Used through {% say %}."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "watched": _("Nobody is watching this app. It cannot call for you."),
    "nothing-kept": _("Nothing you tap here is kept."),
    "saved": _("Saved, and locked with your own words."),
    "not-saved": _("This isn't saved yet. Your words are still here."),
    "stop-any": _("You can stop at any moment."),
    "not-a-test": _("This number isn't a verdict on you, and it isn't a diagnosis."),
    "not-a-yes": _("This isn't a yes to touch, or to anything else. Ask each time."),
    "not-sent": _("Nothing was sent to anyone."),
    "gap": _("Good to see you. There's nothing to catch up on."),
    "early": _("It's too early to say what is changing. That's normal."),
    "dip": _(
        "The first weeks can feel worse before they feel better. That's common. "
        "If it stays worse for two weeks, or scares you, talk to someone."
    ),
}
