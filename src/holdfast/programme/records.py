"""What this room seals: uses of exercises; the path, and how each module is walked; what was kept and what is open.

A person's modules all stand on one page, so that the table does not tell how many were begun.
"""

from holdfast.vault import records

PRACTICE = records.declare("practice")
PATH = records.declare("path")
ENROLMENT = records.declare("enrolment")
# What a person kept in a module: own words, state checks, the two-minute check, how trying it went.
SESSION = records.declare("session", layer="private")
# An exercise under way. It is written over as one goes, and goes when the exercise ends.
OPEN = records.declare("exercise-open", layer="private")
