// Kinds in seven groups, each with a colour that stays apart from the others for colour-blind eyes (Okabe and Ito), and a shape of its own
// for eyes that see no colours at all.

/** `shape`: an SVG path in a square of 24 */
export interface Group { key: string; name: string; colour: string; shape: string; kinds: string[] }

export const groups: Group[] = [
  {key: 'battle', name: 'Fighting and ground', colour: '#d55e00', shape: 'M12 2 22 12 12 22 2 12Z', kinds: ['armed_clash', 'territory_captured', 'advance', 'siege', 'siege_broken']},
  {key: 'air', name: 'From the air', colour: '#0072b2', shape: 'M12 3 22 21 2 21Z', kinds: ['airstrike', 'drone_strike']},
  {key: 'blast', name: 'Shells and bombs', colour: '#e69f00', shape: 'M12 1 14.6 8.4 22 5.5 17.6 12 22 18.5 14.6 15.6 12 23 9.4 15.6 2 18.5 6.4 12 2 5.5 9.4 8.4Z',
    kinds: ['shelling', 'bombing', 'suicide_bombing', 'grenade', 'chemical_attack', 'destruction', 'weapons_disrupted']},
  {key: 'people', name: 'Harm to people', colour: '#cc79a7', shape: 'M4 4H20V20H4Z',
    kinds: ['attack', 'killing', 'sexual_violence', 'torture', 'abduction', 'harm', 'mob_violence', 'force_against_protesters', 'arrest']},
  {key: 'movement', name: 'Movement', colour: '#009e73', shape: 'M3 3 13 3 22 12 13 21 3 21 11 12Z',
    kinds: ['base_established', 'deployment', 'withdrawal', 'surrender', 'release', 'evacuation', 'displacement']},
  {key: 'talk', name: 'Talks, aid, agreements', colour: '#56b4e9', shape: 'M12 2.5A9.5 9.5 0 1 1 12 21.5 9.5 9.5 0 1 1 12 2.5Z',
    kinds: ['ceasefire', 'agreement', 'talks', 'military_support', 'aid_delivery', 'support', 'concession', 'cooperation']},
  {key: 'other', name: 'Words and other', colour: '#8a919c', shape: 'M8.5 3H15.5L21 8.5V15.5L15.5 21H8.5L3 15.5V8.5Z', kinds: []},
];

const byKind = new Map(groups.flatMap((group) => group.kinds.map((kind) => [kind, group] as const)));

export const groupOf = (kind: string): Group => byKind.get(kind) ?? groups[groups.length - 1];
export const colourOf = (kind: string): string => groupOf(kind).colour;
export const kindName = (kind: string): string => {
  const words = kind.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
