// The ledger counts UTF-8 bytes, JavaScript counts UTF-16 units. Here, and only here, one becomes the other.

/** For each byte offset of a text (and its end), the UTF-16 index of the character it lies in. */
export function byteToIndex(text: string): Uint32Array {
  let bytes = 0;
  for (let i = 0; i < text.length; ++i) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  const map = new Uint32Array(bytes + 1);
  let at = 0;
  for (let i = 0; i < text.length;) {
    const code = text.codePointAt(i)!;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    map.fill(i, at, at + length);
    at += length;
    i += code < 0x10000 ? 1 : 2;
  }
  map[at] = text.length;
  return map;
}

export interface Layer { begin: number; end: number; name: string; claim?: string }
export interface Segment { text: string; names: string; claim?: string }

/** Cuts the text wherever a layer begins or ends. Spans are bytes, may nest and overlap; empty ones are left out. */
export function segments(text: string, layers: Layer[]): Segment[] {
  const index = byteToIndex(text);
  const last = index.length - 1;
  const edges: {at: number; open: boolean; layer: Layer}[] = [];
  for (const layer of layers) {
    if (layer.end <= layer.begin || layer.end > last) continue;
    edges.push({at: index[layer.begin], open: true, layer}, {at: index[layer.end], open: false, layer});
  }
  edges.sort((a, b) => a.at - b.at);
  const active = new Map<string, number>();
  const claims: Layer[] = [];
  const out: Segment[] = [];
  let from = 0;
  const flush = (to: number) => {
    if (to <= from) return;
    // The shortest claim around a word is the one that a click means.
    const claim = claims.length === 0 ? undefined : claims.reduce((a, b) => (b.end - b.begin < a.end - a.begin ? b : a)).claim;
    out.push({text: text.slice(from, to), names: [...active.keys()].sort().join(' '), claim});
    from = to;
  };
  for (const {at, open, layer} of edges) {
    flush(at);
    const depth = (active.get(layer.name) ?? 0) + (open ? 1 : -1);
    if (depth > 0) active.set(layer.name, depth);
    else active.delete(layer.name);
    if (layer.claim === undefined) continue;
    if (open) claims.push(layer);
    else claims.splice(claims.indexOf(layer), 1);
  }
  flush(text.length);
  return out;
}
