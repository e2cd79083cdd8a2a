// Opens a page of `gaztag report` in Chromium: that its numbers lead to their texts, that nothing
// is loaded, that no text is executed, and that axe-core finds nothing serious.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const page = pathToFileURL(process.env.PAGE).href;
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
let browser;

before(async () => {
  browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
});
after(() => browser.close());

async function open({ width = 1280, dark = false, hash = "" } = {}) {
  const tab = await browser.newPage();
  const problems = [];
  tab.on("pageerror", (error) => problems.push(error.message));
  tab.on("dialog", (dialog) => problems.push(`dialog ${dialog.message()}`) && dialog.dismiss());
  // Chromium loads its own icons from data URLs.
  tab.on("request", (request) => request.url().startsWith(page) || request.url().startsWith("data:") || problems.push(request.url()));
  await tab.setViewport({ width, height: 900 });
  const scheme = { name: "prefers-color-scheme", value: dark ? "dark" : "light" };
  await tab.emulateMediaFeatures([scheme]);
  await tab.goto(page + hash);
  await tab.waitForSelector("body[data-complete]");
  return { tab, problems };
}

const status = (tab) => tab.$eval("#status", (element) => element.textContent);
const marks = (tab, selector = "mark") =>
  tab.$$eval(selector, (all) => all.map((mark) => mark.textContent));

test("numbers lead to their texts", async () => {
  const { tab, problems } = await open();
  assert.equal(await status(tab), "30 texts of 30");
  await tab.click('#world ~ .beside table a[href="#with=country/MLI"]');
  await tab.waitForFunction(() => document.activeElement.id === "texts");
  assert.equal(await status(tab), "3 texts of 30");
  assert.deepEqual([...new Set(await marks(tab, "mark.asked"))], ["Mali"]);
  await tab.click('.grid a[href="#with=country/MLI&with=mineral/gold"]');
  assert.equal(await status(tab), "2 texts of 30");
  await tab.goBack();
  await tab.waitForFunction(() => document.getElementById("status").textContent === "3 texts of 30");
  await tab.evaluate(() => (location.hash = "#from=2024-01&to=2024-01"));
  await tab.waitForFunction(() => document.getElementById("status").textContent === "2 texts of 30");
  assert.deepEqual(problems, []);
});

test("texts that are about an entity", async () => {
  const { tab, problems } = await open();
  const first = "#topics ~ .wide table tbody tr:first-child";
  const cells = await tab.$$eval(`${first} > *`, (all) => all.map((cell) => cell.textContent));
  await tab.click(`${first} a`);
  assert.equal(await status(tab), `${cells[2]} texts of 30`);
  assert.match(await tab.$eval("article p", (line) => line.textContent), new RegExp(`^About .*${cells[0]}`));
  await tab.click("ul.facets button");
  assert.equal(await status(tab), "30 texts of 30");
  assert.deepEqual(problems, []);
});

test("the form filters, and what it asks for is in the address", async () => {
  const { tab, problems } = await open();
  await tab.type("input[name=q]", "sells gold");
  await tab.waitForFunction(() => document.getElementById("status").textContent === "1 text of 30");
  assert.match(tab.url(), /#q=sells/);
  await tab.click("button[type=reset]");
  assert.equal(await status(tab), "30 texts of 30");
  await tab.select("select[name=kind]", "bloc");
  await tab.waitForFunction(() => document.getElementById("status").textContent === "1 text of 30");
  await tab.select("select[name=kind]", "");
  await tab.type("input[name=name]", "china");
  await tab.waitForFunction(() => document.getElementById("status").textContent === "2 texts of 30");
  await tab.click("ul.facets button");
  assert.equal(await status(tab), "30 texts of 30");
  assert.equal((await marks(tab, "mark.dropped")).length, 0);
  await tab.click("input[name=dropped]");
  await tab.waitForSelector("mark.dropped");
  assert.deepEqual(problems, []);
});

test("dragging over the chart chooses a span of time", async () => {
  const { tab } = await open();
  await tab.$eval("#chart", (chart) => chart.scrollIntoView());
  const box = await (await tab.$("#chart svg")).boundingBox();
  await tab.mouse.move(box.x + 2, box.y + 20);
  await tab.mouse.down();
  await tab.mouse.move(box.x + 60, box.y + 20);
  await tab.mouse.up();
  assert.match(await tab.evaluate(() => location.hash), /^#from=2024-01-30&to=2024-02-01$/);
  assert.equal(await status(tab), "2 texts of 30");
});

test("all texts are shown, page by page", async () => {
  const { tab, problems } = await open();
  const shown = () => tab.$$eval("article", (all) => all.length);
  assert.equal(await shown(), 20);
  await tab.evaluate(() => [...document.querySelectorAll(".pages button")].at(-2).click());
  assert.equal(await shown(), 10);
  assert.match(tab.url(), /page=2$/);
  assert.deepEqual(problems, []);
});

test("hostile texts stay text", async () => {
  const { tab, problems } = await open({ hash: "#q=onerror" });
  assert.equal(await status(tab), "1 text of 30");
  assert.equal(await tab.$("img"), null);
  assert.match(await tab.$eval("article", (each) => each.textContent), /<img src=x onerror/);
  assert.deepEqual(problems, []);
});

test("exports have the names", async () => {
  const { tab } = await open({ hash: "#with=bloc/ecowas" });
  const saved = await tab.evaluate(async () => {
    const blobs = [];
    URL.createObjectURL = (blob) => blobs.push(blob) && "#";
    for (const button of document.querySelectorAll("#results p button")) button.click();
    return Promise.all(blobs.map((blob) => blob.text()));
  });
  assert.match(saved[0], /^file,id,date,start,end,text,entity,name,kind,kept,confidence,why\r\n/);
  assert.ok(JSON.parse(saved[1]).some((row) => row.entity === "bloc/ecowas" && row.kept));
});

for (const dark of [false, true]) {
  for (const width of [390, 1280, 1920]) {
    test(`accessible and not too wide, ${width} pixels, ${dark ? "dark" : "light"}`, async () => {
      const { tab } = await open({ width, dark });
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => globalThis.axe.run());
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 99))}`);
      assert.deepEqual(found, []);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} pixels too wide`);
      if (process.env.SCREENSHOTS) {
        const path = `${process.env.SCREENSHOTS}/report-${width}-${dark ? "dark" : "light"}.png`;
        await tab.screenshot({ path, fullPage: true });
      }
    });
  }
}
