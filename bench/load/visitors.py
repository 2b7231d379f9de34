"""Visitors that do not think: each asks the next page as soon as it has the last one."""

import http.client
import itertools
import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from tests.audit.site import Site

WORDS = ("taal", "kinderopvang", "alleenstaande moeder", "sollicitren", "nugger", "werkervaring", "schulden")
PLACES = ("Groningen", "Tilburg", "Den Haag", "Zoetermeer", "Rotterdam")
GOALS = ("empowerment", "taal", "motivatie", "werkervaring")
ITEMS = ("jasmijn-werkt", "vrouw-in-actie", "durven-doen", "single-supermom-werkt", "toolkit-empowerment")
BARRIERS = (
    "zorg-voor-kinderen", "weinig-zelfvertrouwen", "mantelzorg", "reisafstand", "laaggeletterdheid",
    "financiele-problemen", "klein-netwerk", "discriminatie", "weinig-werkervaring",
)  # fmt: skip
#: Of every twenty requests.
MIX = {"voorpagina": 1, "lijst": 4, "zoeken": 5, "interventie": 5, "match": 4, "opslaan": 1}
STEP = re.compile(r"/organisaties/stichting-amber/trajecten/\d+/stap/wat/")
#: Seconds after which a visitor gives up.
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `at` and `took` in seconds, `status` 0 when there was no answer."""

    kind: str
    at: float
    took: float
    status: int


@dataclass(slots=True)
class Visitor:
    """Comes from an address of its own on this machine; `account` is the session of amina, or empty."""

    site: Site
    number: int
    account: str = ""
    asked: list[Asked] = field(default_factory=list)
    #: What the draft was last known to hold, and what was sent after that without an answer.
    kept: str = ""
    sent: str = ""
    _cookies: dict[str, str] = field(default_factory=dict)
    _forms: dict[str, dict[str, str]] = field(default_factory=dict)
    _chance: random.Random = field(default_factory=random.Random)

    def visit(self, until: float) -> None:
        self._chance.seed(self.number)
        if self.account:
            self._cookies["sessionid"] = self.account
        kinds = [kind for kind, many in MIX.items() if kind != "opslaan" for _ in range(many)]
        for turn in itertools.count():
            if time.monotonic() > until:
                return
            kind = "opslaan" if self.account and turn % 3 == 0 else self._chance.choice(kinds)
            self._measure(kind)

    def _measure(self, kind: str) -> None:
        begun = time.monotonic()
        try:
            status = getattr(self, f"_{kind}")()
        except (OSError, http.client.HTTPException, KeyError):
            status = 0
            time.sleep(0.1)
        self.asked.append(Asked(kind, begun, time.monotonic() - begun, status))

    def _voorpagina(self) -> int:
        return self._ask("GET", "/")[0]

    def _lijst(self) -> int:
        chosen = {"doel": self._chance.choice(GOALS), "gemeente": self._chance.choice(PLACES)}
        return self._ask("GET", f"/interventies/?{urlencode(chosen)}")[0]

    def _zoeken(self) -> int:
        words = " ".join(self._chance.sample(WORDS, self._chance.randint(1, 2)))
        return self._ask("GET", f"/interventies/?q={quote(words)}")[0]

    def _interventie(self) -> int:
        return self._ask("GET", f"/interventies/{self._chance.choice(ITEMS)}/")[0]

    def _match(self) -> int:
        form = self._form("/matching/")
        barriers = self._chance.sample(BARRIERS, 4)
        answers = [("belemmering", each) for each in barriers]
        answers += [(f"ernst-{each}", self._chance.choice("123")) for each in barriers]
        answers += [("gender", "vrouw"), ("age", str(self._chance.randint(20, 60)))]
        answers += [("municipality", self._chance.choice(PLACES)), *form.items()]
        return self._ask("POST", "/matching/resultaat/", answers)[0]

    def _opslaan(self) -> int:
        """Saves a step of the draft, as the page does while somebody types."""
        step = self._site_step()
        form = self._form(step)
        if not self.sent:
            self.sent = f"Opgeslagen {len(self.asked)} keer."
        sent = self.sent
        status, text = self._ask("POST", step, [*form.items(), ("summary", sent)], {"X-Autosave": "1"})
        if status == 200 and (answer := json.loads(text)).get("saved"):
            form["seen"] = answer["seen"]
            self.kept, self.sent = sent, ""
        else:
            del self._forms[step]  # somebody or something came between: read the page anew
        return status

    def _site_step(self) -> str:
        if "step" not in self._forms:
            _, text = self._ask("GET", "/organisaties/stichting-amber/")
            first = re.search(r"/organisaties/stichting-amber/trajecten/(\d+)/", text)
            if first is None:
                raise KeyError("no draft")
            self._forms["step"] = {"address": f"{first[0]}stap/wat/"}
        return self._forms["step"]["address"]

    def _form(self, address: str) -> dict[str, str]:
        """The hidden fields of the form at `address`, asked for once."""
        if address not in self._forms:
            _, text = self._ask("GET", address)
            form = text.partition("data-autosave>" if "stap" in address else 'action="/matching/resultaat/"')[
                2
            ]
            names = ("csrfmiddlewaretoken", "seen")
            found = {name: re.search(f'name="{name}" value="([^"]*)"', form) for name in names}
            self._forms[address] = {name: match[1] for name, match in found.items() if match}
            if "csrfmiddlewaretoken" not in self._forms[address]:
                del self._forms[address]
                raise KeyError(address)
        return self._forms[address]

    def _ask(
        self,
        method: str,
        address: str,
        answers: list[tuple[str, str]] | None = None,
        more: dict | None = None,
    ) -> tuple[int, str]:
        host, _, port = self.site.address.removeprefix("http://").partition(":")
        line = http.client.HTTPConnection(
            host, int(port), timeout=PATIENCE, source_address=(f"127.0.1.{self.number + 1}", 0)
        )
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"Accept-Encoding": "identity"} | (more or {})
        body = None
        if answers is not None:
            body = urlencode(answers)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.site.address}
        try:
            line.request(method, address, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text


def together(visitors: list[Visitor], seconds: float) -> list[Asked]:
    """All of them at once for `seconds`; what they asked, in order of time."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=each.visit, args=(until,)) for each in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted((one for each in visitors for one in each.asked), key=lambda one: one.at)
