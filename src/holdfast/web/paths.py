"""The one table of addresses (decision 30). Numbers are never reused and say nothing; titles never change.

Ranges: 1-9 places, 10-39 accounts, 40-49 people, 50-69 check-ins, 70-79 instruments, 80-99 progress,
100-109 exchange, 110-129 safety, 130-149 web, 150-169 relief, 170-189 safety, 190-199 library, 200-219 people for
two, 220-249 together. A row is (number, rest of the path, view, name).
Retired numbers stay in RETIRED so that nobody takes them again.
"""

from collections.abc import Callable

from django.http import HttpResponse

from holdfast.accounts import views as accounts
from holdfast.checkins.views import daily as check_ins
from holdfast.checkins.views import form as forms
from holdfast.checkins.views import kept as days
from holdfast.checkins.views import offer as offers
from holdfast.exchange import views as exchange
from holdfast.library import views as library
from holdfast.people import views as people
from holdfast.programme.views import own as own_tools
from holdfast.programme.views import relief
from holdfast.progress import views as progress
from holdfast.safety import views as safety
from holdfast.web import keeping, offline, public, quiet, today, welcome

View = Callable[..., HttpResponse]

WORDS: list[tuple[str, View, str]] = [
    ("", public.front, "front"),
    ("help", public.help_page, "help"),
    ("exit", public.leave, "exit"),
    ("about", public.about, "about"),
]

TABLE: list[tuple[int, str, View, str]] = [
    (1, "", today.today, "today"),
    (2, "", relief.relief, "relief"),
    (3, "", offers.path, "path"),
    (5, "", progress.me, "me"),
    (8, "", relief.and_now, "and-now"),
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
    (40, "", people.settings, "settings"),
    (41, "", people.name_and_role, "name-and-role"),
    (42, "", people.preferences, "preferences"),
    (43, "", people.reminders, "reminders"),
    (44, "", people.hard_dates, "hard-dates"),
    (45, "", people.my_people, "my-people"),
    (45, "/<uuid:id>", people.person, "person"),
    (46, "", people.zone, "zone"),
    (46, "/1", people.zone_first, "zone-first"),
    (47, "", people.tomorrow, "welcome-tomorrow"),
    (48, "", welcome.done, "welcome-done"),
    (50, "", check_ins.check_in, "check-in"),
    (50, "/<int:back>/<int:step>", check_ins.check_in, "check-in-step"),
    (51, "/<int:back>", check_ins.more, "check-in-more"),
    (52, "/<int:back>", check_ins.saved, "check-in-saved"),
    (53, "", days.day_list, "day-list"),
    (54, "/<str:text>", days.day, "day"),
    (55, "", offers.learn, "learn"),
    (60, "", offers.offer, "offer"),
    (61, "", offers.look, "form-look"),
    (62, "", offers.begin, "form-begin"),
    (63, "", offers.closer_look, "closer-look"),
    (70, "/<uuid:id>", forms.form, "form"),
    (70, "/<uuid:id>/<int:number>", forms.form_page, "form-page"),
    (71, "/<uuid:id>/<int:number>", forms.keep_draft, "form-draft"),
    (72, "/<uuid:id>/<int:number>", forms.wait, "form-wait"),
    (73, "/<uuid:id>/<int:number>", forms.steady, "form-steady"),
    (74, "", forms.stopped, "form-stopped"),
    (75, "/<uuid:id>", forms.result, "result"),
    (76, "", forms.talk_tips, "talk-tips"),
    (80, "", progress.overview, "progress"),
    (81, "/<str:key>", progress.measure, "measure"),
    (82, "/<str:key>/<int:span>", progress.days, "days"),
    (83, "/<uuid:id>", progress.given, "given"),
    (84, "/<uuid:id>", progress.correct, "given-correct"),
    (85, "/<uuid:id>", progress.delete, "given-delete"),
    (86, "", progress.first_week, "first-week"),
    (87, "", progress.printed, "print"),
    (88, "", progress.tools_used, "tools-used"),
    (100, "", exchange.my_data, "my-data"),
    (101, "", exchange.export, "export"),
    (102, "", exchange.bring_back, "import"),
    (110, "", safety.support, "support"),
    (111, "", safety.plan, "plan"),
    (112, "/<int:number>", safety.plan_part, "plan-part"),
    (113, "/<int:number>", safety.plan_draft, "plan-draft"),
    (114, "", safety.plan_print, "plan-print"),
    (115, "", safety.plan_delete, "plan-delete"),
    (116, "", quiet.plan_copy, "plan-copy"),
    (117, "", safety.after_an_answer, "after-an-answer"),
    (129, "/<str:country>", public.help_country, "help-country"),
    (130, "", keeping.keep_this, "keep-this"),
    (140, "", offline.worker, "worker"),
    (141, "", offline.no_signal, "no-signal"),
    (142, "", offline.after_a_tool, "after-a-tool"),
    (143, "", offline.clear_phone, "clear-phone"),
    (149, "", public.manifest, "manifest"),
    (150, "/1", relief.named("check-the-room"), "check-the-room"),
    (150, "/2", relief.named("come-back-to-here"), "come-back"),
    (150, "/3", relief.named("that-was-then"), "that-was-then"),
    (150, "/4", relief.named("the-next-ten-minutes"), "next-ten-minutes"),
    (150, "/<int:number>", relief.tool, "tool"),
    (151, "", relief.cards, "cards"),
    (152, "", relief.still_here, "still-here"),
    (153, "", own_tools.what_helped, "what-helped"),
    (154, "", own_tools.kept, "tool-kept"),
    (170, "", public.reach_host, "reach-host"),
    (180, "", quiet.good_together, "good-together"),
    (181, "", quiet.four_questions, "four-questions"),
    (182, "", quiet.quiet_check, "quiet-check"),
    (183, "", quiet.quiet_choice, "quiet-choice"),
    (184, "", quiet.more_questions, "more-questions"),
    (190, "", library.library, "library"),
    (190, "/<int:number>", library.tag, "library-tag"),
    (191, "/<int:number>", library.article, "article"),
    (192, "", library.claims, "claims"),
    (193, "/<int:number>", library.claim, "claim"),
    (194, "/<int:number>", library.article_print, "article-print"),
    (195, "", library.look_up, "look-up"),
]

RETIRED: set[int] = {6, 7}
