// The script of the page of `gaztag report`: the files data, reader, export, chart, network and
// start, one after the other.
//
// It reads the texts that the page contains and shows those that the address asks for:
// `#with=country/MLI&with=mineral/gold` and so on. Each number of the page is a link to such an
// address, and the form writes one too.

const texts = [];
const entities = new Map();
const byKey = new Map();
const byName = new Map();

/** Makes an element. Strings among the children become text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The letters of a text without their case and accents. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function plural(count, one, more = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}

/** Reads the texts: lines of JSON, compressed, in base64. The last line has the entities. */
async function load() {
  const data = document.getElementById("data");
  const decoded = atob(data.textContent);
  data.remove();
  const bytes = new Uint8Array(decoded.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = decoded.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const lines = (await new Response(stream).text()).split("\n");
  for (const entity of JSON.parse(lines.pop())) {
    entities.set(entity.index, entity);
    byKey.set(entity.key, entity);
    byName.set(folded(entity.name), entity);
  }
  for (const line of lines) {
    const { found, about = [], ...text } = JSON.parse(line);
    text.about = about.map(([index, mentions, title, lead]) => ({
      entity: entities.get(index),
      mentions,
      title,
      lead,
    }));
    text.found = found.map(([start, end, index, kept, confidence, why]) => ({
      start,
      end,
      entity: entities.get(index),
      kept,
      confidence,
      why,
    }));
    texts.push(text);
  }
}

// What is asked for

/** What the address asks for. */
function asked() {
  const fragment = location.hash.slice(1);
  // `#texts` and the like are places in the page.
  const values = new URLSearchParams(fragment.includes("=") ? fragment : "");
  return {
    with: values.getAll("with"),
    about: values.getAll("about"),
    q: values.get("q") ?? "",
    kind: values.get("kind") ?? "",
    from: values.get("from") ?? "",
    to: values.get("to") ?? "",
    min: Number(values.get("min") ?? 0),
    dropped: values.get("dropped") === "1",
    page: Number(values.get("page") ?? 1),
  };
}

/** The address that asks for something. */
function address(ask) {
  const keys = (name) => ask[name].map((key) => [name, key]);
  const values = new URLSearchParams([...keys("with"), ...keys("about")]);
  for (const name of ["q", "kind", "from", "to"]) if (ask[name]) values.set(name, ask[name]);
  if (ask.min > 0) values.set("min", ask.min);
  if (ask.dropped) values.set("dropped", "1");
  if (ask.page > 1) values.set("page", ask.page);
  return `#${values.toString().replaceAll("%2F", "/")}`;
}

/** Whether a date is in the span that is asked for. Months and years include their days. */
function within(date, { from, to }) {
  return date >= from.slice(0, date.length) && (!to || date.slice(0, to.length) <= to);
}

/** Whether a name counts: dropped ones only if they are asked for. */
function counts(found, ask) {
  return found.kept ? found.confidence >= ask.min : ask.dropped;
}

/** The texts that are asked for, each with the names in it that count. */
function matching(ask) {
  const query = folded(ask.q.trim());
  const results = [];
  for (const text of texts) {
    if ((ask.from || ask.to) && !(text.date && within(text.date, ask))) continue;
    if (query) {
      text.folded ??= folded(`${text.text}\n${text.id}\n${text.file}`);
      if (!text.folded.includes(query)) continue;
    }
    const found = text.found.filter((each) => counts(each, ask));
    if (ask.kind && !found.some((each) => each.entity.kind === ask.kind)) continue;
    const keys = new Set(found.map((each) => each.entity.key));
    if (!ask.with.every((key) => keys.has(key))) continue;
    const topics = new Set(text.about.map((topic) => topic.entity.key));
    if (ask.about.every((key) => topics.has(key))) results.push({ text, found });
  }
  return results;
}

