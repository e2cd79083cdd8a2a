// Marks the mentions in the text of the page; a click on one shows its evidence and its facts.
// Serve the root of the repository after `scripts/wasm build`. `?text=...&pick=0` fills in a text
// and picks a mention.

import { load } from "../../bindings/wasm/gaztag.js";

const EXAMPLE =
  "Mali’s gold left for Côte d'Ivoire by the U.S.-built road, ECOWAS said. Niger is set to lead the " +
  "bloc, while a Georgia Tech team looks for lithium.";
const element = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
let gaztag;

function node(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  Object.assign(made, attributes);
  return made;
}

function table(rows) {
  const made = node("table", "");
  for (const cells of rows) {
    made.append(node("tr", ""));
    made.lastChild.append(...cells.map((cell) => node("td", cell)));
  }
  return made;
}

function show(text, mention) {
  const finding = gaztag
    .explain(text)
    .find(({ start, end, id }) => start === mention.start && end === mention.end && id === mention.id);
  const evidence = (finding?.evidence ?? []).map(({ ground, place = "", text, weight }) => [
    ground, place, text, weight > 0 ? `+${weight}` : `${weight}`,
  ]);
  const { name, id, attributes } = gaztag.entity(mention.id);
  element("details").replaceChildren(
    node("h2", name),
    node("p", `${id}, ${mention.role}, confidence ${mention.confidence}`),
    node("h3", "Evidence"),
    evidence.length > 0 ? table(evidence) : node("p", "The name alone."),
    node("h3", "Facts"),
    table(Object.entries(attributes)),
  );
}

function tag() {
  const text = element("text").value;
  const begin = performance.now();
  const mentions = gaztag.tag(text);
  const time = performance.now() - begin;
  const marked = element("marked");
  marked.replaceChildren();
  let at = 0;
  for (const mention of mentions) {
    const mark = node("mark", mention.text, { className: mention.kind, title: mention.id, tabIndex: 0 });
    mark.onclick = () => show(text, mention);
    mark.onkeydown = ({ key }) => key === "Enter" && show(text, mention);
    marked.append(text.slice(at, mention.start), mark);
    at = mention.end;
  }
  marked.append(text.slice(at));
  element("details").replaceChildren();
  element("state").textContent = `${mentions.length} mentions in ${time.toFixed(1)} ms`;
}

element("text").value = query.get("text") ?? EXAMPLE;
try {
  gaztag = await load();
  element("text").oninput = tag;
  tag();
  if (query.has("pick")) {
    document.querySelectorAll("mark")[Number(query.get("pick"))].click();
  }
} catch (error) {
  element("state").textContent = `${error}`;
}
