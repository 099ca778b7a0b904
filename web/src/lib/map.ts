// The map's style and the shapes of events on it. Everything comes from this program; no tile server is asked.
import type {StyleSpecification} from 'maplibre-gl';
import countries from '../generated/countries.json?url';
import labels from '../generated/labels.json?url';
import type {EventRow} from './api';
import {colourOf, groupOf} from './kinds';

export interface Tones { sea: string; land: string; border: string; label: string; halo: string; ring: string }
export const light: Tones = {sea: '#dfe8ec', land: '#f7f5f0', border: '#b9b4a8', label: '#6c6a63', halo: '#f7f5f0', ring: '#1c2226'};
export const dark: Tones = {sea: '#12181c', land: '#20282d', border: '#46525a', label: '#93a0a8', halo: '#20282d', ring: '#f4f6f7'};

/** How wide, in kilometres, a place of that precision is drawn where it has no shape of its own. No boundary is claimed. */
const reach: Record<string, number> = {district: 15, admin1: 45, region: 90, country: 140, feature: 10};

export interface Stack { ids: string[]; lon: number; lat: number; kind: string; contested: boolean; exact: boolean }

/** Events that share one point, most frequent group first: they cannot be told apart on a map, so they are one mark. */
export function stacks(events: EventRow[]): Stack[] {
  const byPoint = new Map<string, EventRow[]>();
  for (const e of events) {
    const p = e.place;
    if (!p || p.lat === null || p.lon === null) continue;
    const key = `${p.lat.toFixed(4)},${p.lon.toFixed(4)}`;
    const here = byPoint.get(key);
    if (here) here.push(e);
    else byPoint.set(key, [e]);
  }
  return [...byPoint.values()].map((here) => {
    const votes = new Map<string, number>();
    for (const e of here) votes.set(groupOf(e.kind).key, (votes.get(groupOf(e.kind).key) ?? 0) + 1);
    const best = [...votes].sort((a, b) => b[1] - a[1])[0][0];
    const lead = here.find((e) => groupOf(e.kind).key === best)!;
    return {
      ids: here.map((e) => e.id), lon: lead.place!.lon!, lat: lead.place!.lat!, kind: lead.kind,
      contested: here.some((e) => e.contested.length > 0), exact: here.some((e) => ['site', 'settlement'].includes(e.place!.precision)),
    };
  });
}

export function pointFeatures(all: Stack[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: all.map((s, i) => ({
      type: 'Feature', geometry: {type: 'Point', coordinates: [s.lon, s.lat]},
      properties: {stack: i, colour: colourOf(s.kind), contested: s.contested, exact: s.exact, n: s.ids.length, label: s.ids.length > 1 ? String(s.ids.length) : ''},
    })),
  };
}

function circle(lon: number, lat: number, km: number): GeoJSON.Polygon {
  const ring: [number, number][] = [];
  const dLat = km / 111.32;
  const dLon = dLat / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  for (let i = 0; i <= 48; ++i) {
    const a = (2 * Math.PI * i) / 48;
    ring.push([lon + dLon * Math.cos(a), lat + dLat * Math.sin(a)]);
  }
  return {type: 'Polygon', coordinates: [ring]};
}

/** Places that are no point: a relation's own shape, or a circle as wide as the precision. Each shape once. */
export function areaFeatures(events: EventRow[]): GeoJSON.FeatureCollection {
  const seen = new Map<string, GeoJSON.Feature>();
  for (const e of events) {
    const p = e.place;
    if (!p) continue;
    const km = reach[p.precision];
    const geometry = p.geometry && p.geometry.type !== 'Point' ? p.geometry : km && p.lat !== null && p.lon !== null ? circle(p.lon, p.lat, km) : null;
    if (!geometry) continue;
    const key = p.geometry ? JSON.stringify(p.geometry) : `${p.lat},${p.lon},${p.precision}`;
    if (!seen.has(key)) seen.set(key, {type: 'Feature', geometry, properties: {id: e.id, colour: colourOf(e.kind)}});
  }
  return {type: 'FeatureCollection', features: [...seen.values()]};
}

const none: GeoJSON.FeatureCollection = {type: 'FeatureCollection', features: []};

export function style(t: Tones): StyleSpecification {
  const absolute = (path: string) => new URL(path, location.href).href;
  return {
    version: 8,
    sources: {
      countries: {type: 'geojson', data: absolute(countries), attribution: 'Borders: Natural Earth, no judgement on them implied', tolerance: 0.3},
      labels: {type: 'geojson', data: absolute(labels)},
      areas: {type: 'geojson', data: none},
      points: {type: 'geojson', data: none},
      chosen: {type: 'geojson', data: none},
    },
    layers: [
      {id: 'sea', type: 'background', paint: {'background-color': t.sea}},
      {id: 'land', type: 'fill', source: 'countries', paint: {'fill-color': t.land}},
      {id: 'border', type: 'line', source: 'countries', paint: {'line-color': t.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.4, 8, 1.4]}},
      {id: 'areas', type: 'fill', source: 'areas', paint: {'fill-color': ['get', 'colour'], 'fill-opacity': 0.1}},
      {id: 'area-edge', type: 'line', source: 'areas', paint: {'line-color': ['get', 'colour'], 'line-width': 1, 'line-dasharray': [3, 2], 'line-opacity': 0.75}},
      {id: 'chosen-area', type: 'line', source: 'chosen', filter: ['!=', ['geometry-type'], 'Point'], paint: {'line-color': t.ring, 'line-width': 2}},
      {
        id: 'names', type: 'symbol', source: 'labels', filter: ['any', ['>', ['get', 'size'], 20], ['>=', ['zoom'], 4]],
        layout: {'text-field': ['get', 'name'], 'text-font': ['system-ui, sans-serif'], 'text-size': 11.5, 'text-letter-spacing': 0.06, 'text-max-width': 7,
          'symbol-sort-key': ['-', 0, ['get', 'size']], 'text-padding': 6},
        paint: {'text-color': t.label, 'text-halo-color': t.halo, 'text-halo-width': 1.2},
      },
      {
        id: 'points', type: 'circle', source: 'points', layout: {'circle-sort-key': ['get', 'n']},
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['get', 'n'], 1, 6.5, 5, 10, 30, 16],
          'circle-color': ['get', 'colour'], 'circle-opacity': ['case', ['get', 'exact'], 0.92, 0.45],
          'circle-stroke-width': ['case', ['get', 'contested'], 2.6, 1.2], 'circle-stroke-color': ['case', ['get', 'contested'], t.ring, t.halo],
        },
      },
      {id: 'numbers', type: 'symbol', source: 'points', filter: ['>', ['get', 'n'], 1],
        layout: {'text-field': ['get', 'label'], 'text-font': ['system-ui, sans-serif'], 'text-size': 11, 'text-allow-overlap': true},
        paint: {'text-color': '#ffffff', 'text-halo-color': '#00000080', 'text-halo-width': 1}},
      {id: 'chosen', type: 'circle', source: 'chosen', filter: ['==', ['geometry-type'], 'Point'],
        paint: {'circle-radius': 14, 'circle-color': '#00000000', 'circle-stroke-width': 2.5, 'circle-stroke-color': t.ring}},
    ],
  };
}

export function chosenFeatures(event: EventRow | undefined): GeoJSON.FeatureCollection {
  const p = event?.place;
  if (!p) return none;
  const features: GeoJSON.Feature[] = [];
  if (p.lat !== null && p.lon !== null) features.push({type: 'Feature', properties: {}, geometry: {type: 'Point', coordinates: [p.lon, p.lat]}});
  const km = reach[p.precision];
  if (p.geometry && p.geometry.type !== 'Point') features.push({type: 'Feature', properties: {}, geometry: p.geometry});
  else if (km && p.lat !== null && p.lon !== null) features.push({type: 'Feature', properties: {}, geometry: circle(p.lon, p.lat, km)});
  return {type: 'FeatureCollection', features};
}
