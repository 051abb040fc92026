"""What two would both be glad to talk about: lists that each answers alone, compared double-blind, a few shown a week.

A list is compared by the rounds of `people`; what it brings is an opening to talk, never consent.
"""
