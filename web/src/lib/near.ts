// Which events might be the same happening, and which claims hang on a weak join.
import {ask, refKey, type ClaimRef, type EventDetail, type EventPage, type EventRow} from './api';

const dayOff = (iso: string, days: number) => new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Events of about that day and place, or of that day and actor; those of the same kind first. */
export async function candidates(row: EventRow, signal: AbortSignal): Promise<EventRow[]> {
  const params: Record<string, string> = {limit: '60'};
  if (row.time.begin) Object.assign(params, {from: dayOff(row.time.begin, -2), to: dayOff(row.time.end ?? row.time.begin, 2)});
  const p = row.place;
  const actor = row.actors.find((a) => a.role === 'actor')?.name;
  if (p && p.lat !== null && p.lon !== null) params.bbox = [p.lon - 0.35, p.lat - 0.3, p.lon + 0.35, p.lat + 0.3].map((x) => x.toFixed(3)).join(',');
  else if (actor) params.actor = actor;
  else if (row.time.begin) params.kind = row.kind;
  else return [];
  const found = (await ask<EventPage>('events', params, signal)).events.filter((e) => e.id !== row.id);
  const rank = (e: EventRow) => (e.kind === row.kind ? 0 : 2) + (e.place?.name === row.place?.name ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, 9);
}

/** The smaller side of the weakest join: the claims that the rest of its joins do not hold to the others. */
export function weakSide(detail: EventDetail): ClaimRef[] {
  const why = detail.event.why;
  if (why.length === 0) return [];
  const margins = detail.margins;
  const weakest = why[margins.indexOf(Math.min(...margins))];
  const side = (start: ClaimRef): Set<string> => {
    const reached = new Set([refKey(start)]);
    for (let grew = true; grew;) {
      grew = false;
      for (const w of why) {
        if (w === weakest) continue;
        const [a, b] = [refKey(w.claim), refKey(w.with)];
        if (reached.has(a) !== reached.has(b)) { reached.add(a).add(b); grew = true; }
      }
    }
    return reached;
  };
  const [a, b] = [side(weakest.claim), side(weakest.with)];
  if (a.has(refKey(weakest.with))) return [];
  const less = a.size < b.size ? a : b;
  return detail.event.claims.filter((ref) => less.has(refKey(ref)));
}
