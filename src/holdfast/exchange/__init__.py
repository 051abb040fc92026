"""Exchange: a person's own data out and back in again. Sends nothing anywhere by itself."""
