// Frames of the desk in Debian's Chromium while its map is moved and its timeline scrubbed: node bench/frames.mjs ADDRESS [--picture FILE] [--profile]
// `bench/desk --frames` starts it on a ledger of invented events. For each movement it prints the frames a second, the 50th and 95th percentile
// and the longest of the times between two frames, and what of it the page's own scripts, styles and layout took; the rest is drawing, which
// without a graphics card is this machine's processor.
// --profile names the functions that took longest. Needs `npm ci --ignore-scripts` in tests/e2e/desk.
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
const debug = await context.newCDPSession(page);
await debug.send('Performance.enable');
await debug.send('Profiler.enable');
/** Seconds that scripts, styles and layout have taken so far. */
const own = async () => (await debug.send('Performance.getMetrics')).metrics
  .filter((m) => ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'].includes(m.name)).reduce((sum, m) => sum + m.value, 0);
const quantile = (values, q) => values[Math.min(values.length - 1, Math.floor(q * values.length))];

/** Counts frames while `act` goes on. The page's policy forbids eval, so that the loop is put in by the debugger. */
async function frames(name, act) {
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    const seen = {gaps: [], last: performance.now(), on: true};
    window.framesSeen = seen;
    const tick = (now) => {
      if (!seen.on) return;
      seen.gaps.push(now - seen.last);
      seen.last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  if (flags.includes('--profile')) await debug.send('Profiler.start');
  const before = await own();
  const began = Date.now();
  await act();
  const seconds = (Date.now() - began) / 1000;
  const took = await own() - before;
  const {gaps} = await page.evaluate(() => { window.framesSeen.on = false; return window.framesSeen; });
  const sorted = gaps.slice(2).sort((a, b) => a - b);
  console.log(`${name}: ${(gaps.length / seconds).toFixed(0)} frames/s over ${seconds.toFixed(1)} s, between two p50 ${quantile(sorted, 0.5).toFixed(0)} ms, ` +
    `p95 ${quantile(sorted, 0.95).toFixed(0)} ms, longest ${sorted.at(-1).toFixed(0)} ms; the page's own work ${((1000 * took) / gaps.length).toFixed(1)} ms a frame`);
  if (flags.includes('--profile')) functions((await debug.send('Profiler.stop')).profile);
}

/** Which functions of the page took longest, by themselves. */
function functions(profile) {
  const took = new Map();
  const frame = new Map(profile.nodes.map((n) => [n.id, n.callFrame]));
  profile.samples.forEach((id, i) => {
    const {functionName, url, lineNumber, columnNumber} = frame.get(id);
    const key = `${functionName || '(anonymous)'} ${url.split('/').pop()}:${lineNumber + 1}:${columnNumber + 1}`;
    took.set(key, (took.get(key) ?? 0) + profile.timeDeltas[i]);
  });
  for (const [key, us] of [...took].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`  ${(us / 1000).toFixed(0).padStart(7)} ms  ${key}`);
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

  await frames('standing still', () => page.waitForTimeout(3000));
  /** The hand moves on as it does before a slow screen: by the clock, not by the frame. */
  const during = async (seconds, step) => {
    for (let began = Date.now(), at = 0; (at = (Date.now() - began) / 1000) < seconds;) { await step(at / seconds); await page.waitForTimeout(16); }
  };
  const pan = async () => {
    for (const [dx, dy] of [[180, 90], [-180, 90], [180, -90], [-180, -90]]) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await during(2, (part) => page.mouse.move(x + dx * part, y + dy * part));
      await page.mouse.up();
    }
  };
  await frames('panning, the whole', pan);
  await page.mouse.move(x, y);
  await frames('zooming in and out', async () => { for (const way of [-1, 1, -1, 1]) await during(2, () => page.mouse.wheel(0, way * 30)); });
  for (let i = 0; i < 30; ++i) { await page.mouse.wheel(0, -60); await page.waitForTimeout(40); }
  await page.waitForTimeout(2500);
  await frames('panning, close up', pan);
  await page.goto(address);
  await page.waitForSelector('.mapbox canvas');
  await page.waitForSelector('.strip .slot');
  await page.waitForTimeout(2000);
  const strip = await page.locator('.strip').boundingBox();
  await page.mouse.move(strip.x + 1, strip.y + 30);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width / 6, strip.y + 30, {steps: 4});
  await page.mouse.up();
  await frames('scrubbing the timeline', async () => {
    await page.mouse.move(strip.x + strip.width / 12, strip.y + 30);
    await page.mouse.down();
    await during(8, (part) => page.mouse.move(strip.x + strip.width * (1 / 12 + 0.8 * part), strip.y + 30));
    await page.mouse.up();
  });
  const picture = flags.indexOf('--picture');
  if (picture >= 0) await page.screenshot({path: flags[picture + 1]});
} finally {
  await context.close();
  rmSync(profile, {recursive: true, force: true});
}
