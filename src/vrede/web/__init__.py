"""The site: pages by chapter, the API, accounts and what serves them all.

Nothing imports from here: a server runs `vrede.web.wsgi`, and Django finds its settings in `vrede.web.site.settings`. Pages ask the other
packages and show what they answer; figure/ has what a figure on any page needs, charts/ its drawings, site/ the snapshot that is shown, the cache of
pages and what is said when something is wrong.
"""

__all__: list[str] = []
