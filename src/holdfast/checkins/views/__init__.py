"""Pages of this room, by what a person does there: the daily questions, a form, an offer, what was kept."""
