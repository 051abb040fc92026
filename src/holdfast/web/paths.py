"""The one table of addresses (decision 30). Numbers are never reused and say nothing; titles never change.

Ranges: 1-9 places, 10-39 accounts, 40-49 people, 50-69 check-ins, 70-79 instruments, 80-99 progress,
100-109 exchange, 110-129 safety, 130-149 web. A row is (number, rest of the path, view, name).
Retired numbers stay in RETIRED so that nobody takes them again.
"""

from collections.abc import Callable

from django.http import HttpResponse

from holdfast.accounts import views as accounts
from holdfast.web import public

View = Callable[..., HttpResponse]

WORDS: list[tuple[str, View, str]] = [
    ("", public.front, "front"),
    ("help", public.help_page, "help"),
    ("exit", public.leave, "exit"),
    ("about", public.about, "about"),
]

TABLE: list[tuple[int, str, View, str]] = [
    (2, "", public.relief, "relief"),
    (6, "", public.check_the_room, "check-the-room"),
    (7, "", public.come_back, "come-back"),
    (8, "", public.and_now, "and-now"),
    (9, "", public.staying_hidden, "staying-hidden"),
    (10, "", accounts.sign_in, "sign-in"),
    (10, "/o", accounts.sign_in_other, "sign-in-other"),
    (11, "", accounts.start, "start"),
    (12, "", accounts.under_eighteen, "under-eighteen"),
    (13, "", accounts.name_and_words, "name-and-words"),
    (14, "", accounts.phone, "phone"),
    (15, "", accounts.phone_pin, "phone-pin"),
    (16, "", accounts.spare_key_offer, "spare-key-offer"),
    (17, "", accounts.spare_key_offer, "spare-key"),
    (18, "", accounts.spare_key_make, "spare-key-make"),
    (19, "", accounts.spare_key_try, "spare-key-try"),
    (20, "", accounts.use_spare_key, "use-spare-key"),
    (21, "", accounts.unlock, "unlock"),
    (22, "", accounts.second_step, "second-step"),
    (23, "", accounts.keep_alive, "keep-alive"),
    (24, "", accounts.lock, "lock"),
    (25, "", accounts.locks_and_keys, "locks-and-keys"),
    (26, "", accounts.where_signed_in, "where-signed-in"),
    (27, "", accounts.change_words, "change-words"),
    (28, "", accounts.someone_may_know, "someone-may-know"),
    (29, "", accounts.forgotten_words, "forgotten-words"),
    (30, "", accounts.words_changed, "words-changed"),
    (31, "", accounts.one_time_code, "one-time-code"),
    (32, "", accounts.minutes_to_lock, "minutes-to-lock"),
    (33, "", accounts.remove_way, "remove-way"),
    (34, "", accounts.kept_forms, "kept-forms"),
    (35, "", accounts.throw_kept_form_away, "throw-kept-form-away"),
    (36, "", accounts.erase, "erase"),
    (129, "/<str:country>", public.help_country, "help-country"),
    (149, "", public.manifest, "manifest"),
]

RETIRED: set[int] = set()
