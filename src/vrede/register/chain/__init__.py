"""The chain of acts: an act and its hash, the database that refuses to change one, and the money that acts move."""
