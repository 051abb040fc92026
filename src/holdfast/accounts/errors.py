"""What can go wrong at the door, each with the plain sentence the person reads."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """Something a person can put right; `str()` of it is the sentence for the screen."""


class WrongSecret(Refused):
    """Unknown name, wrong words, wrong PIN, wrong spare key: never said which."""


class TooBusy(Exception):
    """Too many are opening their spaces just now, or this browser tried too often. Answered with 429 and Help."""


class BadToken(PermissionDenied):
    """A form that is not this person's, was altered, or is too old. Answered with 403 wherever it is not caught."""
