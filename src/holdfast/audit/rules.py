"""The closed list of what may be noted about the host. Nothing here can name a person.

One of them is about something: an exercise that somebody chose to report as making it worse. It names the file of the
exercise and the month, and is noted only by that person's own press.
"""

import re

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
    "made-worse": "somebody told you that an exercise made it worse",
}
ABOUT = {"made-worse"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 60


def check(what: str) -> str:
    """`what` itself when it is on the list; else ValueError with the list in its sentence."""
    if what not in WHAT:
        raise ValueError(f"The host's log cannot hold {what!r}; it knows {', '.join(WHAT)}.")
    return what


def check_about(what: str, about: str) -> str:
    """`about` itself when it fits; else ValueError. Only what is in ABOUT names anything, and that a content file."""
    fits = what in ABOUT and len(about) <= LONGEST and SLUG.fullmatch(about) is not None
    if not (fits or (about == "" and what not in ABOUT)):
        raise ValueError(f"The host's log cannot hold {what!r} about {about!r}.")
    return about
