// Tests of the package in Node.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { GaztagError, load } from "gaztag";

const gaztag = await load();
const TEXT = "🌍 Mali’s gold left for Côte d'Ivoire by the U.S.-built road, ECOWAS said.";
const keys = (mentions) => mentions.map((mention) => mention.id);

test("mentions", () => {
  assert.deepEqual(gaztag.tag("Malian gold").map(({ confidence, ...rest }) => rest), [
    { start: 0, end: 6, id: "country/MLI", name: "Mali", kind: "country", role: "demonym", text: "Malian" },
    { start: 7, end: 11, id: "mineral/gold", name: "gold", kind: "mineral", role: "name", text: "gold" },
  ]);
  assert.deepEqual(gaztag.ids("gold, Mali, gold"), ["mineral/gold", "country/MLI"]);
  assert.deepEqual([gaztag.isMatch("Mali"), gaztag.isMatch("woman")], [true, false]);
});

test("offsets count units of UTF-16", () => {
  const names = gaztag.tag(TEXT).map(({ start, end }) => TEXT.slice(start, end));
  assert.deepEqual(names, ["Mali", "gold", "Côte d'Ivoire", "U.S.", "ECOWAS"]);
  assert.deepEqual(gaztag.tag("\ud83c Mali").map(({ start, text }) => [start, text]), [[2, "Mali"]]);
});

test("texts of all lengths", () => {
  assert.deepEqual(gaztag.tag(""), []);
  // More mentions than the array of a call, and more text than the memory had.
  const mentions = gaztag.tag("Mali, ".repeat(100_000));
  assert.equal(mentions.length, 100_000);
  assert.equal(mentions.at(-1).start, 6 * 99_999);
  assert.equal(gaztag.tag("Mali").length, 1);
});

test("memory does not grow with the number of texts", () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 3000; i++) {
    gaztag.explain(TEXT);
    const stream = gaztag.stream();
    stream.feed(TEXT);
    stream.free();
  }
  assert.ok(process.memoryUsage().arrayBuffers < before + 8e6);
});

test("a stream in every split finds the mentions of the text", () => {
  const expected = keys(gaztag.tag(TEXT));
  const stream = gaztag.stream();
  for (let at = 0; at <= TEXT.length; at++) {
    const found = [...stream.feed(TEXT.slice(0, at)), ...stream.feed(TEXT.slice(at)), ...stream.finish()];
    assert.deepEqual(keys(found), expected);
    assert.deepEqual(found.map(({ start, end }) => TEXT.slice(start, end))[2], "Côte d'Ivoire");
  }
  const long = [...stream.feed("Mali, ".repeat(5000)), ...stream.finish()];
  assert.equal(long.length, 5000);
  stream.free();
  assert.throws(() => stream.feed("Mali"), { name: "GaztagError", code: "GAZTAG_ERR_NULL" });
});

test("explain", () => {
  const text = "🌍 to lead, Georgia Tech";
  const findings = gaztag.explain(text);
  const lead = findings.find((finding) => finding.text === "lead");
  assert.equal(lead.kept, false);
  assert.equal(lead.id, "mineral/lead");
  assert.ok(lead.evidence.some(({ text, weight, ground }) => text === "to" && weight < 0 && ground === "cue"));
  const decoy = findings.find((finding) => finding.text === "Georgia Tech");
  assert.deepEqual([decoy.id, decoy.kept], [undefined, false]);
  assert.deepEqual(gaztag.explain(""), []);
});

test("facts", () => {
  const mali = gaztag.entity("country/MLI");
  assert.deepEqual([mali.name, mali.kind, mali.attributes.alpha2], ["Mali", "country", "ML"]);
  assert.equal(mali.attributes.capital, "Bamako");
  assert.equal(gaztag.entity("country/none"), undefined);
});

test("gazetteers", async () => {
  const russian = "Мали и Нигер";
  assert.deepEqual(gaztag.ids(russian), []);
  const all = await load({ gazetteer: "all" });
  assert.deepEqual(all.ids(russian), ["country/MLI", "country/NER"]);
  assert.equal(all.dataVersion, gaztag.dataVersion);
  const image = await readFile(new URL(import.meta.resolve("gaztag/dist/english.gaz")));
  const code = await readFile(new URL(import.meta.resolve("gaztag/dist/gaztag.wasm")));
  const module = await WebAssembly.compile(code);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const strict = await load({ gazetteer: image, module, minConfidence: 100 });
  assert.deepEqual(strict.ids(TEXT), []);
});

test("mistakes", async () => {
  const wrong = load({ gazetteer: new Uint8Array(100) });
  await assert.rejects(wrong, (error) => error instanceof GaztagError && error.code === "GAZTAG_ERR_CORRUPT");
  await assert.rejects(load({ minConfidence: 101 }), { code: "GAZTAG_ERR_ARG" });
  await assert.rejects(load({ gazetteer: "./dist/none.gaz" }), { code: "ENOENT" });
});
