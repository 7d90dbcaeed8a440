"""One module a page of the register."""
