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
  all(".route, .lane .name").forEach((it) =>
    it.addEventListener("click", () => moved || choose(it.closest("[data-vehicle]").dataset.vehicle)));
  if (one("all")) one("all").addEventListener("click", () => choose(chosen));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    find("");
    if (chosen !== null) choose(chosen);
  });

  // One place: who is fetched and set down there.
  const places = one("places");
  const find = (place) => {
    places.value = place;
    all(".stop").forEach((it) => it.classList.toggle("found", it.dataset.place === place));
    const found = chart.querySelector(".stop.found");
    const lines = found ? found.querySelector("title").textContent.split("\n") : [];
    one("calls").replaceChildren(...lines.slice(1).map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
    if (!found) return;
    found.parentElement.insertBefore(found, chart.querySelector(".scale"));
    const { e, f } = found.transform.baseVal.consolidate().matrix;
    view.x = e - width / view.zoom / 2;
    view.y = f - height / view.zoom / 2;
    draw();
  };
  places.addEventListener("change", () => find(places.value));
  all(".stop").forEach((it) => it.addEventListener("click", () => moved || find(it.dataset.place)));

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

  // The map: nearer, further, moved, with tags that do not cover each other.
  const marks = all(".stop").map((it) => {
    const { e: x, f: y } = it.transform.baseVal.consolidate().matrix;
    return { it, x, y, tags: [...it.querySelectorAll(".tag")], label: it.querySelector(".label"), leader: it.querySelector(".leader") };
  });
  const signs = all(".centre, .depot").map((it) => {
    const { e: x, f: y } = it.transform.baseVal.consolidate().matrix;
    const names = [...it.querySelectorAll("text")];
    return { x, y, names, wide: Math.max(16, 4 + (names[0]?.getComputedTextLength() ?? 0)), high: it.matches(".centre") ? 38 : 18 };
  });
  const width = chart.viewBox.baseVal.width;
  const height = chart.viewBox.baseVal.height;
  let view = { x: 0, y: 0, zoom: 1 };
  let moved = false;
  // The room that paper has, in pixels, while the page is printed: 186 by 170 mm.
  let paper = null;
  const draw = () => {
    const most = (room) => room - room / view.zoom;
    view.x = Math.min(Math.max(view.x, 0), most(width));
    view.y = Math.min(Math.max(view.y, 0), most(height));
    chart.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.zoom} ${height / view.zoom}`);
    const box = paper ?? chart.getBoundingClientRect();
    const pixels = Math.min(box.width / width, box.height / height) || 1;
    chart.style.setProperty("--unit", 1 / (view.zoom * pixels));
    chart.classList.toggle("zoomed", view.zoom > 1);
    layOut(view.zoom * pixels, box.width > 600 ? 5 : 3);
  };
  // Tags go where they cover neither each other nor a mark: beside their point, or further off with a
  // line to it. A place whose tags find no room within so many rings is left without.
  const layOut = (scale, rings) => {
    const taken = [];
    const free = (box) => taken.every((it) => it.right <= box.left || it.left >= box.right || it.bottom <= box.top || it.top >= box.bottom);
    const around = (x, y, wide, high) => ({ left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 });
    const [left, top] = [view.x * scale, view.y * scale];
    const [right, bottom] = [left + (width / view.zoom) * scale, top + (height / view.zoom) * scale];
    const isInside = (box) => box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
    // Below the buttons nothing can be read.
    if (!paper) taken.push({ left: right - 56, right, top, bottom: top + 148 });
    signs.forEach(({ x, y, names, wide, high }) => {
      // The name of what lies at the edge goes inwards.
      const at = x * scale;
      const inwards = Math.max(left + wide / 2 - at, Math.min(0, right - wide / 2 - at));
      const aside = at >= left && at <= right ? inwards : 0;
      names.forEach((it) => it.setAttribute("x", aside));
      taken.push(around(at + aside, y * scale + (high > 20 ? 9 : 0), wide, high));
    });
    const shown = [];
    for (const mark of marks) {
      const tags = chosen === null ? mark.tags : mark.tags.filter((it) => it.dataset.vehicle === chosen);
      mark.it.classList.toggle("off", tags.length === 0);
      if (tags.length === 0 || (chosen === null && mark.it.matches(".at-centre"))) continue;
      const widths = tags.map((it) => Number(it.dataset.width));
      const rows = [];
      for (let at = 0; at < tags.length; at += 2) rows.push(widths.slice(at, at + 2));
      const wide = Math.max(...rows.map((row) => row.reduce((sum, it) => sum + it + 1, 0)));
      tags.forEach((tag, at) => {
        const row = rows[at >> 1];
        const whole = row.reduce((sum, it) => sum + it + 1, 0);
        const left = -whole / 2 + (at % 2 ? row[0] + 1 : 0);
        tag.setAttribute("transform", `translate(${left + widths[at] / 2} ${16 * (at >> 1) - 8 * (rows.length - 1)})`);
      });
      shown.push({ ...mark, px: mark.x * scale, py: mark.y * scale, wide: wide + 2, high: 16 * rows.length + 1 });
      taken.push(around(mark.x * scale, mark.y * scale, 7, 7));
    }
    const near = (one) => shown.filter((it) => Math.hypot(it.px - one.px, it.py - one.py) < 70).length;
    shown.forEach((it) => { it.neighbours = near(it); });
    shown.sort((a, b) => b.neighbours - a.neighbours);
    let hidden = 0;
    for (const mark of shown) {
      const isSeen = isInside(around(mark.px, mark.py, 0, 0));
      const fits = (box) => (isInside(box) || !isSeen) && free(box);
      const spot = spots(mark, rings).find(({ x, y }) => fits(around(mark.px + x, mark.py + y, mark.wide, mark.high)));
      mark.it.classList.toggle("crowded", !spot);
      if (!spot) { hidden += 1; continue; }
      taken.push(around(mark.px + spot.x, mark.py + spot.y, mark.wide, mark.high));
      mark.label.setAttribute("transform", `translate(${spot.x} ${spot.y})`);
      mark.leader.setAttribute("d", spot.ring ? `M0 0L${spot.x} ${spot.y}` : "M0 0");
    }
    one("hidden-tags").hidden = hidden === 0;
    one("hidden-tags").textContent = `${hidden} ${one("hidden-tags").dataset.text}`;
  };
  // Where a mark's tags may stand, the best first: below, above, right, left, and round about.
  const spots = ({ wide, high }, rings) => {
    const found = [];
    for (let ring = 0; ring < rings; ring += 1) {
      const [across, down] = [wide / 2 + 6 + 13 * ring, high / 2 + 5 + 13 * ring];
      for (const [x, y] of [[0, 1], [0, -1], [1, 0], [-1, 0], [0.7, 1], [-0.7, 1], [0.7, -1], [-0.7, -1], [1, 0.5], [-1, 0.5], [1, -0.5], [-1, -0.5]])
        found.push({ x: x * across, y: y * down, ring });
    }
    return found;
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
  window.addEventListener("beforeprint", () => { paper = { width: 700, height: 640 }; draw(); });
  window.addEventListener("afterprint", () => { paper = null; draw(); });
  new ResizeObserver(draw).observe(chart);
  draw();
})();
