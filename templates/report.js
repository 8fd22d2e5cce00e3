"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const texts = one("texts").dataset;
  const chart = one("chart");

  // One vehicle alone, or all of them.
  let chosen = null;
  const buttons = all(".choose");
  const choose = (vehicle) => {
    chosen = vehicle === chosen ? null : vehicle;
    document.body.classList.toggle("isolated", chosen !== null);
    all("[data-vehicle]").forEach((it) => it.classList.toggle("chosen", it.dataset.vehicle === chosen));
    buttons.forEach((it) => it.setAttribute("aria-pressed", String(it.dataset.vehicle === chosen)));
    if (one("all")) one("all").disabled = chosen === null;
    const button = buttons.find((it) => it.dataset.vehicle === chosen);
    one("said").textContent = button ? `${texts.only} ${button.querySelector("strong").textContent}` : texts.all;
    filter();
    draw();
  };
  buttons.forEach((it) => it.addEventListener("click", () => choose(it.dataset.vehicle)));
  all(".route, .stop, .lane .name").forEach((it) =>
    it.addEventListener("click", () => moved || choose(it.closest("[data-vehicle]").dataset.vehicle)));
  if (one("all")) one("all").addEventListener("click", () => choose(chosen));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== null) choose(chosen);
  });

  // The table of citizens: sorted by any column, searched in all.
  const table = one("citizens");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, text: row.textContent.toLocaleLowerCase() }));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  const filter = () => {
    const words = one("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = (chosen === null || row.dataset.vehicle === chosen) && words.every((word) => text.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    one("count").textContent = `${shown} ${one("count").dataset.of}`;
  };
  one("search").addEventListener("input", filter);
  all(".sort").forEach((button, column) => button.addEventListener("click", () => {
    const head = button.parentElement;
    const down = head.getAttribute("aria-sort") === "ascending";
    all("#citizens th[aria-sort]").forEach((it) => it.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1;
    rows.sort((a, b) => sign * collator.compare(value(a.row, column), value(b.row, column)));
    body.append(...rows.map(({ row }) => row));
  }));

  // The map: nearer, further, moved.
  const stops = all(".stop:not(.at-centre)").length;
  const width = chart.viewBox.baseVal.width;
  const height = chart.viewBox.baseVal.height;
  let view = { x: 0, y: 0, zoom: 1 };
  let moved = false;
  const draw = () => {
    const most = (room) => room - room / view.zoom;
    view.x = Math.min(Math.max(view.x, 0), most(width));
    view.y = Math.min(Math.max(view.y, 0), most(height));
    chart.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.zoom} ${height / view.zoom}`);
    const box = chart.getBoundingClientRect();
    const pixels = Math.min(box.width / width, box.height / height) || 1;
    chart.style.setProperty("--unit", 1 / (view.zoom * pixels));
    chart.classList.toggle("zoomed", view.zoom > 1);
    // Labels that would cover each other are left out until there is room: 600 square pixels each.
    const room = width * height * (view.zoom * pixels) ** 2;
    chart.classList.toggle("crowded", chosen === null && stops * 600 > room / 5);
  };
  // Zooms by a factor and leaves the point at these shares of the map where it is.
  const zoom = (factor, x = 0.5, y = 0.5) => {
    const next = Math.min(Math.max(view.zoom * factor, 1), 16);
    view.x += x * width * (1 / view.zoom - 1 / next);
    view.y += y * height * (1 / view.zoom - 1 / next);
    view.zoom = next;
    draw();
  };
  one("zoom-in").addEventListener("click", () => zoom(1.6));
  one("zoom-out").addEventListener("click", () => zoom(1 / 1.6));
  one("zoom-reset").addEventListener("click", () => { view = { x: 0, y: 0, zoom: 1 }; draw(); });
  // A plain wheel scrolls the page, as anywhere.
  chart.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = chart.getBoundingClientRect();
    const share = (at, from, room) => (at - from) / room;
    zoom(event.deltaY < 0 ? 1.25 : 0.8, share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height));
  }, { passive: false });
  let grip = null;
  chart.addEventListener("pointerdown", (event) => { grip = { x: event.clientX, y: event.clientY }; moved = false; });
  window.addEventListener("pointermove", (event) => {
    if (!grip || view.zoom === 1) return;
    const pixel = width / view.zoom / chart.getBoundingClientRect().width;
    const [x, y] = [event.clientX - grip.x, event.clientY - grip.y];
    if (!moved && Math.hypot(x, y) < 4) return;
    moved = true;
    view.x -= x * pixel;
    view.y -= y * pixel;
    grip = { x: event.clientX, y: event.clientY };
    draw();
  });
  window.addEventListener("pointerup", () => { grip = null; setTimeout(() => { moved = false; }); });
  new ResizeObserver(draw).observe(chart);
  draw();
})();
