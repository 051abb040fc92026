"""Randomised suggestions: the coin with its log, and what it may be said to have done. Never decides who is offered."""
