"""What rooms above add here. `web` fills these lists when it starts; this room knows none of them."""

from collections.abc import Callable
from typing import Any

# After a day was answered, corrected or deleted, in the author's own request: what is shared of it is brought up to
# date. What is saved is saved by then, whatever becomes of this.
saved: list[Callable[[Any], None]] = []
