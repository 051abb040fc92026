"""Programme: tools, modules and their exercises, and what a person did with them.

Never imports `checkins`; never says what a practice did for someone, only what they noted before and after. Nothing in
here is owed: no part waits, counts what is undone, or moves because time has passed.
"""
