// What a person decides at the desk. A draft is kept in this browser until it is written down or thrown away, and what was sent is sent
// again until the ledger has it: a reload, a crash or a busy ledger loses nothing. The key of a draft makes it one review however often it is sent.
import {ask, sendReview, Trouble, type ClaimRef, type Review, type ReviewPage} from './api';
import {prefs} from './prefs.svelte';

export type Action = 'accept' | 'reject' | 'correct' | 'split' | 'merge' | 'undo';
export interface Draft {
  event: string; action: Action; reason: string; key: string;
  /** the event as it was looked at */
  seen: string;
  /** the claim that is rejected or corrected, instead of the event */
  claim: ClaimRef | null;
  field: string; value: string;
  /** of a split: those that tell of another happening */
  claims: ClaimRef[];
  /** of a merge: those that join it */
  events: string[];
  /** of an undo */
  review: string;
  sent: boolean;
}
interface Done { review: string; event: string; words: string }

const keep = (name: string, value: unknown) => {
  try { localStorage.setItem(`deconflict.${name}`, JSON.stringify(value)); } catch { /* it holds until the page is closed */ }
};
const kept = <T>(name: string, otherwise: T): T => {
  try { return JSON.parse(localStorage.getItem(`deconflict.${name}`) ?? '') as T; } catch { return otherwise; }
};
// randomUUID is there in secure contexts alone; the desk may be reached by a plain address.
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

export const desk = $state({
  /** by event; an undo by its review */
  drafts: kept<Record<string, Draft>>('drafts', {}),
  done: kept<Done[]>('done', []),
  /** why nothing can be reviewed here; empty where it can */
  off: '',
  /** what is being sent, what it waits for */
  busy: '', waits: '',
  trouble: '', troubleField: '', troubleOf: '',
});

/** Called with every review that is in the ledger now. */
export const listeners = new Set<(review: Review, draft: Draft) => void>();

export const draftOf = (event: string): Draft | undefined => desk.drafts[event];
/** Other pages of the desk keep theirs in the same place: only this one is put there, or taken away. */
function saved(event: string): void {
  const all = kept<Record<string, Draft>>('drafts', {});
  if (desk.drafts[event]) all[event] = $state.snapshot(desk.drafts[event]) as Draft;
  else delete all[event];
  keep('drafts', all);
}

export function begin(event: string, action: Action, seen: string, more: Partial<Draft> = {}): Draft {
  const before = desk.drafts[event];
  // What was typed for another action is typed for this one too.
  desk.drafts[event] = {event, action, seen, key: fresh(), reason: before?.reason ?? '', claim: null, field: '', value: '', claims: [], events: [], review: '', sent: false, ...more};
  forgive();
  saved(event);
  return desk.drafts[event];
}
export function change(event: string, more: Partial<Draft>): void {
  if (!desk.drafts[event]) return;
  Object.assign(desk.drafts[event], more);
  saved(event);
}
export function discard(event: string): void {
  delete desk.drafts[event];
  forgive();
  saved(event);
}
const forgive = () => { desk.trouble = desk.troubleField = desk.troubleOf = ''; };

const body = (d: Draft): Record<string, unknown> => {
  const all = {action: d.action, author: prefs.author, reason: d.reason, key: d.key};
  if (d.action === 'undo') return {...all, review: d.review};
  if (d.action === 'merge') return {...all, events: [d.event, ...d.events], seen: d.seen};
  if (d.action === 'split') return {...all, event: d.event, claims: d.claims, seen: d.seen};
  const of = d.claim ? {claim: d.claim} : {event: d.event, seen: d.seen};
  return d.action === 'correct' ? {...all, ...of, field: d.field, value: d.value} : {...all, ...of};
};

const sayDone: Record<Action, string> = {accept: 'accepted', reject: 'rejected', correct: 'corrected', split: 'taken apart', merge: 'joined', undo: 'taken back'};
export const doneWords = (d: Draft): string => (d.action === 'correct' ? `${d.field} corrected to ${d.value}` : d.claim ? 'claim rejected' : sayDone[d.action]);

/** Sends a draft until the ledger has it, or says what is wrong with it. */
export async function submit(event: string): Promise<void> {
  const d = desk.drafts[event];
  if (!d || desk.busy === event) return;
  if (!prefs.author.trim()) { Object.assign(desk, {trouble: 'Say who decides; the name is remembered.', troubleField: 'author', troubleOf: event}); return; }
  forgive();
  d.sent = true;
  saved(event);
  desk.busy = event;
  const sent = $state.snapshot(d) as Draft;
  try {
    const review = await sendReview(body(sent));
    desk.waits = '';
    if (desk.drafts[event]?.key === sent.key) delete desk.drafts[event];
    if (sent.action === 'undo') desk.done = desk.done.filter((x) => x.review !== sent.review);
    else desk.done = [...desk.done, {review: review.id, event: sent.event, words: doneWords(sent)}].slice(-50);
    saved(event);
    keep('done', desk.done);
    desk.busy = '';
    for (const heard of listeners) heard(review, sent);
  } catch (e) {
    desk.busy = '';
    const trouble = e as Trouble;
    if (trouble.again) {
      desk.waits = trouble.message;
      setTimeout(resume, 3000);
      return;
    }
    if (desk.drafts[event]) desk.drafts[event].sent = false;
    // What another undid meanwhile need not be undone again.
    if (sent.action === 'undo') { delete desk.drafts[event]; desk.done = desk.done.filter((x) => x.review !== sent.review); keep('done', desk.done); }
    saved(event);
    Object.assign(desk, {trouble: trouble.message, troubleField: trouble.field, troubleOf: sent.event});
  }
}

/** What was sent before a reload, or to a busy ledger, is sent again. */
export function resume(): void {
  const waiting = Object.keys(desk.drafts).find((event) => desk.drafts[event].sent);
  if (waiting && !desk.busy) void submit(waiting).then(() => { if (!desk.waits) resume(); });
}

export function undo(review: string, event: string): void {
  begin(`undo ${review}`, 'undo', '', {event, review, reason: ''});
  void submit(`undo ${review}`);
}

export async function learn(): Promise<void> {
  const page = await ask<ReviewPage>('reviews', {limit: '0'});
  desk.off = page.writable ? '' : (page.why_not ?? 'This desk only reads.');
}
