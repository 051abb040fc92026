"""The pages of this room: about oneself, asking someone along, coming along, sharing, ending."""

from holdfast.people.views.end import blocked, consents, met, pair, unlink
from holdfast.people.views.join import (
    and_you,
    beginning_done,
    join,
    one_sentence,
    to_each_other,
    what_helps,
)
from holdfast.people.views.link import alongside, invite, invited, who
from holdfast.people.views.me import (
    hard_dates,
    my_people,
    name_and_role,
    person,
    preferences,
    reminders,
    settings,
    tomorrow,
    zone,
    zone_first,
)
from holdfast.people.views.share import choose, overview, share, shared

__all__ = [
    "alongside",
    "and_you",
    "beginning_done",
    "blocked",
    "choose",
    "consents",
    "hard_dates",
    "invite",
    "invited",
    "join",
    "met",
    "my_people",
    "name_and_role",
    "one_sentence",
    "overview",
    "pair",
    "person",
    "preferences",
    "reminders",
    "settings",
    "share",
    "shared",
    "to_each_other",
    "tomorrow",
    "unlink",
    "what_helps",
    "who",
    "zone",
    "zone_first",
]
