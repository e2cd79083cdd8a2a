// Begins when the texts are read.

async function start() {
  const reader = document.getElementById("reader");
  reader.append(make("p", { id: "status", role: "status" }, "Reading the texts …"));
  try {
    await load();
  } catch (error) {
    document.getElementById("status").textContent = `The texts cannot be shown: ${error.message}`;
    return;
  }
  exportTables();
  reader.prepend(form());
  reader.append(make("div", { id: "results" }));
  addEventListener("hashchange", () => {
    show();
    if (location.hash.includes("=")) document.getElementById("texts").focus();
  });
  show();
  // The pictures come after the texts can be used.
  setTimeout(() => {
    const [time, pairs] = ["chart", "network"].map((id) => document.getElementById(id));
    if (time) redraw = chart(time);
    if (pairs) network(pairs);
    document.body.dataset.complete = "";
  });
}

start();
