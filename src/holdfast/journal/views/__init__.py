"""The pages of the journal, as the table of addresses names them."""

from holdfast.journal.views.reading import aside, delete, entry, kept_words, look, month, print_entry, print_month
from holdfast.journal.views.writing import after, again, begin, draft, enough, journal, kept, ways, write

__all__ = [
    "after",
    "again",
    "aside",
    "begin",
    "delete",
    "draft",
    "enough",
    "entry",
    "journal",
    "kept",
    "kept_words",
    "look",
    "month",
    "print_entry",
    "print_month",
    "ways",
    "write",
]
