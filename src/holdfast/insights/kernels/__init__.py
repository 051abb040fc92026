"""The compiled loops of the engine and their plain twins.

`plain` is the truth: dense algebra a reader can follow. The compiled modules must give the same numbers on the same
random input, and every one of them is held against `plain` and against a slow oracle in the tests.
"""
