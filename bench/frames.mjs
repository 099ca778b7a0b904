// Frames of the desk in Debian's Chromium while its map is moved and its timeline scrubbed: node bench/frames.mjs ADDRESS [--picture FILE] [--profile]
// `bench/desk --frames` starts it on a ledger of invented events. For each movement it prints the frames a second, the 50th and 95th percentile
// and the longest of the times between two frames, and how long scripts held the page. Needs `npm ci --ignore-scripts` in tests/e2e/desk.
import {mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const {chromium} = createRequire(new URL('../tests/e2e/desk/package.json', import.meta.url))('playwright-core');
const [address, ...flags] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), 'frames-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, viewport: {width: 1440, height: 900},
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader'],
});
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(120_000);
const quantile = (values, q) => values[Math.min(values.length - 1, Math.floor(q * values.length))];

/** Counts frames while `act` goes on. The page's policy forbids eval, so that the loop is put in by the debugger. */
async function frames(name, act) {
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    const seen = {gaps: [], held: 0, last: performance.now(), on: true};
    window.framesSeen = seen;
    new PerformanceObserver((list) => { if (seen.on) for (const task of list.getEntries()) seen.held += task.duration; }).observe({entryTypes: ['longtask']});
    const tick = (now) => {
      if (!seen.on) return;
      seen.gaps.push(now - seen.last);
      seen.last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const began = Date.now();
  await act();
  const seconds = (Date.now() - began) / 1000;
  const {gaps, held} = await page.evaluate(() => { window.framesSeen.on = false; return window.framesSeen; });
  const sorted = gaps.slice(2).sort((a, b) => a - b);
  console.log(`${name}: ${(gaps.length / seconds).toFixed(0)} frames/s over ${seconds.toFixed(1)} s, between two p50 ${quantile(sorted, 0.5).toFixed(0)} ms, ` +
    `p95 ${quantile(sorted, 0.95).toFixed(0)} ms, longest ${sorted.at(-1).toFixed(0)} ms; tasks of over 50 ms ${Math.round((100 * held) / (seconds * 1000))} % of the time`);
}

try {
  const began = Date.now();
  await page.goto(address);
  await page.waitForSelector('.event');
  console.log(`first list after ${Date.now() - began} ms`);
  await page.waitForSelector('.mapbox canvas');
  console.log(`first map after ${Date.now() - began} ms`);
  await page.getByRole('button', {name: 'Skip the tour'}).click().catch(() => {});
  await page.waitForTimeout(2000);
  const box = await page.locator('.mapbox').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];

  const debug = flags.includes('--profile') ? await context.newCDPSession(page) : null;
  if (debug) { await debug.send('Profiler.enable'); await debug.send('Profiler.start'); }

  await frames('standing still', () => page.waitForTimeout(3000));
  const pan = async () => {
    for (let turn = 0; turn < 4; ++turn) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let i = 0; i < 45; ++i) { await page.mouse.move(x + (turn % 2 ? -4 : 4) * i, y + (turn < 2 ? 2 : -2) * i); await page.waitForTimeout(16); }
      await page.mouse.up();
      await page.waitForTimeout(400);
    }
  };
  await frames('panning, the whole', pan);
  await frames('zooming in and out', async () => {
    await page.mouse.move(x, y);
    for (let turn = 0; turn < 2; ++turn)
      for (const way of [-1, 1])
        for (let i = 0; i < 40; ++i) { await page.mouse.wheel(0, way * 40); await page.waitForTimeout(40); }
  });
  for (let i = 0; i < 30; ++i) { await page.mouse.wheel(0, -60); await page.waitForTimeout(40); }
  await page.waitForTimeout(2500);
  await frames('panning, close up', pan);
  await page.goto(address);
  await page.waitForSelector('.mapbox canvas');
  await page.waitForSelector('.strip .slot');
  await page.waitForTimeout(2000);
  const strip = await page.locator('.strip').boundingBox();
  const bar = strip.width / (await page.locator('.strip .slot').count());
  await page.mouse.move(strip.x + 1, strip.y + 30);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width / 6, strip.y + 30, {steps: 4});
  await page.mouse.up();
  await frames('scrubbing the timeline', async () => {
    await page.mouse.move(strip.x + strip.width / 12, strip.y + 30);
    await page.mouse.down();
    for (let i = 0; i < (strip.width * 0.8) / bar; ++i) { await page.mouse.move(strip.x + strip.width / 12 + i * bar, strip.y + 30); await page.waitForTimeout(60); }
    await page.mouse.up();
  });
  const picture = flags.indexOf('--picture');
  if (picture >= 0) await page.screenshot({path: flags[picture + 1]});
  if (debug) {
    const {profile: p} = await debug.send('Profiler.stop');
    const self = new Map();
    const byId = new Map(p.nodes.map((n) => [n.id, n]));
    p.samples.forEach((id, i) => {
      const f = byId.get(id).callFrame;
      const key = `${f.functionName || '(anonymous)'} ${f.url.split('/').pop()}:${f.lineNumber}:${f.columnNumber}`;
      self.set(key, (self.get(key) ?? 0) + p.timeDeltas[i]);
    });
    for (const [key, us] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.log(`  ${(us / 1000).toFixed(0).padStart(7)} ms  ${key}`);
  }
} finally {
  await context.close();
  rmSync(profile, {recursive: true, force: true});
}
