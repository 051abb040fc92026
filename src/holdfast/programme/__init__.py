"""Programme: exercises and what a person did with them. In this release only the practice record stands here.

Never imports `checkins`; never says what a practice did for someone, only what they noted before and after.
"""
