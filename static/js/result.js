// After the ranking has moved, say so and keep the keyboard where it was. Nothing is kept in the browser.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "resultaat") return;
  const last = event.detail.requestConfig.triggeringEvent;
  const id = last && last.target && last.target.name;
  const value = last && last.target && last.target.value;
  const again = id && [...document.getElementsByName(id)].find((node) => node.value === value);
  if (again) again.focus({ preventScroll: true });
});
