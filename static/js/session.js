// Warns ten minutes before a session ends for lack of use, and lets it go on with one button.
// Without this script nothing typed is lost either: it waits behind the login page.
(() => {
  const box = document.querySelector("[data-session-seconds]");
  if (!box) return;
  const BEFORE = 10 * 60;
  const text = box.querySelector("[data-session-says]");
  const button = box.querySelector("button");
  // Another tab of the same browser uses the same session.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  let timer;

  function used() {
    if (tabs) tabs.postMessage("used");
    begin();
  }
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
    text.textContent = "Je bent uitgelogd. Typte je iets? Verstuur het gewoon: je logt in en gaat ermee verder.";
  }

  button.addEventListener("click", async () => {
    try {
      const answer = await fetch(box.dataset.sessionGoOn, { method: "HEAD", redirect: "manual" });
      if (answer.ok) used();
      else ended();
    } catch {
      text.textContent = "Geen verbinding. Probeer het zo nog eens.";
    }
  });
  for (const event of ["htmx:afterOnLoad", "session:used"]) document.addEventListener(event, used);
  if (tabs) tabs.addEventListener("message", begin);
  used();
})();
