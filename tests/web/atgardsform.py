"""What the form of a measure is posted with in tests, and how its answer is read."""

NY = "/atgarder/ny/"
GRUND = {
    "kommun": "2380",
    "typ": "arbetsmiljo",
    "titel": "Tydligare roller",
    "lage": "pagaende",
    "lage_datum": "maj 2016",
    "mal-antal": "1",
    "kallor-antal": "1",
    "steg": "publicera",
}
STEGEN = {
    "typ": "kompetenstrappa",
    "steg-antal": "2",
    "steg-0-namn": "Ny",
    "steg-0-ar_fran": "0",
    "steg-0-ar_till": "1,5",
    "steg-0-tillagg": "1 500",
    "steg-1-namn": "Van",
    "steg-1-ar_fran": "1",
    "steg-1-tillagg": "500",
    "kompetenstrappa-lonerevision_utover": "ja",
}


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


def fel(svar) -> str:
    return " ".join(f"{vad}: {vilket}" for _, vad, vilket in svar.context["formular"].felrader)
