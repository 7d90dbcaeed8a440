"""Split, price, place, total: tables in, tables out."""
