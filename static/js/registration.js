// Saves a step of the form while it is typed, and says so. Without this script the buttons do the same. What was
// typed stays in the page until the server has it; nothing is kept in the browser.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 1500;
  const AGAIN = 5000;
  const status = form.querySelector("[data-saved]");
  const seen = form.querySelector("[data-seen]");
  const complete = document.querySelector("[data-complete]");
  let timer = null;
  let dirty = false;
  let stopped = false;
  let running = null;
  let leaving = false;

  function say(text, link) {
    status.replaceChildren(document.createTextNode(text));
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = window.location.href;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.textContent = link;
    status.append(" ", anchor);
  }

  function typed() {
    const data = new FormData(form);
    form.querySelectorAll("[data-unsaved]").forEach((field) => data.delete(field.name));
    return data;
  }

  // After a login in another tab the page needs the new token of the session; the typed values stay.
  async function renew() {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok || new URL(answer.url).pathname !== window.location.pathname) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-autosave] input[name=csrfmiddlewaretoken]");
    if (!token) return false;
    form.querySelector("input[name=csrfmiddlewaretoken]").value = token.value;
    return true;
  }

  async function post(keepalive) {
    const answer = await fetch(form.action, {
      method: "POST",
      body: typed(),
      headers: { "X-Autosave": "1" },
      credentials: "same-origin",
      keepalive,
    });
    const json = (answer.headers.get("content-type") || "").includes("application/json");
    return json ? { status: answer.status, body: await answer.json() } : { status: answer.status, body: null };
  }

  function kept(body) {
    document.dispatchEvent(new Event("session:used"));
    seen.value = body.seen;
    if (complete) complete.textContent = body.complete;
    if (form.getAttribute("action") !== body.address) {
      form.action = body.address;
      window.history.replaceState(null, "", body.address);
    }
    say(`Bewaard om ${body.saved}`);
  }

  async function attempt(keepalive) {
    dirty = false;
    let answer = await post(keepalive);
    if (!answer.body && (await renew())) answer = await post(keepalive);
    if (!answer.body) {
      dirty = true;
      say("Je bent uitgelogd. Wat je typte staat hier nog.", "Log in op een nieuw tabblad, dan bewaren we het.");
      later(AGAIN);
    } else if (answer.status === 409) {
      stopped = true;
      say(answer.body.conflict);
    } else {
      kept(answer.body);
    }
  }

  function save(keepalive = false) {
    if (stopped || !dirty) return running || Promise.resolve();
    if (running) return running.then(() => save(keepalive));
    window.clearTimeout(timer);
    running = attempt(keepalive)
      .catch(() => {
        dirty = true;
        say("Geen verbinding: we bewaren zodra het kan.");
        later(AGAIN);
      })
      .finally(() => { running = null; });
    return running;
  }

  function later(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(), pause);
  }

  function changed(event) {
    if ("unsaved" in event.target.dataset) return;
    dirty = true;
    later(PAUSE);
  }

  // A secret address is not sent: the field goes away as soon as the box is ticked.
  const secret = form.querySelector("[name=address_secret]");
  const address = form.querySelector("[name=visiting_address]");
  function hideAddress() {
    if (!secret || !address) return;
    if (secret.checked) address.value = "";
    address.closest(".field").hidden = secret.checked;
  }

  form.addEventListener("input", (event) => { hideAddress(); changed(event); });
  form.addEventListener("focusout", (event) => {
    if (dirty && !(event.relatedTarget && event.relatedTarget.matches("button"))) later(0);
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !leaving) save(true);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving && !stopped) {
      save(true);
      event.preventDefault();
    }
  });
  // A button waits for the save that is under way, so that it starts from what was just kept.
  form.addEventListener("submit", (event) => {
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      running.finally(() => form.requestSubmit(button));
      return;
    }
    leaving = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  hideAddress();
  const faults = document.getElementById("fouten");
  if (faults) faults.focus();
})();
