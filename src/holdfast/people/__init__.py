"""People: the person behind an account, and whom they chose. Knows that something is shared, never what."""
