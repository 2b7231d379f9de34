"""The steps of the form, in order; each is a form of its own that judges but never refuses to be kept."""

from dataclasses import dataclass

from catalogue.registration.forms.barriers import BarriersForm
from catalogue.registration.forms.base import StepForm
from catalogue.registration.forms.conditions import ConditionsForm
from catalogue.registration.forms.places import PlacesForm
from catalogue.registration.forms.plain import (
    AudienceForm,
    OrganisationForm,
    OtherForm,
    PracticalForm,
    WhatForm,
)
from catalogue.registration.forms.results import ResultsForm
from catalogue.registration.words import TITLES


@dataclass(frozen=True, slots=True)
class Step:
    """`slug` stands in the address; `title` is also the place that citations of this step name."""

    slug: str
    question: str
    form: type[StepForm]

    @property
    def title(self) -> str:
        return TITLES[self.slug]


STEPS = (
    Step("organisatie", "Wat is het, en van wie?", OrganisationForm),
    Step("wat", "Wat doen jullie?", WhatForm),
    Step("voor-wie", "Voor wie is het?", AudienceForm),
    Step("voorwaarden", "Wie kan meedoen?", ConditionsForm),
    Step("waar", "Waar kun je meedoen?", PlacesForm),
    Step("praktisch", "Hoe lang, wanneer en wat kost het?", PracticalForm),
    Step("belemmeringen", "Waar werkt het aan?", BarriersForm),
    Step("resultaten", "Wat levert het op?", ResultsForm),
    Step("overig", "Wat moeten we nog weten?", OtherForm),
)
STEPS_BY_SLUG = {step.slug: step for step in STEPS}

__all__ = ["STEPS", "STEPS_BY_SLUG", "Step", "StepForm"]
