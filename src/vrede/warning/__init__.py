"""Warning: how much violence is to be expected per country and month, how sure that is, and how well it proved."""
