"""The one table of addresses (decision 30). Numbers are never reused and say nothing; titles never change.

Ranges: 1-9 places, 10-39 accounts, 40-49 people, 50-69 check-ins, 70-79 instruments, 80-99 progress,
100-109 exchange, 110-129 safety, 130-149 web. A row is (number, rest of the path, view, name).
Retired numbers stay in RETIRED so that nobody takes them again.
"""

from collections.abc import Callable

from django.http import HttpResponse

View = Callable[..., HttpResponse]

WORDS: list[tuple[str, View, str]] = []

TABLE: list[tuple[int, str, View, str]] = []

RETIRED: set[int] = set()
