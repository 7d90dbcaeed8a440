"""Is an IATI file sound, and can the funder read it: structure, codelists, ruleset, identifiers, references, links upward."""
