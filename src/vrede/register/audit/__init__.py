"""Whether the register is what was recorded, and what it adds up to: verify, dump, statements."""
