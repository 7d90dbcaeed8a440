"""The register's pages: the only part of the site that writes."""
