"""The part for two of a module: which of its two forms, on two phones or handed over on one.

Nothing is entered during a part for two and nothing is kept of it: each notes for themselves, later and alone, on the
page after an exercise. So no screen here holds an answer that the other could see.
"""
