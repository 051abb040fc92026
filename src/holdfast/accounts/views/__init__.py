"""The pages of this room: first steps, the door, and Locks and keys. Each gets, asks, acts, renders."""

from holdfast.accounts.views.door import (
    keep_alive,
    lock,
    second_step,
    sign_in,
    sign_in_other,
    unlock,
    use_spare_key,
)
from holdfast.accounts.views.kept import kept_forms, throw_kept_form_away
from holdfast.accounts.views.keys import (
    change_words,
    erase,
    forgotten_words,
    locks_and_keys,
    minutes_to_lock,
    one_time_code,
    remove_way,
    someone_may_know,
    where_signed_in,
    words_changed,
)
from holdfast.accounts.views.start import (
    name_and_words,
    phone,
    phone_pin,
    spare_key_make,
    spare_key_offer,
    spare_key_try,
    start,
    under_eighteen,
)

__all__ = [
    "change_words",
    "erase",
    "forgotten_words",
    "keep_alive",
    "kept_forms",
    "lock",
    "locks_and_keys",
    "minutes_to_lock",
    "name_and_words",
    "one_time_code",
    "phone",
    "phone_pin",
    "remove_way",
    "second_step",
    "sign_in",
    "sign_in_other",
    "someone_may_know",
    "spare_key_make",
    "spare_key_offer",
    "spare_key_try",
    "start",
    "throw_kept_form_away",
    "under_eighteen",
    "unlock",
    "use_spare_key",
    "where_signed_in",
    "words_changed",
]
