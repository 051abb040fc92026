"""Safety: help, support after a risk answer, and the rules that watch for one.

Must not know what it guards: imports nothing from `checkins` or above.
"""
