"""What a chart asks in its title, for each measure and each daily item; and short names for long lines.

Words only. A measure that is not named here asks a plain question with its own title.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.progress.schema import Item

MEASURES: dict[str, Promise] = {
    "pcl-5": gettext_lazy("Are the trauma symptoms easing?"),
    "pc-ptsd-5": gettext_lazy("Would a closer look be worth it?"),
    "itq": gettext_lazy("How strong is what trauma left behind?"),
    "phq-9": gettext_lazy("Is the low mood easing?"),
    "gad-7": gettext_lazy("Is the worry easing?"),
    "phq-4": gettext_lazy("How heavy are mood and worry?"),
    "who-5": gettext_lazy("How well have you been?"),
    "core-10": gettext_lazy("How hard have things been?"),
    "dss": gettext_lazy("How often do you feel far away?"),
    "scs-sf": gettext_lazy("How kind are you to yourself?"),
    "rses": gettext_lazy("How do you see yourself?"),
    "ecr-rs": gettext_lazy("How do you feel about being close?"),
    "csi-16": gettext_lazy("How happy are you with the two of you?"),
    "ios": gettext_lazy("How close do you feel?"),
    "ucla-3": gettext_lazy("How alone have you felt?"),
    "sci": gettext_lazy("How is your sleep?"),
    "audit-c": gettext_lazy("How much are you drinking?"),
    "osss-3": gettext_lazy("How much support is there?"),
    "b-ipf": gettext_lazy("How much does it get in the way?"),
}
# (question as a title, short name, lowest, highest) of each daily item that is drawn. Others are listed, not drawn.
ITEMS: dict[str, tuple[Promise, Promise, int, int]] = {
    "mood": (gettext_lazy("How have your days felt?"), gettext_lazy("Mood"), 0, 10),
    "in_way": (gettext_lazy("How much has it got in your way?"), gettext_lazy("In my way"), 0, 10),
    "p1": (gettext_lazy("How tense have your days been?"), gettext_lazy("Tension"), 0, 10),
    "close_trust": (gettext_lazy("How close have you felt to someone?"), gettext_lazy("Closeness"), 0, 10),
    "close": (gettext_lazy("How close have you felt?"), gettext_lazy("Closeness"), 0, 10),
    "sleep": (gettext_lazy("How have you slept?"), gettext_lazy("Sleep"), 0, 10),
    "felt": (gettext_lazy("How understood have you felt?"), gettext_lazy("Understood"), 0, 10),
    "gave": (gettext_lazy("How much have you been there?"), gettext_lazy("Was there"), 0, 10),
    "p2": (gettext_lazy("How much has it taken out of you?"), gettext_lazy("Strain"), 0, 10),
    "p3": (gettext_lazy("How much have you changed your days?"), gettext_lazy("Changed plans"), 0, 10),
    "disclosed": (gettext_lazy("How much have you told?"), gettext_lazy("Told"), 0, 10),
    "lonely": (gettext_lazy("How lonely have you felt?"), gettext_lazy("Lonely"), 0, 10),
    "selfkind": (gettext_lazy("How kind were you to yourself?"), gettext_lazy("Kind to myself"), 0, 10),
    "s1": (gettext_lazy("How often did memories come?"), gettext_lazy("Memories"), 0, 4),
    "s2": (gettext_lazy("How much did you avoid?"), gettext_lazy("Avoiding"), 0, 4),
    "s3": (gettext_lazy("How numb or cut off were you?"), gettext_lazy("Numb"), 0, 4),
    "s4": (gettext_lazy("How on guard were you?"), gettext_lazy("On guard"), 0, 4),
}
# Cut points that the authors give as a range, drawn as one stretch: (low, high, words that fit on a picture).
STRETCHES: dict[tuple[str, str], tuple[float, float, Promise]] = {
    ("pcl-5", "total"): (31, 33, gettext_lazy("31 to 33: many clinics look closer")),
}


def measure(instrument: str, title: str) -> str:
    """The question a measure's page asks."""
    asked = MEASURES.get(instrument)
    return str(asked) if asked else _("%(title)s: how has it been?") % {"title": title}


def item(id: str) -> Item | None:
    """A daily item that is drawn, or None."""
    if id not in ITEMS:
        return None
    asked, short, low, high = ITEMS[id]
    return Item(id, str(asked), str(short), low, high)
