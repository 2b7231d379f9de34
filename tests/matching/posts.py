"""What the tests of the match post: one woman, as a form and as a document."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

WIZARD, RESULT, SUGGEST = reverse("matching"), reverse("matching-result"), reverse("matching-suggestions")
SAVE, OPEN = reverse("matching-save"), reverse("matching-open")
TOLD = {
    "belemmering": ["zorg-voor-kinderen", "weinig-zelfvertrouwen"],
    "ernst-zorg-voor-kinderen": "3",
    "ernst-weinig-zelfvertrouwen": "2",
    "gender": "vrouw",
    "age": "28",
    "municipality": "Groningen",
    "household": "alleenstaande-ouder",
    "youngest_child_age": "1",
    "income": "bijstand",
    "wishes": ["betaald-werk"],
}
DOCUMENT = {
    "audience": "client",
    "barriers": {"zorg-voor-kinderen": 3, "weinig-zelfvertrouwen": 2},
    "context": {
        "gender": "vrouw",
        "age": 28,
        "municipality": "Groningen",
        "household": "alleenstaande-ouder",
        "youngest_child_age": 1,
        "income": "bijstand",
        "wishes": ["betaald-werk"],
    },
}


def file_of(content, name="trajectwijzer-profiel.json"):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"bestand": SimpleUploadedFile(name, raw)}


def text_of(response):
    return response.content.decode()
