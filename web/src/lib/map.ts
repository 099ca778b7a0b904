// The map's style and the shapes of events on it. Everything comes from this program; no tile server is asked.
import type {ExpressionSpecification, Map as MapLibre, StyleSpecification} from 'maplibre-gl';
import countries from '../generated/countries.json?url';
import labels from '../generated/labels.json?url';
import towns from '../generated/towns.json?url';
import unitLines from '../generated/unitlines.json?url';
import units from '../generated/units.json?url';
import water from '../generated/water.json?url';
import type {Cell, EventRow, Move, Telling} from './api';
import {colourOf, groupOf, groups} from './kinds';
import type {ToldPlace} from './told.svelte';

export interface Tones { sea: string; land: string; border: string; label: string; halo: string; ring: string; river: string }
export const light: Tones = {sea: '#dfe8ec', land: '#f7f5f0', border: '#b9b4a8', label: '#5f5d56', halo: '#f7f5f0', ring: '#1c2226', river: '#a9c3cf'};
export const dark: Tones = {sea: '#12181c', land: '#20282d', border: '#46525a', label: '#a3b0b8', halo: '#20282d', ring: '#f4f6f7', river: '#31475a'};

/** How wide, in kilometres, a place of that precision is drawn where it has no shape of its own. No boundary is claimed. */
const reach: Record<string, number> = {district: 15, admin1: 45, region: 90, country: 140, feature: 10};

/** The group that most of a cell's events belong to. */
export function leading(kinds: [string, number][]): string {
  const votes = new Map<string, number>();
  for (const [kind, n] of kinds) votes.set(groupOf(kind).key, (votes.get(groupOf(kind).key) ?? 0) + n);
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'other';
}

export function pointFeatures(cells: Cell[]): GeoJSON.FeatureCollection {
  const colours = new Map(groups.map((g) => [g.key, g.colour]));
  return {
    type: 'FeatureCollection',
    features: cells.map((c, i) => {
      const group = leading(c.kinds);
      return {
        type: 'Feature', geometry: {type: 'Point', coordinates: [c.lon, c.lat]},
        properties: {cell: i, group, colour: colours.get(group), contested: c.contested > 0, exact: c.exact > 0, open: c.open === c.count, n: c.count,
          label: c.count < 1000 ? String(c.count) : `${(c.count / 1000).toFixed(c.count < 10_000 ? 1 : 0)}k`},
      };
    }),
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

/** The shape that an imprecise place is drawn with: its relation's own, or a circle as wide as the precision. */
function shapeOf(p: {lat: number | null; lon: number | null; precision: string; geometry: GeoJSON.Geometry | null}): GeoJSON.Geometry | null {
  if (p.geometry && p.geometry.type !== 'Point') return p.geometry;
  const km = reach[p.precision];
  return km && p.lat !== null && p.lon !== null ? circle(p.lon, p.lat, km) : null;
}

/** Places that are no point. Each shape once. */
export function areaFeatures(events: EventRow[]): GeoJSON.FeatureCollection {
  const seen = new Map<string, GeoJSON.Feature>();
  for (const e of events) {
    if (!e.place) continue;
    const key = e.place.geometry ? JSON.stringify(e.place.geometry) : `${e.place.lat},${e.place.lon},${e.place.precision}`;
    if (seen.has(key)) continue;
    const geometry = shapeOf(e.place);
    if (geometry) seen.set(key, {type: 'Feature', geometry, properties: {id: e.id, colour: colourOf(e.kind)}});
  }
  return {type: 'FeatureCollection', features: [...seen.values()]};
}

/** A way as a line, and its arrow's head as a point that knows where it looks. */
export function moveFeatures(moves: Move[]): GeoJSON.FeatureCollection {
  const up = (lat: number) => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
  return {
    type: 'FeatureCollection',
    features: moves.flatMap((m): GeoJSON.Feature[] => {
      const properties = {id: m.event, colour: colourOf(m.kind), turn: (Math.atan2(m.to.lon - m.from.lon, up(m.to.lat) - up(m.from.lat)) * 180) / Math.PI};
      return [
        {type: 'Feature', properties, geometry: {type: 'LineString', coordinates: [[m.from.lon, m.from.lat], [m.to.lon, m.to.lat]]}},
        {type: 'Feature', properties, geometry: {type: 'Point', coordinates: [m.to.lon, m.to.lat]}},
      ];
    }),
  };
}

/** The ways that the claims of one event tell of. */
export function movesOf(event: string, kind: string, claims: Telling[]): Move[] {
  return claims.flatMap((t) => {
    const at = (role: string) => t.places.filter((p) => p.role === role && p.lat !== null && p.lon !== null).map((p) => ({name: p.name, lat: p.lat!, lon: p.lon!}));
    const ends = at('to').length > 0 ? at('to') : at('at');
    return at('from').flatMap((from) => ends.filter((to) => to.lat !== from.lat || to.lon !== from.lon).map((to) => ({event, kind, from, to})));
  });
}

export const none: GeoJSON.FeatureCollection = {type: 'FeatureCollection', features: []};

export function toldFeatures(places: ToldPlace[], at: number): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: places.flatMap((p, i): GeoJSON.Feature[] => {
      const properties = {name: p.name, lit: p.lit || i === at, told: i};
      const point: GeoJSON.Feature = {type: 'Feature', properties, geometry: {type: 'Point', coordinates: [p.lon, p.lat]}};
      return p.geometry && p.geometry.type !== 'Point' ? [point, {type: 'Feature', properties, geometry: p.geometry}] : [point];
    }),
  };
}

export function boxFeature(bbox: string): GeoJSON.FeatureCollection {
  const [w, s, e, n] = bbox.split(',').map(Number);
  if ([w, s, e, n].some((x) => !Number.isFinite(x))) return none;
  const east = e < w ? e + 360 : e;
  return {type: 'FeatureCollection', features: [{type: 'Feature', properties: {}, geometry: {type: 'LineString', coordinates: [[w, s], [east, s], [east, n], [w, n], [w, s]]}}]};
}

const absolute = (path: string) => new URL(path, location.href).href;

/** What the map shows only when it is looked at closely, and from which zoom on: it is read then. */
const townsFrom = 5;
const unitsFrom = 3;
export const closer: {source: string; from: number; address: string}[] = [
  {source: 'unitlines', from: unitsFrom, address: absolute(unitLines)},
  {source: 'units', from: unitsFrom + 1, address: absolute(units)},
  {source: 'towns', from: townsFrom, address: absolute(towns)},
];

export function style(t: Tones): StyleSpecification {
  const font = ['system-ui, sans-serif'];
  const size = (low: number, high: number): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], 3, low, 9, high];
  const one: ExpressionSpecification = ['==', ['get', 'n'], 1];
  return {
    version: 8,
    sources: {
      countries: {type: 'geojson', data: absolute(countries), attribution: 'Borders, units, rivers: Natural Earth, no judgement on them implied · Towns: GeoNames', tolerance: 0.45},
      water: {type: 'geojson', data: absolute(water), tolerance: 0.6},
      labels: {type: 'geojson', data: absolute(labels)},
      unitlines: {type: 'geojson', data: none, tolerance: 0.5},
      units: {type: 'geojson', data: none},
      towns: {type: 'geojson', data: none},
      areas: {type: 'geojson', data: none}, moves: {type: 'geojson', data: none}, points: {type: 'geojson', data: none},
      chosen: {type: 'geojson', data: none}, told: {type: 'geojson', data: none}, box: {type: 'geojson', data: none},
    },
    layers: [
      {id: 'sea', type: 'background', paint: {'background-color': t.sea}},
      {id: 'land', type: 'fill', source: 'countries', paint: {'fill-color': t.land, 'fill-antialias': false}},
      {id: 'lakes', type: 'fill', source: 'water', filter: ['get', 'lake'], paint: {'fill-color': t.sea}},
      {id: 'rivers', type: 'line', source: 'water', minzoom: 3.2, filter: ['!', ['get', 'lake']], paint: {'line-color': t.river, 'line-width': size(0.5, 2)}},
      {id: 'unit-lines', type: 'line', source: 'unitlines', minzoom: unitsFrom, filter: ['>=', ['zoom'], ['get', 'z']],
        paint: {'line-color': t.border, 'line-width': size(0.5, 1.1), 'line-dasharray': [3, 1.5], 'line-opacity': ['interpolate', ['linear'], ['zoom'], 3, 0.45, 6, 0.9]}},
      {id: 'border', type: 'line', source: 'countries', paint: {'line-color': t.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.4, 8, 1.4]}},
      {id: 'areas', type: 'fill', source: 'areas', paint: {'fill-color': ['get', 'colour'], 'fill-opacity': 0.1}},
      {id: 'area-edge', type: 'line', source: 'areas', paint: {'line-color': ['get', 'colour'], 'line-width': 1, 'line-dasharray': [3, 2], 'line-opacity': 0.75}},
      {id: 'told-area', type: 'line', source: 'told', filter: ['!=', ['geometry-type'], 'Point'], paint: {'line-color': t.ring, 'line-width': 1.5, 'line-dasharray': [2, 2]}},
      {id: 'chosen-area', type: 'line', source: 'chosen', filter: ['!=', ['geometry-type'], 'Point'], paint: {'line-color': t.ring, 'line-width': 2}},
      {id: 'box', type: 'line', source: 'box', paint: {'line-color': t.ring, 'line-width': 1.5, 'line-dasharray': [4, 3]}},
      {
        id: 'unit-names', type: 'symbol', source: 'units', minzoom: unitsFrom + 1, maxzoom: 9, filter: ['>', ['zoom'], ['get', 'z']],
        layout: {'text-field': ['get', 'name'], 'text-font': font, 'text-size': 10.5, 'text-letter-spacing': 0.1, 'text-transform': 'uppercase', 'text-max-width': 7, 'text-padding': 12},
        paint: {'text-color': t.label, 'text-opacity': 0.75, 'text-halo-color': t.halo, 'text-halo-width': 1.2},
      },
      {
        id: 'town-dots', type: 'circle', source: 'towns', minzoom: townsFrom, filter: ['>=', ['get', 'people'], ['step', ['zoom'], 300_000, 6, 80_000, 7, 25_000, 8, 10_000]],
        paint: {'circle-radius': 1.8, 'circle-color': t.label},
      },
      {
        id: 'town-names', type: 'symbol', source: 'towns', minzoom: townsFrom, filter: ['>=', ['get', 'people'], ['step', ['zoom'], 300_000, 6, 80_000, 7, 25_000, 8, 10_000]],
        layout: {'text-field': ['get', 'name'], 'text-font': font, 'text-size': 10.5, // Beside its dot, else above or below the mark that lies on it.
          'text-variable-anchor-offset': ['left', [0.4, 0], 'right', [-0.4, 0], 'top', [0, 1.8], 'bottom', [0, -1.8]], 'symbol-sort-key': ['-', 0, ['get', 'people']], 'text-padding': 3},
        paint: {'text-color': t.label, 'text-halo-color': t.halo, 'text-halo-width': 1.2},
      },
      {
        id: 'names', type: 'symbol', source: 'labels', filter: ['any', ['>', ['get', 'size'], 20], ['>=', ['zoom'], 4]],
        layout: {'text-field': ['get', 'name'], 'text-font': font, 'text-size': 11.5, 'text-letter-spacing': 0.06, 'text-max-width': 7,
          'symbol-sort-key': ['-', 0, ['get', 'size']], 'text-padding': 6},
        paint: {'text-color': t.label, 'text-halo-color': t.halo, 'text-halo-width': 1.2},
      },
      {id: 'move-lines', type: 'line', source: 'moves', filter: ['!=', ['geometry-type'], 'Point'], layout: {'line-cap': 'round'},
        paint: {'line-color': ['get', 'colour'], 'line-width': 2.6, 'line-opacity': 0.9}},
      {id: 'move-heads', type: 'symbol', source: 'moves', filter: ['==', ['geometry-type'], 'Point'],
        layout: {'icon-image': 'head', 'icon-rotate': ['get', 'turn'], 'icon-rotation-alignment': 'map', 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-anchor': 'top'}},
      // Voices disagree on something of it: a dark edge; around a single mark, a ring.
      {id: 'rings', type: 'circle', source: 'points', filter: ['all', ['get', 'contested'], one],
        paint: {'circle-radius': 12, 'circle-color': '#00000000', 'circle-stroke-width': 2.4, 'circle-stroke-color': t.ring}},
      {
        id: 'points', type: 'circle', source: 'points', filter: ['!', one], layout: {'circle-sort-key': ['get', 'n']},
        paint: {
          // No wider than the cells that the program joins them by.
          'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'n']], 1, 8, 6, 13, 40, 18, 600, 22],
          'circle-color': ['get', 'colour'], 'circle-opacity': ['case', ['get', 'exact'], 0.92, 0.5],
          'circle-stroke-width': ['case', ['get', 'contested'], 2.6, 1.2], 'circle-stroke-color': ['case', ['get', 'contested'], t.ring, t.halo],
        },
      },
      {
        id: 'singles', type: 'symbol', source: 'points', filter: one,
        layout: {'icon-image': ['concat', ['get', 'group'], ['case', ['get', 'open'], '-open', '']], 'icon-allow-overlap': true},
        paint: {'icon-opacity': ['case', ['get', 'exact'], 1, 0.7]},
      },
      {id: 'numbers', type: 'symbol', source: 'points', filter: ['!', one],
        layout: {'text-field': ['get', 'label'], 'text-font': font, 'text-size': 11, 'text-allow-overlap': true, 'text-padding': 5},
        paint: {'text-color': '#ffffff', 'text-halo-color': '#000000b0', 'text-halo-width': 1.1}},
      {id: 'chosen', type: 'circle', source: 'chosen', filter: ['==', ['geometry-type'], 'Point'],
        paint: {'circle-radius': 15, 'circle-color': '#00000000', 'circle-stroke-width': 2.5, 'circle-stroke-color': t.ring}},
      {id: 'told', type: 'circle', source: 'told', filter: ['==', ['geometry-type'], 'Point'],
        paint: {'circle-radius': ['case', ['get', 'lit'], 9, 6], 'circle-color': ['case', ['get', 'lit'], '#ffd34d', t.halo], 'circle-stroke-width': 2, 'circle-stroke-color': t.ring}},
      {id: 'told-names', type: 'symbol', source: 'told', filter: ['==', ['geometry-type'], 'Point'],
        layout: {'text-field': ['get', 'name'], 'text-font': font, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.7]},
        paint: {'text-color': t.ring, 'text-halo-color': t.halo, 'text-halo-width': 1.6}},
    ],
  };
}

/** The marks of single events: a group's shape, filled; hollow where nobody asserts the event. And the head of an arrow. */
export function addMarks(map: MapLibre, t: Tones): void {
  const draw = (name: string, path: string, fill: string, edge: string, width: number) => {
    if (map.hasImage(name)) return;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext('2d')!;
    pen.translate(4, 4);
    pen.scale(32 / 24, 32 / 24);
    const shape = new Path2D(path);
    pen.lineJoin = 'round';
    pen.lineWidth = width + 2;
    pen.strokeStyle = t.halo;
    pen.stroke(shape);
    pen.fillStyle = fill;
    pen.fill(shape);
    pen.lineWidth = width;
    pen.strokeStyle = edge;
    pen.stroke(shape);
    map.addImage(name, pen.getImageData(0, 0, 40, 40), {pixelRatio: 2});
  };
  for (const g of groups) {
    draw(g.key, g.shape, g.colour, t.ring, 1);
    draw(`${g.key}-open`, g.shape, t.halo, g.colour, 3);
  }
  draw('head', 'M12 0 20 18 12 13 4 18Z', t.ring, t.ring, 1);
}

export function chosenFeatures(event: EventRow | null): GeoJSON.FeatureCollection {
  const p = event?.place;
  if (!p) return none;
  const features: GeoJSON.Feature[] = [];
  if (p.lat !== null && p.lon !== null) features.push({type: 'Feature', properties: {}, geometry: {type: 'Point', coordinates: [p.lon, p.lat]}});
  const geometry = shapeOf(p);
  if (geometry) features.push({type: 'Feature', properties: {}, geometry});
  return {type: 'FeatureCollection', features};
}
