"""Many consented pairs at once: the hierarchical model, its sampler and what may be read from its draws.

Compiled code is imported inside the functions that run it, never when this package is imported.
"""
