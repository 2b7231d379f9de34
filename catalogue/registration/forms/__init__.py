"""The steps of the form, in order; invalid answers are shown with their error, and stored."""

from dataclasses import dataclass

from catalogue.registration.fixed_terms import TITLES
from catalogue.registration.forms.barriers import BarriersStepForm
from catalogue.registration.forms.base import StepForm
from catalogue.registration.forms.conditions import ConditionsStepForm
from catalogue.registration.forms.places import PlacesStepForm
from catalogue.registration.forms.results import ResultsStepForm
from catalogue.registration.forms.simple_steps import (
    AudienceStepForm,
    DescriptionStepForm,
    OrganisationStepForm,
    OtherStepForm,
    PracticalStepForm,
)


@dataclass(frozen=True, slots=True)
class FormStep:
    """`slug` is part of the URL; `title` is also the place named in citations of this step."""

    slug: str
    question: str
    form: type[StepForm]

    @property
    def title(self) -> str:
        return TITLES[self.slug]


STEPS = (
    FormStep("organisatie", "Wat is het, en van wie?", OrganisationStepForm),
    FormStep("wat", "Wat doen jullie?", DescriptionStepForm),
    FormStep("voor-wie", "Voor wie is het?", AudienceStepForm),
    FormStep("voorwaarden", "Wie kan meedoen?", ConditionsStepForm),
    FormStep("waar", "Waar kun je meedoen?", PlacesStepForm),
    FormStep("praktisch", "Hoe lang, wanneer en wat kost het?", PracticalStepForm),
    FormStep("belemmeringen", "Waar werkt het aan?", BarriersStepForm),
    FormStep("resultaten", "Wat levert het op?", ResultsStepForm),
    FormStep("overig", "Wat moeten we nog weten?", OtherStepForm),
)
STEPS_BY_SLUG = {step.slug: step for step in STEPS}

__all__ = ["STEPS", "STEPS_BY_SLUG", "FormStep", "StepForm"]
