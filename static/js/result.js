// When the ranking moves, what was opened stays open, what was ticked to take along stays ticked, and the keyboard
// stays where it was. Nothing is kept in the browser.
(() => {
  let open = [];
  let taken = null;

  const nameOf = (details) => {
    const owner = details.closest("[aria-labelledby]");
    const words = details.querySelector("summary").textContent.replace(/\d+/g, "").trim();
    return `${owner ? owner.getAttribute("aria-labelledby") : ""}|${words}`;
  };

  document.addEventListener("change", (event) => {
    if (event.target.name === "item") {
      taken = [...document.querySelectorAll("input[name=item]:checked")].map((tick) => tick.value);
    }
  });
  // A sheet of nothing, or of too much, is refused here already: the page that says so makes her go back.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#meenemen [type=submit]")) return;
    const ticks = [...document.querySelectorAll("#meenemen input[name=item]")];
    const chosen = ticks.filter((tick) => tick.checked).length;
    const most = Number(document.getElementById("meenemen").dataset.most);
    let fault = chosen ? "" : "Kies eerst wat op het blad moet.";
    if (chosen > most) fault = "Dat zijn er te veel voor één blad. Haal er een weg.";
    ticks[0].setCustomValidity(fault);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id !== "resultaat") return;
    open = [...document.querySelectorAll("#resultaat details[open]")].map(nameOf);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "resultaat") return;
    document.querySelectorAll("#resultaat details").forEach((details) => {
      if (open.includes(nameOf(details))) details.open = true;
    });
    if (taken) {
      document.querySelectorAll("input[name=item]").forEach((tick) => { tick.checked = taken.includes(tick.value); });
    }
    const cause = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    const was = cause && cause.target;
    const again = was && was.name && [...document.getElementsByName(was.name)].find((node) => node.value === was.value);
    if (again) again.focus({ preventScroll: true });
  });
})();
