"""Points for her group are for whom an item is, not for what has to be in order."""

from generated import DAY, catalogue

from matching.engine.conditions import ConditionGroup, Leaf
from matching.engine.items import Coverage, Item
from matching.engine.profile import Profile
from matching.engine.scoring import scores

ARRANGED = Leaf("in_work_track", True, "volgt een traject", one_of=(True,))
AGE = Leaf("age", True, "vanaf 27", minimum=27)
HER = Profile("client", (("netwerk", 2),), {"age": 30, "in_work_track": True}, None)


def lift(*parts, operator):
    item = Item("a", "a", "a", coverage=(Coverage("netwerk", 80, "stated"),),
                conditions=ConditionGroup(operator, parts))  # fmt: skip
    return int(scores(HER, catalogue([item]), DAY).lift[0])


def test_a_condition_beside_what_can_be_arranged_gives_no_points():
    assert lift(AGE, ARRANGED, operator="all") > 100
    assert lift(AGE, ARRANGED, operator="any") == 100
