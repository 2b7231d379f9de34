"""Dutch words for what the engine answers."""

from matching.engine.answers import Answer
from matching.engine.scoring import Verdict

VERDICT_WORDS = {
    Verdict.ELIGIBLE: "Past",
    Verdict.UNCERTAIN: "Past misschien: vraag na",
    Verdict.OUT_OF_REACH: "Niet in haar gemeente",
    Verdict.INELIGIBLE: "Niet voor haar bedoeld",
}
SEVERITY_WORDS = {1: "speelt mee", 2: "belemmert", 3: "blokkeert"}
ANSWER_WORDS = {Answer.YES: "ja", Answer.NO: "nee", Answer.UNKNOWN: "niet bekend"}
