// Runs last in a page: what axe-core finds, if it is there, and then all that was seen, as JSON.
const finish = (found) => {
  const result = document.createElement("pre");
  result.id = "harness";
  result.textContent = JSON.stringify({ ...(window.seen ?? {}), ...found });
  document.body.replaceChildren(result);
};
const told = (violation) => `${violation.impact} ${violation.id}: ${violation.nodes.map((it) => it.html.slice(0, 120)).slice(0, 3).join(" | ")}`;
if (window.axe) {
  window.axe.run(document, { resultTypes: ["violations"] }).then(
    ({ violations }) => finish({ axe: violations.map(told) }),
    (error) => finish({ axe: [`critical axe-core failed: ${error}`] }),
  );
} else {
  finish({});
}
