"""What rooms above add here. `web` fills these when it starts; this room knows none of them."""

from collections.abc import Callable, Sequence
from typing import Any

from holdfast.safety.gates import Use

# Uses of tools by the person alone, the oldest first: (keyring).
uses: list[Callable[[Any], Sequence[Use]]] = []
