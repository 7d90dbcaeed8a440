"""The tables of people in need, and of plans with what they ask for and what came."""

from __future__ import annotations

from vrede.sources.table import Column, Table

FILE = Column("need_file", "file", "the file it was read from, as table need_file names it")
LINE = Column("line_no", "integer", "line in that file, the header is 1")
LISTED = Column("listed", "flag", "whether the code is one of a country on our list; others are counted apart")

PLAN_FUNDING = Table(
    "plan_funding",
    "what a humanitarian plan asks for and what came in a year, or what came without a plan; plans of several countries are never split",
    (
        Column("kind", "plain", "plan, regional (of several countries or of none), or without_plan"),
        Column("iso3", "place", "country, ISO 3166-1 alpha-3; empty: of none or several"),
        Column("codes", "place", "the codes as they stand there"),
        LISTED,
        Column("plan_id", "identifier", "number of the plan; empty: without one"),
        Column("plan_name", "words", "the plan's name"),
        Column("plan_code", "identifier", "the plan's code"),
        Column("plan_type", "words", "what kind of plan or appeal it is"),
        Column("start_date", "date", "the plan's first day"),
        Column("end_date", "date", "the plan's last day"),
        Column("year", "integer", "year of the money", unit="year"),
        Column("requirements_usd", "amount", "what it asks for; empty: not stated", unit="usd"),
        Column("funding_usd", "amount", "what came; empty: not stated", unit="usd"),
        FILE,
        LINE,
    ),
    ("need_file", "line_no"),
    of_countries=True,
)

PEOPLE_IN_NEED = Table(
    "people_in_need",
    "people in need in a whole country and a year, as one description of the source counts them; two descriptions are two figures, never added",
    (
        Column("iso3", "place", "country, ISO 3166-1 alpha-3"),
        LISTED,
        Column("year", "integer", "year of the overview", unit="year"),
        Column("description", "words", "what is counted, as the source says it"),
        Column("inhabitants", "integer", "people in the country; empty: not stated", unit="people"),
        Column("in_need", "integer", "people in need; empty: not stated", unit="people"),
        Column("targeted", "integer", "people that the plan means to reach; empty: not stated", unit="people"),
        Column("affected", "integer", "people affected; empty: not stated", unit="people"),
        Column("reached", "integer", "people reached; empty: not stated", unit="people"),
        FILE,
        LINE,
    ),
    ("need_file", "line_no"),
    of_countries=True,
)

NEED_FILE = Table(
    "need_file",
    "a file of people in need or of plans: where it came from, its hash, and what was read of it",
    (
        Column("need_file", "file", "its name with us"),
        Column("address", "plain", "where it came from"),
        Column("sha256", "file", "hash of its bytes"),
        Column("holds", "plain", "plan_funding or people_in_need"),
        Column("dated", "plain", "the day on which the source last changed it, else the day on which it came"),
        Column("year", "integer", "the year that it is of; empty: of several", unit="year"),
        Column("lines", "integer", "lines in it"),
        Column("used", "integer", "lines that were read"),
        Column("refused", "integer", "lines that could not be read"),
        Column("reason", "words", "why none of it was read; empty: it was"),
    ),
    ("need_file",),
)

NEED_ISSUE = Table(
    "need_issue",
    "what could not be read in a file of people in need or of plans, or stands twice",
    (
        FILE,
        LINE,
        Column("iso3", "place", "the code of its country, as it stands there"),
        Column("field", "plain", "the column; empty: the whole line"),
        Column("reason", "words", "in words"),
    ),
    (),
    of_countries=True,
)

NEED_TABLES = (PLAN_FUNDING, PEOPLE_IN_NEED, NEED_FILE, NEED_ISSUE)
