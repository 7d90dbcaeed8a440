"""The IATI standard: schemas, codelists, mappings and rulesets."""
