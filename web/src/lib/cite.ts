// An event as a reference that can stand in a footnote.
import type {EventDetail} from './api';
import {kindName} from './kinds';
import {names, when, where} from './say';

export function citation(detail: EventDetail, address: string, today: string): string {
  const row = detail.row;
  const by = names(row, 'actor').join(', ') || 'actor not told';
  const on = names(row, 'recipient').join(', ');
  const sources = new Map<string, string>();
  for (const t of detail.claims) {
    const d = t.document;
    sources.set(t.doc, [d.outlet, d.title ? `“${d.title}”` : null, d.published, d.url].filter(Boolean).join(', ') || t.doc);
  }
  return `${kindName(row.kind)}: ${by}${on ? ` → ${on}` : ''}; ${where(row.place)}, ${when(row.time)}. Told by ${row.voices.join(', ') || 'voices unresolved'} in: ` +
    `${[...sources.values()].join('; ')}. deconflict event ${row.id}, ${address} (read ${today}).`;
}
