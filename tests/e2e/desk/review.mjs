// Reviewing at the desk: the queue worked by keys, drafts that outlive a reload, a busy ledger, undo; part of desk.mjs.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';

export async function reviews({page, address, api, until, state, accessible, picture, ledger, program}) {
  const review = async (query = '') => (await api(`reviews?limit=1000${query}`));
  const detail = async (id) => api(`events/${encodeURIComponent(id)}`);
  const shown = async (id) => until((e) => new URL(location.href).searchParams.get('event') === e && document.querySelector('.reviewbox')?.dataset.event === e, id);
  const written = async (n) => {
    for (let i = 0; i < 200 && (await review()).total !== n; ++i) await page.waitForTimeout(50);
    assert.equal((await review()).total, n);
    // The page has heard of it too: what it has not would be sent again, and no key decides anything meanwhile.
    await until(() => !(localStorage.getItem('deconflict.drafts') ?? '').includes('"sent":true'));
  };
  const open = async (id, why = '') => {
    await page.goto(`${address}?review=queue&event=${encodeURIComponent(id)}${why ? `&why=${why}` : ''}`);
    await shown(id);
    await page.locator('.reviewbox .actionbar').waitFor();
  };
  const total = (await api('stats')).events;
  const queue = (await api('queue')).queue;
  assert.ok(queue.length >= 2, `the examples leave something to look at (${queue.length})`);
  assert.ok(queue.every((q, i) => i === 0 || queue[i - 1].worth >= q.worth), 'what is worth most comes first');

  // The queue opens with its first event; the first review asks for a name, and the next event follows.
  await page.goto(address);
  await page.waitForSelector('.event');
  await page.keyboard.press('q');
  await shown(queue[0].row.id);
  assert.equal((await state()).get('review'), 'queue');
  await accessible('the queue');
  await page.keyboard.press('n');
  await shown(queue[1].row.id);
  await page.keyboard.press('b');
  await shown(queue[0].row.id);
  await page.keyboard.press('a');
  await until(() => document.activeElement?.getAttribute('name') === 'author');
  await page.keyboard.type('A. Reader');
  await page.keyboard.press('Enter');
  await written(1);
  await shown(queue[1].row.id);
  assert.ok(!(await api('queue')).queue.some((q) => q.row.id === queue[0].row.id), 'what was accepted leaves the queue');
  await page.keyboard.press('u');
  await written(2);
  await shown(queue[0].row.id);

  // A correction of a contested toll: half typed, reloaded, written down with its reason.
  const contested = queue.find((q) => q.doubts.some((d) => d.field === 'killed')).row.id;
  const before = await detail(contested);
  await open(contested, 'toll');
  await until(() => document.querySelectorAll('.reasons [aria-pressed=true]').length === 1);
  await page.keyboard.press('c');
  await until(() => document.activeElement?.getAttribute('name') === 'value');
  assert.equal(await page.locator('.reviewform [name=field]').inputValue(), 'killed', 'what voices disagree on is corrected first');
  await page.keyboard.type('12');
  await page.getByLabel('Why', {exact: true}).fill('hospital list');
  await picture('review');
  await accessible('a correction');
  await page.reload();
  await page.locator('.reviewform').waitFor();
  assert.equal(await page.locator('.reviewform [name=value]').inputValue(), '12', 'a reload keeps the draft');
  assert.equal(await page.getByLabel('Why', {exact: true}).inputValue(), 'hospital list');
  await page.locator('.reviewform [name=value]').fill('lots');
  await page.keyboard.press('Enter');
  await page.locator('.reviewbox [role=alert]').getByText(/no value of killed/).waitFor();
  assert.equal((await review()).total, 2, 'nothing was written');
  await page.locator('.reviewform [name=value]').fill('12');
  await page.keyboard.press('Enter');
  await written(3);
  assert.equal((await detail(contested)).fields.killed, '12');
  await page.locator('.history li', {hasText: 'hospital list'}).first().waitFor();
  assert.match(await page.locator('.history li').last().innerText(), /killed: .* → 12[\s\S]*A\. Reader/);
  await page.locator('.history li button', {hasText: 'Undo'}).click();
  await written(4);
  assert.equal((await detail(contested)).content, before.content, 'undo leaves no trace in the event');

  // Some of its claims tell of another happening; then not.
  const split = queue.find((q) => q.row.claims >= 2).row.id;
  const whole = await detail(split);
  await open(split);
  await page.keyboard.press('s');
  await page.locator('.choice').waitFor();
  for (const checked of await page.locator('.choice input:checked').all()) await checked.uncheck();
  await page.keyboard.press('1');
  await page.getByLabel('Why', {exact: true}).fill('another day');
  await page.keyboard.press('Enter');
  await written(5);
  assert.equal((await api('stats')).events, total + 1);
  await page.locator('.history li').first().waitFor();
  await page.locator('.reviewbox h3').click();
  await page.keyboard.press('u');
  await written(6);
  assert.equal((await detail(split)).content, whole.content);
  assert.equal((await api('stats')).events, total);

  // Two events are one happening; a part of the list by number, another by its address.
  const other = (await api('events?limit=400')).events.find((e) => e.id !== split && e.kind === whole.row.kind).id;
  await open(split);
  await page.keyboard.press('m');
  await page.getByLabel('Or another, by its address').fill(`${address}?event=${other}`);
  await page.getByLabel('Why', {exact: true}).fill('the same morning');
  await page.keyboard.press('Enter');
  await written(7);
  assert.equal((await api('stats')).events, total - 1);
  await page.goto(`${address}?event=${other}`);
  await page.locator('.gone [role=alert]').getByText(/joined into/).waitFor();
  await accessible('an event that is gone');
  await page.locator('.gone .history button', {hasText: 'Undo'}).click();
  await written(8);
  await page.locator('.eventpanel h2 .dot').waitFor();

  // Nothing of it is to be counted; the way back stands where it stood.
  await open(other);
  await page.keyboard.press('r');
  await until(() => document.activeElement?.getAttribute('name') === 'reason');
  await page.keyboard.type('an exercise');
  await page.keyboard.press('Escape');
  await page.getByText('A draft is kept').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('Enter');
  await written(9);
  assert.equal((await api('stats')).events, total - 1);
  await page.goto(`${address}?review=log`);
  await page.locator('.log .history li', {hasText: 'an exercise'}).waitFor();
  await accessible('the log of reviews');
  await page.locator('.log .history li', {hasText: 'an exercise'}).getByRole('button', {name: 'Undo'}).click();
  await written(10);

  // While another program writes, a decision waits in the browser, over a reload too, and is then written down once.
  const holder = spawn('python3', ['-c', 'import sqlite3, sys, time\ndb = sqlite3.connect(sys.argv[1], isolation_level=None)\ndb.execute("PRAGMA journal_mode = WAL")\ndb.execute("BEGIN IMMEDIATE")\nprint("held", flush=True)\nsys.stdin.read()', ledger]);
  await new Promise((done) => holder.stdout.once('data', done));
  await open(queue[0].row.id);
  await page.keyboard.press('a');
  await page.locator('.reviewbox .waits').getByText(/Another program is writing/).waitFor();
  await page.reload();
  await page.locator('.reviewbox .actionbar').waitFor();
  assert.equal((await review()).total, 10);
  holder.stdin.end();
  await written(11);
  await page.waitForTimeout(300);
  assert.equal((await review()).total, 11, 'it is written once');
  await page.keyboard.press('u');
  await written(12);

  // In the dark, and on a telephone.
  await page.emulateMedia({colorScheme: 'dark'});
  await open(split);
  await page.keyboard.press('s');
  await page.locator('.choice').waitFor();
  await picture('review-dark');
  await accessible('the dark queue');
  await page.emulateMedia({colorScheme: 'light'});
  await page.getByRole('button', {name: 'Throw away'}).click();
  await page.setViewportSize({width: 390, height: 844});
  await page.goto(`${address}?review=queue`);
  await page.locator('.queuehead').waitFor();
  await page.waitForSelector('.event');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out sideways');
  await picture('phone-queue');
  await page.locator('.event').first().click();
  await page.locator('.actionbar').waitFor();
  await page.getByRole('button', {name: /^Correct/}).click();
  await page.locator('.reviewform').waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nor here');
  await picture('phone-review');
  await accessible('a review on the telephone');
  await page.getByRole('button', {name: 'Throw away'}).click();
  await page.setViewportSize({width: 1440, height: 900});

  // A desk that only reads says so.
  const reading = spawn(program, ['serve', ledger, '--port', '0', '--read-only'], {stdio: ['ignore', 'inherit', 'pipe']});
  const there = await new Promise((done) => reading.stderr.on('data', (bytes) => { const found = /http:\/\/\S+/.exec(String(bytes)); if (found) done(found[0]); }));
  const refused = await fetch(`${there}api/v1/reviews`, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Deconflict': 'review'}, body: JSON.stringify({action: 'accept', event: split, author: 'A. Reader'})});
  assert.equal(refused.status, 403);
  assert.match((await refused.json()).error.message, /--read-only/);
  reading.kill('SIGTERM');
}
