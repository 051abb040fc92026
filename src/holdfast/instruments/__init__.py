"""Instruments: published measures, their scoring and what was answered.

Has no answer pages: all answers enter through `checkins.actions`. Imports nothing from `safety` or `checkins`.
"""
