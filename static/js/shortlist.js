// Remembers a shortlist on this device: slugs of public items and nothing else. Without this script every link here
// works by itself; it only starts from an empty list.
(() => {
  const KEY = "trajectwijzer-lijst";
  const MOST = 30;
  const SLUG = /^[-\w]{1,120}$/;

  function kept() {
    try {
      const slugs = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(slugs) ? slugs.filter((slug) => typeof slug === "string" && SLUG.test(slug)).slice(0, MOST) : [];
    } catch {
      return [];
    }
  }
  function keep(slugs) {
    try {
      if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs));
      else localStorage.removeItem(KEY);
    } catch {
      // No room or no permission: the address of the list still works.
    }
    show();
  }
  const without = (slug) => kept().filter((one) => one !== slug);
  const query = (slugs) => slugs.map((slug) => `item=${slug}`).join("&");
  const same = (one, other) => one.length === other.length && one.every((slug) => other.includes(slug));
  function say(text) {
    const status = document.querySelector("[data-list-says]");
    if (status) status.textContent = text;
  }

  // The link in the header, and every "zet op lijst" on the page
  function show() {
    const slugs = kept();
    const link = document.querySelector("[data-my-list]");
    if (link) {
      link.hidden = slugs.length === 0;
      link.querySelector("[data-list-count]").textContent = slugs.length;
      link.href = `${link.dataset.myList}?${query(slugs)}`;
    }
    document.querySelectorAll("[data-list-toggle]").forEach((button) => {
      const on = slugs.includes(button.dataset.listToggle);
      button.querySelector("[data-list-label]").textContent = on ? "Haal van lijst" : "Zet op lijst";
      button.classList.toggle("list-link--on", on);
    });
  }
  function toggle(button) {
    const { listToggle: slug, listName: name } = button.dataset;
    const slugs = kept();
    if (slugs.includes(slug)) {
      keep(without(slug));
      say(`${name} is van je lijst gehaald.`);
    } else if (slugs.length >= MOST) {
      say(`Je lijst is vol: er passen ${MOST} interventies op.`);
    } else {
      keep([...slugs, slug]);
      say(`${name} staat op je lijst. Er staan er nu ${slugs.length + 1} op.`);
    }
  }
  // A link that goes to the list becomes a button that changes it in place.
  function enhance(root) {
    root.querySelectorAll("a[data-list-item]").forEach((link) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = link.className;
      button.dataset.listToggle = link.dataset.listItem;
      button.dataset.listName = link.dataset.listName;
      link.querySelector("[data-list-tab]")?.remove();
      button.append(...link.childNodes);
      button.addEventListener("click", () => toggle(button));
      link.replaceWith(button);
    });
    show();
  }

  // The page of a list
  function page() {
    const list = document.querySelector("[data-list-page]");
    if (!list) return;
    const words = (text) => text.split(" ").filter(Boolean);
    const here = words(list.dataset.listPage);
    const gone = words(list.dataset.listGone);
    if (kept().some((slug) => gone.includes(slug))) keep(kept().filter((slug) => !gone.includes(slug)));
    const mine = () => same(here, kept());

    const earlier = list.querySelector("[data-list-kept]");
    if (earlier && kept().length) {
      earlier.hidden = false;
      earlier.querySelector("a").search = query(kept());
    }
    const remember = list.querySelector("[data-list-remember]");
    if (remember) {
      remember.hidden = mine();
      remember.addEventListener("click", () => {
        keep(here);
        remember.hidden = true;
        list.querySelector("[data-list-status]").textContent = "Onthouden op dit apparaat.";
      });
    }
    list.addEventListener("click", (event) => {
      const link = event.target.closest("[data-list-remove], [data-list-add], [data-list-clear]");
      if (!link) return;
      if ("listClear" in link.dataset) keep([]);
      else if (link.dataset.listRemove) keep(without(link.dataset.listRemove));
      else if (mine() || !kept().length) keep([...here, link.dataset.listAdd]);
    });
  }

  function copying() {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      const field = document.getElementById(button.dataset.copy);
      const said = button.closest(".share").querySelector("[data-copied]");
      button.hidden = false;
      field.addEventListener("focus", () => field.select());
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(field.value);
          said.textContent = "Gekopieerd.";
        } catch {
          field.focus();
          said.textContent = "Het adres is geselecteerd. Kopieer het met Ctrl+C.";
        }
      });
    });
  }

  enhance(document);
  page();
  copying();
  document.addEventListener("htmx:load", (event) => enhance(event.target));
  window.addEventListener("pageshow", show);
  window.addEventListener("storage", show);
})();
