"""Pages of this room: the tools, for everyone; and what is one person's own of them."""
