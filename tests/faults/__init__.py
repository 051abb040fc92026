"""Faults on purpose: a killed writer, a full disk, many writers, migrations forth and back, traces of typing."""
