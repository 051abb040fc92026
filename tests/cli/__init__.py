"""The holdfast command, mostly as people run it: a process of its own, in a place of its own."""
