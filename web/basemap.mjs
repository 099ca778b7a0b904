// Country shapes of Natural Earth (npm world-atlas) as one small GeoJSON file, so that the desk asks nobody for tiles.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {feature} from 'topojson-client';

const atlas = JSON.parse(readFileSync(new URL('node_modules/world-atlas/countries-50m.json', import.meta.url), 'utf8'));
const countries = feature(atlas, atlas.objects.countries);

const round = (n) => Math.round(n * 100) / 100;

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

const folder = new URL('src/generated/', import.meta.url);
mkdirSync(folder, {recursive: true});
writeFileSync(new URL('countries.json', folder), JSON.stringify({type: 'FeatureCollection', features: shapes}));
writeFileSync(new URL('labels.json', folder), JSON.stringify({type: 'FeatureCollection', features: labels}));
