"""Kit: clocks, ids, chance and day windows. Imports nothing of ours and no framework."""
