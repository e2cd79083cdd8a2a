// Saves names and tables as files.

function save(name, type, content) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function csv(rows) {
  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return rows.map((row) => row.map((value) => cell(String(value ?? ""))).join(",")).join("\r\n") + "\r\n";
}

/** The names in texts as rows. Offsets are in UTF-16 units. */
function rows(results) {
  return results.flatMap(({ text, found }) =>
    found.map(({ start, end, entity, kept, confidence, why }) => ({
      file: text.file,
      id: text.id,
      date: text.date ?? null,
      start,
      end,
      text: text.text.slice(start, end),
      entity: entity.key,
      name: entity.name,
      kind: entity.kind,
      kept,
      confidence,
      why,
    })),
  );
}

function exports(results) {
  const asCsv = () => {
    const all = rows(results);
    const head = Object.keys(all[0] ?? { file: 0, id: 0, date: 0, entity: 0 });
    save("mentions.csv", "text/csv", csv([head, ...all.map((row) => Object.values(row))]));
  };
  const asJson = () => save("mentions.json", "application/json", JSON.stringify(rows(results), null, 1));
  return make(
    "p",
    {},
    "The names in these texts as ",
    make("button", { type: "button", onclick: asCsv }, "CSV"),
    " ",
    make("button", { type: "button", onclick: asJson }, "JSON"),
  );
}

/** Adds a button after each table of the page that saves it. */
function exportTables() {
  for (const table of document.querySelectorAll("main .wide > table")) {
    const name = table.caption.textContent;
    const cells = () => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent));
    const onclick = () => save(`${name}.csv`, "text/csv", csv(cells()));
    const label = `${name}, as CSV`;
    table.parentElement.after(make("button", { type: "button", onclick, "aria-label": label }, "CSV"));
  }
}
