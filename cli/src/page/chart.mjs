// The chart of mentions over time. A click on a bar shows its texts; dragging chooses a span of
// time. The table of numbers and the fields of the form are for the keyboard.

const SVG = "http://www.w3.org/2000/svg";
const KINDS = ["country", "bloc", "mineral"];
const HEIGHT = 200;
const AXIS = 20;
// The most bars of days or months; with more, each bar is a month or a year.
const BARS = 120;

/** Makes an element of a picture. */
function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function bar(kind) {
  return `var(--${KINDS.includes(kind) ? kind : "other"}-bar)`;
}

/** The day, month or year after one. */
function following(period) {
  if (period.length === 4) return String(Number(period) + 1).padStart(4, "0");
  const [year, month, day] = period.split("-").map(Number);
  const next = new Date(0);
  if (day) next.setUTCFullYear(year, month - 1, day + 1);
  else next.setUTCFullYear(year, month, 1);
  return next.toISOString().slice(0, period.length);
}

/** All periods from one to another. */
function periods(first, last, most = Infinity) {
  const all = [first];
  while (all.at(-1) < last && all.length <= most) all.push(following(all.at(-1)));
  return all;
}

/** The bars: each period with its number of mentions of each kind. */
function bars() {
  const dated = texts.filter((text) => text.date).sort((a, b) => (a.date < b.date ? -1 : 1));
  if (dated.length === 0) return [];
  const [first, last] = [dated[0].date, dated.at(-1).date];
  // A date that says only the month or year cannot be in a shorter period.
  const longest = Math.min(...dated.map((text) => text.date.length));
  const lengths = [10, 7, 4].filter((length) => length <= longest);
  const length =
    lengths.find((each) => periods(first.slice(0, each), last.slice(0, each), BARS).length <= BARS) ?? 4;
  const counts = new Map(
    periods(first.slice(0, length), last.slice(0, length)).map((period) => [period, new Map()]),
  );
  for (const { date, found } of dated) {
    const of = counts.get(date.slice(0, length));
    for (const { entity, kept } of found) {
      if (kept) of.set(entity.kind, (of.get(entity.kind) ?? 0) + 1);
    }
  }
  return [...counts];
}

function chart(place) {
  const all = bars();
  const sum = (of) => [...of.values()].reduce((a, b) => a + b, 0);
  const most = Math.max(1, ...all.map(([, of]) => sum(of)));
  const kinds = [...new Set(all.flatMap(([, of]) => [...of.keys()]))].sort();
  const legend = make("p", { class: "quiet" });
  for (const kind of kinds) {
    const colour = make("span", { class: "swatch" });
    colour.style.background = bar(kind);
    legend.append(colour, ` ${kind} `);
  }
  const note = `At most ${most.toLocaleString("en")} mentions. Drag to choose a span of time.`;
  const frame = make("div", { class: "chart" });
  place.append(frame, legend, make("p", { class: "quiet" }, note));

  function picture() {
    const width = Math.max(200, frame.clientWidth);
    const step = width / all.length;
    const svg = draw("svg", {
      width,
      height: HEIGHT,
      role: "img",
      "aria-label": "Mentions over time. The numbers are in the table.",
    });
    const plot = HEIGHT - AXIS;
    all.forEach(([period, of], index) => {
      let y = plot;
      const title = draw("title", {}, `${period}: ${plural(sum(of), "mention")}`);
      const group = draw("g", {}, title);
      group.append(draw("rect", { x: index * step, width: step, height: plot, fill: "transparent" }));
      for (const kind of kinds.filter((each) => of.has(each))) {
        const height = (of.get(kind) / most) * plot;
        y -= height;
        const wide = Math.max(step - 1, step * 0.7);
        group.append(draw("rect", { x: index * step, y, width: wide, height, fill: bar(kind) }));
      }
      svg.append(group);
    });
    // As many dates as there is space for.
    const labels = Math.max(1, Math.floor(width / 110));
    const every = Math.ceil(all.length / labels);
    for (let index = 0; index < all.length; index += every) {
      const x = Math.min(index * step, width - 75);
      svg.append(draw("text", { x, y: HEIGHT - 4, fill: "currentcolor", "font-size": 12 }, all[index][0]));
    }
    const ask = asked();
    const chosen = all
      .map(([period], index) => [period, index])
      .filter(([period]) => within(period, ask))
      .map(([, index]) => index);
    const brush = draw("rect", { class: "brush", y: 0, height: plot, width: 0 });
    if ((ask.from || ask.to) && chosen.length > 0) {
      brush.setAttribute("x", chosen[0] * step);
      brush.setAttribute("width", (chosen.at(-1) - chosen[0] + 1) * step);
    }
    svg.append(brush);
    drag(svg, brush, (x) => Math.min(all.length - 1, Math.max(0, Math.floor(x / step))), step);
    frame.replaceChildren(svg);
  }

  /** Follows a pointer from where it is pressed to where it is released. */
  function drag(svg, brush, at, step) {
    let from;
    const x = (event) => event.clientX - svg.getBoundingClientRect().left;
    svg.addEventListener("pointerdown", (event) => {
      from = at(x(event));
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (from === undefined) return;
      const [low, high] = [from, at(x(event))].sort((a, b) => a - b);
      brush.setAttribute("x", low * step);
      brush.setAttribute("width", (high - low + 1) * step);
    });
    svg.addEventListener("pointerup", (event) => {
      if (from === undefined) return;
      const [low, high] = [from, at(x(event))].sort((a, b) => a - b);
      from = undefined;
      const ask = { ...asked(), from: all[low][0], to: all[high][0], page: 1 };
      if (low === high) location.hash = address(ask);
      else go(ask);
    });
  }

  picture();
  let width = frame.clientWidth;
  new ResizeObserver(() => {
    if (frame.clientWidth !== width) picture();
    width = frame.clientWidth;
  }).observe(frame);
  return picture;
}
