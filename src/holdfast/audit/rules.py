"""The closed list of what may be noted about the host. Nothing here can name a person."""

WHAT: dict[str, str] = {
    "start": "the server was started",
    "backup": "a backup was written",
    "restore": "a backup was restored",
    "migration": "the tables were brought up to date",
    "setting-changed": "the host changed a setting",
    "invited": "the host made an invitation to sign up",
    "disabled": "the host disabled an account",
    "enabled": "the host enabled an account",
    "deleted": "the host deleted an account",
    "sign-in-refused": "a sign-in did not open",
    "too-busy": "a sign-in was asked to wait",
}


def check(what: str) -> str:
    """`what` itself when it is on the list; else ValueError with the list in its sentence."""
    if what not in WHAT:
        raise ValueError(f"The host's log cannot hold {what!r}; it knows {', '.join(WHAT)}.")
    return what
