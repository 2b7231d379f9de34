from catalogue.documents.citations import Cite, CitedStatement, Notes

TABLE, ANNEX = Cite("Bron", "tabel nr 1"), Cite("Bron", "Bijlage 2 nr 1")
SUMMARY, GOALS, URL = (
    CitedStatement("summary", "samenvatting"),
    CitedStatement("goals", "doelen"),
    CitedStatement("url", "website"),
)


def numbers(notes, claim):
    return [note.number for note in notes.of(claim)]


def test_notes_are_numbered_in_the_order_of_the_page():
    notes = Notes([(SUMMARY, [ANNEX]), (GOALS, [TABLE]), (URL, [TABLE, ANNEX])])
    assert [(note.number, note.cite) for note in notes] == [(1, ANNEX), (2, TABLE)]
    assert numbers(notes, "summary") == [1]
    assert numbers(notes, "url") == [1, 2]


def test_a_note_knows_every_claim_that_it_backs_once():
    notes = Notes([(SUMMARY, [ANNEX, ANNEX]), (GOALS, [ANNEX])])
    assert [note.statements for note in notes] == [(SUMMARY, GOALS)]


def test_a_claim_without_a_source_has_no_note():
    notes = Notes([(SUMMARY, []), (GOALS, [TABLE])])
    assert numbers(notes, "summary") == []
    assert numbers(notes, "onbekend") == []
    assert len(notes) == 1


def test_a_mark_is_a_valid_fragment():
    assert Notes.mark("relations:builds-on:ks2020-23") == "bij-relations-builds-on-ks2020-23"
