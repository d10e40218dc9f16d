"""Small files in the form in which the registers are published; the employers are made up."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence

GB_HEAD = ("Organisation Name", "Town/City", "County", "Type & Rating", "Route")
SKILLED, WORKER = "Skilled Worker", "Worker (A rating)"


def gb(*rows: str | Sequence[str]) -> bytes:
    """A row is a name, or all five cells."""
    out = io.StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerow(GB_HEAD)
    for row in rows:
        lines.writerow((row, "Leeds", "", WORKER, SKILLED) if isinstance(row, str) else row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def nl(*rows: tuple[str, str]) -> bytes:
    cells = "".join(
        f'<tr><th scope="row">{html.escape(name)}</th>\n<td>{number}</td></tr>'
        for name, number in rows
    )
    return (
        "<!DOCTYPE html><html lang='en'><head><title>Public register</title></head><body>"
        "<table><tr><td>News</td></tr></table><h1>Work</h1><table><tbody>"
        '<tr><th scope="col">Organisation</th><th scope="col">KvK number</th></tr>'
        f"{cells}</tbody></table></body></html>"
    ).encode()
