"""What the vault says when it does not do something. It never says which check failed (KEY-06)."""


class CannotOpen(Exception):
    """Whatever the reason: wrong key, changed byte, moved row, unknown version. Always the same words.

    Which check failed would tell a thief whether he is getting closer, so nothing is kept: no cause, no detail.
    """

    def __init__(self) -> None:
        super().__init__("This cannot be opened.")


class KeysReplaced(Exception):
    """Somebody wrote with keys that a full re-key has ended meanwhile. Nothing was written.

    To be treated like a locked session: unlock again, then save again.
    """

    def __init__(self) -> None:
        super().__init__("These keys were replaced. Unlock again, then save.")


class SpaceClosed(Exception):
    """A space ended, or got new keys, while somebody was writing into it. Nothing was written.

    To be looked at again: whoever still belongs to it opens it anew, whoever does not finds nothing.
    """

    def __init__(self) -> None:
        super().__init__("This is no longer shared.")
