// A square of cells: arrow keys, Home and End move, Enter, Space or a click chooses. One stop for the Tab key, as grids have.
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function render({ model, el }) {
  const box = document.createElement("div");
  el.appendChild(box);
  const cell = (at) => box.querySelector(`[data-at="${at}"]`);
  const draw = () => { box.innerHTML = model.get("content"); mark(); };
  const mark = () => {
    box.querySelectorAll('[aria-selected="true"]').forEach((old) => old.setAttribute("aria-selected", "false"));
    cell(model.get("picked"))?.setAttribute("aria-selected", "true");
  };
  const go = (to) => {
    if (!to) return;
    box.querySelectorAll('[tabindex="0"][data-at]').forEach((old) => { old.tabIndex = -1; });
    to.tabIndex = 0;
    to.focus();
  };
  const choose = (from) => {
    if (!from || from.getAttribute("aria-disabled") === "true") return;
    const [row, column] = from.dataset.at.split(",").map(Number);
    model.send({ row, column });
  };
  box.addEventListener("click", (event) => {
    const from = event.target.closest("[data-at]");
    go(from);
    choose(from);
  });
  box.addEventListener("keydown", (event) => {
    const from = event.target.closest?.("[data-at]");
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = from.dataset.at.split(",").map(Number), line = [...from.parentElement.querySelectorAll("[data-at]")];
    if (MOVES[event.key]) go(cell(`${row + MOVES[event.key][0]},${column + MOVES[event.key][1]}`));
    else if (event.key === "Home") go(line[0]);
    else if (event.key === "End") go(line[line.length - 1]);
    else if (event.key === "Enter" || event.key === " ") choose(from);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  model.on("change:content", draw);
  model.on("change:picked", mark);
  draw();
  return () => { model.off("change:content", draw); model.off("change:picked", mark); };
}
export default { render };
