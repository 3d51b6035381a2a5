// Bars over local hours. Labels and bars come in one value and are drawn in one go, so no order of messages can part them.
// A drag narrows the window, a click beside it shows all again; arrow keys move its start, with Shift its end, Escape lets it go.
const NS = "http://www.w3.org/2000/svg";
const LEFT = 46, RIGHT = 14, TOP = 6, ROW = 20, BAR = 14, AXIS = 22, LETTER = 6.3, LEAST_PX = 4, STEP = 1 / 48;

function make(kind, attributes, words) {
  const node = document.createElementNS(NS, kind);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (words !== undefined) node.textContent = words;
  return node;
}

function labelled(picture, at, right) { // labels that would touch are left out; those at an edge are moved inwards
  const shown = [];
  let free = LEFT;
  for (const [minute, words] of picture.ticks) {
    const wide = words.length * LETTER, x = Math.min(Math.max(at(minute), LEFT + wide / 2), right - wide / 2);
    if (x - wide / 2 < free) continue;
    free = x + wide / 2 + 10;
    shown.push([minute, words, x]);
  }
  return shown;
}

function render({ model, el }) {
  const svg = make("svg", { class: "wb-timeline", role: "slider", tabindex: 0 });
  el.appendChild(svg);
  let width = 0, dragged = null;
  const minutes = () => Math.max(model.get("picture").minutes ?? 1, 1e-9);
  const right = () => Math.max(width - RIGHT, LEFT + 1);
  const at = (minute) => LEFT + (minute / minutes()) * (right() - LEFT);
  const minute = (x) => Math.min(Math.max((x - LEFT) / (right() - LEFT), 0), 1) * minutes();

  const draw = () => {
    const picture = model.get("picture"), rows = picture.rows ?? [];
    if (!rows.length || width < LEFT + RIGHT + 20) return;
    const bottom = TOP + rows.length * ROW, height = bottom + AXIS;
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren();
    const hatch = make("pattern", { id: "wb-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    hatch.appendChild(make("rect", { width: 2, height: 5, class: "wb-hatch" }));
    const kept = make("defs", {});
    kept.appendChild(hatch);
    svg.appendChild(kept);
    rows.forEach((row, i) => {
      const y = TOP + i * ROW, g = make("g", { class: `wb-row wb-row-${row.name}` });
      g.appendChild(make("text", { x: LEFT - 6, y: y + BAR - 2, "text-anchor": "end" }, row.name));
      for (const [a, b] of row.bars) {
        const box = { x: at(a).toFixed(2), y, width: Math.max(at(b) - at(a), 1).toFixed(2), height: BAR };
        if (row.mark === "hatch") g.appendChild(make("rect", { ...box, fill: "url(#wb-hatch)", class: "wb-silent" }));
        else g.appendChild(make("rect", { ...box, fill: row.colour }));
      }
      svg.appendChild(g);
    });
    const axis = make("g", { class: "wb-hours" });
    axis.appendChild(make("line", { x1: LEFT, x2: right(), y1: bottom, y2: bottom }));
    for (const [m, words, x] of labelled(picture, at, right())) {
      axis.appendChild(make("line", { x1: at(m), x2: at(m), y1: bottom, y2: bottom + 4, "data-minute": m }));
      axis.appendChild(make("text", { x, y: bottom + 16, "text-anchor": "middle", "data-minute": m }, words));
    }
    svg.appendChild(axis);
    const span = dragged ?? model.get("span");
    if (span && span.length === 2) {
      const [a, b] = [...span].sort((p, q) => p - q);
      svg.appendChild(make("rect", { class: "wb-span", x: at(a), y: 1, width: Math.max(at(b) - at(a), 1), height: bottom - 1 }));
    }
    const now = model.get("now");
    if (now !== null) svg.appendChild(make("line", { class: "wb-now", x1: at(now), x2: at(now), y1: 1, y2: bottom }));
    svg.setAttribute("aria-label", `Timeline, ${picture.words}. Arrow keys move the start of the window, with Shift its end; Escape shows all.`);
    svg.setAttribute("aria-valuemin", 0);
    svg.setAttribute("aria-valuemax", minutes());
    svg.setAttribute("aria-valuenow", (span ?? [0])[0]);
    svg.setAttribute("aria-valuetext", model.get("words"));
  };

  const choose = (span) => { model.set("span", span); model.save_changes(); draw(); };
  const where = (event) => event.clientX - svg.getBoundingClientRect().left;
  let from = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = where(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (from === null || Math.abs(where(event) - from) < LEAST_PX) return;
    dragged = [minute(Math.min(from, where(event))), minute(Math.max(from, where(event)))];
    draw();
  });
  svg.addEventListener("pointerup", () => {
    if (from === null) return;
    const span = dragged;
    from = dragged = null;
    choose(span);
  });
  svg.addEventListener("pointercancel", () => { from = dragged = null; draw(); });
  svg.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key], all = minutes();
    if ((!way && event.key !== "Escape") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!way) { choose(null); return; }
    const [a, b] = model.get("span") ?? [0, all], by = way * all * STEP;
    const to = event.shiftKey ? [a, Math.min(b + by, all)] : [Math.max(a + by, 0), b];
    if (to[1] - to[0] >= all * STEP / 2) choose(to[0] <= 0 && to[1] >= all ? null : to);
  });
  const seen = new ResizeObserver(() => {
    const now = el.clientWidth;
    if (Math.abs(now - width) >= 1) { width = now; draw(); }
  });
  seen.observe(el);
  model.on("change:picture change:span change:now change:words", draw);
  return () => { seen.disconnect(); model.off("change:picture change:span change:now change:words", draw); };
}
export default { render };
