"""What a phone number and a mail address look like in a text."""

import re

#: Ten digits of a Dutch number, in whatever groups, or the same with the code of the country.
PHONE = re.compile(r"(?<![\w/.-])(?:\+31|0031|0)(?:[\s().-]{0,3}\d){9,10}(?!\d)")
#: A mail address; the lengths bound the work on a long text.
MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
#: Nine digits or more, as phone numbers of any country and citizens' numbers have them.
LONG_NUMBER = re.compile(r"(?:\+|00)?\d(?:[\s./()-]{0,3}\d){8,}")
#: Beginnings of a mailbox that more than one person reads.
SHARED_MAILBOX = re.compile(
    r"^(?:info|contact|post|mail|secretariaat|aanmeld\w*|administratie|office|bureau|team|welkom|receptie|balie"
    r"|algemeen|hallo|vragen|project\w*|stichting\w*|vrijwilligers?\w*|werk\w*|communicatie|kantoor)\b",
    re.I,
)
#: Beginnings of a mailbox that look like the name of one person.
PERSONAL_MAILBOX = re.compile(
    r"^(?:[a-z]\.)+[a-z]{2,}|^[a-z]{2,}[._](?:van|de|der|den|ten|ter|[a-z]{2,})[a-z._]*$", re.I
)
#: Where somebody says her name, or is given one ("Fatima (34)").
HER_NAME = re.compile(
    r"\b(?:[Ii]k heet|[Mm]ijn naam is|[Ii]k ben|[Mm]evrouw|[Mm]w\.?)\s+[A-Z]"
    r"|\b[A-Z][a-z]+ \(\d{2}(?: jaar)?\)"
)
