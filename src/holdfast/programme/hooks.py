"""What rooms above add here. `web` fills these when it starts; this room knows none of them."""

from collections.abc import Callable
from typing import Any

from holdfast.kit.step import Step
from holdfast.people.schema import Pair
from holdfast.programme.module import Course

# The part for two of a module, as an offer on the module's page: (keyring, module, pair).
for_two: list[Callable[[Any, Course, Pair], Step | None]] = []
