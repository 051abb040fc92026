"""One pair (or person) over time: a filter and smoother to read, responses over days, and a fit of one pair alone."""
