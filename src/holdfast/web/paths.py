"""The one table of addresses (decision 30). Numbers are never reused and say nothing; titles never change.

Ranges: 1-9 places, 10-39 accounts, 40-49 people, 50-69 check-ins, 70-79 instruments, 80-99 progress,
100-109 exchange, 110-129 safety, 130-149 web. A row is (number, rest of the path, view, name).
Retired numbers stay in RETIRED so that nobody takes them again.
"""

from collections.abc import Callable

from django.http import HttpResponse

from holdfast.web import public

View = Callable[..., HttpResponse]

WORDS: list[tuple[str, View, str]] = [
    ("", public.front, "front"),
    ("help", public.help_page, "help"),
    ("exit", public.leave, "exit"),
    ("about", public.about, "about"),
]

TABLE: list[tuple[int, str, View, str]] = [
    (2, "", public.relief, "relief"),
    (6, "", public.check_the_room, "check-the-room"),
    (7, "", public.come_back, "come-back"),
    (8, "", public.and_now, "and-now"),
    (9, "", public.staying_hidden, "staying-hidden"),
    (129, "/<str:country>", public.help_country, "help-country"),
    (149, "", public.manifest, "manifest"),
]

RETIRED: set[int] = set()
