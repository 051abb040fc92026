"""Progress: what was answered, as pictures and sentences for the person. No mathematics of its own; writes nothing."""
