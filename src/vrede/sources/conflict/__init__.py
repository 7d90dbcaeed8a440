"""Violence, displacement, risk and governance by country and year: what stands beside the money, each with its age."""
