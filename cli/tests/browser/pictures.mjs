// Makes the pictures of the page of `gaztag report`. scripts/pictures runs it.

import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const tab = await browser.newPage();
await tab.setViewport({ width: 1100, height: 800 });

/** Opens the page at an address, and puts an element at the top of the picture. */
async function picture(name, { hash = "", top, height, before = () => {} }) {
  await tab.goto("about:blank");
  await tab.goto(pathToFileURL(process.env.PAGE).href + hash);
  await tab.waitForSelector("body[data-complete]");
  await tab.evaluate(before);
  const y = await tab.$eval(top, (element) => element.getBoundingClientRect().top + scrollY);
  const path = `${process.env.OUT}/${name}.webp`;
  const clip = { x: 0, y: Math.max(0, y - 8), width: 1100, height };
  await tab.screenshot({ path, clip, captureBeyondViewport: true, quality: 80 });
}

await picture("report-overview", { top: "#world", height: 530 });
await picture("report-texts", {
  hash: "#about=country/MLI",
  top: "#texts",
  height: 640,
  before: () => (document.querySelectorAll("article details")[0].open = true),
});
await browser.close();
