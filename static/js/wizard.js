// The questions as four steps, a search through the barriers and a list of what is chosen. Without this script
// the same form stands on one page and works the same. Nothing is kept in the browser.
(() => {
  const form = document.getElementById("profiel");
  if (!form) return;
  const blocks = [...form.querySelectorAll("[data-step]")];
  const steps = form.querySelector("[data-steps]");
  const links = [...steps.querySelectorAll("a")];
  let current = 0;

  function show(index, focus) {
    current = Math.max(0, Math.min(index, blocks.length - 1));
    blocks.forEach((block, place) => { block.hidden = place !== current; });
    links.forEach((link, place) => {
      if (place === current) link.parentElement.setAttribute("aria-current", "step");
      else link.parentElement.removeAttribute("aria-current");
    });
    if (focus) {
      blocks[current].querySelector("h2").focus();
      steps.scrollIntoView({ block: "start" });
    }
  }

  function button(text, kind, step) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = `utrecht-button ${kind}`;
    node.textContent = text;
    node.addEventListener("click", () => show(current + step, true));
    return node;
  }

  blocks.forEach((block, place) => {
    const row = document.createElement("div");
    row.className = "cluster wizard__buttons";
    if (place > 0) row.append(button("Vorige", "utrecht-button--subtle", -1));
    if (place < blocks.length - 1) row.append(button("Volgende", "utrecht-button--primary-action", 1));
    block.append(row);
  });
  links.forEach((link, place) => link.addEventListener("click", (event) => {
    event.preventDefault();
    show(place, true);
  }));
  steps.hidden = false;
  form.querySelector("[data-summary]").hidden = false;
  const wrong = blocks.findIndex((block) => block.querySelector(".field--invalid"));
  const anyFault = document.getElementById("fouten");
  show(wrong >= 0 ? wrong : anyFault ? 2 : 0, false);
  if (anyFault) anyFault.focus();
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=submit])")) return;
    if (current < blocks.length - 1) {
      event.preventDefault();
      if (event.target.type !== "search") show(current + 1, true);
    }
  });
  document.querySelectorAll("#fouten a").forEach((link) => link.addEventListener("click", () => {
    const target = document.querySelector(link.getAttribute("href"));
    const place = blocks.findIndex((block) => block.contains(target));
    if (place >= 0) show(place, false);
  }));

  // What is chosen
  const chosen = form.querySelector("[data-chosen]");
  const nothing = form.querySelector("[data-nothing]");
  const count = form.querySelector("[data-count]");
  const hide = form.querySelector("[data-hide-sensitive]");
  const hideTick = hide.querySelector("input");
  function summary() {
    chosen.replaceChildren();
    form.querySelectorAll("[data-suggestion]").forEach((twin) => {
      twin.checked = document.getElementById(`b-${twin.value}`).checked;
    });
    form.querySelectorAll("input[name=belemmering]:checked:not([data-suggestion])").forEach((tick) => {
      if (hideTick.checked && "sensitive" in tick.dataset) return;
      const label = form.querySelector(`label[for="${tick.id}"]`).textContent;
      const severity = form.querySelector(`input[name="ernst-${tick.value}"]:checked`);
      const row = document.createElement("li");
      row.textContent = label;
      if (severity) {
        const word = document.createElement("span");
        word.className = "muted small";
        word.textContent = ` ${severity.nextElementSibling.textContent}`;
        row.append(word);
      }
      chosen.append(row);
    });
    nothing.hidden = chosen.children.length > 0;
    count.textContent = chosen.children.length;
    form.classList.toggle("hides-sensitive", hideTick.checked);
  }
  form.addEventListener("change", (event) => {
    if ("suggestion" in event.target.dataset) {
      document.getElementById(`b-${event.target.value}`).checked = event.target.checked;
    }
    // What comes first with her is something that she wants.
    const wish = event.target.name === "main_wish" && form.querySelector(`[name=wishes][value="${event.target.value}"]`);
    if (wish) wish.checked = true;
    summary();
  });
  document.addEventListener("htmx:afterSwap", summary);
  window.addEventListener("pageshow", summary);
  summary();

  // Search through the barriers, the ones that are never listed included
  const tools = form.querySelector("[data-barrier-search]");
  const search = tools.querySelector("input");
  const status = tools.querySelector("[role=status]");
  const choices = [...form.querySelectorAll(".choice")];
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  // Every barrier is something that lacks: who types "weinig Nederlands" finds what is called "beperkt".
  const LACKING = new Set(["weinig", "geen", "niet", "slecht", "te", "een", "heeft", "beperkt", "beperkte"]);
  // A short word counts where a word begins: "taal" is not in "betaald".
  const has = (text, word) => (
    word.length < 5 ? text.split(/[^a-z0-9]+/).some((one) => one.startsWith(word)) : text.includes(word)
  );
  function choosing(words) {
    let found = 0;
    choices.forEach((choice) => {
      const text = fold(choice.dataset.search);
      const fits = words.every((word) => has(text, word));
      choice.hidden = !fits;
      if (fits) found += 1;
    });
    return found;
  }
  tools.hidden = false;
  search.addEventListener("input", () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let found = choosing(words);
    if (!found) found = choosing(words.filter((word) => !LACKING.has(word)));
    const suggestions = document.getElementById("suggesties");
    if (suggestions) suggestions.hidden = words.length > 0;
    form.querySelectorAll(".barrier-level").forEach((level) => {
      const any = [...level.querySelectorAll(".choice")].some((choice) => !choice.hidden);
      level.hidden = words.length > 0 && !any;
      if (words.length) level.open = any;
    });
    status.textContent = words.length ? (found ? `${found} gevonden` : "Niets gevonden. Probeer een ander woord.") : "";
  });
})();
