"""What there is: items, all that is said of them, and where each claim comes from."""

from catalogue.models.claims import (
    Amount,
    Citation,
    Coverage,
    Difference,
    ProviderCondition,
    Relation,
    Result,
)
from catalogue.models.events import Event
from catalogue.models.exports import Export
from catalogue.models.interventions import Intervention
from catalogue.models.knowledge import KnowledgeEntry, MunicipalityContact
from catalogue.models.links import (
    FormerAddress,
    InterventionApproach,
    InterventionGoal,
    InterventionTargetGroup,
    Trait,
)
from catalogue.models.organisations import Invitation, Membership, MembershipRequest, Organisation
from catalogue.models.places import PlaceName, Reach, Region
from catalogue.models.revisions import Revision
from catalogue.models.search import IndexEntry, Posting, SynonymGroup
from catalogue.models.sources import Source
from catalogue.models.state import CatalogueState
from catalogue.models.upkeep import DailyCount, ErrorReport, LinkCheck
from catalogue.models.vocabulary import (
    Approach,
    Barrier,
    DerivedRule,
    Goal,
    Level,
    LocalOverride,
    TargetGroup,
)

__all__ = [
    "Amount",
    "Approach",
    "Barrier",
    "CatalogueState",
    "Citation",
    "Coverage",
    "DailyCount",
    "DerivedRule",
    "Difference",
    "ErrorReport",
    "Event",
    "Export",
    "FormerAddress",
    "Goal",
    "IndexEntry",
    "Intervention",
    "InterventionApproach",
    "InterventionGoal",
    "InterventionTargetGroup",
    "Invitation",
    "KnowledgeEntry",
    "Level",
    "LinkCheck",
    "LocalOverride",
    "Membership",
    "MembershipRequest",
    "MunicipalityContact",
    "Organisation",
    "PlaceName",
    "Posting",
    "ProviderCondition",
    "Reach",
    "Region",
    "Relation",
    "Result",
    "Revision",
    "Source",
    "SynonymGroup",
    "TargetGroup",
    "Trait",
]
