// Runs in a report page after its own script: does what people do with it, and writes what it saw
// into the page as JSON.
const seen = { errors: [...window.faults], requests: [], sorted: {}, faults: [] };
window.seen = seen;
const all = (selector) => [...document.querySelectorAll(selector)];
// Of drawings, checkVisibility() tells nothing.
const visible = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && getComputedStyle(element).display !== "none";
const shownRows = () => all("#citizens tbody tr").filter((row) => !row.hidden).length;

seen.rows = shownRows();
seen.vehicles = all(".choose").length;
seen.allShown = all(".route").filter(visible).length;
// Tags of stops that cover each other, or a mark of another stop.
const covered = () => {
  const boxes = (selector) => all(selector).filter((it) => {
    for (let at = it; at.id !== "chart"; at = at.parentElement) if (getComputedStyle(at).display === "none") return false;
    return true;
  }).map((it) => it.getBoundingClientRect());
  const tags = boxes(".tag rect");
  const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  seen.tags = Math.max(seen.tags ?? 0, tags.length);
  return tags.flatMap((tag, at) => tags.slice(at + 1).filter((other) => cover(tag, other))).length;
};
seen.covered = covered();
seen.numberless = parseInt(document.getElementById("hidden-tags").textContent, 10);
// A place is chosen in the list, then by a click on the map.
const places = document.getElementById("places");
const calls = () => all("#calls li").length;
seen.places = places.options.length - 1;
places.value = "0";
places.dispatchEvent(new Event("change"));
seen.calls = [calls(), all(".stop.found").map((it) => it.dataset.place)];
const mark = document.querySelector(".stop[data-place='1']");
mark.querySelector("circle").dispatchEvent(new MouseEvent("click", { bubbles: true }));
seen.clicked = [places.value, calls()];
document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
seen.callsAfter = calls();
const list = document.getElementById("citizens").parentElement;
seen.cut = list.scrollWidth - list.clientWidth;
for (const button of all(".choose").slice(0, 1)) {
  button.click();
  seen.coveredAlone = covered();
  const vehicle = button.dataset.vehicle;
  seen.pressed = button.getAttribute("aria-pressed");
  seen.routesAlone = all(".route").filter(visible).map((it) => it.dataset.vehicle);
  seen.lanesAlone = all(".lane").filter(visible).length;
  seen.rowsAlone = shownRows();
  seen.strangers = all("#citizens tbody tr").filter((row) => !row.hidden && row.dataset.vehicle !== vehicle).length;
  seen.said = document.getElementById("said").textContent;
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  seen.pressedAfter = button.getAttribute("aria-pressed");
  seen.rowsAfter = shownRows();
}
const column = (index) => all("#citizens tbody tr").map((row) => row.cells[index].dataset.value ?? row.cells[index].textContent.trim());
all(".sort").forEach((button, index) => {
  button.click();
  const up = [column(index), button.parentElement.getAttribute("aria-sort")];
  button.click();
  seen.sorted[index] = { up, down: [column(index), button.parentElement.getAttribute("aria-sort")] };
});
const search = document.getElementById("search");
const look = (words) => { search.value = words; search.dispatchEvent(new Event("input")); return shownRows(); };
const name = document.querySelector("#citizens tbody th")?.textContent ?? "";
seen.foundByName = look(name.toUpperCase());
seen.foundNobody = look("no such person as this");
seen.count = document.getElementById("count").textContent;
look("");
const before = document.getElementById("chart").getAttribute("viewBox");
document.getElementById("zoom-in").click();
seen.zoomed = document.getElementById("chart").getAttribute("viewBox") !== before;
document.getElementById("zoom-reset").click();
seen.zoomedBack = document.getElementById("chart").getAttribute("viewBox") === before;
seen.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;

// What a screen reader needs. The rules are those of axe-core that such a page can break.
const fault = (what, element) => seen.faults.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
const named = (it) => (it.getAttribute("aria-label") || it.textContent || it.labels?.[0]?.textContent || "").trim();
const ids = all("[id]").map((it) => it.id);
ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => seen.faults.push(`id ${id} is there twice`));
if (!document.documentElement.lang) seen.faults.push("no language");
if (!document.title) seen.faults.push("no title");
if (all("main").length !== 1 || all("h1").length !== 1) seen.faults.push("one main and one h1");
let level = 1;
for (const heading of all("h1, h2, h3, h4")) {
  const next = Number(heading.tagName[1]);
  if (next > level + 1) fault("a level of heading is skipped", heading);
  level = next;
}
all("img:not([alt])").forEach((it) => fault("a picture without words", it));
all("svg").filter((it) => !it.closest("[aria-hidden]") && !(it.getAttribute("role") === "img" && named(it))).forEach((it) => fault("a drawing without words", it));
all("[role=img]").filter((it) => !it.getAttribute("aria-label")).forEach((it) => fault("role img without words", it));
all("button, a, summary, input").filter((it) => !named(it)).forEach((it) => fault("a control without a name", it));
all("[aria-labelledby]").filter((it) => !document.getElementById(it.getAttribute("aria-labelledby"))).forEach((it) => fault("named by nothing", it));
all("[href^='#']").filter((it) => !document.getElementById(it.getAttribute("href").slice(1))).forEach((it) => fault("leads nowhere", it));
all("table").filter((it) => !it.querySelector("th[scope]")).forEach((it) => fault("a table without headings", it));
all("[tabindex]").filter((it) => it.tabIndex > 0).forEach((it) => fault("a tab order of its own", it));
all("[style*='overflow'], .scroll, .gantt").filter((it) => it.tabIndex !== 0).forEach((it) => fault("scrolls but not by keyboard", it));
all("button").filter(visible).filter((it) => { const box = it.getBoundingClientRect(); return box.width < 24 || box.height < 24; }).forEach((it) => fault("too small to hit", it));

// Text stands out from what is behind it: 4.5 to 1, large text 3 to 1.
const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
const luminance = ([r, g, b]) => {
  const part = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const behind = (element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  for (let it = element; it; it = it.parentElement) {
    const box = it.getBoundingClientRect();
    if (box.right <= left || box.left >= right || box.bottom <= top || box.top >= bottom) continue;
    const colour = parts(getComputedStyle(it).backgroundColor);
    if (colour.length < 4 || colour[3] > 0.99) return colour;
  }
  return [255, 255, 255];
};
for (const it of all("body *")) {
  const hasText = [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!hasText || it.closest("svg, :disabled, .away, script, style") || !visible(it)) continue;
  const style = getComputedStyle(it);
  const [one, other] = [luminance(parts(style.color)) + 0.05, luminance(behind(it)) + 0.05];
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (Math.max(one, other) / Math.min(one, other) < (isLarge ? 3 : 4.5)) fault("hard to read", it);
}

seen.requests = performance.getEntriesByType("resource").map((it) => it.name).filter((it) => !it.startsWith("data:"));
seen.errors.push(...window.faults.slice(seen.errors.length));
