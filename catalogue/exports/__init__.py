"""The catalogue as files: one selection and one order, as PDF, spreadsheet, CSV and JSON.

A ListQuery says which items, `columns` and `booklet` what is told of them, `writing` writes it,
and `build` does so on the queue.
"""

from catalogue.exports.data import as_csv, as_json, cell, item_row

__all__ = ["as_csv", "as_json", "cell", "item_row"]
