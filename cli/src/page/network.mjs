// The network of the pairs that most texts name together. The table of pairs is for the keyboard.

const EDGES = 60;
const SIZE = { width: 1000, height: 620 };
const ROUNDS = 400;

/** The pairs that most texts name together: two entities and the number of texts. */
function strongest() {
  const pairs = new Map();
  for (const { found } of texts) {
    const here = [...new Set(found.filter((each) => each.kept).map((each) => each.entity.index))];
    here.sort((a, b) => a - b);
    here.forEach((one, index) => {
      for (const other of here.slice(index + 1)) {
        const pair = `${one} ${other}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
    });
  }
  const most = [...pairs].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, EDGES);
  return most.map(([pair, count]) => [...pair.split(" ").map((each) => entities.get(Number(each))), count]);
}

/** Places entities as Fruchterman and Reingold do: all push each other off, pairs pull together. */
function layout(nodes, edges) {
  const length = Math.sqrt((SIZE.width * SIZE.height) / nodes.length) * 0.5;
  nodes.forEach((node, index) => {
    const angle = (index / nodes.length) * 2 * Math.PI;
    node.x = SIZE.width / 2 + Math.cos(angle) * 200;
    node.y = SIZE.height / 2 + Math.sin(angle) * 200;
  });
  for (let round = 0; round < ROUNDS; round++) {
    for (const node of nodes) {
      node.dx = (SIZE.width / 2 - node.x) * 0.25;
      node.dy = (SIZE.height / 2 - node.y) * 0.7;
    }
    const push = (a, b, force) => {
      const [x, y] = [a.x - b.x || 0.1, a.y - b.y || 0.1];
      const distance = Math.hypot(x, y);
      const share = force(distance) / distance;
      a.dx += x * share;
      a.dy += y * share;
      b.dx -= x * share;
      b.dy -= y * share;
    };
    nodes.forEach((node, index) => {
      for (const other of nodes.slice(index + 1)) push(node, other, (d) => length ** 2 / d);
    });
    for (const [one, other] of edges) push(one, other, (d) => -(d ** 2) / length / 3);
    const heat = 60 * (1 - round / ROUNDS);
    for (const node of nodes) {
      const far = Math.hypot(node.dx, node.dy) || 1;
      node.x += (node.dx / far) * Math.min(far, heat);
      node.y += (node.dy / far) * Math.min(far, heat);
    }
  }
  // Most names are to the right of their circles.
  fit(nodes, "x", 20, SIZE.width - 160);
  fit(nodes, "y", 20, SIZE.height - 20);
}

/** Moves entities in one direction so that they fill a span. */
function fit(nodes, name, low, high) {
  const values = nodes.map((node) => node[name]);
  const [first, last] = [Math.min(...values), Math.max(...values)];
  for (const node of nodes) {
    node[name] = low + ((node[name] - first) / (last - first || 1)) * (high - low);
  }
}

/** Puts names right of their circles, left, above or below: where they cover least. */
function putNames(nodes) {
  const taken = nodes.map(({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
  for (const node of nodes) {
    const { x, y, r } = node;
    // The width of letters of 13 pixels, about.
    const width = 7.3 * node.entity.name.length;
    const places = [
      { x: x + r + 3, y: y + 4, left: x + r + 3, anchor: "start" },
      { x: x - r - 3, y: y + 4, left: x - r - 3 - width, anchor: "end" },
      { x, y: y - r - 5, left: x - width / 2, anchor: "middle" },
      { x, y: y + r + 13, left: x - width / 2, anchor: "middle" },
    ];
    const cost = (box) =>
      taken.filter((other) => overlap(box, other)).length +
      (box.left < 0 || box.right > SIZE.width || box.top < 0 || box.bottom > SIZE.height ? 9 : 0);
    const boxes = places.map((place) => {
      const box = { left: place.left, right: place.left + width, top: place.y - 11, bottom: place.y + 3 };
      return { place, box, cost: cost(box) };
    });
    const best = boxes.reduce((one, other) => (other.cost < one.cost ? other : one));
    taken.push(best.box);
    node.name = best.place;
  }
}

function overlap(one, other) {
  const across = one.left < other.right && other.left < one.right;
  return across && one.top < other.bottom && other.top < one.bottom;
}

function network(place) {
  const pairs = strongest();
  const nodes = new Map();
  const node = (entity) => {
    if (!nodes.has(entity)) nodes.set(entity, { entity, weight: 0 });
    return nodes.get(entity);
  };
  const edges = pairs.map(([one, other, count]) => {
    const ends = [node(one), node(other)];
    for (const end of ends) end.weight += count;
    return [...ends, count];
  });
  const all = [...nodes.values()];
  if (all.length < 3) return;
  layout(all, edges);
  const most = Math.max(...edges.map(([, , count]) => count));
  const heaviest = Math.max(...all.map((each) => each.weight));
  all.sort((one, other) => other.weight - one.weight);
  for (const node of all) node.r = 4 + 12 * Math.sqrt(node.weight / heaviest);
  putNames(all);
  const svg = draw("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, class: "network", "aria-hidden": "true" });
  const anchor = (keys, title, ...children) =>
    draw("a", { href: link(...keys), tabindex: -1 }, draw("title", {}, title), ...children);
  for (const [one, other, count] of edges) {
    const title = `${one.entity.name} and ${other.entity.name}: ${plural(count, "text")}`;
    const width = 1 + (7 * count) / most;
    const line = draw("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, "stroke-width": width });
    svg.append(anchor([one.entity.key, other.entity.key], title, line));
  }
  for (const { entity, r, x, y } of all) {
    const circle = draw("circle", { cx: x, cy: y, r, fill: bar(entity.kind) });
    svg.append(anchor([entity.key], entity.name, circle));
  }
  // No circle covers a name.
  for (const { entity, name } of all) {
    const text = draw("text", { x: name.x, y: name.y, "text-anchor": name.anchor }, entity.name);
    svg.append(anchor([entity.key], entity.name, text));
  }
  place.append(make("div", { class: "across", tabindex: 0, role: "region", "aria-label": "Network" }, svg));
}
