"""Every page of the site, by a name and the address without its language."""

PAGES = {
    "article": "/",
    "article-all-years": "/?year=all&kind=commitment",
    "article-before-first": "/?year=2019",
    "clause": "/clause/F1/",
    "clause-humanitarian": "/clause/F3/?year=2021&region=horn",
    "countries": "/countries/",
    "country": "/country/MLI/",
    "partners": "/partners/",
    "partner": "/partner/?ref=XM-DAC-41121",
    "activity": "/activity/?id=XM-DAC-7-PPR-4000901615",
    "receipt": "/activity/receipt/?id=XM-DAC-7-PPR-4000901615",
    "budget": "/budget/?year=2023",
    "unplaced": "/unplaced/",
    "wording": "/wording/",
    "data": "/data/",
    "issues": "/data/issues/",
    "search": "/search/?q=mali",
    "search-empty": "/search/",
    "rows": "/rows/?clause=F1&measure=own&kind=spent&year=2022",
    "not-found": "/clause/Z9/",
    "bad-filter": "/?year=banana",
}
LANGUAGES = ("nl", "en")
