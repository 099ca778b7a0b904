// Values as words. What is not known is said so, never filled in.
import type {Doubt, EventRow, Review, RowCount, Telling} from './api';

const days = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
const months = new Intl.DateTimeFormat('en-GB', {month: 'long', year: 'numeric', timeZone: 'UTC'});

const date = (iso: string) => new Date(`${iso}T00:00:00Z`);

export const day = (iso: string): string => (/^\d{4}-\d\d-\d\d$/.test(iso) ? days.format(date(iso)) : iso);

export function when(time: EventRow['time']): string {
  if (!time.begin) return 'time unresolved';
  if (time.precision === 'year') return time.begin.slice(0, 4);
  if (time.precision === 'month') return months.format(date(time.begin));
  if (time.end && time.end !== time.begin) return `${day(time.begin)} – ${day(time.end)}`;
  return day(time.begin);
}

export function where(place: EventRow['place']): string {
  if (!place) return 'place unresolved';
  return place.lat === null && place.geometry === null ? `${place.name} (unresolved)` : place.name;
}

export function range(count: {low: number; high: number | null} | RowCount): string {
  if (count.high === null) return `${count.low} or more`;
  return count.low === count.high ? `${count.low}` : `${count.low}–${count.high}`;
}

/** A number as it was told. */
export const asTold = (value: {min: number; max: number | null; said?: string | null; whom?: string}): string => (value.said || exact(value.min, value.max)) + (value.whom ? ` ${value.whom}` : '');

export const exact = (min: number, max: number | null): string => (max === null ? `${min} or more` : min === max ? `${min}` : `${min}–${max}`);

export function harm(counts: Record<string, RowCount>): string[] {
  const order = ['killed', 'injured', 'captured', 'abducted', 'arrested', 'missing', 'displaced', 'surrendered', 'destroyed'];
  return order.filter((what) => counts[what]).map((what) => `${range(counts[what])} ${what}`);
}

export const names = (row: EventRow, role: string): string[] => row.actors.filter((a) => a.role === role).map((a) => a.name);

/** Outlet ← agency ← official: whoever speaks last to us stands first; voices under one word of saying stand side by side. */
export function chain(telling: Telling): {name: string; beside: boolean}[] {
  const outlet = telling.document.outlet ?? 'outlet not named';
  const links = telling.voices.map((v, i, all) => ({name: v.name, beside: i > 0 && v.cue !== null && v.cue.begin === all[i - 1].cue?.begin}));
  return links[0]?.name === outlet ? links : [{name: outlet, beside: false}, ...links];
}

/** TIMEX3 as words where we have them. */
export function timex(value: string | null): string {
  if (!value) return 'unresolved';
  const weekday = /^XXXX-WXX-([1-7])/.exec(value);
  if (weekday) return `a ${['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][Number(weekday[1]) - 1]}, which one unresolved`;
  return value.includes('X') ? `unresolved (${value})` : day(value);
}

/** Each once; "×2" behind what stands there twice. */
export function tally(names: string[]): string {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, n]) => (n > 1 ? `${name} ×${n}` : name)).join(', ');
}

export const count = (n: number): string => n.toLocaleString('en-GB');
/** What joins the names of two publishers of which one repeats the other's words. */
export const copyWords = (c: {share: number; basis: string}): string => (c.share <= 0 ? 'credits' : c.basis === 'none' ? 'shares words with' : 'repeats');
export const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;

/** How much spoke for a join beyond what was asked, as words. */
export const likely = (margin: number): string =>
  margin >= 2 ? 'very likely the same' : margin >= 1 ? 'likely the same' : margin >= 0.5 ? 'more likely than not' : 'weak: worth a look';

const doubtful: Record<string, string> = {occurred: 'did it happen', actor: 'who did it', place: 'where', time: 'when', kind: 'what'};
const decided: Record<string, string> = {
  accept: 'accepted', correct: 'corrected', merge: 'joined by hand', split: 'taken apart', 'reject claim': 'claim rejected', 'correct claim': 'claim corrected', 'accept claim': 'claim accepted',
};
/** What was decided about an event, as a badge. */
export const decidedWords = (action: string): string => decided[action] ?? action;

/** Why an event is in the queue. */
export function doubtWords(d: Doubt): string {
  if (d.why === 'join') return `joined on weak grounds (+${(d.margin ?? 0).toFixed(2)})`;
  if (d.why === 'news') return `${plural(d.came ?? 0, 'claim')} came since it was accepted`;
  return `${doubtful[d.why] ?? d.field}: ${(d.values ?? []).map((v) => (d.why === 'time' ? v.split('..').map(day).join(' – ') : v)).join(' | ')}`;
}

/** What a person decided, in words. */
export function reviewWords(r: Review, was: string | null): string {
  const claim = r.on === 'claim' ? ' of a claim' : '';
  if (r.action === 'accept') return r.on === 'claim' ? 'Claim accepted' : 'Accepted';
  if (r.action === 'reject') return r.on === 'claim' ? 'Claim rejected' : 'Rejected';
  if (r.action === 'split') return 'Taken apart';
  if (r.action === 'merge') return 'Joined';
  return `${r.field}${claim}: ${was ? `${was} → ` : ''}${r.value}`;
}
