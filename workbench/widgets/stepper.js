// First, previous, next, last: four buttons, and the same on the keyboard while the bar has the focus.
const KEYS = { ArrowLeft: "previous", ArrowUp: "previous", ArrowRight: "next", ArrowDown: "next", Home: "first", End: "last" };
const BUTTONS = [["first", "|◀", "First fix (Home)"], ["previous", "◀", "Previous fix (left arrow)"],
  ["next", "▶", "Next fix (right arrow)"], ["last", "▶|", "Last fix (End)"]];

function render({ model, el }) {
  const bar = document.createElement("div");
  bar.className = "wb-stepper";
  bar.tabIndex = 0;
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Step through the fixes: arrow keys, Home and End");
  const send = (action) => model.send({ action });
  for (const [action, sign, words] of BUTTONS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.dataset.action = action;
    button.addEventListener("click", () => send(action));
    bar.appendChild(button);
  }
  const said = document.createElement("span");
  said.className = "wb-heard"; // for screen readers; the card beside it shows the same to the eye
  said.setAttribute("aria-live", "polite");
  bar.appendChild(said);
  const write = () => { said.textContent = model.get("words"); };
  model.on("change:words", write);
  write();
  bar.addEventListener("keydown", (event) => {
    const action = KEYS[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    send(action);
  });
  const heed = (message) => { if (message.focus) bar.focus({ preventScroll: true }); };
  model.on("msg:custom", heed);
  el.appendChild(bar);
  queueMicrotask(() => { // Leaflet leaves its drawing without a name
    const desk = el.closest(".wb-show");
    const map = desk?.querySelector(".leaflet-container");
    map?.setAttribute("role", "application");
    map?.setAttribute("aria-label", "Map of the fixes; arrow keys move it, plus and minus zoom. The table below lists the same.");
  });
  return () => { model.off("change:words", write); model.off("msg:custom", heed); };
}
export default { render };
