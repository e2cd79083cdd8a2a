// The reader: a form, and a page of the texts that are asked for.

const PAGE = 20;
const FACETS = 40;
const FIELDS = ["q", "kind", "name", "from", "to", "min", "dropped"];

/** The text with its names marked. Where names overlap, the first that is kept is marked. */
function marked({ text, found }, ask) {
  const element = make("div", { class: "text" });
  if (text.text.length > 2500) {
    for (const [name, value] of [["tabindex", 0], ["role", "region"], ["aria-label", "Text"]]) {
      element.setAttribute(name, value);
    }
  }
  let at = 0;
  const kept = found.filter((each) => each.kept);
  const overlaps = (a, b) => a.start < b.end && b.start < a.end;
  const shown = found.filter((each) => each.kept || !kept.some((other) => overlaps(each, other)));
  for (const each of shown) {
    if (each.start < at) continue;
    const wanted = ask.with.includes(each.entity.key);
    const classes = [wanted && "asked", !each.kept && "dropped"].filter(Boolean).join(" ");
    element.append(
      text.text.slice(at, each.start),
      make(
        "mark",
        {
          class: classes || undefined,
          "data-kind": each.kept && each.entity.kind,
          title: `${each.entity.name} (${each.entity.key}): ${each.why}`,
        },
        text.text.slice(each.start, each.end),
      ),
    );
    at = each.end;
  }
  element.append(text.text.slice(at));
  return element;
}

/** Which names are in a text, whether they were kept, and why. */
function reasons({ text, found }) {
  const rows = found.map((each) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, text.text.slice(each.start, each.end)),
      make("td", {}, make("a", { href: link(each.entity.key) }, each.entity.name)),
      make("td", {}, each.kept ? "kept" : "dropped"),
      make("td", {}, each.why),
    ),
  );
  const head = ["name", "entity", "", "why"].map((name) =>
    name ? make("th", { scope: "col" }, name) : make("td"),
  );
  const table = make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...rows),
  );
  return make(
    "details",
    {},
    make("summary", {}, `Why: ${plural(found.length, "name")}`),
    make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Reasons" }, table),
  );
}

/** What a text is about, with the reasons. */
function topics({ about }) {
  const line = make("p", {}, "About ");
  for (const [at, { entity, mentions, title, lead }] of about.entries()) {
    const place = title ? ", in the title" : lead ? ", in the lead" : "";
    const name = make("span", { class: "kind", "data-kind": entity.kind }, entity.name);
    const href = address({ ...none(), about: [entity.key] });
    line.append(at > 0 ? "; " : "", make("a", { href }, name));
    line.append(` (${plural(mentions, "mention")}${place})`);
  }
  return about.length > 0 ? [line] : [];
}

function article(result, ask) {
  const { file, id, date } = result.text;
  const title = make("h3", {}, [id, file === id ? "" : file].filter(Boolean).join(" · "));
  if (date) title.append(" · ", make("time", {}, date));
  const parts = [title, ...topics(result.text), marked(result, ask)];
  if (result.found.length > 0) parts.push(reasons(result));
  return make("article", {}, ...parts);
}

/** Asks for all texts. */
function none() {
  return { with: [], about: [], q: "", kind: "", from: "", to: "", min: 0, dropped: false, page: 1 };
}

function link(...keys) {
  return address({ ...none(), with: keys });
}

// The reader: a form, what is named in the texts, a page of them

function field(label, input) {
  return make("label", {}, label, input);
}

function form() {
  const kinds = [...new Set([...byKey.values()].map((entity) => entity.kind))];
  const names = make("datalist", { id: "names" });
  names.append(...[...byKey.values()].map((entity) => make("option", { value: entity.name })));
  const kind = make("select", { name: "kind" }, make("option", { value: "" }, "all"));
  kind.append(...kinds.map((each) => make("option", { value: each }, each)));
  const check = make("input", { type: "checkbox", name: "dropped" });
  const element = make(
    "form",
    { role: "search", "aria-label": "Texts" },
    field("Words", make("input", { type: "search", name: "q" })),
    field("Kind", kind),
    field("Also names", make("input", { name: "name", list: "names", autocomplete: "off" })),
    names,
    field("From", make("input", { name: "from", type: "date" })),
    field("To", make("input", { name: "to", type: "date" })),
    field("Least confidence", make("input", { name: "min", type: "number", min: 0, max: 100 })),
    make("label", { class: "check" }, check, "with dropped names"),
    make("button", { type: "reset" }, "Clear"),
  );
  let waiting;
  element.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(fromForm, 150);
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    fromForm();
  });
  element.addEventListener("reset", (event) => {
    event.preventDefault();
    go(none());
  });
  return element;
}

/** Asks for what the form says. */
function fromForm() {
  const values = document.forms[0].elements;
  const ask = asked();
  const name = values.name.value.trim();
  const named = byName.get(folded(name)) ?? byKey.get(name);
  if (named) {
    values.name.value = "";
    if (!ask.with.includes(named.key)) ask.with.push(named.key);
  }
  // What a date control does not show stays.
  const date = (name) => values[name].value || (ask[name].length < 10 ? ask[name] : "");
  go({
    ...ask,
    q: values.q.value,
    kind: values.kind.value,
    from: date("from"),
    to: date("to"),
    min: Number(values.min.value),
    dropped: values.dropped.checked,
    page: 1,
  });
}

function toForm(ask) {
  const values = document.forms[0].elements;
  for (const name of FIELDS) {
    // What someone is typing stays as it is.
    if (name === "name" || document.activeElement === values[name]) continue;
    if (name === "dropped") values.dropped.checked = ask.dropped;
    else if (name === "min") values.min.value = ask.min || "";
    else values[name].value = ask[name];
  }
}

/** Goes to an address without a step in the browser's history. */
function go(ask) {
  history.replaceState(null, "", address(ask));
  show();
}

/** What is asked for beside the form's fields, each with a button that removes it. */
function chosen(ask) {
  const without = ask.with.map((key) => [
    byKey.get(key)?.name ?? key,
    { with: ask.with.filter((each) => each !== key) },
  ]);
  for (const key of ask.about) {
    const about = ask.about.filter((each) => each !== key);
    without.push([`about ${byKey.get(key)?.name ?? key}`, { about }]);
  }
  // A date control does not show a month or a year.
  if (ask.from && ask.from.length < 10) without.push([`from ${ask.from}`, { from: "" }]);
  if (ask.to && ask.to.length < 10) without.push([`to ${ask.to}`, { to: "" }]);
  const list = make("ul", { class: "facets", "aria-label": "What the texts must have" });
  for (const [name, change] of without) {
    const remove = () => go({ ...ask, ...change, page: 1 });
    list.append(make("li", {}, make("button", { type: "button", onclick: remove }, `${name} ✕`)));
  }
  return without.length > 0 ? [list] : [];
}

/** The entities that most of the texts name, as links that ask for them too. */
function facets(results, ask) {
  const tally = new Map();
  for (const { found } of results) {
    for (const entity of new Set(found.map((each) => each.entity))) {
      tally.set(entity, (tally.get(entity) ?? 0) + 1);
    }
  }
  const most = [...tally].filter(([entity]) => !ask.with.includes(entity.key));
  most.sort(([, a], [, b]) => b - a);
  const list = make("ul", { class: "facets" });
  for (const [entity, count] of most.slice(0, FACETS)) {
    const href = address({ ...ask, with: [...ask.with, entity.key], page: 1 });
    const name = make("span", { class: "kind", "data-kind": entity.kind }, entity.name);
    list.append(make("li", {}, make("a", { href }, name, ` ${count}`)));
  }
  const summary = make("summary", {}, `${plural(most.length, "entity", "entities")} in these texts`);
  return make("details", {}, summary, list);
}

function pages(count, ask, label) {
  const last = Math.max(1, Math.ceil(count / PAGE));
  const button = (label, page) => {
    const able = page >= 1 && page <= last && page !== ask.page;
    const turn = () => {
      go({ ...ask, page });
      document.getElementById("texts").focus();
    };
    return make("button", { type: "button", disabled: able ? false : "", onclick: turn }, label);
  };
  return make(
    "nav",
    { class: "pages", "aria-label": label },
    button("First", 1),
    button("Previous", ask.page - 1),
    make("span", {}, `page ${ask.page} of ${last}`),
    button("Next", ask.page + 1),
    button("Last", last),
  );
}

/** Draws the chart over time again, with the span that is asked for. */
let redraw = () => {};

function show() {
  const ask = asked();
  redraw();
  const results = matching(ask);
  ask.page = Math.min(Math.max(1, Math.trunc(ask.page) || 1), Math.ceil(results.length / PAGE) || 1);
  toForm(ask);
  const status = document.getElementById("status");
  status.textContent = `${plural(results.length, "text")} of ${texts.length.toLocaleString("en")}`;
  const first = (ask.page - 1) * PAGE;
  const shown = results.slice(first, first + PAGE).map((result) => article(result, ask));
  const turn = (label) => (results.length > PAGE ? [pages(results.length, ask, label)] : []);
  document
    .getElementById("results")
    .replaceChildren(
      ...chosen(ask),
      facets(results, ask),
      exports(results),
      ...turn("Pages"),
      ...shown,
      ...turn("Pages, below the texts"),
    );
}
