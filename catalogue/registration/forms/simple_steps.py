"""The steps that are a fixed list of fields."""

import re

from django import forms

from catalogue.documents.fields import BY_KEY, PHONE, RIGHT, TABLE
from catalogue.models import Intervention
from catalogue.registration.fixed_terms import FIXED_APPROACHES, FIXED_GOALS
from catalogue.registration.forms.base import (
    DutchDateField,
    DutchNumberField,
    LinesField,
    StepForm,
    WholeNumberField,
    YesNoField,
    checkbox_field,
    text_field,
    textarea_field,
)
from catalogue.text import labels
from catalogue.text.contact_patterns import HER_NAME, LONG_NUMBER, MAIL_ADDRESS
from catalogue.text.contact_patterns import PHONE as PHONE_NUMBER

MAILBOX = re.compile(BY_KEY["mailbox"].form["pattern"])
#: A sentence at A2 level is short.
MOST_WORDS = 15
#: What only a right has.
OF_A_RIGHT = tuple(row.key for row in TABLE if row.part == RIGHT)


def _capital(words):
    return [(word, word.capitalize()) for word in words]


class WebField(forms.URLField):
    """A URL, in a text input; "www.voorbeeld.nl" is accepted."""

    def __init__(self, label: str, help_text: str = "", *, longest: int = 400):
        widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, assume_scheme="https", widget=widget)
        self.longest = longest
        self.error_messages["invalid"] = "Dit is geen adres van een webpagina. Begin met https://."

    def clean(self, value):
        address = super().clean(value)
        if address and not address.startswith(("http://", "https://")):
            raise forms.ValidationError(self.error_messages["invalid"])
        if len(address) > self.longest:
            raise forms.ValidationError(f"Dit adres is langer dan {self.longest} tekens.")
        return address


class OrganisationStepForm(StepForm):
    name = text_field("Naam van het traject", longest=200, autocomplete="off")
    kind = forms.ChoiceField(label="Wat voor aanbod is het?", widget=forms.RadioSelect)
    partners = textarea_field(
        "Samenwerkingspartners", "Met wie werken jullie samen? Noem organisaties, geen personen.", rows=3
    )
    url = WebField("Link naar informatie", "Een pagina over dit traject. Geen website? Laat dit leeg.")
    mailbox = text_field(
        "E-mailadres voor aanmelden en vragen",
        "Een algemeen adres van de organisatie, ook een gratis adres. Liever geen naam van een medewerker.",
        longest=254, inputmode="email", autocomplete="off",
    )  # fmt: skip
    contact_form = WebField(
        "Of een contactformulier", "Het adres van de pagina waar iemand een bericht achterlaat."
    )
    phone = text_field(
        "Algemeen telefoonnummer", "Van de organisatie, nooit het 06-nummer van een medewerker.", longest=30,
        inputmode="tel", autocomplete="off",
    )  # fmt: skip
    address_secret = checkbox_field(
        "Ons adres is geheim",
        "Bijvoorbeeld bij opvang. Vink dit eerst aan: dan bewaren wij het adres nergens.",
    )
    visiting_address = text_field("Bezoekadres", longest=300, autocomplete="off")
    groups = (
        ("", ("name", "kind", "partners")),
        ("Contact: vul er minstens één in", ("url", "mailbox", "contact_form", "phone")),
        ("Adres", ("address_secret", "visiting_address")),
    )

    def build_fields(self):
        right = Intervention.Kind.RIGHT
        self.fields["kind"].choices = [
            (value, str(label).capitalize())
            for value, label in Intervention.Kind.choices
            if value != right or self.answers.get("kind") == right
        ]
        if self.by_editors and self.answers.get("address_secret"):
            del self.fields["address_secret"], self.fields["visiting_address"]
            self.groups = (*self.groups[:-1], ("Adres: wordt geheim gehouden", ()))

    def answers_from(self, data):
        """A secret address is left out here, before anything keeps it."""
        found = super().answers_from(data)
        return {**found, "visiting_address": ""} if found.get("address_secret") else found

    def clean_mailbox(self):
        name, at, domain = self.cleaned_data["mailbox"].strip().rpartition("@")
        address = f"{name}{at}{domain.lower()}"
        if address and not MAILBOX.fullmatch(address):
            raise forms.ValidationError("Dit is geen e-mailadres. Een voorbeeld: info@organisatie.nl.")
        forms.EmailField(required=False).clean(address)
        return address

    def clean_phone(self):
        number = self.cleaned_data["phone"].strip()
        if number and not re.search(PHONE, number):
            raise forms.ValidationError(
                "Dit is geen algemeen telefoonnummer. Een voorbeeld: 070 123 45 67. Een 06-nummer kan niet."
            )
        return number


class DescriptionStepForm(StepForm):
    summary = textarea_field(
        "Korte samenvatting", "Twee of drie zinnen: wat doet een vrouw bij jullie, en wat heeft zij eraan?"
    )
    a2_sentence = text_field(
        "Eén zin voor haarzelf",
        "In heel gewone woorden, met je: wat doe je daar en wat brengt het? Hoogstens 15 woorden.",
        longest=200,
    )
    aim = textarea_field("Doel in jullie woorden", "Wat wil je met dit traject bereiken?", rows=3)
    goals = forms.MultipleChoiceField(
        label="Waaraan werken jullie?", choices=_capital(FIXED_GOALS), widget=forms.CheckboxSelectMultiple,
        help_text="Kies er minstens één, of schrijf er zelf een op. Klantmanagers zoeken met deze woorden.",
    )  # fmt: skip
    goals_own = LinesField(
        "Een ander doel", "In één of twee woorden, één op een regel.", longest=80, words=True, rows=2
    )
    working_method = textarea_field(
        "Werkwijze en activiteiten", "Wat gebeurt er, in welke volgorde en met wie?", rows=7
    )
    approaches = forms.MultipleChoiceField(
        label="Hoe doen jullie dat?", choices=_capital(FIXED_APPROACHES), widget=forms.CheckboxSelectMultiple
    )
    approaches_own = LinesField(
        "Op een andere manier", "In één of twee woorden, één op een regel.", longest=80, words=True, rows=2
    )
    phases = forms.MultipleChoiceField(
        label="Voor welk stuk van de weg naar werk is het?",
        choices=[(value, label.capitalize()) for value, label in labels.PHASES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    outcomes = forms.MultipleChoiceField(
        label="Waar leidt het naartoe?",
        choices=[(value, label.capitalize()) for value, label in labels.OUTCOMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    training_level = forms.ChoiceField(
        label="Leidt het op tot een niveau?", widget=forms.RadioSelect,
        choices=[("", "nee, of niet ingevuld"), *labels.TRAINING_LEVELS.items()],
    )  # fmt: skip
    groups = (
        ("", ("summary", "a2_sentence")),
        ("Doel", ("aim", "goals", "goals_own")),
        ("Werkwijze", ("working_method", "approaches", "approaches_own")),
        ("Weg naar werk", ("phases", "outcomes", "training_level")),
    )

    def clean_a2_sentence(self):
        sentence = self.cleaned_data["a2_sentence"].strip()
        if len(sentence.split()) > MOST_WORDS:
            raise forms.ValidationError(f"Deze zin is te lang. Gebruik hoogstens {MOST_WORDS} woorden.")
        return sentence


class AudienceStepForm(StepForm):
    target_groups = LinesField(
        "Doelgroep",
        "In je eigen woorden, bijvoorbeeld: moeders met jonge kinderen in de bijstand. Eén op een regel.",
        longest=200,
    )  # fmt: skip
    audience = forms.MultipleChoiceField(
        label="Wie doet er mee?", choices=_capital(labels.AUDIENCES), widget=forms.CheckboxSelectMultiple
    )
    groups = (("", ("target_groups", "audience")),)

    def build_fields(self):
        self.fields["audience"].choices = [
            (value, label.capitalize()) for value, label in labels.AUDIENCES.items()
        ]


class PracticalStepForm(StepForm):
    duration_text = text_field(
        "Hoe lang duurt het?", "Bijvoorbeeld: een half jaar, één dag per week.", longest=1000
    )
    duration_weeks_min = DutchNumberField("Weken, minstens")
    duration_weeks_max = DutchNumberField("Weken, hoogstens")
    hours_per_week_min = DutchNumberField("Uren per week, minstens", most=168)
    hours_per_week_max = DutchNumberField("Uren per week, hoogstens", most=168)
    sessions = WholeNumberField("Aantal bijeenkomsten")
    group = YesNoField("In een groep")
    individual = YesNoField("Een-op-een begeleiding")
    childcare = YesNoField("Is er kinderopvang bij?")
    aftercare = YesNoField("Is er nazorg?")
    language_lessons = YesNoField("Zit er taalles bij?")
    work_experience_place = YesNoField("Is er een werkervaringsplek?")
    benefit_kept = YesNoField("Kan het met behoud van uitkering?")
    costs_participant = text_field(
        "Kosten voor de deelneemster", "Bijvoorbeeld: geen, of € 15 voor het boek.", longest=1000
    )
    referral = text_field(
        "Hoe meldt iemand zich aan?", "Bijvoorbeeld: zelf bellen, of via de klantmanager.", longest=1000
    )
    start_moments = text_field(
        "Wanneer begint het?", "Bijvoorbeeld: elke eerste maandag van de maand.", longest=1000
    )
    places = WholeNumberField("Vrije plaatsen")
    as_of = DutchDateField("Peildatum", "Op welke dag klopte dit aantal?")
    days = forms.MultipleChoiceField(
        label="Op welke dagen is het?", widget=forms.CheckboxSelectMultiple, choices=_capital(labels.DAYS)
    )
    starts_on = DutchDateField("Eerstvolgende start", "De eerste dag waarop iemand kan beginnen.")
    full_until = DutchDateField("Vol tot", "Vul dit in als er nu geen plaats is.")
    paused = checkbox_field("Het traject staat nu op pauze")
    paused_until = DutchDateField("Op pauze tot", "Vul dit in als je weet wanneer het weer begint.")
    funding_until = DutchDateField(
        "Financiering zeker tot", "Zo weet een klantmanager of het straks nog loopt."
    )
    groups = (
        ("Hoe lang", (
            "duration_text", "duration_weeks_min", "duration_weeks_max", "hours_per_week_min",
            "hours_per_week_max", "days", "sessions",
        )),
        ("Wat erbij hoort", (
            "group", "individual", "childcare", "aftercare", "language_lessons", "work_experience_place",
            "benefit_kept",
        )),
        ("Meedoen", ("costs_participant", "referral", "start_moments", "starts_on")),
        ("Plaats en zekerheid", ("places", "as_of", "full_until", "paused", "paused_until", "funding_until")),
    )  # fmt: skip

    def clean(self):
        self.check_range("duration_weeks_min", "duration_weeks_max")
        self.check_range("hours_per_week_min", "hours_per_week_max")
        undated = not (self.cleaned_data.get("as_of") or "as_of" in self.errors)
        if undated and self.cleaned_data.get("places") is not None:
            self.add_error("as_of", "Vul in op welke dag dit aantal klopte.")
        return self.cleaned_data


def _about_nobody(text: str) -> str:
    """`text`, unless it gives a number, a mail address or a name of somebody."""
    if LONG_NUMBER.search(text) or PHONE_NUMBER.search(text) or MAIL_ADDRESS.search(text):
        raise forms.ValidationError("Haal het telefoonnummer of e-mailadres weg: dit is van een persoon.")
    if HER_NAME.search(text):
        raise forms.ValidationError("Haal haar naam weg. Niemand mag haar herkennen.")
    return text


class LinksField(LinesField):
    """Addresses of further pages, one to a line: the address, and behind it in words what is there."""

    def __init__(self, label: str, help_text: str = ""):
        super().__init__(label, help_text, longest=600)

    def clean(self, value):
        links = [line.partition(" ")[::2] for line in super().clean(value)]
        for address, words in links:
            forms.URLField(assume_scheme="https", max_length=400).clean(address)
            if not address.startswith(("http://", "https://")) or not words.strip():
                raise forms.ValidationError(f"“{address[:60]}”: zet eerst het adres en dan wat daar staat.")
        return [(address, words.strip()[:200]) for address, words in links]


class OtherStepForm(StepForm):
    other = textarea_field("Overige informatie", "Wat hoort een klantmanager nog te weten?", rows=5)
    handbook = YesNoField("Is er een handboek of lesmateriaal?")
    transferability = textarea_field(
        "Kan een andere gemeente het ook gebruiken?", "Wat is daarvoor nodig?", rows=3
    )
    cost_per_place = text_field("Kosten per plaats voor de gemeente", longest=1000)
    contract_here = text_field("Contract of subsidie", "Met welke gemeente is er een afspraak?", longest=1000)
    next_to = text_field("Waar gaat zij daarna heen?", "Bijvoorbeeld: een werkervaringsplek.", longest=1000)
    next_hands_over = text_field("Wie draagt haar over?", longest=1000)
    next_reports_back = text_field("Wie laat weten hoe het afliep?", longest=1000)
    participant_words = textarea_field(
        "Wat zegt een deelneemster erover?",
        "Zonder naam en zonder iets waaraan iemand haar herkent: geen leeftijd, land, kinderen of buurt. "
        "Haar woorden staan op de openbare pagina en gaan nooit mee in open data.",
        rows=2, longest=600,
    )  # fmt: skip
    participant_words_agreed = checkbox_field(
        "Zij weet dat dit op een openbare pagina komt, en vindt dat goed",
        "Bedenkt zij zich, haal haar woorden dan weg.",
    )
    links = LinksField(
        "Meer links", "Eén op een regel: eerst het adres, dan in woorden wat daar staat, zoals een handboek."
    )
    duty = text_field("Wat moet zij blijven doen?", longest=1000)
    price = text_field(
        "Wat kost dit recht haar?", "Bijvoorbeeld: het telt mee voor een maximum.", longest=1000
    )
    checked_on = DutchDateField("Gecontroleerd op")
    valid_until = DutchDateField("Geldig tot")
    groups = (
        ("", ("other",)),
        ("Daarna", ("next_to", "next_hands_over", "next_reports_back")),
        ("In haar eigen woorden", ("participant_words", "participant_words_agreed")),
        ("Ook goed om te weten", ("links",)),
        ("Voor gemeenten", ("handbook", "transferability", "cost_per_place", "contract_here")),
    )

    def build_fields(self):
        """The questions about a right are asked of a right alone."""
        if self.answers.get("kind") == Intervention.Kind.RIGHT:
            self.groups = (*self.groups, ("Recht", OF_A_RIGHT))
        else:
            for name in OF_A_RIGHT:
                del self.fields[name]

    def clean_participant_words(self):
        return _about_nobody(self.cleaned_data["participant_words"])

    def clean_next_to(self):
        return _about_nobody(self.cleaned_data["next_to"])

    def clean_next_hands_over(self):
        return _about_nobody(self.cleaned_data["next_hands_over"])

    def clean_next_reports_back(self):
        return _about_nobody(self.cleaned_data["next_reports_back"])

    def clean(self):
        words, agreed = (
            self.cleaned_data.get(name) for name in ("participant_words", "participant_words_agreed")
        )
        if words and not agreed:
            self.add_error(
                "participant_words_agreed",
                "Vraag haar of dit openbaar mag. Tot die tijd staat het er niet bij.",
            )
        more = [name for name in ("next_hands_over", "next_reports_back") if self.cleaned_data.get(name)]
        if more and not self.cleaned_data.get("next_to") and "next_to" not in self.errors:
            self.add_error("next_to", "Vul in waar zij daarna heen gaat.")
        return self.cleaned_data
