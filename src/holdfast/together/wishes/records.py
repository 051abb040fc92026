"""What is sealed of wishes: a page for each pair, of one size as long as notes are short.

It is left out of every export, as the gate record is: nobody can make a person show what they said of a list.
"""

from holdfast.vault import records

WISHES = records.declare("wishes", layer="private", parted=True, exported=False)
