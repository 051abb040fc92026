"""The journal: private writing, free or guided. An entry leaves this room by its owner's export and in no other way.

Never imports a room that shares. Counts nothing, reminds of nothing, and no page of another room knows what is in it.
"""
