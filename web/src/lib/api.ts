// The shapes of /api/v1, and the one way to ask for them.

export interface Named { id: string | null; name: string }
export interface Words { begin: number; end: number; words: string }
export interface RowPlace {
  name: string; lat: number | null; lon: number | null; precision: string;
  country: string | null; admin1: string | null; geometry: GeoJSON.Geometry | null;
}
export interface RowCount { low: number; best: number; high: number | null; values: number }
export interface EventRow {
  id: string; kind: string; actors: (Named & {role: 'actor' | 'recipient'})[]; place: RowPlace | null;
  time: {begin: string | null; end: string | null; precision: string};
  counts: Record<string, RowCount>; voices: string[]; claims: number; documents: number;
  contested: string[]; realis: string[]; background: boolean; words: string;
  /** what people decided about it: accept, correct … */
  reviewed: string[];
}
export interface Tally { id: string; name: string; count: number }
export interface Facets { kinds: Tally[]; voices: Tally[]; actors: Tally[]; days: {day: string; count: number; contested: number}[] }
export interface EventPage {
  revision: string; total: number; matched: number; offset: number; limit: number; contested: number; undated: number; unplaced: number;
  facets: Facets; events: EventRow[];
}
export interface Stats { doubtful: number; documents: number; events: number; claims: number; contested: number; undated: number; unplaced: number; facets: Facets }

/** One string for a claim, to look it up by. */
export const refKey = (ref: ClaimRef): string => `${ref.doc}\n${ref.claim}`;

export interface ClaimRef { doc: string; claim: string }
/** `said`: the words of a number that is no plain one; `loose`: a bound that another value keeps to; `whom`: whom it counts */
export interface CountValue { min: number; max: number | null; said?: string; loose?: boolean; whom?: string; claims: ClaimRef[] }
export interface EventRecord {
  id: string; kind: string; claims: ClaimRef[];
  counts: Record<string, RowCount & {values: CountValue[]}>;
  voices: (Named & {claims: ClaimRef[]})[];
  contradictions: {field: string; values: {value: string; voices: string[]; claims: ClaimRef[]}[]}[];
  why: {claim: ClaimRef; with: ClaimRef; score: number; reasons: string[]}[];
  /** whose documents of it repeat whose words; `of` null where only the publisher that the text credits is known */
  copies?: {document: string; of: string | null; who: string; whom: string; share: number; basis: string}[];
  reviews?: {review: string; was: string | null}[];
}
export interface Telling extends Words {
  doc: string;
  document: {title: string | null; outlet: string | null; url: string | null; published: string | null};
  claim: ClaimRecord;
  trigger: Words;
  voices: (Named & Words & {sort: string | null; cue: Words | null})[];
  actors: (Named & Words & {role: string})[];
  places: (Words & {role: string; name: string; lat: number | null; lon: number | null; precision: string; geometry: GeoJSON.Geometry | null})[];
  time: Words & {value: string | null; precision: string; basis: string};
  counts: (Words & {what: string; who: string | null; min: number; max: number | null; said?: string; cumulative: boolean})[];
  weapons: Words[];
}
export interface Span { begin: number; end: number }
export interface ClaimRecord extends Span {
  id: string; kind: string; trigger: Span; realis: string; background: boolean; confidence: number; responsibility?: boolean;
  actors: (Span & {role: string; entity: number | null})[];
  places: {place: number; role: string}[];
  time: {value: string | null; basis: string; begin?: number; end?: number};
  counts: number[]; weapons: Span[];
  attribution: (Span & {entity: number | null; cue: Span | null})[];
}
/** What is doubtful about an event: a weak join, a field that voices disagree on, claims that came since it was accepted. */
export interface Doubt { why: string; weight: number; field?: string; values?: string[]; margin?: number; claims?: [ClaimRef, ClaimRef]; came?: number }
export interface Review {
  id: string; action: string; on: 'event' | 'claim' | 'review'; target: string; field: string | null; value: string | null; author: string; time: string;
  reason: string | null; undoes: string | null; state: 'stands' | 'undone' | 'orphaned'; note: string | null;
  claims: {part: number; doc: string; claim: string}[];
  /** events that its claims tell of now */
  events: string[];
}
export interface ReviewPage { writable: boolean; why_not: string | null; total: number; offset: number; limit: number; reviews: Review[] }
export interface Queued { row: EventRow; worth: number; doubts: Doubt[] }
export interface QueuePage { revision: string; total: number; matched: number; why: Record<string, number>; queue: Queued[] }
export interface EventDetail {
  event: EventRecord; row: EventRow; claims: Telling[]; content: string; doubts: Doubt[]; reviews: Review[];
  /** every field as a correction would write it */
  fields: Record<string, string>;
  /** of each join of event.why, by how much it exceeds what is asked of one */
  margins: number[];
}
export interface Article {
  document: {id: string; title: string | null; outlet: string | null; url: string | null; published: string | null; language: string | null; text: string};
  annotation: {
    boilerplate: (Span & {why: string})[]; places: (Span & {name: string; lat: number | null; lon: number | null; precision: string; relation: {begin: number; end: number; geometry: GeoJSON.Geometry | null} | null})[];
    times: (Span & {type: string; value: string})[]; counts: (Span & {what: string})[]; claims: ClaimRecord[];
    attributions: {source: Span[]; cue: Span[]; content: Span[]}[];
  };
  events: Record<string, string>;
}

export interface Cell {
  lat: number; lon: number; count: number; contested: number; exact: number; open: number; kinds: [string, number][]; one_point: boolean; ids: string[];
}
export interface MapPage { matched: number; extent: {lat: [number | null, number | null]; lon: [number | null, number | null]}; cells: Cell[] }
export interface MoveEnd { name: string; lat: number; lon: number }
export interface Move { event: string; kind: string; from: MoveEnd; to: MoveEnd }

/** What went wrong, in words for the person at the desk; `field` of what was sent is to be mended, `again`: the same may be sent again. */
export class Trouble extends Error {
  constructor(message: string, readonly field = '', readonly again = false, readonly changed = false) { super(message); }
}
const silent = 'The program does not answer. Is `deconflict serve` still running? Start it again, then reload this page.';
const locked = 'A token is needed. Open the address, with its token, that `deconflict serve` printed.';

export async function ask<T>(path: string, params: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
  const query = new URLSearchParams(params).toString();
  let reply: Response;
  try {
    reply = await fetch(`/api/v1/${path}${query ? `?${query}` : ''}`, {signal, headers: {Accept: 'application/json'}});
  } catch (e) {
    if ((e as Error).name === 'AbortError') throw e;
    throw new Trouble(silent);
  }
  if (reply.status === 401) throw new Trouble(locked);
  const body = await reply.json().catch((e: Error) => {
    if (e.name === 'AbortError') throw e; // nobody waits for it any more
    return null;
  });
  if (!reply.ok || body === null) throw new Trouble(body?.error?.message ?? `The program answered with status ${reply.status}.`);
  return body as T;
}

/** Returns when the review is in the ledger. */
export async function sendReview(body: Record<string, unknown>): Promise<Review> {
  let reply: Response;
  try {
    reply = await fetch('/api/v1/reviews', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Deconflict': 'review'}, body: JSON.stringify(body)});
  } catch {
    throw new Trouble(silent, '', true);
  }
  if (reply.status === 401) throw new Trouble(locked);
  const answer = await reply.json().catch(() => null);
  if (reply.status === 201 && answer !== null) return answer.review as Review;
  throw new Trouble(answer?.error?.message ?? `The program answered with status ${reply.status}.`, answer?.error?.field ?? '', reply.status === 503 || answer === null, reply.status === 409);
}
