// How a report came to us, as a small drawing: outlets at the left, whom they cite to the right of them.
import type {Telling} from './api';
import {chain} from './say';

export interface Node { name: string; x: number; y: number; last: boolean }
export interface Edge { from: Node; to: Node }
export interface Drawing { nodes: Node[]; edges: Edge[]; columns: number; rows: number }

/** Every chain of the claims, each name once. A name stands as far right as the longest chain to it. */
export function drawChains(tellings: Telling[]): Drawing {
  const depth = new Map<string, number>();
  const links = new Map<string, Set<string>>();
  const cited = new Set<string>();
  for (const t of tellings) {
    // Voices beside each other are cited by the same one before them.
    let before: string[] = [];
    let now: string[] = [];
    for (const link of chain(t)) {
      if (!link.beside) { before = now; now = []; }
      now.push(link.name);
      depth.set(link.name, Math.max(depth.get(link.name) ?? 0, before.length > 0 ? (depth.get(before[0]) ?? 0) + 1 : 0));
      for (const b of before) {
        if (b === link.name) continue;
        if (!links.has(b)) links.set(b, new Set());
        links.get(b)!.add(link.name);
        cited.add(link.name);
      }
    }
  }
  // Whoever comes to stand further right moves on those that he cites; circles end at the number of names.
  for (let round = 0; round < depth.size; ++round)
    for (const [from, all] of links) for (const to of all) if (depth.get(to)! <= depth.get(from)! && depth.get(from)! + 1 < depth.size) depth.set(to, depth.get(from)! + 1);
  const columns: string[][] = [];
  for (const [name, d] of depth) (columns[d] ??= []).push(name);
  const filled = columns.filter((c) => c !== undefined);
  const rows = Math.max(1, ...filled.map((c) => c.length));
  const nodes = new Map<string, Node>();
  filled.forEach((names, x) => names.forEach((name, i) => nodes.set(name, {name, x, y: (i + 0.5) * (rows / names.length), last: !links.has(name)})));
  const edges = [...links].flatMap(([from, all]) => [...all].map((to) => ({from: nodes.get(from)!, to: nodes.get(to)!})));
  return {nodes: [...nodes.values()], edges, columns: filled.length, rows};
}
