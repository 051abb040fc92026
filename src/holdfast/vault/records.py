"""Kinds of sealed record. Each room declares its own in its `records.py`; export and full re-key go by this list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from holdfast.vault.keyring import LAYERS

Body = dict[str, Any]
Upgrade = Callable[[Body], Body]


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    `layer` names the data key, "everyday" or "private". A `parted` kind is kept as pages, for example one a month.
    `exported` is False only for what a page says is left out, and for what is made again from other rows. `v` is the
    version of the body; `upgrades[0]` makes a body of version 1 into one of version 2, and so on: pure functions,
    tested with stored old samples.
    """

    name: str
    layer: str = "everyday"
    parted: bool = False
    exported: bool = True
    v: int = 1
    upgrades: tuple[Upgrade, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or "/" in self.name:
            raise ValueError(f"A kind needs a name without a slash, not {self.name!r}.")
        if self.layer not in LAYERS:
            raise ValueError(f"{self.name}: there is no layer {self.layer!r}.")
        if len(self.upgrades) != self.v - 1:
            raise ValueError(f"{self.name}: version {self.v} needs {self.v - 1} upgrades, not {len(self.upgrades)}.")

    def label(self, part: str = "") -> str:
        """What the row's tag is made from: "name", or "name/part" for a page.

        Raises ValueError for a page without a part, or a part where there are no pages.
        """
        if self.parted != bool(part):
            raise ValueError(
                f"{self.name} is kept {'in parts; name one' if self.parted else 'whole; it has no parts'}."
            )
        return f"{self.name}/{part}" if part else self.name


KINDS: dict[str, Kind] = {}


def declare(name: str, **rest: Any) -> Kind:
    """Add a kind to the list and return it. Raises ValueError when the name is taken."""
    kind = Kind(name, **rest)
    if name in KINDS:
        raise ValueError(f"Two rooms declare records named {name!r}.")
    KINDS[name] = kind
    return kind


# What lies in spaces: sealed copies for two. Exports and re-keys of a person's own rows never look at these.
SHARED: dict[str, Kind] = {}


def declare_shared(name: str, **rest: Any) -> Kind:
    """Add a kind of record that lies in spaces, and return it. Raises ValueError when the name is taken."""
    kind = Kind(name, **rest)
    if name in SHARED:
        raise ValueError(f"Two rooms declare shared records named {name!r}.")
    SHARED[name] = kind
    return kind


# What came through the drop box and waits for its owner to look at it; see `dropbox.py`.
DROPPED = declare("dropped")
# Whose keys are whose; see `pinning.py`. Of no use on another host: the page of the export says they are left out.
PINS = declare("pins", exported=False)
