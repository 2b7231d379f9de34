// Warns ten minutes before a session ends for lack of use, and lets it go on with one button.
// Without this script nothing typed is lost either: it waits behind the login page.
(() => {
  const box = document.querySelector("[data-session-seconds]");
  if (!box) return;
  const BEFORE = 10 * 60;
  const text = box.querySelector("[data-session-says]");
  const button = box.querySelector("button");
  let timer;

  function begin() {
    box.hidden = true;
    text.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(warn, (Number(box.dataset.sessionSeconds) - BEFORE) * 1000);
  }
  function warn() {
    box.hidden = false;
    button.hidden = false;
    text.textContent = "Over tien minuten word je uitgelogd, omdat je een tijd niets hebt gedaan.";
    timer = setTimeout(ended, BEFORE * 1000);
  }
  function ended() {
    clearTimeout(timer);
    box.hidden = false;
    button.hidden = true;
    text.textContent = "Je bent uitgelogd. Wat je hier typte, bewaar je door het te versturen en daarna in te loggen.";
  }

  button.addEventListener("click", async () => {
    try {
      const answer = await fetch(box.dataset.sessionGoOn, { method: "HEAD", redirect: "manual" });
      if (answer.ok) begin();
      else ended();
    } catch {
      text.textContent = "Geen verbinding. Probeer het zo nog eens.";
    }
  });
  for (const used of ["htmx:afterOnLoad", "session:used"]) document.addEventListener(used, begin);
  begin();
})();
