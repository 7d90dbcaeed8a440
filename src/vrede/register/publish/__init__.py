"""The register's open data: what its policy lets be shown, as tables and as IATI activities. `publish` writes a folder of them."""

from vrede.register.publish.folder import Published, publish

__all__ = ["Published", "publish"]
