// The desk in a real browser, on the ledger of examples/: node desk.mjs [PROGRAM] [--pictures FOLDER]
// Needs Debian's chromium, `npm ci --ignore-scripts` in this folder, and a program with the desk in it; without them it is skipped (status 77).
// Nothing outside this machine is asked for, and the test fails if it is.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

import {reviews} from './review.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const args = process.argv.slice(2);
const flag = args.indexOf('--pictures');
const pictures = flag >= 0 ? resolve(args.splice(flag, 2)[1]) : null;
const program = resolve(args[0] ?? join(root, 'build/dev/bin/deconflict'));
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
assert.ok(existsSync(program), `${program} is not built`);
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
const {chromium} = await import('playwright-core').catch(() => skip('playwright-core is missing: run npm ci --ignore-scripts in tests/e2e/desk'));
const {default: axe} = await import('axe-core').catch(() => skip('axe-core is missing: run npm ci --ignore-scripts in tests/e2e/desk'));
if (!existsSync(browserPath)) skip(`${browserPath} is missing: apt install chromium`);

const scratch = mkdtempSync(join(tmpdir(), 'desk-'));
const ledger = join(scratch, 'demo.gpkg');
const made = spawnSync(program, ['demo', '--into', ledger, '--no-serve'], {encoding: 'utf8', env: {...process.env, DECONFLICT_EXAMPLES: join(root, 'examples')}});
assert.equal(made.status, 0, made.stderr);

const server = spawn(program, ['serve', ledger, '--port', '0'], {stdio: ['ignore', 'inherit', 'pipe']});
const address = await new Promise((done, fail) => {
  let said = '';
  server.stderr.on('data', (bytes) => {
    said += bytes;
    const found = /http:\/\/\S+/.exec(said);
    if (found) done(found[0]);
  });
  server.on('exit', () => fail(new Error(`serve ended: ${said}`)));
});

if (!(await fetch(address)).headers.get('content-type').startsWith('text/html')) {
  server.removeAllListeners('exit');
  server.kill();
  rmSync(scratch, {recursive: true, force: true});
  skip('the desk is not in this program: run tools/build-desk and build again');
}

const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
  executablePath: browserPath, headless: true, viewport: {width: 1440, height: 900}, colorScheme: 'light',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--enable-unsafe-swiftshader'],
});
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(20_000);
const strangers = [];
const scripts = new Set();
const complaints = [];
context.on('request', (request) => {
  const url = request.url();
  if (url.endsWith('.js')) scripts.add(url);
  if (!url.startsWith(address) && !url.startsWith('blob:') && !url.startsWith('data:')) strangers.push(url);
});
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(String(error)));

const picture = async (name) => {
  if (!pictures) return;
  mkdirSync(pictures, {recursive: true});
  await page.waitForTimeout(1200);
  await page.screenshot({path: join(pictures, `${name}.png`)});
};
/** Waits until `check(arg)` holds in the page. (Playwright's own waitForFunction needs eval, which the desk's policy forbids.) */
const until = async (check, arg) => {
  for (const end = Date.now() + 20_000; Date.now() < end; await page.waitForTimeout(50)) if (await page.evaluate(check, arg)) return;
  assert.fail(`not so after 20 seconds: ${check} of ${JSON.stringify(arg)}`);
};
/** The view as the address bar has it; page.url() may lag behind. */
const state = async () => new URL(await page.evaluate(() => location.href)).searchParams;
const api = async (path) => {
  const ask = () => fetch(`${address}api/v1/${path}`);
  // The server closes what has been idle, at times just when the next question goes out on it; a server that is gone closes the second too.
  const reply = await ask().catch((e) => { if (e.cause?.code !== 'UND_ERR_SOCKET') throw e; return ask(); });
  return reply.json();
};
const head = page.locator('.listhead p');
const matched = async (query) => (await api(`events?${query}`)).matched;

/** Nobody is shut out: no serious finding of axe-core in what is shown now. Its code goes in by the debugger, since the desk's policy lets no foreign script in. */
const shutOut = [];
const inspector = await context.newCDPSession(page);
const accessible = async (where) => {
  const run = async (expression) => {
    const {result, exceptionDetails} = await inspector.send('Runtime.evaluate', {expression, awaitPromise: true, returnByValue: true});
    assert.ok(!exceptionDetails, `axe-core failed on ${where}: ${exceptionDetails?.exception?.description}`);
    return result.value;
  };
  await inspector.send('Runtime.evaluate', {expression: axe.source});
  const findings = JSON.parse(await run(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}).then((r) => JSON.stringify(r.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '))))`));
  shutOut.push(...findings.map((finding) => `${where}: ${finding}`));
};

let failed = true;
try {
  const stats = await api('stats');
  assert.ok(stats.events >= 20, `the examples give events (${stats.events})`);
  assert.ok(stats.contested >= 1, 'and some of them are contested');

  // It opens on everything, as a list, a map and a timeline.
  const began = Date.now();
  await page.goto(address);
  await page.waitForSelector('.event');

  console.log(`desk: first list after ${Date.now() - began} ms`);
  page.waitForSelector('.mapbox canvas').then(() => console.log(`desk: first map after ${Date.now() - began} ms`), () => {});

  // The first visit is led around, once.
  await page.locator('.tour').waitFor();
  for (let step = 0; step < 5; ++step) await page.locator('.tour .go').click();
  assert.equal(await page.locator('.tour').count(), 0, 'the tour ends');
  await page.reload();
  await page.waitForSelector('.event');
  assert.equal(await page.locator('.tour').count(), 0, 'and is not shown again');
  assert.match(await head.innerText(), new RegExp(`^${stats.events} events`));
  assert.ok((await page.locator('.strip .slot').count()) >= 5, 'the timeline has days');
  await page.waitForSelector('.mapbox canvas');
  await picture('overview');
  await accessible('the overview');

  // Left alone, it asks for nothing: what came back is no reason to ask again.
  await page.waitForTimeout(1000);
  let asks = 0;
  const count = (request) => { if (request.url().includes('/api/v1/')) ++asks; };
  page.on('request', count);
  await page.waitForTimeout(2000);
  page.off('request', count);
  assert.equal(asks, 0, 'nothing is asked while nothing happens');

  // Filters narrow the list, stand in the address, and survive a reload.
  await page.getByLabel('Text').fill('mayadin');
  const asked = await matched('text=mayadin');
  assert.ok(asked > 0 && asked < stats.events, `Mayadin is told of in some events (${asked})`);
  await until((n) => document.querySelector('.listhead p')?.textContent.trim().startsWith(`${n} of`), asked);
  assert.equal((await state()).get('text'), 'mayadin');
  await page.reload();
  await until((n) => document.querySelector('.listhead p')?.textContent.trim().startsWith(`${n} of`), asked);
  assert.equal(await page.getByLabel('Text').inputValue(), 'mayadin');
  await page.getByLabel('Text').fill('no such word anywhere');
  await page.getByText('No event matches all of the filters.').waitFor();
  await page.getByRole('button', {name: 'Clear the filters'}).click();
  await page.getByLabel('Contested only').check();
  const contested = await matched('contested=1');
  await until((n) => document.querySelectorAll('.event').length === n, contested);
  assert.equal((await state()).get('contested'), '1');

  // A contested event shows its rival values with their voices; of them, take the one with the most.
  const rows = (await api('events?contested=1&order=voices')).events;
  const chosen = rows[0];
  await page.locator(`.event[data-id="${chosen.id}"]`).click();
  await page.waitForSelector('.eventpanel .side');
  assert.equal((await state()).get('event'), chosen.id);
  assert.ok((await page.locator('.rivals').first().locator('.side').count()) >= 2, 'rival values stand side by side');
  assert.ok((await page.locator('.voice').count()) >= 2, 'so do the voices');
  assert.ok((await page.locator('.tolls li').count()) + (await page.locator('.chains .chainlink').count()) >= 2, 'tolls or the way of the report are drawn');
  await picture('contested');
  await accessible('an event');

  // A click on a claim opens its article with exactly its words lit.
  const detail = await api(`events/${encodeURIComponent(chosen.id)}`);
  for (const nth of [0, (await page.locator('.claim').count()) - 1]) {
    await page.locator('.claim').nth(nth).click();
    await page.waitForSelector('.text .w-lit');
    const at = await state();
    const telling = detail.claims.find((t) => t.doc === at.get('doc') && t.claim.id === at.get('claim'));
    await until((words) => [...document.querySelectorAll('.text .w-lit')].map((x) => x.textContent).join('') === words, telling.words);
  }
  await picture('desk');
  await accessible('an article');

  // Layers of the article go out and on, and its places stand on the map.
  const layer = page.locator('.legend .w-places');
  assert.ok((await page.locator('.text .w-place').count()) > 0);
  await layer.click();
  assert.equal(await page.locator('.text .w-place').count(), 0, 'places are out');
  assert.ok((await state()).get('layers').includes('claims'), 'the address says what is lit');
  await layer.click();
  await page.locator('.toldplaces button').first().click();
  await page.locator('.toldplaces button.on').waitFor();
  await page.locator('.toldplaces button.on').click();

  // Back undoes a step; the address alone restores the view.
  const address_then = await page.evaluate(() => location.href);
  await page.goBack();
  await page.goForward();
  await page.waitForSelector('.text .w-lit');
  assert.equal(await page.evaluate(() => location.href), address_then);
  await page.goto('about:blank').then(() => page.goto(address_then));
  await page.waitForSelector('.text .w-lit');

  // The keyboard: slash to search, arrows through the list, escape back.
  await page.goto(address);
  await page.waitForSelector('.event');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter-text');
  await page.locator('.event').first().focus();
  await page.keyboard.press('ArrowDown');
  const first = await page.locator('.event').first().getAttribute('data-id');
  await until((id) => new URL(location.href).searchParams.get('event') === id, first);
  await page.keyboard.press('ArrowDown');
  await until((id) => new URL(location.href).searchParams.get('event') !== id, first);
  await page.keyboard.press('Escape');
  assert.equal((await state()).get('event'), null);

  // The timeline chooses days, and its bars stay.
  const slots = await page.locator('.strip .slot').count();
  const strip = await page.locator('.strip').boundingBox();
  await page.mouse.move(strip.x + 3, strip.y + 30);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width / 2, strip.y + 30, {steps: 4});
  await page.mouse.up();
  assert.ok((await state()).get('from') && (await state()).get('to'), 'a range stands in the address');
  await until((n) => document.querySelectorAll('.strip .slot.out').length > 0 && document.querySelectorAll('.strip .slot').length === n, slots);

  // A chosen range is dragged along.
  const first_from = (await state()).get('from');
  await page.mouse.move(strip.x + strip.width / 4, strip.y + 30);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width / 4 + (2 * strip.width) / slots, strip.y + 30, {steps: 4});
  assert.ok((await state()).get('from') > first_from, 'the range has moved');
  await page.mouse.move(strip.x + strip.width / 4, strip.y + 30, {steps: 4});
  await page.mouse.up();
  assert.equal((await state()).get('from'), first_from, 'and back again');

  // It plays, and the keys move what is chosen.
  await page.getByRole('button', {name: 'Play'}).click();
  const before_play = (await state()).get('to');
  await until((to) => new URL(location.href).searchParams.get('to') !== to, before_play);
  await page.getByRole('button', {name: /Pause|Play/}).click();
  await page.locator('.strip').focus();
  const from = (await state()).get('from');
  await page.keyboard.press(from === (await api('stats')).facets.days[0].day ? 'ArrowRight' : 'ArrowLeft');
  await until((day) => new URL(location.href).searchParams.get('from') !== day, from);
  await page.keyboard.press('x');
  await until(() => !new URL(location.href).searchParams.get('from'));

  // A box on the map, places told precisely enough: each narrows, and the address holds both.
  await page.getByRole('button', {name: 'Draw an area'}).click();
  const ground = await page.locator('.mapbox').boundingBox();
  await page.mouse.move(ground.x + ground.width * 0.3, ground.y + ground.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(ground.x + ground.width * 0.8, ground.y + ground.height * 0.7, {steps: 5});
  await page.mouse.up();
  await until(() => new URL(location.href).searchParams.get('bbox'));
  const boxed = await matched(`bbox=${(await state()).get('bbox')}`);
  assert.ok(boxed > 0 && boxed < stats.events, `the box holds some events (${boxed})`);
  await until((n) => document.querySelector('.listhead p')?.textContent.trim().startsWith(`${n} of`), boxed);
  await page.getByRole('button', {name: 'Clear', exact: true}).click();
  await page.getByLabel('Precise to').selectOption({label: 'A town or site'});
  const precise = await matched('precision=site,settlement');
  await until((n) => document.querySelector('.listhead p')?.textContent.trim().startsWith(`${n} of`), precise);
  await page.getByRole('button', {name: 'Clear', exact: true}).click();

  // A voice's page, an actor's page, and two voices side by side.
  await page.goto(`${address}?event=${encodeURIComponent(chosen.id)}`);
  await page.locator('.voice h4 .name').first().click();
  await page.locator('.actorpanel .bars').waitFor();
  assert.ok((await state()).get('speaker'), 'the voice stands in the address');
  await accessible('a voice');
  await picture('voice');
  const both = rows.find((e) => new Set(e.voices).size > 1);
  const [one, two] = [...new Set(both.voices)];
  await page.goto(`${address}?speaker=${encodeURIComponent(one)}&beside=${encodeURIComponent(two)}`);
  await page.locator('.versus tbody tr').first().waitFor();
  await page.goto(`${address}?event=${encodeURIComponent(chosen.id)}`);
  await page.getByRole('button', {name: 'Keep to compare'}).click();
  const rival = rows.find((e) => e.id !== chosen.id);
  await page.locator(`.event[data-id="${rival.id}"]`).click();
  await page.getByRole('button', {name: 'Compare with kept'}).click();
  await page.locator('.versus tr.differs').first().waitFor();
  assert.equal((await state()).get('beside'), chosen.id);
  await accessible('a comparison');
  await picture('compare');
  const actor = stats.facets.actors[0].name;
  await page.goto(`${address}?who=${encodeURIComponent(actor)}`);
  await page.locator('.actorpanel h2').getByText(actor, {exact: true}).waitFor();

  // Grave words are veiled until they are asked for.
  await page.goto(address);
  await page.waitForSelector('.event');
  assert.ok((await page.locator('.words.veiled').count()) > 0, 'something grave is veiled');
  await page.keyboard.press('v');
  await until(() => document.querySelectorAll('.words.veiled').length === 0);
  await page.keyboard.press('v');

  // The sheet of keys; what is visible as files.
  await page.keyboard.press('?');
  await page.locator('dialog .keys').first().waitFor();
  await accessible('the sheet of keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  const download = async (name) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.choices button', {hasText: name}).click()]);
    const path = join(scratch, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };
  const lines = readFileSync(await download('CSV'), 'utf8').split('\r\n');
  assert.ok(lines[0].includes('killed_low') && lines.length >= stats.events + 2, 'a line for each event');
  assert.equal(JSON.parse(readFileSync(await download('GeoJSON'), 'utf8')).features.length, stats.events);
  assert.ok(statSync(await download('PNG')).size > 5000, 'the map is no empty picture');
  await page.keyboard.press('Escape');
  await page.goto(`${address}?event=${encodeURIComponent(chosen.id)}`);
  await page.waitForSelector('.eventpanel .side');
  await page.emulateMedia({media: 'print'});
  assert.ok(!(await page.locator('.filters').isVisible()) && !(await page.locator('.list').isVisible()) && (await page.locator('.eventpanel').isVisible()), 'paper holds the event alone');
  await page.emulateMedia({media: 'screen'});

  // What a report says stays text.
  const documents = (await api('documents?limit=1000')).documents;
  assert.ok(documents.length >= 30, `${documents.length} documents`);
  await page.goto(`${address}?doc=${encodeURIComponent(documents[0].id)}`);
  await page.waitForSelector('.articlepanel h2');
  assert.equal(await page.locator('.text script, .text img, .text a').count(), 0);

  // Dark, and on a telephone.
  await page.emulateMedia({colorScheme: 'dark'});
  await page.goto(`${address}?event=${encodeURIComponent(chosen.id)}`);
  await page.waitForSelector('.eventpanel .side');
  await picture('dark');
  await accessible('the dark desk');
  await page.emulateMedia({colorScheme: 'light'});
  await page.setViewportSize({width: 390, height: 844});
  await page.goto(address);
  await page.waitForSelector('.event');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out sideways');
  await picture('phone-list');
  await page.locator('.event').first().click();
  await page.waitForSelector('.eventpanel h2');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nor here');
  await picture('phone-event');
  await page.getByRole('button', {name: 'Map', exact: true}).click();
  await page.waitForSelector('.mapbox canvas');
  await picture('phone-map');

  await accessible('the telephone');

  await page.setViewportSize({width: 1440, height: 900});
  await reviews({page, address, api, until, state, accessible, picture, ledger, program});
  // What was refused there on purpose, the browser says too.
  complaints.push(...complaints.splice(0).filter((words) => !/status of (400|404|503)/.test(words)));

  // The desk shows what is read while it is open.
  await page.goto(address);
  await page.waitForSelector('.event');
  const report = join(scratch, 'late.txt');
  writeFileSync(report, 'Title: Shells fall on Mayadin\nDate: 2031-05-14\nSource: Vale Daily\n\nRebels shelled a depot near Mayadin on Tuesday, wounding eleven guards, the mayor said.\n');
  const late = spawnSync(program, ['ingest', report, '--into', ledger], {encoding: 'utf8'});
  assert.equal(late.status, 0, late.stderr);
  await until((n) => Number(document.querySelector('.listhead p')?.textContent.trim().split(' ')[0]) > n, stats.events);

  const weight = (await Promise.all([...scripts].map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), {level: 9}).length))).reduce((a, b) => a + b, 0);
  console.log(`desk: ${scripts.size} scripts, ${Math.round(weight / 1000)} kB compressed`);
  assert.ok(weight <= 700_000, 'the scripts are small enough');

  assert.deepEqual(shutOut, [], 'axe-core has no serious finding');
  assert.deepEqual(strangers, [], 'only this program is asked');
  assert.deepEqual(complaints, [], 'the browser has nothing to complain of');

  // It ends when it is told to.
  server.removeAllListeners('exit');
  const ended = new Promise((done) => server.on('exit', (code) => done(code)));
  server.kill('SIGTERM');
  assert.equal(await ended, 0);
  failed = false;
  console.log('desk: all is well');
} finally {
  if (failed && shutOut.length > 0) console.log(shutOut.join('\n'));
  if (failed) await page.screenshot({path: join(tmpdir(), 'desk-failed.png')}).catch(() => {});
  await context.close();
  server.kill('SIGKILL');
  rmSync(scratch, {recursive: true, force: true});
}
