"""The pages of this room, by subject."""

from holdfast.together.views.asks import ask_for, asked
from holdfast.together.views.breaks import break_back, break_card, break_now, break_time, need_a_break, tell_here
from holdfast.together.views.letters import letter, letters, thanks, write_letter
from holdfast.together.views.now import mute, together_now
from holdfast.together.views.signals import signal, signal_send, signal_sent
from holdfast.together.views.week import after, before, for_two, this_week
from holdfast.together.views.words import break_words, share_break_words

__all__ = [
    "after",
    "ask_for",
    "asked",
    "before",
    "break_back",
    "break_card",
    "break_now",
    "break_time",
    "break_words",
    "for_two",
    "letter",
    "letters",
    "mute",
    "need_a_break",
    "share_break_words",
    "signal",
    "signal_send",
    "signal_sent",
    "tell_here",
    "thanks",
    "this_week",
    "together_now",
    "write_letter",
]
