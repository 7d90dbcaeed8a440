"""The chain: who passed money on to whom, as far as it can be seen, and what is only proposed."""
