// An example of a Worker of the browser, so that tagging does not hold up the page:
//
//   const worker = new Worker(new URL("gaztag/worker.js", ...), { type: "module" });
//   worker.onmessage = ({ data: { id, mentions } }) => ...;
//   worker.postMessage({ id: 1, text: "Mali left ECOWAS." });

import { load } from "./gaztag.js";

const gaztag = load();

self.onmessage = async ({ data: { id, text } }) => {
  try {
    self.postMessage({ id, mentions: (await gaztag).tag(text) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
