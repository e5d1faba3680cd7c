"""Colours and fonts of charts in one place: the site's custom properties, and hex values for files and print.

The hex values are those of the light theme in static/css/variabler.css; a test compares them.
"""

FARGER = {
    "text": "#1a2329",
    "dov": "#56636c",
    "linje": "#e3dfd6",
    "yta": "#ffffff",
    "marke": "#0e4f4b",
    "battre": "#1b66a8",
    "samre": "#a8430d",
    "vanlig": "#59656d",
    "band": "#e9ecea",
}
STEG = ("#e0ebe8", "#b4d2cc", "#7fb2aa", "#3f8780", "#0e4f4b")  # the map's classes, lowest first
LINJER = ("#1a2329", "#0e4f4b", "#7a3b8f", "#8a5a00", "#44617b", "#9c2c5a")  # series, in the order of .l0–.l5
STRECK = (
    "solid",
    "dash",
    "dot",
    "dashdot",
    "longdash",
    "longdashdot",
)  # plotly's names of the same dash patterns
SERIF = '"Source Serif 4", "Iowan Old Style", Charter, Cambria, Georgia, serif'
SANS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'
TYPSNITT_FIL = "Calibri"  # in workbooks, where the reader's own office suite chooses among its fonts
