// What is visible, as files. Everything that matches is asked for, page by page, not only what the list holds.
import {ask, type EventPage, type EventRow} from './api';

const pageSize = 2000;
export const most = 200_000;

export async function everything(filters: Record<string, string>, progress: (n: number) => void): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  for (;;) {
    const page = await ask<EventPage>('events', {...filters, limit: String(pageSize), offset: String(rows.length)});
    rows.push(...page.events);
    progress(rows.length);
    if (page.events.length === 0 || rows.length >= Math.min(page.matched, most)) return rows;
  }
}

const columns: [string, (e: EventRow) => string | number | null][] = [
  ['id', (e) => e.id], ['kind', (e) => e.kind],
  ['actors', (e) => e.actors.filter((a) => a.role === 'actor').map((a) => a.name).join('; ')],
  ['recipients', (e) => e.actors.filter((a) => a.role === 'recipient').map((a) => a.name).join('; ')],
  ['place', (e) => e.place?.name ?? null], ['admin1', (e) => e.place?.admin1 ?? null], ['country', (e) => e.place?.country ?? null],
  ['lat', (e) => e.place?.lat ?? null], ['lon', (e) => e.place?.lon ?? null], ['place_precision', (e) => e.place?.precision ?? null],
  ['begin', (e) => e.time.begin], ['end', (e) => e.time.end], ['time_precision', (e) => e.time.precision],
  ...['killed', 'injured', 'captured', 'abducted', 'arrested', 'missing', 'displaced'].flatMap((what): [string, (e: EventRow) => number | null][] => [
    [`${what}_low`, (e) => e.counts[what]?.low ?? null], [`${what}_high`, (e) => e.counts[what]?.high ?? null]]),
  ['voices', (e) => e.voices.join('; ')], ['claims', (e) => e.claims], ['documents', (e) => e.documents],
  ['contested', (e) => e.contested.join('; ')], ['realis', (e) => e.realis.join('; ')], ['words', (e) => e.words],
];

/** RFC 4180; a cell that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows: EventRow[]): string =>
  [columns.map(([name]) => name).join(','), ...rows.map((e) => columns.map(([, of]) => cell(of(e))).join(','))].join('\r\n') + '\r\n';

export const geojson = (rows: EventRow[]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: rows.map((e) => ({
      type: 'Feature', id: e.id,
      geometry: e.place?.lat != null && e.place.lon != null ? {type: 'Point', coordinates: [e.place.lon, e.place.lat]} : (e.place?.geometry ?? null),
      properties: Object.fromEntries(columns.map(([name, of]) => [name, of(e)])),
    })),
  });

export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
