"""IATI files: bytes in, typed raw tables and issues out, and back to IATI 2.03.

`find_files` lists the files of a folder with who published them, `read_cut` reads a piece of one, `read_whole` one that cannot be cut, `write`
turns tables into a file again. The tables are declared in tables.py; what cannot be read is an issue, never a silent default.
"""

from vrede.sources.iati.cast import ISSUE_SCHEMA
from vrede.sources.iati.chunks import (
    ASCII_COMPATIBLE,
    END,
    HEAD,
    NotCuttable,
    Root,
    elements,
    encoding_of,
    read_root,
    spans,
)
from vrede.sources.iati.fetch import Ask, get_iati
from vrede.sources.iati.file import FILE_REASONS, FileFacts, FileIssue, look, open_plain, sha256_of, xml_sha256_of
from vrede.sources.iati.folder import DatasetFile, find_files
from vrede.sources.iati.organisation import BUDGETS, LINES, NARRATIVE, ORGANISATION, ORGANISATION_BY_NAME
from vrede.sources.iati.read import PARSER_OPTIONS, Batch, read_cut, read_whole
from vrede.sources.iati.registry import index_day
from vrede.sources.iati.tables import ACTIVITY, BY_NAME, ORDINAL, PARENT, ROW, TABLES, TRANSACTION
from vrede.sources.iati.writer import write
from vrede.sources.source import Source

SOURCE = Source("iati", told=index_day)

__all__ = [
    "ACTIVITY",
    "ASCII_COMPATIBLE",
    "BUDGETS",
    "BY_NAME",
    "END",
    "FILE_REASONS",
    "HEAD",
    "ISSUE_SCHEMA",
    "LINES",
    "NARRATIVE",
    "ORDINAL",
    "ORGANISATION",
    "ORGANISATION_BY_NAME",
    "PARENT",
    "PARSER_OPTIONS",
    "ROW",
    "SOURCE",
    "TABLES",
    "TRANSACTION",
    "Ask",
    "Batch",
    "DatasetFile",
    "FileFacts",
    "FileIssue",
    "NotCuttable",
    "Root",
    "elements",
    "encoding_of",
    "find_files",
    "get_iati",
    "look",
    "open_plain",
    "read_cut",
    "read_root",
    "read_whole",
    "sha256_of",
    "spans",
    "write",
    "xml_sha256_of",
]
