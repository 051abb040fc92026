"""What this room seals. What fades lies in the space of two; settings, own words and notes in one's own vault.

Nothing of a break is exported, not even one's own words for it (decision 29b); nor is what fades by itself.
"""

from holdfast.vault import records

# In spaces: whatever fades, all of one kind, so that a row does not tell a signal from a plan for tea.
PASSING = records.declare_shared("passing")

# My own side: to whom my signal goes, the break I am taking, what I put away until a day is over.
SIDE = records.declare("together", exported=False)
# My words for a break, by pair.
BREAK_WORDS = records.declare("break-words", exported=False)
# How a thing for two was, for me alone.
FOR_TWO = records.declare("for-two")
